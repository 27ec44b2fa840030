// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The cryptographic half of judging a PDF: who sealed it, when, and what time-stamps say.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "certs/verify_timestamp.hpp"
#include "pdf_changes.hpp"
#include "seal_cms.hpp"
#include "x509.hpp"

namespace certs {

// A seal that is its signer's own over these bytes; who the signer is was not asked.
// Errors: kInvalid: another form of CMS, another digest, a wrong signature.
[[nodiscard]] Result<SealCms> read_seal(const PdfSignature& signature);

// The time-stamp over the seal's signature; nothing when the seal has none. Errors: those of verify_timestamp_token.
[[nodiscard]] Result<std::optional<Timestamp>> seal_timestamp(const SealCms& cms, const std::vector<Bytes>& roots);
// Of a document time-stamp. Errors: the same; kInvalid when something but zeros stands behind the token.
[[nodiscard]] Result<Timestamp> document_timestamp(const PdfSignature& signature, const std::vector<Bytes>& roots);

}  // namespace certs
