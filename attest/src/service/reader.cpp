// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/reader.hpp"

#include <algorithm>

#include "attest/disclosure.hpp"
#include "attest/rights.hpp"

namespace attest {
using ledger::Code;
using ledger::fail;

Result<Reader> reader_with_key(const ledger::StateReader& state, const Digest& kid, std::string_view name,
                               UnixMillis now) {
  const auto key = get_key(state, kid);
  if (!key) return tl::unexpected(key.error());
  if (!*key) return fail(Code::kKey, "this ledger does not know the key '" + std::string(name) + "'", "as");
  const auto replaced = is_replaced(state, **key, now);
  if (!replaced) return tl::unexpected(replaced.error());
  if (*replaced || (*key)->revoked || now < (*key)->valid_from || now >= (*key)->valid_until) {
    return fail(Code::kKey, "the key '" + std::string(name) + "' is revoked or not in force", "as");
  }
  return Reader{(*key)->party, kid};
}

namespace {

Result<Opened> open_fields(const LedgerFolder& ledger, const Statement& statement,
                           const std::vector<std::string>* allowed) {
  // What is not shown is not read either: the time of an answer must not tell of it.
  const bool some = allowed == nullptr || !allowed->empty();
  if (some) {
    if (auto fetched = ledger.fetch_disclosures(statement); !fetched) return tl::unexpected(fetched.error());
  }
  Opened opened;
  for (const std::string& digest : statement.sd) {
    const auto erased = get_erased(ledger.store(), digest);
    if (!erased) return tl::unexpected(erased.error());
    if (*erased) opened.erased.emplace(digest, (*erased)->value);
    if (!some) continue;
    auto encoded = ledger.disclosure(digest);
    if (!encoded) return tl::unexpected(encoded.error());
    if (!*encoded) continue;
    const auto parsed = parse_disclosure(**encoded);
    if (!parsed) return tl::unexpected(parsed.error());
    if (allowed != nullptr && std::find(allowed->begin(), allowed->end(), parsed->name) == allowed->end()) continue;
    opened.values.emplace(parsed->name, parsed->value);
    opened.disclosures.push_back(std::move(**encoded));
  }
  return opened;
}

}  // namespace

Result<Opened> open_all(const LedgerFolder& ledger, const Statement& statement) {
  return open_fields(ledger, statement, nullptr);
}

Result<Opened> open_published(const LedgerFolder& ledger, EntryIndex index, const Statement& statement) {
  const auto allowed = readable_fields(ledger.store(), index, statement.body, "", ledger.now());
  if (!allowed) return tl::unexpected(allowed.error());
  return open_fields(ledger, statement, &*allowed);
}

Result<Opened> Viewing::open(EntryIndex index, const Statement& statement) {
  auto allowed = readable_fields(ledger_.store(), index, statement.body, reader_.party, now_);
  if (!allowed) return tl::unexpected(allowed.error());
  std::erase_if(*allowed, [&](const std::string& name) {
    return std::find(hidden_.begin(), hidden_.end(), name) != hidden_.end();
  });
  auto opened = open_fields(ledger_, statement, &*allowed);
  if (!opened || opened->values.empty()) return opened;
  Access access{now_, reader_.party, reader_.kid, index, statement.cose.header.issuer, {}};
  for (const auto& [name, value] : opened->values) access.fields.push_back(name);
  accesses_.emplace(index, std::move(access));
  return opened;
}

Sight Viewing::sight() {
  return {ledger_, [this](EntryIndex index, const Statement& statement) { return open(index, statement); }};
}

Result<void> Viewing::log() const {
  std::vector<Access> accesses;
  for (const auto& [index, access] : accesses_) accesses.push_back(access);
  return ledger_.access_log().add(accesses);
}

Result<std::vector<Opened>> open_each_for(const LedgerFolder& ledger, const Reader& reader,
                                          const std::vector<Placed>& statements, UnixMillis now) {
  Viewing viewing(ledger, reader, now);
  const Sight sight = viewing.sight();
  std::vector<Opened> all;
  for (const Placed& placed : statements) {
    auto opened = sight.open(placed.index, placed.statement);
    if (!opened) return tl::unexpected(opened.error());
    all.push_back(std::move(*opened));
  }
  if (const auto logged = viewing.log(); !logged) return tl::unexpected(logged.error());
  return all;
}

Result<Opened> open_for(const LedgerFolder& ledger, const Reader& reader, EntryIndex index, const Statement& statement,
                        UnixMillis now) {
  auto opened = open_each_for(ledger, reader, {{index, statement}}, now);
  if (!opened) return tl::unexpected(opened.error());
  return std::move(opened->front());
}

Sight operators_sight(const LedgerFolder& ledger) {
  return {ledger, [&ledger](EntryIndex, const Statement& statement) { return open_all(ledger, statement); }};
}

Sight everybodys_sight(const LedgerFolder& ledger) {
  return {ledger,
          [&ledger](EntryIndex index, const Statement& statement) { return open_published(ledger, index, statement); }};
}

Sight readers_sight(const LedgerFolder& ledger, Reader reader, UnixMillis now) {
  return {ledger, [&ledger, reader = std::move(reader), now](EntryIndex index, const Statement& statement) {
            return open_for(ledger, reader, index, statement, now);
          }};
}

}  // namespace attest
