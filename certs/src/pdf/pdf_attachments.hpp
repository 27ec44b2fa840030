// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The files inside a certificate's PDF (ISO 32000-1, 7.11.4): credential.json, bundle.json, perhaps certificate.cose,
// and no other.
#pragma once

#include <optional>
#include <string>

#include "pdf_file.hpp"

namespace certs {

inline constexpr std::size_t kAttachedBytesMax = 32U << 20U;  // all of them together, expanded
inline constexpr std::size_t kAttachedCredentialBytesMax = 1U << 20U;

struct Attachments {
  std::string credential;
  std::string bundle;
  std::optional<std::string> short_form;
};

// Errors: kInvalid (another file, one twice or missing, a form that a certificate has not), kTooLarge.
[[nodiscard]] Result<Attachments> read_attachments(const PdfRevision& first);

}  // namespace certs
