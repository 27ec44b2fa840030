// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Signature dictionaries (ISO 32000-1, 12.8.1) of the two forms that a certificate has: the seal, and document
// time-stamps (ISO 32000-2, 12.8.5). Each signs its revision from byte 0 to the end, all but its own hole.
#pragma once

#include <string_view>

#include "ledger/bytes.hpp"
#include "ledger/digest.hpp"
#include "ledger/ids.hpp"
#include "pdf_file.hpp"

namespace certs {

struct PdfSignature {
  std::size_t hole_begin = 0;  // of '<'
  std::size_t hole_end = 0;    // behind '>'
  std::size_t end = 0;         // of what is signed
  ledger::Bytes contents;      // all of the hole
  ledger::Digest digest;       // SHA-256 of what is signed
};

struct SealDictionary {
  PdfSignature signature;
  ledger::UnixMillis claimed;  // /M
};

// The signature dictionary of the one form field and of DocMDP in the first revision; null when they are others.
[[nodiscard]] const PdfValue* seal_dictionary(const PdfRevision& first, const PdfObjects& objects);
// The seal of the first revision: the one signature in it, that of its one form field and of DocMDP.
// Errors: kInvalid with what is wrong.
[[nodiscard]] Result<SealDictionary> find_seal(std::string_view file, const PdfRevision& first);
// `dictionary`: of a /DocTimeStamp in `revision`. Errors: kInvalid.
[[nodiscard]] Result<PdfSignature> read_timestamp(std::string_view file, const PdfRevision& revision,
                                                  const PdfValue& dictionary);
// "D:YYYYMMDDHHmmSSZ" without the parentheses. Errors: kInvalid.
[[nodiscard]] Result<ledger::UnixMillis> parse_pdf_moment(std::string_view text);
[[nodiscard]] std::string format_pdf_moment(ledger::UnixMillis moment);

}  // namespace certs
