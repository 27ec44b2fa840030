// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The model of values, decisions, reviews and certificates.
#include "property/policy_model.hpp"

namespace sample {

using attest::ValueSubmitted;
using attest::Verdict;

void PolicyModel::submit() {
  const std::string code = one_of<std::string>({"C1", "C2", "C3", "S1"});
  const auto present = now().values.find(code);
  const bool accepted = present != now().values.end() && present->second.verdict == Verdict::kAccepted;
  if (accepted && pick(6) != 0) return;
  const std::string who = somebody("submitter");
  const bool reported = pick(8) != 0;
  Draft draft = reported ? ledger_.value(code) : ledger_.missing_value(code);
  auto& body = draft.as<ValueSubmitted>();
  const int data_year = std::stoi(ledger_.cycle().substr(ledger_.cycle().rfind('/') + 1));
  if (reported) body.period->year = data_year - (pick(6) == 0 ? pick(6) : 0);
  const int mischief = pick(12);
  if (mischief == 0) body.replaces.reset();
  if (mischief == 1 && !submissions_[code].empty()) body.replaces = one_of(submissions_[code]);
  if (mischief == 2 && reported) body.unit = "furlongs";

  const Person& person = people_.at(who);
  ModelCycle& cycle = now();
  const auto live = cycle.values.find(code);
  const bool cites_the_live_one = live == cycle.values.end()
                                      ? !body.replaces
                                      : body.replaces && body.replaces->index.value == live->second.submission;
  const bool good_value = !reported || (body.unit != "furlongs" && body.period->year >= data_year - 3);
  const bool expected = speaks(person) && person.role == "submitter" && person.party == cycle.city && cycle.open() &&
                        cites_the_live_one && good_value;
  const auto entry = say(who, draft, expected);
  if (!entry) return;
  ModelValue& value = cycle.values[code];
  value.submission = *entry;
  value.reported = reported;
  value.verdict.reset();
  value.withdrawn = false;
  value.signers = {who};
  submissions_[code].push_back(ledger_.live(code).submission);
}

void PolicyModel::decide() {
  ModelCycle& cycle = now();
  std::vector<std::string> codes;
  for (const auto& [code, value] : cycle.values) {
    if (!value.verdict || pick(6) == 0) codes.push_back(code);
  }
  if (codes.empty()) return;
  const std::string code = one_of(codes);
  const std::string who = somebody("verifier");
  Draft draft = ledger_.decision(code, one_of<Verdict>({Verdict::kAccepted, Verdict::kAccepted, Verdict::kAccepted,
                                                        Verdict::kClarification, Verdict::kRejected}));
  auto& body = draft.as<attest::ValueDecided>();
  const int mischief = pick(12);
  if (mischief == 0) body.submission = one_of(submissions_[code]);
  if (mischief == 1) body.round = 1 + pick(4);

  const Person& person = people_.at(who);
  ModelValue& value = cycle.values[code];
  const bool undecided = !value.verdict || *value.verdict == Verdict::kClarification;
  const bool in_turn = body.round == value.rounds + 1 && body.round <= 3;
  const bool independent = !person.not_for.contains(cycle.city) && !(cycle.review && cycle.reviewer == person.holder);
  const bool expected = speaks(person) && person.role == "verifier" && independent && cycle.open() &&
                        body.submission.index.value == value.submission && !value.withdrawn && value.reported &&
                        undecided && in_turn;
  const auto entry = say(who, draft, expected);
  if (!entry) return;
  value.verdict = body.verdict;
  value.decision = *entry;
  value.rounds = body.round;
  value.signers.insert(who);
  cycle.deciders.insert(person.holder);
}

void PolicyModel::review() {
  const std::string who = somebody("reviewer");
  Draft draft = ledger_.review();
  auto& body = draft.as<attest::CycleReviewed>();
  const bool stale = pick(8) == 0;
  if (stale) body.lineage_root.bytes[0] ^= 1U;
  body.recommends_issue = pick(5) != 0;

  const Person& person = people_.at(who);
  ModelCycle& cycle = now();
  const bool expected = speaks(person) && person.role == "reviewer" && cycle.open() && !stale &&
                        !cycle.deciders.contains(person.holder) && !person.not_for.contains(cycle.city);
  const auto entry = say(who, draft, expected);
  if (!entry) return;
  cycle.review = *entry;
  cycle.reviewer = person.holder;
  cycle.reviewed = cycle.accepted();
  cycle.recommends = body.recommends_issue;
  cycle.review_signer = who;
  cycle.reviewed_since_opened = true;
}

void PolicyModel::issue() {
  const std::string who = somebody("issuer");
  Draft draft = ledger_.certificate("N-" + std::to_string(numbers_ + 1), numbers_);
  auto& body = draft.as<attest::CertificateIssued>();
  const int mischief = pick(12);
  if (mischief < 2) body.level = one_of<std::string>({"Base", "Full"});
  if (mischief == 2) body.supersedes = "N-1";

  const Person& person = people_.at(who);
  ModelCycle& cycle = now();
  const bool independent = person.holder != cycle.reviewer && !cycle.deciders.contains(person.holder);
  const bool expected = speaks(person) && person.role == "issuer" && cycle.open() && cycle.review && cycle.recommends &&
                        cycle.reviewed == cycle.accepted() && independent && cycle.level() != "none" &&
                        body.level == cycle.level() && body.supersedes.value_or("") == cycle.corrects &&
                        correction_may_end(cycle);
  const auto entry = say(who, draft, expected);
  if (!entry) return;
  if (!cycle.corrects.empty()) supersede(cycle.corrects);
  cycle.closed = true;
  cycle.corrects.clear();
  ++numbers_;
  ModelCertificate& certificate = certificates_[body.number];
  certificate.cycle = ledger_.cycle();
  certificate.signers = {who, cycle.review_signer};
  certificate.reviewer = cycle.reviewer;
  certificate.issuer = person.holder;
  for (const auto& [code, unused] : cycle.accepted()) {
    certificate.signers.insert(cycle.values[code].signers.begin(), cycle.values[code].signers.end());
  }
}

void PolicyModel::withdraw_value() {
  ModelCycle& cycle = now();
  if (cycle.values.empty() || pick(3) != 0) return;
  std::vector<std::string> codes;
  for (const auto& [code, value] : cycle.values) codes.push_back(code);
  const std::string code = one_of(codes);
  const std::string who = somebody("submitter");
  attest::ValueWithdrawn body{ledger_.cycle(), code, ledger_.live(code).submission};
  if (pick(8) == 0) body.submission = one_of(submissions_[code]);
  const Person& person = people_.at(who);
  ModelValue& value = cycle.values[code];
  const bool expected = speaks(person) && person.role == "submitter" && person.party == cycle.city && cycle.open() &&
                        body.submission.index.value == value.submission && !value.withdrawn;
  if (say(who, body, expected)) value.withdrawn = true;
}

// Of a key that has a stand-in, so that there is somebody left in every role.
void PolicyModel::revoke() {
  if (pick(6) != 0) return;
  const std::string name = one_of<std::string>({"tied", "lent-verifier", "lent-issuer", "lent-reviewer"});
  Person& person = people_.at(name);
  attest::KeyRevoked body{person.party, ledger_.kid(name), "superseded"};
  const bool compromised = pick(2) == 0;
  if (compromised) {
    body.reason = "compromised";
    body.since = "2018-11-01T00:00:00Z";  // before everything
  }
  const bool expected = compromised ? !person.untrusted : !person.revoked;
  if (!say("registrar", body, expected)) return;
  person.revoked = true;
  if (!compromised) return;
  person.untrusted = true;
  for (auto& [number, certificate] : certificates_) {
    if (certificate.signers.contains(name) && !certificate.ended()) certificate.state = "disputed";
  }
}

}  // namespace sample
