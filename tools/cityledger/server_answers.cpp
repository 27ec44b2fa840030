// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/server_answers.hpp"

#include <algorithm>

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

Result<std::string> text_member_of(ledger::ByteView body, std::string_view name) {
  const auto json = attest::parse_json(ledger::text(body));
  if (!json) return not_understood(json.error().message);
  const std::string* text = text_of(*json, name);
  if (text == nullptr) return not_understood("it has no '" + std::string(name) + "'");
  return *text;
}

}  // namespace cityledger
