// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The order of judgement: form, key, signature, repetition, what is asked of every statement, the type's own
// rules; and only when nothing is violated, what follows.
#include "attest/policy.hpp"

#include "admit.hpp"
#include "ledger/merkle.hpp"
#include "rules.hpp"
#include "search_index.hpp"

namespace attest {
namespace {

using ledger::Admission;
using ledger::Append;
using ledger::Refuse;

Refuse refuse_one(std::string_view rule, std::string_view field, std::string message) {
  return Refuse{{{std::string(rule), std::string(field), std::move(message)}}};
}

bool signed_by(const Statement& statement, const PublicKey& key, const CheckedSignature* checked) {
  return checked != nullptr && checked->key == key ? checked->good : verify_cose(statement.cose, key);
}

Refuse bad_signature() {
  return refuse_one("statement.signature", "signature", "the signature does not verify with the key that it names");
}

// Who signed, by the kid; empty for a key that nobody authorised.
struct KnownKey {
  PublicKey key;
  Speaker speaker;
};
std::optional<KnownKey> key_of(Context& context) {
  const Digest& kid = context.statement().cose.header.kid;
  const ConfigRecord& config = context.config();
  const Speaker ledger{config.origin, {}, {std::string(kLedgerRole)}};
  if (kid == key_thumbprint(config.ledger_key)) return KnownKey{config.ledger_key, ledger};
  for (const ConfigRecord::Earlier& earlier : config.earlier_keys) {
    if (kid == key_thumbprint(earlier.key)) return KnownKey{earlier.key, ledger};
  }
  auto record = context.value_of(get_key(context.state(), kid));
  if (!record) return std::nullopt;
  return KnownKey{record->key, {record->party, record->holder, record->roles}};
}

bool asks_for_a_seal(const Body& body) {
  const std::string_view type = type_name(body);
  if (std::holds_alternative<LedgerSeal>(body)) return false;
  return type.starts_with("ledger.") || type.starts_with("key.") || type.starts_with("certificate.");
}

void write_entry(Context& context) {
  const Statement& statement = context.statement();
  const SignedHeader& header = statement.cose.header;
  const EntryIndex index = context.self().index;
  put_duplicate(context.state(), statement_identity(statement.cose), header.kid, index);
  put_entry_facts(context.state(), index,
                  {std::string(type_name(statement.body)), header.subject, header.issuer, header.kid,
                   context.self().leaf, context.place().time, statement.sd});
  index_entry(context);
}

// Refuse or, after writing what follows, Append.
Result<Admission> conclude(Context& context) {
  if (context.error()) return tl::unexpected<Error>(*context.error());
  if (!context.clean()) return Refuse{std::move(context.violations())};
  std::visit([&](const auto& body) { apply(context, body); }, context.statement().body);
  write_entry(context);
  if (context.error()) return tl::unexpected<Error>(*context.error());
  return Append{asks_for_a_seal(context.statement().body)};
}

// Entry 0 brings its own key and is judged by itself.
Result<Admission> admit_opening(Context& context, const CheckedSignature* checked) {
  const auto* opened = std::get_if<LedgerOpened>(&context.statement().body);
  if (opened == nullptr) return refuse_one("ledger.opened", "type", "the first entry must be ledger.opened");
  if (!signed_by(context.statement(), opened->ledger_key, checked)) return bad_signature();
  judge_opening(context, *opened);
  return conclude(context);
}

Result<Admission> admit_later(Context& context, const CheckedSignature* checked) {
  auto config = get_config(context.state());
  if (!config) return tl::unexpected<Error>(config.error());
  if (!*config) return ledger::fail(Code::kCorrupt, "the ledger's configuration is missing: run rebuild", "config");
  context.set_config(std::move(**config));
  auto known = key_of(context);
  if (context.error()) return tl::unexpected<Error>(*context.error());
  const CoseSign1& cose = context.statement().cose;
  if (!known) return refuse_one("key.unknown", "kid", "the signing key is not authorised in this ledger");
  if (!signed_by(context.statement(), known->key, checked)) return bad_signature();
  const auto first = get_duplicate(context.state(), statement_identity(cose), cose.header.kid);
  if (!first) return tl::unexpected<Error>(first.error());
  if (*first) return ledger::Duplicate{**first};
  context.set_speaker(std::move(known->speaker));
  judge_common(context);
  std::visit([&](const auto& body) { judge(context, body); }, context.statement().body);
  return conclude(context);
}

}  // namespace

ledger::Refuse refuse_form(const Error& error) {
  return refuse_one(error.field == "type" ? "statement.type" : "statement.form", error.field, error.message);
}

Result<Admission> admit_parsed(const Statement& statement, const Digest& leaf, const ledger::Place& place,
                               ledger::State& state, const CheckedSignature* checked) {
  Context context(statement, place, {place.index, leaf}, state);
  return place.index.value == 0 ? admit_opening(context, checked) : admit_later(context, checked);
}

Result<std::optional<PublicKey>> key_in(const ledger::StateReader& state, const Digest& kid) {
  using Key = std::optional<PublicKey>;
  const auto config = get_config(state);
  if (!config) return tl::unexpected<Error>(config.error());
  if (*config && kid == key_thumbprint((*config)->ledger_key)) return Key((*config)->ledger_key);
  if (*config) {
    for (const ConfigRecord::Earlier& earlier : (*config)->earlier_keys) {
      if (kid == key_thumbprint(earlier.key)) return Key(earlier.key);
    }
  }
  const auto record = get_key(state, kid);
  if (!record) return tl::unexpected<Error>(record.error());
  return *record ? Key((*record)->key) : Key();
}

Result<Admission> admit(ByteView bytes, const ledger::Place& place, ledger::State& state) {
  const auto statement = parse_statement(bytes);
  if (!statement) return refuse_form(statement.error());
  return admit_parsed(*statement, ledger::leaf_hash(bytes), place, state);
}

}  // namespace attest
