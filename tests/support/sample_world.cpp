// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/sample_world.hpp"

namespace sample {
namespace {

const std::string kDigest(64, 'c');
const std::string kDraftsDigest(64, 'd');

}  // namespace

Secrets long_secrets() {
  return {
      {{"evidence", "digest"}, kDigest},
      {{"evidence", "title"}, "Title of the evidence kept to itself"},
      {{"evidence", "source"}, "Source that a certificate opens"},
      {{"draft evidence", "digest"}, kDraftsDigest},
      {{"draft evidence", "title"}, "Title of a draft's evidence"},
      {{"draft evidence", "source"}, "Source of a draft's evidence"},
      {{"value", "value"}, "41.75310"},
      {{"value", "numerator"}, "835062.5"},
      {{"value", "denominator"}, "20000.25"},
      {{"value", "note"}, "Note on the method of C1"},
      {{"second value", "value"}, "42.86420"},
      {{"draft", "value"}, "43.97530"},
      {{"draft", "note"}, "Note on the draft of C3"},
      {{"taken back", "value"}, "44.08640"},
      {{"withdrawal", "note"}, "Why S1 was taken back"},
      {{"decision", "text"}, "What the verifier thought of C1"},
      {{"review", "text"}, "What the reviewer wrote"},
      {{"status", "text"}, "Why the certificate is suspended"},
      {{"case", "text"}, "What another city complains about"},
      {{"case decision", "text"}, "What became of the complaint"},
  };
}

Secrets short_secrets() {
  Secrets secrets = long_secrets();
  for (auto& [where, text] : secrets) {
    if (where.second != "digest") text = "7";
  }
  return secrets;
}

World::World(bool with_certificate, Secrets said)
    : secrets(std::move(said)),
      service([this, with_certificate](SampleLedger& made) { fill(made, with_certificate); }) {}

// The draft's confidential fields are those that `secrets` has under that name.
void World::say(SampleLedger& made, const std::string& actor, const std::string& name, Draft draft) {
  draft.disclosures.clear();
  for (const auto& [where, text] : secrets) {
    if (where.first != name) continue;
    const std::string digest = made.disclose(draft, where.second, text);
    if (where.second == "value") draft.as<attest::ValueSubmitted>().value_digest = digest;
  }
  entries_[name] = made.say(actor, draft);
}

void World::fill(SampleLedger& made, bool with_certificate) {
  made.ready();
  add_onlookers(made);
  auto lapsed = SampleLedger::party("lapsed-checkers", attest::PartyKind::kVerifier);
  lapsed.accreditation->standards = {"iso37122-2019"};
  made.say("registrar", lapsed);
  made.actor("other-verifier", "lapsed-checkers", "lapsed-person");
  made.authorise("other-verifier", {"verifier"});
  made.actor("appeals", kCertifier, "appeals-person");
  made.authorise("appeals", {"reviewer"});

  for (const std::string name : {"evidence", "draft evidence"}) {
    Draft evidence = made.evidence();
    evidence.as<attest::EvidenceRegistered>().provider = kProvider;
    say(made, "submitter", name, evidence);
  }
  Draft value = made.value("C1");
  value.as<attest::ValueSubmitted>().evidence = {entries_.at("evidence")};
  say(made, "submitter", "value", value);
  say(made, "verifier", "decision", made.decision("C1"));
  say(made, "submitter", "second value", made.value("C2"));
  made.say("verifier", made.decision("C2"));
  Draft draft = made.value("C3");
  draft.as<attest::ValueSubmitted>().evidence = {entries_.at("draft evidence")};
  say(made, "submitter", "draft", draft);
  say(made, "submitter", "taken back", made.value("S1"));
  say(made, "submitter", "withdrawal", attest::ValueWithdrawn{made.cycle(), "S1", entries_.at("taken back")});
  say(made, "reviewer", "review", made.review());
  if (with_certificate) certify(made);
}

void World::certify(SampleLedger& made) {
  made.say("issuer", made.certificate("A-1", 0));
  say(made, "issuer", "status", made.status("A-1", attest::StatusChange::kSuspended));
  say(made, "other-city", "case", attest::CaseOpened{"CASE-1", "complaint", "A-1", {}});
  say(made, "appeals", "case decision", attest::CaseDecided{"CASE-1", "dismissed", {}});
}

}  // namespace sample
