// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "statement/members.hpp"

#include <algorithm>

#include "attest/date.hpp"
#include "attest/ids.hpp"
#include "ledger/encoding.hpp"

namespace attest::members {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

bool is_country(std::string_view text) {
  return text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_cycle_id(std::string_view text) {
  return parse_cycle_id(text).has_value();
}

// `[a-z]{2,3}(-[A-Za-z0-9]{1,8})*`, at most 35 bytes.
bool is_language_tag(std::string_view tag) {
  if (tag.size() > 35) return false;
  const std::size_t primary = std::min(tag.find('-'), tag.size());
  if (primary < 2 || primary > 3) return false;
  if (!std::all_of(tag.begin(), tag.begin() + static_cast<std::ptrdiff_t>(primary),
                   [](char c) { return c >= 'a' && c <= 'z'; })) {
    return false;
  }
  std::string_view rest = tag.substr(primary);
  while (!rest.empty()) {
    rest.remove_prefix(1);  // the hyphen
    const std::size_t size = std::min(rest.find('-'), rest.size());
    if (size < 1 || size > 8) return false;
    const bool alphanumeric = std::all_of(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(size), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
    if (!alphanumeric) return false;
    rest.remove_prefix(size);
  }
  return true;
}

template <typename Parsed>
std::string checked_time(Fields& fields, std::string_view name, Result<Parsed> (*parse)(std::string_view),
                         const char* what) {
  std::string value = fields.text(name);
  if (!fields.failed() && !parse(value)) fields.wrong(name, what);
  return value;
}

}  // namespace

void take_error(Fields& fields, const Error& error) {
  std::string_view message = error.message;
  if (message.starts_with(error.field + " ")) message.remove_prefix(error.field.size() + 1);
  fields.wrong(error.field, std::string(message));
}

bool is_plain_text(std::string_view text) {
  if (text.empty()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t byte = byte_at(text, i);
    if (byte < 0x20 || byte == 0x7F) return false;
    // U+0080 to U+009F are C2 80 to C2 9F in UTF-8.
    if (byte == 0xC2 && i + 1 < text.size() && byte_at(text, i + 1) < 0xA0) return false;
  }
  return true;
}

std::string plain_text(Fields& fields, std::string_view name, std::size_t bytes_max) {
  std::string value = fields.text(name, bytes_max);
  if (!is_plain_text(value)) fields.wrong(name, "must be text that is not empty and has no control characters");
  return value;
}

std::optional<std::string> optional_plain_text(Fields& fields, std::string_view name, std::size_t bytes_max) {
  if (fields.failed() || !fields.has(name)) return std::nullopt;
  return plain_text(fields, name, bytes_max);
}

std::string matching(Fields& fields, std::string_view name, bool (*matches)(std::string_view), std::string_view what) {
  std::string value = fields.text(name);
  if (!matches(value)) fields.wrong(name, "must be " + std::string(what));
  return value;
}

std::string party_id(Fields& fields, std::string_view name) {
  return matching(fields, name, is_party_id, "1 to 63 lower-case letters, digits and hyphens, no hyphen first");
}

std::string standard_id(Fields& fields, std::string_view name) {
  return matching(fields, name, is_standard_id, "the id of a standard, such as iso37120-2014");
}

std::string cycle_id(Fields& fields, std::string_view name) {
  return matching(fields, name, is_cycle_id, "CITY/STANDARD/YEAR, such as melbourne/iso37120-2014/2017");
}

std::string indicator_code(Fields& fields, std::string_view name) {
  return matching(fields, name, is_indicator_code, "the code of an indicator, such as 5.1");
}

std::string certificate_number(Fields& fields, std::string_view name) {
  return matching(fields, name, is_certificate_number, "3 to 40 capital letters, digits and hyphens, no hyphen first");
}

std::string programme_id(Fields& fields, std::string_view name) {
  return matching(fields, name, is_programme_id, "a party and the name of its round, PARTY/ROUND");
}

void require_sorted(Fields& fields, std::string_view name, const std::vector<std::string>& texts) {
  const bool rising = std::adjacent_find(texts.begin(), texts.end(), std::greater_equal<>()) == texts.end();
  if (!rising) fields.wrong(name, "must be sorted, without repeats");
}

std::string country(Fields& fields, std::string_view name) {
  return matching(fields, name, is_country, "two capital letters (ISO 3166-1 alpha-2)");
}

std::string choice(Fields& fields, std::string_view name, std::initializer_list<std::string_view> words) {
  std::string value = fields.text(name);
  if (std::find(words.begin(), words.end(), value) == words.end()) {
    std::string list;
    for (const std::string_view word : words) list += (list.empty() ? "" : ", ") + std::string(word);
    fields.wrong(name, "must be one of: " + list);
  }
  return value;
}

std::string day(Fields& fields, std::string_view name) {
  return checked_time(fields, name, parse_day, "must be a day, YYYY-MM-DD");
}

std::string moment(Fields& fields, std::string_view name) {
  return checked_time(fields, name, parse_moment, "must be a moment, YYYY-MM-DDThh:mm:ssZ");
}

void require_rising(Fields& fields, std::string_view until_name, const std::string& from, const std::string& until) {
  // Both have one form with four-digit years, so the order of the texts is the order of the times.
  if (!(from < until)) fields.wrong(until_name, "must be after the time from which it counts");
}

Digest digest(Fields& fields, std::string_view name) {
  const Result<Digest> value = ledger::digest_from_hex(fields.text(name));
  if (value) return *value;
  fields.wrong(name, "must be 64 lower-case hexadecimal digits");
  return {};
}

bool is_base64url_digest(std::string_view text) {
  const Result<Bytes> bytes = ledger::base64url_decode(text);
  return bytes && bytes->size() == 32;
}

Bytes base64url(Fields& fields, std::string_view name) {
  const Result<Bytes> bytes = ledger::base64url_decode(fields.text(name, kProofTextBytesMax));
  if (bytes && !bytes->empty()) return *bytes;
  fields.wrong(name, "must be base64url without padding");
  return {};
}

PublicKey public_key(Fields& fields, std::string_view name) {
  const Json object = fields.object(name);
  if (fields.failed()) return {};
  const Result<PublicKey> key = key_from_jwk(object, name);
  if (key) return *key;
  Error error = key.error();
  if (!error.field.starts_with(name)) error.field = name;
  take_error(fields, error);
  return {};
}

TreeSize tree_size(Fields& fields, std::string_view name) {
  return TreeSize{static_cast<std::uint64_t>(fields.integer(name, 0, kJsonIntegerMax))};
}

EntryRef entry_ref(Fields& fields, std::string_view name) {
  const Json object = fields.object(name);
  if (fields.failed()) return {};
  const Result<EntryRef> ref = entry_ref_from_json(object, name);
  if (ref) return *ref;
  take_error(fields, ref.error());
  return {};
}

std::optional<EntryRef> optional_entry_ref(Fields& fields, std::string_view name) {
  if (fields.failed() || !fields.has(name)) return std::nullopt;
  return entry_ref(fields, name);
}

Names names(Fields& fields, std::string_view name) {
  const Json object = fields.object(name);
  if (fields.failed()) return {};
  Names out;
  for (const auto& [tag, value] : *object.object()) {
    const std::string path = std::string(name) + "." + tag;
    const std::string* text = value.text();
    if (!is_language_tag(tag)) {
      fields.wrong(name, "has a member that is no language tag");
    } else if (text == nullptr || text->size() > kNameBytesMax || !is_plain_text(*text)) {
      fields.wrong(path, "must be text of 1 to 256 bytes without control characters");
    } else {
      out.emplace(tag, *text);
    }
  }
  if (object.object()->size() > kLanguagesMax) fields.wrong(name, "has more than 32 languages");
  if (!out.contains("en")) fields.wrong(std::string(name) + ".en", "is missing");
  return out;
}

Json to_json(const Names& names) {
  Json::Object out;
  for (const auto& [tag, text] : names) out.emplace(tag, text);
  return out;
}

std::vector<std::string> texts(Fields& fields, std::string_view name, std::size_t items_max,
                               bool (*matches)(std::string_view), std::string_view what) {
  std::vector<std::string> out;
  const Json::Array items = fields.array(name, items_max);
  if (items.empty()) fields.wrong(name, "must not be empty");
  for (std::size_t i = 0; i < items.size() && !fields.failed(); ++i) {
    const std::string* text = items[i].text();
    if (text == nullptr || !matches(*text)) {
      fields.wrong(std::string(name) + "." + std::to_string(i), "must be " + std::string(what));
    } else {
      out.push_back(*text);
    }
  }
  return out;
}

}  // namespace attest::members
