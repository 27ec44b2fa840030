// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "pdf_update.hpp"

namespace certs {
namespace {

std::string ten_digits(std::size_t number) {
  std::string digits = std::to_string(number);
  return std::string(10 - digits.size(), '0') + digits;
}

// Sections of consecutive numbers.
std::string table(const std::map<std::uint32_t, std::size_t>& offsets) {
  std::string out = "xref\n";
  for (auto at = offsets.begin(); at != offsets.end();) {
    const std::uint32_t first = at->first;
    std::string lines;
    std::uint32_t count = 0;
    for (; at != offsets.end() && at->first == first + count; ++at, ++count)
      lines += ten_digits(at->second) + " 00000 n \n";
    out += std::to_string(first) + " " + std::to_string(count) + "\n" + lines;
  }
  return out;
}

}  // namespace

PdfUpdate::PdfUpdate(std::string_view file, const PdfRevision& last)
    : last_(last), file_(file), next_(static_cast<std::uint32_t>(last.size)) {
  if (!file_.ends_with('\n')) file_ += '\n';
}

void PdfUpdate::put(std::uint32_t number, const std::string& body) {
  offsets_[number] = file_.size();
  file_ += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
}

void PdfUpdate::put_stream(std::uint32_t number, ledger::ByteView content) {
  put(number,
      "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + ledger::to_string(content) + "\nendstream");
}

std::string PdfUpdate::finish() const {
  std::string out =
      file_ + table(offsets_) + "trailer\n<< /Size " + std::to_string(next_) + " /Root " + reference_to(last_.root);
  for (const char* name : {"/Info", "/ID"}) {
    if (const PdfValue* value = last_.trailer.find(name)) out += " " + std::string(name) + " " + written(*value);
  }
  return out + " /Prev " + std::to_string(last_.xref) + " >>\nstartxref\n" + std::to_string(file_.size()) + "\n%%EOF\n";
}

std::string written(const PdfValue& value) {
  std::string out;
  switch (value.kind) {
    case PdfKind::kReference:
      return reference_to(value.reference);
    case PdfKind::kArray:
      for (const PdfValue& item : value.items) out += written(item) + " ";
      return "[ " + out + "]";
    case PdfKind::kDictionary:
      for (const auto& [name, member] : value.members) out += std::string(name) + " " + written(member) + " ";
      return "<< " + out + ">>";
    case PdfKind::kAtom:
    case PdfKind::kName:
    case PdfKind::kString:
      return std::string(value.raw);
  }
  return out;
}

}  // namespace certs
