// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "property/policy_model.hpp"

#include "ledger/fsck.hpp"

namespace sample {

using attest::PartyKind;

PolicyModel::PolicyModel(std::uint64_t seed) : random_(seed) {
  ledger_.ready();
  people_ = {{"submitter", {kCity, "submitter-person", "submitter", {}}},
             {"verifier", {kVerifier, "verifier-person", "verifier", {}}},
             {"reviewer", {kCertifier, "reviewer-person", "reviewer", {}}},
             {"issuer", {kCertifier, "issuer-person", "issuer", {}}},
             {"registrar", {kCertifier, "registrar-person", "registrar", {}}}};
  add("sydney", SampleLedger::party("sydney", PartyKind::kCity), {"sydney", "sydney-person", "submitter", {}});
  auto tied = SampleLedger::party("tied", PartyKind::kVerifier);
  tied.affiliations = {{kCity, "2016-01-01", std::nullopt}};
  add("tied", tied, {"tied", "tied-person", "verifier", {kCity}});
  add("lent-verifier", std::nullopt, {kVerifier, "sydney-person", "verifier", {"sydney"}});
  add("lent-reviewer", std::nullopt, {kCertifier, "verifier-person", "reviewer", {}});
  add("second-reviewer", std::nullopt, {kCertifier, "second-reviewer-person", "reviewer", {}});
  add("lent-issuer", std::nullopt, {kCertifier, "reviewer-person", "issuer", {}});
  for (const std::string partner : {"partner", "rival"}) {
    add(partner, SampleLedger::party(partner, PartyKind::kProgramme), {partner, partner + "-person", "programme", {}});
  }
  people_["provider"] = {kProvider, "provider-person", "provider", {}};
  add("auditor", SampleLedger::party("auditor", PartyKind::kAuditor), {"auditor", "auditor-person", "auditor", {}});
  cycles_[ledger_.cycle()].city = kCity;
  enrol("sydney", 2017);
  for (int year = 2013; year <= 2016; ++year) enrol(kCity, year);
}

void PolicyModel::step() {
  if (pick(now().open() ? 60 : 6) == 0) turn_to_some_cycle();
  if (pick(80) == 0) ledger_.clock().advance_ms(100ULL * 3'600'000);  // so that recovered keys begin
  if (pick(5) == 0) return life_step();
  switch (pick(20)) {
    case 0:
      return revoke();
    case 1:
    case 2:
      return review();
    case 3:
    case 4:
      return issue();
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
    case 10:
      return decide();
    default:
      return submit();
  }
}

// What happens beside the work on values.
void PolicyModel::life_step() {
  using Step = void (PolicyModel::*)();
  static const std::vector<Step> kSteps = {&PolicyModel::change_status,   &PolicyModel::open_programme,
                                           &PolicyModel::enrol_somebody,  &PolicyModel::withdraw_city,
                                           &PolicyModel::withdraw_value,  &PolicyModel::update_party,
                                           &PolicyModel::delegate_key,    &PolicyModel::recover_key,
                                           &PolicyModel::publish,         &PolicyModel::register_evidence,
                                           &PolicyModel::expire_evidence, &PolicyModel::erase,
                                           &PolicyModel::report_audit,    &PolicyModel::amend_standard,
                                           &PolicyModel::change_status,   &PolicyModel::render,
                                           &PolicyModel::open_case,       &PolicyModel::decide_case};
  (this->*one_of(kSteps))();
}

void PolicyModel::compare_ends() {
  for (const auto& [id, cycle] : cycles_) {
    const auto record = attest::get_cycle(ledger_.store(), id).value().value();
    EXPECT_EQ(record.certificate.has_value(), cycle.closed) << id;
    ledger_.turn_to(id);
    Accepted accepted;
    const auto items = attest::accepted_items(ledger_.store(), id, ledger_.catalogue()).value();
    for (const auto& item : items) accepted[item.indicator] = {item.submission.index.value, item.decision.index.value};
    EXPECT_EQ(accepted, cycle.accepted()) << id;
  }
  for (const auto& [number, certificate] : certificates_) {
    const auto record = attest::get_certificate(ledger_.store(), number).value().value();
    EXPECT_EQ(to_text(record.state), certificate.state) << number;
  }
  EXPECT_TRUE(ledger_.audit().findings.empty());
  EXPECT_TRUE(ledger::fsck(ledger_.store(), attest::admit, {}).value().differences.empty());
}

void PolicyModel::add(const std::string& name, const std::optional<attest::PartyRegistered>& party,
                      const Person& person) {
  if (party) ledger_.say("registrar", *party);
  ledger_.actor(name, person.party, person.holder);
  ledger_.authorise(name, {person.role});
  people_[name] = person;
}

void PolicyModel::enrol(const std::string& city, int year) {
  attest::CityEnrolled body;
  body.cycle = city + "/" + ledger_.standard() + "/" + std::to_string(year);
  body.city = city;
  body.standard = ledger_.standard();
  body.data_year = year;
  ledger_.say("registrar", body);
  cycles_[body.cycle].city = city;
}

void PolicyModel::turn_to_some_cycle() {
  std::vector<std::string> ids;
  for (const auto& [id, unused] : cycles_) ids.push_back(id);
  ledger_.turn_to(one_of(ids));
}

bool PolicyModel::speaks(const Person& person) {
  const bool replaced = person.replaced_at && clock_ms() >= *person.replaced_at;
  return !person.revoked && !replaced && clock_ms() >= person.valid_from;
}

std::string PolicyModel::somebody(const std::string& role) {
  std::vector<std::string> names;
  const bool anybody = pick(12) == 0;
  const bool in_force = pick(8) != 0;
  for (const auto& [name, person] : people_) {
    if (anybody || (person.role == role && (!in_force || speaks(person)))) names.push_back(name);
  }
  if (names.empty()) return people_.begin()->first;
  return one_of(names);
}

std::optional<std::uint64_t> PolicyModel::say(const std::string& actor, const Draft& draft, bool expected) {
  const auto statement = ledger_.sign(actor, draft);
  const auto rules = ledger_.violated(statement);
  EXPECT_EQ(rules.empty(), expected) << actor << " says " << attest::type_name(draft.body) << " in " << ledger_.cycle()
                                     << ": " << (rules.empty() ? "admitted" : rules.front());
  (expected ? admitted_ : refused_)++;
  Times& times = by_type_[std::string(attest::type_name(draft.body))];
  (expected ? times.admitted : times.refused)++;
  if (!rules.empty()) {
    EXPECT_TRUE(ledger_.submit(statement).entries.empty());
    return std::nullopt;
  }
  return ledger_.append(statement).index.value;
}

}  // namespace sample
