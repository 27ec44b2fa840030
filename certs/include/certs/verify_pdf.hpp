// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The verdict on a certificate's PDF: that on the bundle inside, and whether the PDF is the sealed one. Pure: no file,
// no clock, no network; nothing inside the file is trusted, no address in it is used.
#pragma once

#include <string_view>

#include "certs/verify.hpp"

namespace certs {

// Whether a file claims to be a PDF, which is how programs choose between verify() and verify_pdf().
[[nodiscard]] inline bool looks_like_pdf(std::string_view file) {
  return file.starts_with("%PDF-");
}

// The checks of verify() on the attached bundle, then pdf_seal, pdf_revisions, pdf_attachments, pdf_timestamp,
// pdf_drawn. The last is not done: it takes the program that draws.
[[nodiscard]] Verdict verify_pdf(std::string_view file, const Trust& trust, const Question& question);

// One or the other, by the file's first bytes.
[[nodiscard]] Verdict verify_file(std::string_view file, const Trust& trust, const Question& question);

}  // namespace certs
