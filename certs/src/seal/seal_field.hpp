// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The signature field of a certificate's PDF, with a hole of fixed size where the seal will stand.
// ISO 32000-1, 12.7.4.5 (signature fields), 12.8.1 (signature dictionary), 12.8.2.2 (DocMDP, P 2: later signatures,
// time-stamps and validation data, and no other change).
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <qpdf/QPDF.hh>
#include <string_view>

#include "ledger/result.hpp"

namespace certs {

inline constexpr std::size_t kSealHoleBytes = 16'384;  // of CMS; twice as many hexadecimal digits
// What QPDFWriter writes for the three placeholders. seal_pdf overwrites each with text of the same length.
inline constexpr std::string_view kByteRangePlaceholder = "/ByteRange [ 0 1000000000 1000000000 1000000000 ]";
inline constexpr std::string_view kMomentPlaceholder = "/M (D:00000000000000Z)";
inline constexpr std::string_view kContentsBefore = "/Contents <";  // then the digits, then '>'

struct SealField {
  int page = 0;                                      // from 0: where the widget is
  std::optional<std::array<double, 4>> rectangle{};  // left, bottom, right, top in points; absent: invisible
  std::optional<QPDFObjectHandle> appearance{};      // a form XObject of `pdf`; absent: an empty one
};

// Adds to `pdf`: an AcroForm with SigFlags 3 and one signature field named "Seal", its widget on `page`, the signature
// dictionary, and /Perms /DocMDP in the catalog. Last of all changes, before QPDFWriter with object streams off.
// Errors: kInvalid (the document has an AcroForm or Perms, there is no such page, the rectangle is empty).
[[nodiscard]] ledger::Result<void> add_seal_field(QPDF& pdf, const SealField& field = {});

}  // namespace certs
