// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/reader.hpp"

#include <algorithm>

#include "attest/date.hpp"

namespace cityledger {

Result<ledger::UnixMillis> present_moment(const attest::LedgerFolder& ledger, const LedgerOptions& options) {
  if (ledger.config().clock == attest::ClockKind::kMachine) return ledger::MachineClock().now();
  if (options.clock.empty()) return ledger.now();
  const auto moment = attest::parse_day_or_moment(options.clock);
  if (!moment) return fail(moment.error().code, moment.error().message, "clock");
  return *moment;
}

Result<Reader> reader_by_key(Session& session, const std::string& key_name, ledger::UnixMillis now) {
  const auto signer = session.keys().get(key_name);
  if (!signer) return tl::unexpected(signer.error());
  const attest::Digest kid = attest::key_thumbprint((*signer)->public_key());
  const auto key = attest::get_key(session.ledger().store(), kid);
  if (!key) return tl::unexpected(key.error());
  if (!*key) return fail(Code::kKey, "this ledger does not know the key '" + key_name + "'", "as");
  const auto replaced = attest::is_replaced(session.ledger().store(), **key, now);
  if (!replaced) return tl::unexpected(replaced.error());
  if (*replaced || (*key)->revoked || now < (*key)->valid_from || now >= (*key)->valid_until) {
    return fail(Code::kKey, "the key '" + key_name + "' is revoked or not in force", "as");
  }
  return Reader{(*key)->party, kid};
}

namespace {

Result<Opened> open_fields(const attest::LedgerFolder& ledger, const attest::Statement& statement,
                           const std::vector<std::string>* allowed) {
  Opened opened;
  for (const std::string& digest : statement.sd) {
    const auto erased = attest::get_erased(ledger.store(), digest);
    if (!erased) return tl::unexpected(erased.error());
    if (*erased) opened.erased.emplace(digest, (*erased)->value);
    auto encoded = ledger.disclosure(digest);
    if (!encoded) return tl::unexpected(encoded.error());
    if (!*encoded) continue;
    const auto parsed = attest::parse_disclosure(**encoded);
    if (!parsed) return tl::unexpected(parsed.error());
    if (allowed != nullptr && std::find(allowed->begin(), allowed->end(), parsed->name) == allowed->end()) continue;
    opened.values.emplace(parsed->name, parsed->value);
    opened.disclosures.push_back(std::move(**encoded));
  }
  return opened;
}

}  // namespace

Result<Opened> open_all(const attest::LedgerFolder& ledger, const attest::Statement& statement) {
  return open_fields(ledger, statement, nullptr);
}

Result<Opened> open_for(const attest::LedgerFolder& ledger, const Reader& reader, ledger::EntryIndex index,
                        const attest::Statement& statement, ledger::UnixMillis now) {
  const auto allowed = attest::readable_fields(ledger.store(), index, statement.body, reader.party, now);
  if (!allowed) return tl::unexpected(allowed.error());
  auto opened = open_fields(ledger, statement, &*allowed);
  if (!opened || opened->values.empty()) return opened;
  const auto facts = attest::get_entry_facts(ledger.store(), index);
  if (!facts) return tl::unexpected(facts.error());
  attest::Access access{now, reader.party, reader.kid, index, *facts ? (*facts)->signer_party : std::string{}, {}};
  for (const auto& [name, value] : opened->values) access.fields.push_back(name);
  if (const auto logged = ledger.access_log().add({access}); !logged) return tl::unexpected(logged.error());
  return opened;
}

}  // namespace cityledger
