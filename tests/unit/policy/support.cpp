// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "unit/policy/support.hpp"

#include "attest/disclosure.hpp"

namespace sample {

ledger::Bytes sign_changed(SampleLedger& ledger, const std::string& actor, const Draft& draft,
                           const std::function<void(Envelope&)>& change) {
  const Actor& who = ledger.actor(actor);
  Envelope envelope;
  envelope.header.content_type = attest::kStatementType;
  envelope.header.issuer = who.party;
  envelope.header.subject = attest::subject_of(draft.body, who.party);
  envelope.header.issued_at_s = static_cast<std::int64_t>(ledger.clock().now().value / 1000);
  envelope.common = {ledger.nonce(), ledger.genesis()};
  change(envelope);
  std::vector<std::string> sd;
  for (const std::string& disclosure : draft.disclosures) sd.push_back(attest::disclosure_digest(disclosure));
  const std::string payload = attest::encode_payload(envelope.common, draft.body, sd);
  return attest::sign_cose(envelope.header, ledger::view(payload), *who.key).value();
}

void Ready::add(const attest::PartyRegistered& party, const std::string& role, const std::string& holder) {
  ledger.say("registrar", party);
  ledger.actor(party.party, party.party, holder);
  ledger.authorise(party.party, {role});
}

}  // namespace sample
