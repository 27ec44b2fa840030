// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Random sequences of good and bad statements against a small model of the rules that knows nothing of the policy:
// maps, sets and counting. Both must agree on every admission, and at the end on what is certified.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "ledger/fsck.hpp"
#include "support/sample_ledger.hpp"

namespace sample {
namespace {

using attest::PartyKind;
using attest::ValueSubmitted;
using attest::Verdict;

struct Person {
  std::string party;
  std::string holder;
  std::string role;
  std::set<std::string> not_for;  // cities that this person may not judge
  bool revoked = false;
};

// Which submission of an indicator was accepted by which decision.
using Accepted = std::map<std::string, std::pair<std::uint64_t, std::uint64_t>>;

struct ModelValue {
  std::uint64_t submission = 0;
  bool reported = true;
  std::optional<Verdict> verdict;
  std::uint64_t decision = 0;
  int rounds = 0;
};

struct ModelCycle {
  std::string city;
  std::map<std::string, ModelValue> values;
  std::set<std::string> deciders;
  std::optional<std::uint64_t> review;
  std::string reviewer;
  Accepted reviewed;
  bool recommends = false;
  bool closed = false;

  [[nodiscard]] Accepted accepted() const {
    Accepted out;
    for (const auto& [code, value] : values) {
      if (value.verdict == Verdict::kAccepted) out[code] = {value.submission, value.decision};
    }
    return out;
  }
  [[nodiscard]] std::string level() const {
    int core = 0;
    int supporting = 0;
    for (const auto& [code, unused] : accepted()) (code[0] == 'C' ? core : supporting)++;
    if (core == 3 && supporting >= 1) return "Full";
    return core >= 2 ? "Base" : "none";
  }
};

class PolicyModel {
 public:
  explicit PolicyModel(std::uint64_t seed) : random_(seed) {
    ledger_.ready();
    people_ = {{"submitter", {kCity, "submitter-person", "submitter", {}}},
               {"verifier", {kVerifier, "verifier-person", "verifier", {}}},
               {"reviewer", {kCertifier, "reviewer-person", "reviewer", {}}},
               {"issuer", {kCertifier, "issuer-person", "issuer", {}}}};
    add("sydney", SampleLedger::party("sydney", PartyKind::kCity), {"sydney", "sydney-person", "submitter", {}});
    auto tied = SampleLedger::party("tied", PartyKind::kVerifier);
    tied.affiliations = {{kCity, "2016-01-01", std::nullopt}};
    add("tied", tied, {"tied", "tied-person", "verifier", {kCity}});
    add("lent-verifier", std::nullopt, {kVerifier, "sydney-person", "verifier", {"sydney"}});
    add("lent-reviewer", std::nullopt, {kCertifier, "verifier-person", "reviewer", {}});
    add("lent-issuer", std::nullopt, {kCertifier, "reviewer-person", "issuer", {}});
    cycles_[ledger_.cycle()].city = kCity;
    enrol("sydney", 2017);
    for (int year = 2013; year <= 2016; ++year) enrol(kCity, year);
  }

  void step() {
    if (pick(now().closed ? 6 : 60) == 0) turn_to_some_cycle();
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

  void compare_ends() {
    for (const auto& [id, cycle] : cycles_) {
      const auto record = attest::get_cycle(ledger_.store(), id).value().value();
      EXPECT_EQ(record.certificate.has_value(), cycle.closed) << id;
      ledger_.turn_to(id);
      Accepted accepted;
      const auto items = attest::accepted_items(ledger_.store(), id, ledger_.catalogue()).value();
      for (const auto& item : items)
        accepted[item.indicator] = {item.submission.index.value, item.decision.index.value};
      EXPECT_EQ(accepted, cycle.accepted()) << id;
    }
    EXPECT_TRUE(ledger_.audit().findings.empty());
    EXPECT_TRUE(ledger::fsck(ledger_.store(), attest::admit, {}).value().differences.empty());
  }

  [[nodiscard]] int admitted() const { return admitted_; }
  [[nodiscard]] int refused() const { return refused_; }
  [[nodiscard]] int closed() const { return static_cast<int>(numbers_); }

 private:
  int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  template <class T>
  const T& one_of(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(pick(static_cast<int>(from.size())))];
  }

  void add(const std::string& name, const std::optional<attest::PartyRegistered>& party, const Person& person) {
    if (party) ledger_.say("registrar", *party);
    ledger_.actor(name, person.party, person.holder);
    ledger_.authorise(name, {person.role});
    people_[name] = person;
  }
  void enrol(const std::string& city, int year) {
    attest::CityEnrolled body;
    body.cycle = city + "/" + ledger_.standard() + "/" + std::to_string(year);
    body.city = city;
    body.standard = ledger_.standard();
    body.data_year = year;
    ledger_.say("registrar", body);
    cycles_[body.cycle].city = city;
  }
  void turn_to_some_cycle() {
    std::vector<std::string> ids;
    for (const auto& [id, unused] : cycles_) ids.push_back(id);
    ledger_.turn_to(one_of(ids));
  }
  ModelCycle& now() { return cycles_.at(ledger_.cycle()); }

