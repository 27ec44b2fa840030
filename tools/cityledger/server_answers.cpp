// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/server_answers.hpp"

#include <algorithm>
#include <charconv>

#include "attest/date.hpp"
#include "attest/json.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"

namespace cityledger {

using attest::Json;
using ledger::Code;
using ledger::Result;

namespace {

tl::unexpected<ledger::Error> not_understood(const std::string& what) {
  return ledger::fail(Code::kInvalid, "the server's answer is not understood: " + what, "server");
}

const std::string* text_of(const Json& json, std::string_view name) {
  const Json* member = json.find(name);
  return member == nullptr ? nullptr : member->text();
}

std::optional<std::uint64_t> number_of(const Json& json, std::string_view name) {
  const Json* member = json.find(name);
  if (member == nullptr || member->integer() == nullptr || *member->integer() < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*member->integer());
}

Result<attest::Registered::Entry> parse_entry(const Json& json) {
  const auto index = number_of(json, "index");
  const std::string* leaf = text_of(json, "leaf");
  const std::string* receipt = text_of(json, "receipt");
  if (!index || leaf == nullptr || receipt == nullptr) return not_understood("an entry lacks index, leaf or receipt");
  const auto digest = ledger::digest_from_hex(*leaf);
  auto bytes = ledger::base64url_decode(*receipt);
  if (!digest || !bytes) return not_understood("an entry's leaf or receipt is malformed");
  const Json* duplicate = json.find("duplicate");
  const bool is_duplicate = duplicate != nullptr && duplicate->boolean() != nullptr && *duplicate->boolean();
  return attest::Registered::Entry{{{*index}, *digest}, is_duplicate, std::move(*bytes)};
}

}  // namespace

Result<attest::Registered> parse_registered(ledger::ByteView body, std::size_t count) {
  const auto json = attest::parse_json(ledger::text(body));
  if (!json) return not_understood(json.error().message);
  const Json* entries = json->find("entries");
  const std::string* checkpoint = text_of(*json, "checkpoint");
  if (entries == nullptr || entries->array() == nullptr || checkpoint == nullptr ||
      checkpoint->size() > ledger::kNoteBytesMax) {
    return not_understood("it has no entries or no checkpoint");
  }
  if (entries->array()->size() != count) return not_understood("it has another number of entries than were sent");
  attest::Registered out;
  out.checkpoint = *checkpoint;
  for (const Json& item : *entries->array()) {
    auto entry = parse_entry(item);
    if (!entry) return tl::unexpected(entry.error());
    out.entries.push_back(std::move(*entry));
  }
  return out;
}

Result<std::vector<attest::Refusal>> parse_refusals(ledger::ByteView body, std::size_t count) {
  const auto json = attest::parse_json(ledger::text(body));
  if (!json) return not_understood(json.error().message);
  const Json* violations = json->find("violations");
  if (violations == nullptr || violations->array() == nullptr || violations->array()->empty()) {
    const std::string* detail = text_of(*json, "detail");
    return ledger::fail(Code::kRefused, "refused by the server" + (detail == nullptr ? "" : ": " + *detail), "server");
  }
  std::vector<attest::Refusal> out;
  for (const Json& item : *violations->array()) {
    const std::size_t statement = number_of(item, "statement").value_or(0);
    const std::string* rule = text_of(item, "rule");
    if (statement >= count || rule == nullptr) return not_understood("a violation names no rule or no statement");
    const std::string* field = text_of(item, "field");
    const std::string* message = text_of(item, "message");
    auto same = std::find_if(out.begin(), out.end(), [&](const auto& r) { return r.statement == statement; });
    if (same == out.end()) same = out.insert(out.end(), attest::Refusal{statement, {}});
    same->violations.push_back({*rule, field == nullptr ? "" : *field, message == nullptr ? "" : *message});
  }
  return out;
}

Result<std::vector<std::string>> parse_disclosures(ledger::ByteView body) {
  const auto json = attest::parse_json(ledger::text(body));
  if (!json) return not_understood(json.error().message);
  const Json* disclosures = json->find("disclosures");
  if (disclosures == nullptr || disclosures->array() == nullptr) return not_understood("it has no disclosures");
  std::vector<std::string> out;
  for (const Json& item : *disclosures->array()) {
    if (item.text() == nullptr) return not_understood("a disclosure is no text");
    out.push_back(*item.text());
  }
  return out;
}

namespace {

// 2018-11-09T10:00:00.123Z
std::optional<ledger::UnixMillis> parse_millis(const std::string& text) {
  constexpr std::size_t kDot = 19;
  constexpr std::size_t kEnd = 23;
  if (text.size() != kEnd + 1 || text[kDot] != '.' || text[kEnd] != 'Z') return std::nullopt;
  const std::string digits = text.substr(kDot + 1, kEnd - kDot - 1);
  if (digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  auto moment = attest::parse_day_or_moment(text.substr(0, kDot) + "Z");
  if (!moment) return std::nullopt;
  moment->value += std::stoull(digits);
  return *moment;
}

Result<attest::Access> parse_access(const Json& json, const std::string& owner) {
  const std::string* time = text_of(json, "time");
  const std::string* reader = text_of(json, "reader");
  const auto entry = number_of(json, "entry");
  const Json* fields = json.find("fields");
  if (time == nullptr || reader == nullptr || !entry || fields == nullptr || fields->array() == nullptr) {
    return not_understood("an access lacks time, reader, entry or fields");
  }
  const auto moment = parse_millis(*time);
  if (!moment) return not_understood("an access has no moment");
  attest::Access access{*moment, *reader, {}, {*entry}, owner, {}};
  if (const std::string* kid = text_of(json, "kid"); kid != nullptr) {
    const auto digest = ledger::digest_from_hex(*kid);
    if (!digest) return not_understood("an access has no key");
    access.kid = *digest;
  }
  for (const Json& field : *fields->array()) {
    if (field.text() == nullptr) return not_understood("a field's name is no text");
    access.fields.push_back(*field.text());
  }
  return access;
}

}  // namespace

Result<AccessPage> parse_accesses(ledger::ByteView body, const std::string& owner) {
  const auto json = attest::parse_json(ledger::text(body));
  if (!json) return not_understood(json.error().message);
  const Json* items = json->find("items");
  if (items == nullptr || items->array() == nullptr) return not_understood("it has no items");
  AccessPage page;
  for (const Json& item : *items->array()) {
    auto access = parse_access(item, owner);
    if (!access) return tl::unexpected(access.error());
    page.accesses.push_back(std::move(*access));
  }
  if (const std::string* next = text_of(*json, "next"); next != nullptr) page.next = *next;
  return page;
}

std::optional<std::string> parse_upload_id(const std::string& location) {
  const std::string id = location.substr(location.rfind('/') + 1);
  const bool plain =
      id.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_") == std::string::npos;
  if (id.empty() || id.size() > kUploadIdBytesMax || !plain) return std::nullopt;
  return id;
}

std::optional<std::uint64_t> parse_upload_offset(const std::string& text) {
  const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
  if (text.empty() || text.size() > kUploadOffsetDigitsMax || !digits) return std::nullopt;
  return std::stoull(text);
}

std::optional<std::uint64_t> parse_bytes_behind(std::string_view content_range, std::uint64_t first,
                                                std::uint64_t size_max) {
  const std::string begin = "bytes " + std::to_string(first) + "-";
  if (!content_range.starts_with(begin)) return std::nullopt;
  content_range.remove_prefix(begin.size());
  std::uint64_t last = 0;
  const char* const end = content_range.data() + content_range.size();
  const auto [rest, error] = std::from_chars(content_range.data(), end, last);
  if (error != std::errc() || last < first || last >= size_max) return std::nullopt;
  if (std::string_view(rest, static_cast<std::size_t>(end - rest)) != "/" + std::to_string(last + 1))
    return std::nullopt;
  return last - first + 1;
}

Result<std::string> text_member_of(ledger::ByteView body, std::string_view name) {
  const auto json = attest::parse_json(ledger::text(body));
  if (!json) return not_understood(json.error().message);
  const std::string* text = text_of(*json, name);
  if (text == nullptr) return not_understood("it has no '" + std::string(name) + "'");
  return *text;
}

}  // namespace cityledger
