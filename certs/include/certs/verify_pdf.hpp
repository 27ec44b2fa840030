// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The verdict on a certificate's PDF: that on the bundle inside, and whether the PDF is the sealed one. Pure: no file,
// no clock, no network; nothing inside the file is trusted, no address in it is used.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "certs/verify.hpp"

namespace certs {

// Whether a file claims to be a PDF, which is how programs choose between verify() and verify_pdf().
[[nodiscard]] inline bool looks_like_pdf(std::string_view file) {
  return file.starts_with("%PDF-");
}

// What a certificate's PDF was drawn from.
struct DrawnFrom {
  std::string_view bundle;
  std::string_view short_form;  // empty when there is none
  std::string_view language;
};
// Draws it: the unsealed PDF. Given by programs that can; what it is given comes out of an unverified file.
using DrawAgain = std::function<Result<std::string>(const DrawnFrom&)>;

// The checks of verify() on the attached bundle, then pdf_seal, pdf_revisions, pdf_attachments, pdf_timestamp,
// pdf_drawn. The last is not done without `draw_again`, or when another build drew the file.
[[nodiscard]] Verdict verify_pdf(std::string_view file, const Trust& trust, const Question& question,
                                 const DrawAgain& draw_again = {});

// One or the other, by the file's first bytes.
[[nodiscard]] Verdict verify_file(std::string_view file, const Trust& trust, const Question& question,
                                  const DrawAgain& draw_again = {});

}  // namespace certs
