// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "pdf_file.hpp"

#include <algorithm>
#include <string>

namespace certs {
namespace {

using ledger::Code;

constexpr std::size_t kXrefLineBytes = 20;
constexpr std::size_t kTailBytesMax = 64;  // startxref, number, %%EOF
constexpr std::string_view kFreeHead = "0000000000 65535 f \n";

struct Listed {
  std::size_t offset;
  std::uint32_t number;
};

struct Budget {
  std::size_t values = kPdfValuesMax;
  std::size_t objects = kPdfObjectsMax;
};

// A revision with its table read and its objects not.
struct Outline {
  PdfRevision revision;
  std::vector<Listed> listed;
  std::optional<std::size_t> previous;
};

tl::unexpected<ledger::Error> bad(const std::string& message) {
  return ledger::fail(Code::kInvalid, message);
}

// "0000012345 00000 n \n"
std::optional<std::size_t> offset_of(std::string_view line) {
  if (!line.substr(10).starts_with(" 00000 n") || (line.substr(18) != " \n" && line.substr(18) != "\r\n"))
    return std::nullopt;
  const std::string_view digits = line.substr(0, 10);
  const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  return PdfValue{PdfKind::kAtom, digits.substr(zeros)}.integer();
}

Result<void> read_section(std::string_view file, PdfReader& reader, std::vector<Listed>& listed, std::size_t& at) {
  const auto first = reader.number();
  if (!first || !reader.take(" ")) return bad("a section of the cross-reference table has no first number");
  const auto count = reader.number();
  if (!count || !reader.take("\n")) return bad("a section of the cross-reference table has no count");
  at = reader.at();
  if (*count > kPdfObjectsMax || *first > kPdfObjectsMax || listed.size() + *count > kPdfObjectsMax)
    return ledger::fail(Code::kTooLarge, "the file has more than 65,536 objects");
  for (std::uint64_t i = 0; i < *count; ++i, at += kXrefLineBytes) {
    if (file.size() - at < kXrefLineBytes) return bad("the cross-reference table does not end");
    const std::string_view line = file.substr(at, kXrefLineBytes);
    const auto number = static_cast<std::uint32_t>(*first + i);
    if (number == 0 && line == kFreeHead) continue;
    const auto offset = offset_of(line);
    if (number == 0 || !offset)
      return bad("the cross-reference table has a line that is no object in use, at byte " + std::to_string(at));
    listed.push_back({*offset, number});
  }
  return {};
}

Result<void> read_table(std::string_view file, Outline& out, std::size_t& at, Budget& budget) {
  PdfReader reader(file, at, budget.values);
  if (!reader.take("xref\n"))
    return bad("there is no cross-reference table at byte " + std::to_string(at) + " (streams of them are not read)");
  at = reader.at();
  while (!file.substr(at).starts_with("trailer")) {
    PdfReader section(file, at, budget.values);
    if (auto done = read_section(file, section, out.listed, at); !done) return done;
  }
  at += std::string_view("trailer").size();
  return {};
}

// The trailer's members that must be there, and no other than these.
Result<void> read_trailer(std::string_view file, Outline& out, std::size_t& at, Budget& budget) {
  PdfReader reader(file, at, budget.values);
  auto trailer = reader.value();
  if (!trailer) return tl::unexpected(trailer.error());
  at = reader.at();
  out.revision.trailer = std::move(*trailer);
  for (const auto& [name, value] : out.revision.trailer.members) {
    if (name != "/Size" && name != "/Root" && name != "/Info" && name != "/ID" && name != "/Prev")
      return bad("the trailer has a member " + std::string(name.substr(0, 32)) + ", which a certificate has not");
  }
  const PdfValue* size = out.revision.trailer.find("/Size");
  const PdfValue* root = out.revision.trailer.find("/Root");
  const auto count = size != nullptr ? size->integer() : std::nullopt;
  if (!count || *count > kPdfObjectsMax || root == nullptr || root->kind != PdfKind::kReference)
    return bad("the trailer does not say Size and Root");
  out.revision.size = *count;
  out.revision.root = root->reference;
  const PdfValue* previous = out.revision.trailer.find("/Prev");
  if (previous == nullptr) return {};
  const auto offset = previous->integer();
  if (!offset) return bad("the trailer's Prev is no number");
  out.previous = offset;
  return {};
}

// startxref, the table's place, %%EOF, and its line end.
Result<void> read_end(std::string_view file, Outline& out, std::size_t at, Budget& budget) {
  PdfReader reader(file, at, budget.values);
  reader.skip_white();
  const bool word = reader.take("startxref\n");
  const auto place = word ? reader.number() : Result<std::uint64_t>(0);
  if (!word || !place || *place != out.revision.xref || !reader.take("\n%%EOF"))
    return bad("the end of a revision does not name its cross-reference table");
  static_cast<void>(reader.take("\r"));
  static_cast<void>(reader.take("\n"));
  out.revision.end = reader.at();
  return {};
}

Result<Outline> read_outline(std::string_view file, std::size_t xref, Budget& budget) {
  if (xref >= file.size()) return bad("the cross-reference table is said to lie outside of the file");
  Outline out;
  out.revision.xref = xref;
  std::size_t at = xref;
  if (auto done = read_table(file, out, at, budget); !done) return tl::unexpected(done.error());
  if (auto done = read_trailer(file, out, at, budget); !done) return tl::unexpected(done.error());
  if (auto done = read_end(file, out, at, budget); !done) return tl::unexpected(done.error());
  return out;
}

Result<std::size_t> last_xref(std::string_view file) {
  const std::size_t tail = file.size() - std::min(file.size(), kTailBytesMax);
  const std::size_t word = file.rfind("startxref\n");
  if (word == std::string_view::npos || word < tail) return bad("the file does not end as a PDF does");
  std::size_t values = 1;
  PdfReader reader(file, word + std::string_view("startxref\n").size(), values);
  const auto place = reader.number();
  if (!place) return tl::unexpected(place.error());
  return *place;
}

// "%PDF-1.7", and a comment of bytes above 127 that marks the file as binary.
Result<std::size_t> header_end(std::string_view file) {
  const std::size_t line = file.substr(0, 16).find('\n');
  if (!file.starts_with("%PDF-1.") || line == std::string_view::npos)
    return bad("the file does not begin as a PDF does");
  if (file.substr(line + 1, 1) != "%") return line + 1;
  const std::size_t comment = file.substr(line + 1, 16).find('\n');
  if (comment == std::string_view::npos) return bad("the comment in the second line is too long");
  return line + 1 + comment + 1;
}

// Objects one behind the other, from `at` to the cross-reference table.
Result<void> read_objects(std::string_view file, Outline& out, std::size_t at, Budget& budget) {
  std::sort(out.listed.begin(), out.listed.end(), [](const Listed& a, const Listed& b) { return a.offset < b.offset; });
  PdfReader reader(file.substr(0, out.revision.xref), at, budget.values);
  for (const Listed& one : out.listed) {
    reader.skip_white();
    if (one.offset != reader.at())
      return bad("between objects stands something that is none, at byte " + std::to_string(reader.at()));
    if (one.number >= out.revision.size) return bad("an object's number is beyond the trailer's Size");
    auto object = reader.object(one.number);
    if (!object) return tl::unexpected(object.error());
    if (!out.revision.objects.emplace(one.number, std::move(*object)).second)
      return bad("object " + std::to_string(one.number) + " is listed twice in one revision");
  }
  reader.skip_white();
  if (reader.at() != out.revision.xref)
    return bad("before the cross-reference table stands something that is no object, at byte " +
               std::to_string(reader.at()));
  // Else a later revision could be what was meant (pdf_changes.cpp, added()).
  if (reader.highest_reference() >= out.revision.size && reader.highest_reference() != 0)
    return bad("object " + std::to_string(reader.highest_reference()) +
               " is referred to, which is beyond the trailer's Size");
  return {};
}

Result<std::vector<Outline>> read_outlines(std::string_view file, Budget& budget) {
  std::vector<Outline> newest_first;
  auto place = last_xref(file);
  if (!place) return tl::unexpected(place.error());
  for (std::optional<std::size_t> next = *place; next; next = newest_first.back().previous) {
    if (newest_first.size() == kPdfRevisionsMax)
      return ledger::fail(Code::kTooLarge, "the file has too many revisions");
    if (!newest_first.empty() && *next >= newest_first.back().revision.xref)
      return bad("a revision names a later one as the one before it");
    auto outline = read_outline(file, *next, budget);
    if (!outline) return tl::unexpected(outline.error());
    if (outline->listed.size() > budget.objects)
      return ledger::fail(Code::kTooLarge, "the file has more than 65,536 objects");
    budget.objects -= outline->listed.size();
    newest_first.push_back(std::move(*outline));
  }
  if (newest_first.front().revision.end != file.size()) return bad("the file goes on behind its end");
  std::reverse(newest_first.begin(), newest_first.end());
  return newest_first;
}

// One more than the highest number of an object so far.
std::uint64_t size_with(const std::vector<PdfRevision>& before, const PdfRevision& revision) {
  const std::uint64_t so_far = before.empty() ? 0 : before.back().size;
  const std::uint64_t here = revision.objects.empty() ? 0 : revision.objects.rbegin()->first + 1ULL;
  return std::max(so_far, here);
}

}  // namespace

Result<std::vector<PdfRevision>> read_revisions(std::string_view file) {
  Budget budget;
  auto begin = header_end(file);
  if (!begin) return tl::unexpected(begin.error());
  auto outlines = read_outlines(file, budget);
  if (!outlines) return tl::unexpected(outlines.error());
  std::vector<PdfRevision> out;
  for (Outline& outline : *outlines) {
    outline.revision.begin = out.empty() ? 0 : out.back().end;
    if (outline.revision.xref < *begin) return bad("revisions overlap");
    if (auto done = read_objects(file, outline, *begin, budget); !done) return tl::unexpected(done.error());
    if (outline.revision.size != size_with(out, outline.revision))
      return bad("the trailer's Size is not one more than the highest number of an object");
    *begin = outline.revision.end;
    out.push_back(std::move(outline.revision));
  }
  return out;
}

PdfObjects objects_after(const std::vector<PdfRevision>& revisions, std::size_t count) {
  PdfObjects out;
  for (std::size_t i = 0; i < count; ++i) {
    for (const auto& [number, object] : revisions[i].objects) out[number] = &object;
  }
  return out;
}

const PdfValue* resolved(const PdfObjects& objects, const PdfValue* value) {
  if (value == nullptr || value->kind != PdfKind::kReference) return value;
  const auto found = objects.find(value->reference);
  if (found == objects.end() || found->second->value.kind == PdfKind::kReference) return nullptr;
  return &found->second->value;
}

}  // namespace certs
