// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The model of what is published, and of what is said about entries that exist.
#include "property/policy_model.hpp"
#include "support/small_catalogue.hpp"

namespace sample {

void PolicyModel::publish() {
  const std::string who = somebody(pick(3) == 0 ? "issuer" : "registrar");
  const Person& person = people_.at(who);
  const bool registrar = speaks(person) && person.role == "registrar";
  const bool issuer = speaks(person) && person.role == "issuer";
  const std::int64_t step = pick(3) == 0 ? 0 : 1;
  switch (pick(4)) {
    case 0: {
      const attest::PolicyAdopted body{policy_version_ + step, 72, 90};
      if (body.version < 1) return;
      if (say(who, body, registrar && step == 1)) ++policy_version_;
      return;
    }
    case 1: {
      attest::TemplatePublished body;
      body.id = "certificate-a4";
      body.version = template_version_ + step;
      if (body.version < 1) return;
      const auto entry = say(who, body, registrar && step == 1);
      if (!entry) return;
      ++template_version_;
      template_ = {{*entry}, attest::get_entry_facts(ledger_.store(), {*entry}).value().value().leaf};
      return;
    }
    case 2: {
      const std::string name = "credentials-" + std::to_string(pick(3));
      ledger_.actor(name, kCertifier, "");
      const bool ours = pick(4) != 0;
      const attest::PublicKey key = ledger_.actor(ours ? name : "registrar").key->public_key();
      static_cast<void>(say(who, SampleLedger::did_document("did:web:other.example", key), registrar && ours));
      return;
    }
    default: {
      Draft draft = ledger_.status_list("revocation");
      const bool ahead = pick(4) == 0;
      if (ahead) draft.as<attest::StatusListPublished>().size.value += 5;
      static_cast<void>(say(who, draft, issuer && !ahead));
    }
  }
}

void PolicyModel::register_evidence() {
  const std::string who = somebody(pick(2) == 0 ? "submitter" : "provider");
  const Person& person = people_.at(who);
  const bool expected = speaks(person) && (person.role == "submitter" || person.role == "provider");
  const auto entry = say(who, ledger_.evidence(), expected);
  if (!entry) return;
  const auto facts = attest::get_entry_facts(ledger_.store(), {*entry}).value().value();
  evidence_[*entry] = {{{*entry}, facts.leaf}, person.party};
}

void PolicyModel::expire_evidence() {
  if (evidence_.empty()) return;
  std::vector<std::uint64_t> indexes;
  for (const auto& [index, unused] : evidence_) indexes.push_back(index);
  const std::uint64_t index = one_of(indexes);
  const auto& [entry, registrant] = evidence_.at(index);
  const std::string who = somebody(one_of<std::string>({"submitter", "provider", "registrar"}));
  const Person& person = people_.at(who);
  const bool kept = pick(4) == 0;  // until 2030
  const attest::EvidenceExpired body{entry, kept ? "retention" : "request"};
  const bool role = person.role == "submitter" || person.role == "provider" || person.role == "registrar";
  const bool may = person.role == "registrar" || person.party == registrant;
  const bool expected = speaks(person) && role && may && !kept && !expired_.contains(index);
  if (say(who, body, expected)) expired_.insert(index);
}

// Of the live submission of some indicator, at the wish of its city, of the certifier or of nobody concerned.
void PolicyModel::erase() {
  if (now().values.empty() || pick(3) != 0) return;
  const auto live = ledger_.live(now().values.begin()->first);
  const auto facts = attest::get_entry_facts(ledger_.store(), live.submission.index).value().value();
  if (facts.sd.empty()) return;
  attest::DisclosureErased body{live.submission, {facts.sd.front()}, facts.signer_party, "request"};
  const int mischief = pick(5);
  if (mischief == 0) body.requested_by = kVerifier;
  if (mischief == 1) body.digests = {std::string(43, 'A')};
  const std::string who = pick(4) == 0 ? "registrar" : "ledger";
  const bool expected = who == "ledger" && mischief > 1 && !erased_.contains(facts.sd.front());
  if (say(who, body, expected)) erased_.insert(facts.sd.front());
}

void PolicyModel::report_audit() {
  const std::string who = somebody("auditor");
  const Person& person = people_.at(who);
  attest::AuditReported body;
  body.size = ledger_.store().head().value().size;
  body.outcome = "clean";
  const bool ahead = pick(4) == 0;
  if (ahead) body.size.value += 3;
  static_cast<void>(say(who, body, speaks(person) && person.role == "auditor" && !ahead));
}

// The same catalogue in a higher version: what was accepted goes on counting.
void PolicyModel::amend_standard() {
  if (pick(6) != 0) return;
  const std::string who = somebody(pick(3) == 0 ? "issuer" : "registrar");
  const auto present = attest::get_standard(ledger_.store(), ledger_.standard()).value().value();
  auto catalogue = attest::parse_json(present.catalogue_json).value();
  attest::Json& version = (*(*catalogue.object())["scheme"].object())["version"];
  const bool higher = pick(3) != 0;
  if (higher) version = *version.integer() + 1;
  attest::StandardAdopted body{ledger_.standard(), catalogue, present.entry};
  const bool cites = pick(4) != 0;
  if (!cites) body.amends->leaf.bytes[0] ^= 1U;
  const Person& person = people_.at(who);
  static_cast<void>(say(who, body, speaks(person) && person.role == "registrar" && higher && cites));
}

void PolicyModel::render() {
  if (certificates_.empty() || !template_) return;
  const std::string who = somebody("issuer");
  const bool again = pdfs_ > 0 && pick(4) == 0;
  if (!again) ++pdfs_;
  attest::CertificateRendered body;
  body.number = pick(6) == 0 ? "N-999" : certificates_.begin()->first;
  body.pdf = ledger::sha256(ledger::view("pdf " + std::to_string(pdfs_)));
  body.rendered_with = *template_;
  const bool template_fits = pick(4) != 0;
  if (!template_fits) body.rendered_with.leaf.bytes[0] ^= 1U;
  body.renderer = "cityledger 0.1.0";
  const Person& person = people_.at(who);
  const bool expected = speaks(person) && person.role == "issuer" && body.number != "N-999" && template_fits &&
                        !rendered_.contains(pdfs_);
  if (say(who, body, expected)) rendered_.insert(pdfs_);
}

void PolicyModel::open_case() {
  if (certificates_.empty()) return;
  const std::string who = somebody(one_of<std::string>({"submitter", "verifier", "auditor", "programme"}));
  attest::CaseOpened body;
  body.number = "CASE-" + std::to_string(cases_.size() + (pick(4) == 0 ? 0 : 1));
  body.kind = "complaint";
  body.certificate = pick(6) == 0 ? "N-999" : certificates_.rbegin()->first;
  const bool expected = speaks(people_.at(who)) && !cases_.contains(body.number) && *body.certificate != "N-999";
  if (say(who, body, expected)) cases_[body.number] = *body.certificate;
}

// By somebody who had no part in the certificate.
void PolicyModel::decide_case() {
  if (cases_.empty()) return;
  std::vector<std::string> numbers = {"CASE-999"};
  for (const auto& [number, unused] : cases_) numbers.push_back(number);
  const std::string number = one_of(numbers);
  const std::string who = somebody("reviewer");
  const Person& person = people_.at(who);
  bool no_part = false;
  if (const auto found = cases_.find(number); found != cases_.end()) {
    const ModelCertificate& certificate = certificates_.at(found->second);
    no_part = person.holder != certificate.reviewer && person.holder != certificate.issuer &&
              !cycles_.at(certificate.cycle).deciders.contains(person.holder);
  }
  const bool expected = speaks(person) && person.role == "reviewer" && no_part && !decided_cases_.contains(number);
  if (say(who, attest::CaseDecided{number, "upheld", std::nullopt}, expected)) decided_cases_.insert(number);
}

}  // namespace sample
