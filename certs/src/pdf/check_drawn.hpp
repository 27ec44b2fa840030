// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Whether the pages are those that follow from what is attached: they are drawn again and compared byte by byte.
#pragma once

#include <string_view>

#include "certs/verify_pdf.hpp"
#include "pdf_attachments.hpp"
#include "verify/checks.hpp"

namespace certs {

// `all`: the file's revisions. Compares the first, but for what the seal fills in, with what `draw_again` draws. Not
// done without it, or when another build drew the file: then a difference says nothing.
[[nodiscard]] Finding check_drawn(std::string_view file, const std::vector<PdfRevision>& all,
                                  const Attachments& attachments, const DrawAgain& draw_again);

}  // namespace certs
