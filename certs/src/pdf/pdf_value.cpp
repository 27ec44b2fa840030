// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "pdf_value.hpp"

#include <algorithm>
#include <string>

namespace certs {
namespace {

using ledger::Code;

constexpr std::string_view kNeitherNameNorNumber = "()<>[]{}/%";

bool is_white(char c) {
  return c == ' ' || c == '\n' || c == '\r';
}

// ISO 32000-1, 7.2.2; white space that we do not take is no regular character either.
bool is_regular(char c) {
  return static_cast<unsigned char>(c) > ' ' && c != '\x7F' && kNeitherNameNorNumber.find(c) == std::string_view::npos;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_number(std::string_view token) {
  if (token.starts_with('-')) token.remove_prefix(1);
  const std::size_t point = token.find('.');
  const std::string_view whole = token.substr(0, point);
  const std::string_view part = point == std::string_view::npos ? std::string_view{} : token.substr(point + 1);
  return !(whole.empty() && part.empty()) && std::all_of(whole.begin(), whole.end(), is_digit) &&
         std::all_of(part.begin(), part.end(), is_digit);
}

}  // namespace

const PdfValue* PdfValue::find(std::string_view name) const {
  const auto found = members.find(name);
  return found == members.end() ? nullptr : &found->second;
}

std::optional<std::uint64_t> PdfValue::integer() const {
  if (kind != PdfKind::kAtom || raw.empty() || raw.size() > 10 || (raw.size() > 1 && raw.starts_with('0')) ||
      !std::all_of(raw.begin(), raw.end(), is_digit))
    return std::nullopt;
  std::uint64_t value = 0;
  for (const char digit : raw) value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  return value;
}

tl::unexpected<ledger::Error> PdfReader::bad(std::string_view what) const {
  return ledger::fail(Code::kInvalid, std::string(what) + " at byte " + std::to_string(at_));
}

void PdfReader::skip_white() {
  while (at_ < file_.size() && is_white(file_[at_])) ++at_;
}

bool PdfReader::take(std::string_view word) {
  if (!file_.substr(at_).starts_with(word)) return false;
  at_ += word.size();
  return true;
}

std::string_view PdfReader::regular() {
  const std::size_t begin = at_;
  while (at_ < file_.size() && is_regular(file_[at_])) ++at_;
  return file_.substr(begin, at_ - begin);
}

Result<std::uint64_t> PdfReader::number() {
  const PdfValue token{PdfKind::kAtom, regular()};
  const auto value = token.integer();
  if (!value) return bad("there is no whole number");
  return *value;
}

Result<PdfValue> PdfReader::value(std::size_t depth) {
  if (depth > kPdfDepthMax) return ledger::fail(Code::kTooLarge, "objects are nested too deeply");
  if (values_left_ == 0) return ledger::fail(Code::kTooLarge, "the file has too many objects");
  --values_left_;
  skip_white();
  if (take("<<")) return dictionary(depth);
  if (take("[")) return array(depth);
  if (at_ == file_.size()) return bad("the file ends within an object");
  const std::size_t begin = at_;
  switch (file_[at_]) {
    case '(':
      return string();
    case '<':
      return hex_string();
    case '/':
      ++at_;
      static_cast<void>(regular());
      return PdfValue{PdfKind::kName, file_.substr(begin, at_ - begin)};
    default:
      return atom_or_reference();
  }
}

Result<PdfValue> PdfReader::dictionary(std::size_t depth) {
  PdfValue out{PdfKind::kDictionary};
  for (skip_white(); !take(">>"); skip_white()) {
    if (at_ == file_.size() || file_[at_] != '/') return bad("a name is missing in a dictionary");
    const auto name = value(depth + 1);
    if (!name) return name;
    if (name->raw.find('#') != std::string_view::npos) return bad("a dictionary has a name that is spelled with #");
    auto member = value(depth + 1);
    if (!member) return member;
    if (!out.members.emplace(name->raw, std::move(*member)).second) return bad("a dictionary has a name twice");
  }
  return out;
}

Result<PdfValue> PdfReader::array(std::size_t depth) {
  PdfValue out{PdfKind::kArray};
  for (skip_white(); !take("]"); skip_white()) {
    auto item = value(depth + 1);
    if (!item) return item;
    out.items.push_back(std::move(*item));
  }
  return out;
}

Result<PdfValue> PdfReader::string() {
  const std::size_t begin = at_;
  std::size_t open = 0;
  for (; at_ < file_.size(); ++at_) {
    if (file_[at_] == '\\')
      ++at_;
    else if (file_[at_] == '(')
      ++open;
    else if (file_[at_] == ')' && --open == 0) {
      ++at_;
      return PdfValue{PdfKind::kString, file_.substr(begin, at_ - begin)};
    }
  }
  at_ = begin;
  return bad("a string does not end");
}

Result<PdfValue> PdfReader::hex_string() {
  const std::size_t begin = at_++;
  while (at_ < file_.size() && (is_digit(file_[at_]) || (file_[at_] >= 'a' && file_[at_] <= 'f'))) ++at_;
  if (!take(">")) return bad("a hexadecimal string has something else than digits and small letters");
  if ((at_ - begin) % 2 != 0) return bad("a hexadecimal string has half a byte");
  return PdfValue{PdfKind::kString, file_.substr(begin, at_ - begin)};
}

Result<PdfValue> PdfReader::atom_or_reference() {
  const PdfValue atom{PdfKind::kAtom, regular()};
  if (atom.raw == "true" || atom.raw == "false" || atom.raw == "null") return atom;
  if (!is_number(atom.raw)) return bad("there is no object");
  const auto number = atom.integer();
  const std::size_t behind = at_;
  if (!number || !take(" 0 R") || (at_ < file_.size() && is_regular(file_[at_]))) {
    at_ = behind;
    return atom;
  }
  if (atom.raw.starts_with('0') || *number > UINT32_MAX) return bad("a reference is malformed");
  highest_reference_ = std::max(highest_reference_, static_cast<std::uint32_t>(*number));
  return PdfValue{PdfKind::kReference, {}, static_cast<std::uint32_t>(*number)};
}

Result<std::string_view> PdfReader::stream_data(const PdfValue& dictionary) {
  if (!take("\n") && !take("\r\n")) return bad("behind the word stream a line must end");
  const PdfValue* length = dictionary.find("/Length");
  const auto bytes = length != nullptr ? length->integer() : std::nullopt;
  if (!bytes || *bytes > file_.size() - at_) return bad("a stream's length is not said, or is beyond the file");
  const std::string_view data = file_.substr(at_, *bytes);
  at_ += *bytes;
  skip_white();
  if (!take("endstream")) return bad("a stream has another length than it says");
  return data;
}

Result<PdfObject> PdfReader::object(std::uint32_t number) {
  if (!take(std::to_string(number) + " 0 obj")) return bad("the object listed is not there");
  auto read = value();
  if (!read) return tl::unexpected(read.error());
  PdfObject out{std::move(*read)};
  skip_white();
  if (out.value.kind == PdfKind::kDictionary && take("stream")) {
    const auto data = stream_data(out.value);
    if (!data) return tl::unexpected(data.error());
    out.stream = *data;
    skip_white();
  }
  if (!take("endobj")) return bad("an object does not end");
  return out;
}

}  // namespace certs
