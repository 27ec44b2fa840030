// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The model of what happens around cycles and after a certificate's issue.
#include "attest/date.hpp"
#include "property/policy_model.hpp"

namespace sample {

using attest::StatusChange;

// A corrected certificate must be one that can be superseded, and the cycle reviewed since it was opened again.
bool PolicyModel::correction_may_end(const ModelCycle& cycle) const {
  if (cycle.corrects.empty()) return true;
  const std::string& state = certificates_.at(cycle.corrects).state;
  return cycle.reviewed_since_opened && (state == "valid" || state == "suspended");
}

void PolicyModel::supersede(const std::string& number) {
  certificates_.at(number).state = "superseded";
  certificates_.at(number).correcting = false;
}

// A certificate that has ended is not corrected any more: its cycle is closed as before.
void PolicyModel::end_correction(const std::string& number) {
  ModelCertificate& certificate = certificates_.at(number);
  certificate.correcting = false;
  ModelCycle& cycle = cycles_.at(certificate.cycle);
  if (cycle.corrects != number) return;
  cycle.corrects.clear();
  cycle.closed = true;
}

void PolicyModel::change_status() {
  if (certificates_.empty()) return;
  std::vector<std::string> numbers;
  for (const auto& [number, unused] : certificates_) numbers.push_back(number);
  const std::string number = one_of(numbers);
  const std::string by = one_of(numbers);
  const auto change = one_of<StatusChange>(
      {StatusChange::kSuspended, StatusChange::kReinstated, StatusChange::kReinstated, StatusChange::kCorrected,
       StatusChange::kCorrected, StatusChange::kRevoked, StatusChange::kSuperseded});
  if (change == StatusChange::kRevoked && pick(3) != 0) return;
  const std::string who = somebody("issuer");
  Draft draft = ledger_.status(number, change, change == StatusChange::kSuperseded ? by : "");
  auto& body = draft.as<attest::CertificateStatus>();
  const int mischief = pick(12);
  if (mischief == 0) body.number = "N-999";
  if (mischief == 1) body.from = "2018-01-01T00:00:00Z";

  const Person& person = people_.at(who);
  ModelCertificate& certificate = certificates_.at(number);
  ModelCycle& cycle = cycles_.at(certificate.cycle);
  const std::string& state = certificate.state;
  const bool held = state == "suspended" || state == "disputed";
  bool allowed = false;
  if (change == StatusChange::kSuspended) allowed = state == "valid";
  if (change == StatusChange::kCorrected) allowed = state == "valid" && !certificate.correcting;
  if (change == StatusChange::kReinstated) allowed = held;
  if (change == StatusChange::kRevoked) allowed = state == "valid" || held;
  if (change == StatusChange::kSuperseded) {
    const ModelCertificate& next = certificates_.at(by);
    const bool later = std::stoi(by.substr(2)) > std::stoi(number.substr(2));
    const bool same_city = cycles_.at(next.cycle).city == cycle.city;
    allowed = (state == "valid" || state == "suspended") && later && same_city && !next.ended();
  }
  const bool expected =
      speaks(person) && person.role == "issuer" && !cycle.deciders.contains(person.holder) && mischief > 1 && allowed;
  if (!say(who, draft, expected)) return;
  switch (change) {
    case StatusChange::kSuspended:
      certificate.state = "suspended";
      break;
    case StatusChange::kReinstated:
      certificate.state = "valid";
      break;
    case StatusChange::kRevoked:
      certificate.state = "revoked";
      end_correction(number);
      break;
    case StatusChange::kSuperseded:
      certificate.state = "superseded";
      end_correction(number);
      break;
    case StatusChange::kCorrected:
      certificate.correcting = true;
      cycle.closed = false;
      cycle.corrects = number;
      cycle.reviewed_since_opened = false;
      for (auto& [code, value] : cycle.values) value.rounds = 0;
      break;
  }
}

void PolicyModel::open_programme() {
  if (pick(8) != 0) return;
  const std::string who = somebody("programme");
  attest::ProgrammeOpened body;
  body.programme = one_of<std::string>({"partner/one", "partner/two", "rival/one", "melbourne/one"});
  body.names = {{"en", "A round"}};
  body.standards = {ledger_.standard()};
  body.rate = "subsidised";
  body.years = 2;
  body.from = "2018-01-01";
  body.until = pick(4) == 0 ? "2018-02-01" : "2030-01-01";
  const Person& person = people_.at(who);
  const std::string party = body.programme.substr(0, body.programme.find('/'));
  // The registrar opens rounds too, for parties that are programmes.
  const bool may =
      person.role == "registrar" ? party != "melbourne" : person.role == "programme" && person.party == party;
  const bool expected = speaks(person) && may && !programmes_.contains(body.programme);
  if (!say(who, body, expected)) return;
  programmes_.insert(body.programme);
  if (body.until == "2030-01-01") open_programmes_.insert(body.programme);
}

void PolicyModel::enrol_somebody() {
  if (pick(6) != 0) return;
  const std::string who = somebody(pick(2) == 0 ? "registrar" : "programme");
  attest::CityEnrolled body;
  body.city = one_of<std::string>({kCity, "sydney", "sydney", kVerifier});
  body.standard = ledger_.standard();
  body.data_year = 2005 + pick(13);
  body.cycle = body.city + "/" + body.standard + "/" + std::to_string(body.data_year);
  if (pick(2) == 0) body.programme = one_of<std::string>({"partner/one", "partner/two", "rival/one"});

  const Person& person = people_.at(who);
  const auto present = cycles_.find(body.cycle);
  int entered = 0;
  for (const auto& [id, cycle] : cycles_) {
    if (body.programme && cycle.programme == *body.programme && cycle.city == body.city && !cycle.withdrawn) ++entered;
  }
  const bool programme_fits = !body.programme || (open_programmes_.contains(*body.programme) && entered < 2);
  const bool own = person.role != "programme" ||
                   (body.programme && person.party == body.programme->substr(0, body.programme->find('/')));
  const bool expected = speaks(person) && (person.role == "registrar" || person.role == "programme") && own &&
                        programme_fits && body.city != kVerifier &&
                        (present == cycles_.end() || present->second.withdrawn);
  if (!say(who, body, expected)) return;
  ModelCycle& cycle = cycles_[body.cycle];
  cycle.city = body.city;
  cycle.programme = body.programme.value_or("");
  cycle.withdrawn = false;
  cycle.review.reset();
  cycle.reviewer.clear();
}

void PolicyModel::withdraw_city() {
  if (pick(20) != 0) return;
  std::vector<std::string> ids;
  for (const auto& [id, unused] : cycles_) ids.push_back(id);
  const std::string id = one_of(ids);
  const std::string who = somebody(pick(2) == 0 ? "registrar" : "programme");
  const Person& person = people_.at(who);
  ModelCycle& cycle = cycles_.at(id);
  const bool own = person.role != "programme" ||
                   (!cycle.programme.empty() && person.party == cycle.programme.substr(0, cycle.programme.find('/')));
  const bool expected = speaks(person) && (person.role == "registrar" || person.role == "programme") && own &&
                        cycle.open() && cycle.corrects.empty();
  if (say(who, attest::CityWithdrawn{id, "other"}, expected)) cycle.withdrawn = true;
}

// Names change; kinds and ties do not.
void PolicyModel::update_party() {
  const std::string who = somebody(pick(3) == 0 ? "reviewer" : "registrar");
  const std::string id = one_of<std::string>({kCity, "sydney", "tied", "partner", "nobody"});
  const auto present = attest::get_party(ledger_.store(), id).value();
  attest::PartyUpdated body{present ? present->party : SampleLedger::party(id, attest::PartyKind::kCity)};
  body.party.names["en"] = "Name " + std::to_string(pick(100));
  const int mischief = pick(6);
  const bool has_ties = !body.party.affiliations.empty();
  if (mischief == 0) body.party.affiliations.clear();
  if (mischief == 1) {
    body.party.kind = attest::PartyKind::kAuditor;
    body.party.accreditation.reset();
  }
  const Person& person = people_.at(who);
  const bool expected =
      speaks(person) && person.role == "registrar" && present && !(mischief == 0 && has_ties) && mischief != 1;
  static_cast<void>(say(who, body, expected));
}

// A city gives a consultant a key; the registrar may do so too.
void PolicyModel::delegate_key() {
  if (new_keys_ >= 12 || pick(4) != 0) return;
  const std::string who = somebody(pick(4) == 0 ? "registrar" : "submitter");
  const std::string name = "new-" + std::to_string(++new_keys_);
  ledger_.actor(name, "sydney", name + "-person");
  Draft draft = ledger_.authorisation(name, {pick(6) == 0 ? "provider" : "submitter"});
  auto& body = draft.as<attest::KeyAuthorised>();
  body.valid_until = pick(6) == 0 ? "2099-01-01T00:00:00Z" : "2020-01-01T00:00:00Z";
  body.delegate = "Consultants";
  const Person& person = people_.at(who);
  const bool registrar = person.role == "registrar";
  const bool own = person.party == "sydney" && person.role == "submitter" && !person.delegate &&
                   body.valid_until == "2020-01-01T00:00:00Z";
  const bool expected = speaks(person) && (registrar || own) && body.roles.front() == "submitter";
  if (!say(who, draft, expected)) return;
  people_[name] = {"sydney", name + "-person", "submitter", {}};
  people_[name].delegate = true;
  people_[name].valid_from = clock_ms() / 1000 * 1000;
}

// A key is said to be lost: another takes its place after 72 hours, unless the lost one contests.
void PolicyModel::recover_key() {
  if (new_keys_ >= 12 || pick(4) != 0) return;
  const std::string lost = one_of<std::string>({"sydney", "tied", "partner", "rival"});
  Person& loser = people_.at(lost);
  const std::string who = somebody(pick(4) == 0 ? "reviewer" : "registrar");
  const std::string name = "new-" + std::to_string(++new_keys_);
  ledger_.actor(name, loser.party, loser.holder);
  const Draft draft = ledger_.authorisation(name, {loser.role});
  const auto& fresh = std::get<attest::KeyAuthorised>(draft.body);
  const std::uint64_t from = clock_ms() / 1000 * 1000 + (pick(4) == 0 ? 71ULL : 74ULL) * 3'600'000;
  const attest::KeyRecovered body{
      fresh.party,       fresh.holder, fresh.key,        fresh.roles, attest::format_moment({from}),
      fresh.valid_until, fresh.proof,  ledger_.kid(lost)};
  const Person& person = people_.at(who);
  const bool expected = speaks(person) && person.role == "registrar" && !loser.revoked && !loser.replaced_at &&
                        from >= clock_ms() + 72ULL * 3'600'000;
  if (!say(who, body, expected)) return;
  loser.replaced_at = from;
  const bool contests = pick(2) == 0;
  if (contests) {
    const attest::KeyRevoked contest{loser.party, ledger_.kid(name), "contested"};
    EXPECT_TRUE(say(lost, contest, true));
    loser.replaced_at.reset();
    return;
  }
  Person next = loser;
  next.replaced_at.reset();
  next.valid_from = from;
  people_[name] = next;
}

}  // namespace sample
