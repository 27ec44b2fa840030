// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A PDF file as a row of revisions (ISO 32000-1, 7.5): each is objects, a classic cross-reference table, a trailer and
// %%EOF, and nothing else. No byte of the file lies outside of that, so nothing can hide between revisions.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "pdf_value.hpp"

namespace certs {

inline constexpr std::size_t kPdfObjectsMax = 65'536;  // of one file
inline constexpr std::size_t kPdfRevisionsMax = 64;

struct PdfRevision {
  std::size_t begin = 0;  // 0, or the end of the one before
  std::size_t xref = 0;
  std::size_t end = 0;  // behind %%EOF and its line end
  PdfValue trailer;
  std::uint64_t size = 0;  // trailer's /Size
  std::uint32_t root = 0;  // trailer's /Root
  std::map<std::uint32_t, PdfObject> objects;
};

// The oldest first; there is at least one. The views point into `file`.
// Errors: kInvalid, kTooLarge; the message says what is wrong and where.
[[nodiscard]] Result<std::vector<PdfRevision>> read_revisions(std::string_view file);

// Objects as a reader sees them after some revisions; both must outlive it.
using PdfObjects = std::map<std::uint32_t, const PdfObject*>;
[[nodiscard]] PdfObjects objects_after(const std::vector<PdfRevision>& revisions, std::size_t count);
// `value` itself, or what it refers to; null when that is not there or a reference again.
[[nodiscard]] const PdfValue* resolved(const PdfObjects& objects, const PdfValue* value);

}  // namespace certs
