// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "pdf_signature.hpp"

#include <algorithm>
#include <string>

#include "attest/date.hpp"
#include "ledger/encoding.hpp"

namespace certs {
namespace {

using ledger::Code;

// What stands in a seal's dictionary beside ByteRange, Contents and M.
constexpr std::string_view kSealRest =
    "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /Reference [ << /Type /SigRef "
    "/TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P 2 /V /1.2 >> >> ] >>";
constexpr std::string_view kTimestampRest = "<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161 >>";

tl::unexpected<ledger::Error> bad(const std::string& message) {
  return ledger::fail(Code::kInvalid, message);
}

// How many dictionaries inside `value` have a ByteRange.
std::size_t signatures_in(const PdfValue& value) {
  std::size_t count = value.find("/ByteRange") != nullptr ? 1 : 0;
  for (const PdfValue& item : value.items) count += signatures_in(item);
  for (const auto& [name, member] : value.members) count += signatures_in(member);
  return count;
}

bool is_text(const PdfValue& value, std::string_view text) {
  std::size_t values = kPdfValuesMax;
  const auto wanted = PdfReader(text, 0, values).value();
  return wanted && value == *wanted;
}

bool is_number(const PdfValue& value, std::size_t number) {
  return value.integer() == number;
}

// The dictionary without the members that are judged apart.
PdfValue without(PdfValue dictionary, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) dictionary.members.erase(name);
  return dictionary;
}

Result<PdfSignature> read_ranges(std::string_view file, const PdfRevision& revision, const PdfValue& dictionary) {
  const PdfValue* contents = dictionary.find("/Contents");
  if (contents == nullptr || contents->kind != PdfKind::kString || !contents->raw.starts_with('<'))
    return bad("the signature's Contents are no hexadecimal string");
  PdfSignature out;
  out.hole_begin = static_cast<std::size_t>(contents->raw.data() - file.data());
  out.hole_end = out.hole_begin + contents->raw.size();
  out.end = revision.end;
  const PdfValue* range = dictionary.find("/ByteRange");
  if (range == nullptr || range->kind != PdfKind::kArray || range->items.size() != 4 ||
      !is_number(range->items[0], 0) || !is_number(range->items[1], out.hole_begin) ||
      !is_number(range->items[2], out.hole_end) || !is_number(range->items[3], out.end - out.hole_end))
    return bad(
        "the signature's ByteRange is not all of its revision but the hole: the file was changed, or saved again by "
        "another program");
  auto bytes = ledger::hex_decode(contents->raw.substr(1, contents->raw.size() - 2));
  if (!bytes) return tl::unexpected(bytes.error());
  out.contents = std::move(*bytes);
  out.digest = ledger::sha256(
      {ledger::view(file.substr(0, out.hole_begin)), ledger::view(file.substr(out.hole_end, out.end - out.hole_end))});
  return out;
}

// The one field of the form; null when the form is another.
const PdfValue* only_field(const PdfObjects& objects, const PdfValue& catalog) {
  const PdfValue* form = resolved(objects, catalog.find("/AcroForm"));
  if (form == nullptr || form->members.size() != 2) return nullptr;
  const PdfValue* fields = resolved(objects, form->find("/Fields"));
  const PdfValue* flags = form->find("/SigFlags");
  if (fields == nullptr || fields->items.size() != 1 || flags == nullptr || !is_number(*flags, 3)) return nullptr;
  return resolved(objects, &fields->items[0]);
}

}  // namespace

const PdfValue* seal_dictionary(const PdfRevision& first, const PdfObjects& objects) {
  const auto root = objects.find(first.root);
  if (root == objects.end()) return nullptr;
  const PdfValue& catalog = root->second->value;
  const PdfValue* permissions = resolved(objects, catalog.find("/Perms"));
  const PdfValue* field = only_field(objects, catalog);
  if (permissions == nullptr || permissions->members.size() != 1 || field == nullptr) return nullptr;
  const PdfValue* by_permission = permissions->find("/DocMDP");
  const PdfValue* by_field = field->find("/V");
  const PdfValue* type = field->find("/FT");
  if (by_permission == nullptr || by_permission->kind != PdfKind::kReference || by_field == nullptr ||
      type == nullptr || !type->is_name("/Sig") || *by_permission != *by_field)
    return nullptr;
  return resolved(objects, by_field);
}

Result<SealDictionary> find_seal(std::string_view file, const PdfRevision& first) {
  const PdfObjects objects = [&] {
    PdfObjects out;
    for (const auto& [number, object] : first.objects) out[number] = &object;
    return out;
  }();
  std::size_t count = 0;
  for (const auto& [number, object] : first.objects) count += signatures_in(object.value);
  if (count != 1) return bad("the PDF as first written has " + std::to_string(count) + " signatures, not one");
  const PdfValue* dictionary = seal_dictionary(first, objects);
  if (dictionary == nullptr) return bad("the signature is not that of the document's one field and of its permissions");
  if (!is_text(without(*dictionary, {"/ByteRange", "/Contents", "/M"}), kSealRest))
    return bad("the signature's dictionary is not that of a seal");
  auto ranges = read_ranges(file, first, *dictionary);
  if (!ranges) return tl::unexpected(ranges.error());
  const PdfValue* moment = dictionary->find("/M");
  if (moment == nullptr || moment->kind != PdfKind::kString || moment->raw.size() < 2 || moment->raw[0] != '(')
    return bad("the seal does not say when it was made");
  const auto claimed = parse_pdf_moment(moment->raw.substr(1, moment->raw.size() - 2));
  if (!claimed) return tl::unexpected(claimed.error());
  return SealDictionary{std::move(*ranges), *claimed};
}

Result<PdfSignature> read_timestamp(std::string_view file, const PdfRevision& revision, const PdfValue& dictionary) {
  if (!is_text(without(dictionary, {"/ByteRange", "/Contents"}), kTimestampRest))
    return bad("a later signature is no document time-stamp");
  return read_ranges(file, revision, dictionary);
}

Result<ledger::UnixMillis> parse_pdf_moment(std::string_view text) {
  const auto digits = [&](std::size_t at, std::size_t count) { return std::string(text.substr(at, count)); };
  if (text.size() != 17 || !text.starts_with("D:") || text[16] != 'Z')
    return bad("the seal's moment is not D:YYYYMMDDHHmmSSZ");
  return attest::parse_moment(digits(2, 4) + "-" + digits(6, 2) + "-" + digits(8, 2) + "T" + digits(10, 2) + ":" +
                              digits(12, 2) + ":" + digits(14, 2) + "Z");
}

std::string format_pdf_moment(ledger::UnixMillis moment) {
  std::string out = "D:";
  for (const char c : attest::format_moment(moment)) {
    if (c != '-' && c != ':' && c != 'T') out += c;
  }
  return out;
}

}  // namespace certs