  // Mostly somebody with the role, so that sequences get far.
  std::string somebody(const std::string& role) {
    std::vector<std::string> names;
    const bool anybody = pick(12) == 0;
    for (const auto& [name, person] : people_) {
      if (anybody || person.role == role) names.push_back(name);
    }
    return one_of(names);
  }
  // The entry, when the ledger says what the model says.
  std::optional<std::uint64_t> say(const std::string& actor, const Draft& draft, bool expected) {
    const auto statement = ledger_.sign(actor, draft);
    const auto rules = ledger_.violated(statement);
    EXPECT_EQ(rules.empty(), expected) << actor << " says " << attest::type_name(draft.body) << " in "
                                       << ledger_.cycle() << ": " << (rules.empty() ? "admitted" : rules.front());
    (expected ? admitted_ : refused_)++;
    if (!rules.empty()) {
      EXPECT_TRUE(ledger_.submit(statement).entries.empty());
      return std::nullopt;
    }
    return ledger_.append(statement).index.value;
  }

  void submit();
  void decide();
  void review();
  void issue();
  void revoke();

  std::mt19937_64 random_;
  SampleLedger ledger_;
  std::map<std::string, Person> people_;
  std::map<std::string, ModelCycle> cycles_;
  std::map<std::string, std::vector<attest::EntryRef>> submissions_;  // of each indicator, in any cycle
  std::int64_t numbers_ = 0;
  int admitted_ = 0;
  int refused_ = 0;
};

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
  const bool expected = !person.revoked && person.role == "submitter" && person.party == cycle.city && !cycle.closed &&
                        cites_the_live_one && good_value;
  const auto entry = say(who, draft, expected);
  if (!entry) return;
  ModelValue& value = cycle.values[code];
  value.submission = *entry;
  value.reported = reported;
  value.verdict.reset();
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
  const bool expected = !person.revoked && person.role == "verifier" && independent && !cycle.closed &&
                        body.submission.index.value == value.submission && value.reported && undecided && in_turn;
  const auto entry = say(who, draft, expected);
  if (!entry) return;
  value.verdict = body.verdict;
  value.decision = *entry;
  value.rounds = body.round;
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
  const bool expected = !person.revoked && person.role == "reviewer" && !cycle.closed && !stale &&
                        !cycle.deciders.contains(person.holder) && !person.not_for.contains(cycle.city);
  const auto entry = say(who, draft, expected);
  if (!entry) return;
  cycle.review = *entry;
  cycle.reviewer = person.holder;
  cycle.reviewed = cycle.accepted();
  cycle.recommends = body.recommends_issue;
}

void PolicyModel::issue() {
  const std::string who = somebody("issuer");
  Draft draft = ledger_.certificate("N-" + std::to_string(numbers_ + 1), numbers_);
  auto& body = draft.as<attest::CertificateIssued>();
  if (pick(6) == 0) body.level = one_of<std::string>({"Base", "Full"});

  const Person& person = people_.at(who);
  ModelCycle& cycle = now();
  const bool independent = person.holder != cycle.reviewer && !cycle.deciders.contains(person.holder);
  const bool expected = !person.revoked && person.role == "issuer" && !cycle.closed && cycle.review &&
                        cycle.recommends && cycle.reviewed == cycle.accepted() && independent &&
                        cycle.level() != "none" && body.level == cycle.level();
  const auto entry = say(who, draft, expected);
  if (!entry) return;
  cycle.closed = true;
  ++numbers_;
}

// Of a key that has a stand-in, so that there is somebody left in every role.
void PolicyModel::revoke() {
  if (pick(6) != 0) return;
  const std::string name = one_of<std::string>({"tied", "lent-verifier", "lent-issuer", "lent-reviewer"});
  Person& person = people_.at(name);
  const attest::KeyRevoked body{person.party, ledger_.kid(name), "superseded"};
  const bool expected = !person.revoked;
  if (say("registrar", body, expected)) person.revoked = true;
}

class PolicyAgainstModel : public testing::TestWithParam<std::uint64_t> {};

TEST_P(PolicyAgainstModel, AgreesOnEveryAdmission) {
  PolicyModel model(GetParam());
  for (int i = 0; i < 1'200 && !testing::Test::HasFailure(); ++i) model.step();
  model.compare_ends();
  // The sequence must have got somewhere, both ways.
  EXPECT_GT(model.admitted(), 60);
  EXPECT_GT(model.refused(), 60);
  EXPECT_GT(model.closed(), 1);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PolicyAgainstModel, testing::Values(1, 2, 3, 4));

}  // namespace
}  // namespace sample
