// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "check_drawn.hpp"

#include <algorithm>

#include "pdf_signature.hpp"

namespace certs {
namespace {

// The member, or what it refers to; null when it is not there.
const PdfValue* member(const PdfObjects& objects, const PdfValue* holder, std::string_view name) {
  return holder == nullptr ? nullptr : resolved(objects, holder->find(name));
}

// "en" of "(en)"; empty when there is no such entry.
std::string language_of(const PdfRevision& revision, const PdfObjects& objects) {
  const auto catalog = objects.find(revision.root);
  const PdfValue* value = member(objects, catalog == objects.end() ? nullptr : &catalog->second->value, "/Lang");
  if (value == nullptr || value->kind != PdfKind::kString || value->raw.size() < 2 || value->raw.front() != '(')
    return {};
  return std::string(value->raw.substr(1, value->raw.size() - 2));
}

// Which build drew it, as the file says: the tokens of Info's Creator and Producer.
std::string builder_of(const PdfRevision& revision, const PdfObjects& objects) {
  const PdfValue* info = member(objects, &revision.trailer, "/Info");
  std::string out;
  for (const std::string_view name : {"/Creator", "/Producer"}) {
    const PdfValue* value = member(objects, info, name);
    out += value == nullptr ? std::string_view("?") : value->raw;
    out += '\n';
  }
  return out;
}

// Overwrites what `part`, a view into `file`, covers in a copy of the first bytes of some file of the same length.
void blank(std::string& copy, std::string_view file, std::string_view part) {
  const auto at = static_cast<std::size_t>(part.data() - file.data());
  std::fill_n(copy.begin() + static_cast<std::ptrdiff_t>(at), part.size(), ' ');
}

// Without what the seal fills in. The places are those of the sealed file, for both.
std::string without_seal(std::string copy, std::string_view sealed, const PdfValue& dictionary) {
  for (const std::string_view name : {"/Contents", "/M"}) {
    if (const PdfValue* value = dictionary.find(name)) blank(copy, sealed, value->raw);
  }
  const PdfValue* range = dictionary.find("/ByteRange");
  if (range == nullptr || range->items.empty()) return copy;
  const char* begin = range->items.front().raw.data();
  const std::size_t end = sealed.find(']', static_cast<std::size_t>(begin - sealed.data()));
  if (end == std::string_view::npos) return copy;
  blank(copy, sealed, std::string_view(begin, end - static_cast<std::size_t>(begin - sealed.data())));
  return copy;
}

}  // namespace

Finding check_drawn(std::string_view file, const std::vector<PdfRevision>& all, const Attachments& attachments,
                    const DrawAgain& draw_again) {
  if (!draw_again)
    return not_done(
        "The page was not drawn again from the certificate to be compared: that takes the program that "
        "drew it.");
  const PdfRevision& first = all.front();
  const PdfObjects objects = objects_after(all, 1);
  const auto drawn = draw_again({attachments.bundle, attachments.short_form.value_or(""), language_of(first, objects)});
  if (!drawn) return not_done("The page could not be drawn again here: " + drawn.error().message + ".");
  const auto revisions = read_revisions(*drawn);
  if (!revisions) return not_done("What was drawn here cannot be read: " + revisions.error().message + ".");
  if (builder_of(first, objects) != builder_of(revisions->front(), objects_after(*revisions, 1)))
    return not_done("Another build of the program drew the page: the comparison would say nothing.");
  const PdfValue* dictionary = seal_dictionary(first, objects);
  const std::string_view sealed = file.substr(0, first.end);
  if (dictionary == nullptr || drawn->size() != sealed.size() ||
      without_seal(std::string(sealed), file, *dictionary) != without_seal(*drawn, file, *dictionary))
    return failed("The pages are not those that this program draws from the certificate inside.");
  return passed("Drawn again from the certificate inside, the pages are the same, byte by byte.");
}

}  // namespace certs
