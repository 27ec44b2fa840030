// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What is asked of every statement whatever its type: key, ledger, claims.
#include "attest/limits.hpp"
#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

void issuer_is(Context& context, std::string_view issuer) {
  if (context.statement().cose.header.issuer == issuer) return;
  context.violate("statement.issuer", "iss", "the key belongs to " + std::string(issuer) + ": name it as the issuer");
}

void subject_is_the_bodys(Context& context, std::string_view issuer) {
  const std::string subject = subject_of(context.statement().body, issuer);
  if (context.statement().cose.header.subject == subject) return;
  context.violate("statement.subject", "sub", "the subject of this statement must be " + subject);
}

void clock_is_not_ahead(Context& context) {
  const std::int64_t issued_at_s = context.statement().cose.header.issued_at_s;
  const auto now_s = static_cast<std::int64_t>(context.place().time.value / 1000);
  if (issued_at_s <= now_s + kIssuedAtAheadSecondsMax) return;
  context.violate("statement.issued_at", "iat", "the statement is dated ahead of the ledger's time: set the clock");
}

void ledger_key_is_the_present(Context& context) {
  const ConfigRecord& config = context.config();
  if (context.statement().cose.header.kid == key_thumbprint(config.ledger_key)) return;
  context.violate(
      "ledger.key", "kid",
      "the ledger has another key since " + name_of(config.earlier_keys.back().rotated) + ": sign with that");
}

void ledger_is_this(Context& context) {
  if (context.statement().common.ledger == context.config().genesis) return;
  context.violate("statement.ledger", "ledger", "the statement was made for another ledger");
}

void key_is_in_force(Context& context, const KeyRecord& key) {
  const UnixMillis now = context.place().time;
  if (key.revoked) {
    context.violate("key.revoked", "kid", "the signing key was revoked by " + name_of(*key.revoked));
  }
  if (context.value_of(is_replaced(context.state(), key, now))) {
    context.violate("key.recovered", "kid",
                    "the signing key was lost, and another has taken its place: sign with that");
  }
  if (now < key.valid_from) {
    context.violate("key.not_yet_valid", "kid", "the signing key is valid from " + format_moment(key.valid_from));
  }
  if (now >= key.valid_until) {
    context.violate("key.expired", "kid", "the signing key was valid until " + format_moment(key.valid_until));
  }
}

}  // namespace

void judge_claims(Context& context, std::string_view issuer) {
  issuer_is(context, issuer);
  subject_is_the_bodys(context, issuer);
  clock_is_not_ahead(context);
}

void judge_common(Context& context) {
  ledger_is_this(context);
  judge_claims(context, context.speaker().party);
  if (context.speaks_as(kLedgerRole)) return ledger_key_is_the_present(context);
  const auto key = context.value_of(get_key(context.state(), context.statement().cose.header.kid));
  if (key) key_is_in_force(context, *key);
}

}  // namespace attest
