// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a catalogue that changes, or that asks for several deciders, changes for values.
#include "support/small_catalogue.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using attest::EntryRef;
using attest::Json;
using attest::PartyKind;
using attest::StandardAdopted;
using attest::Verdict;

Json& member(Json& json, const char* name) {
  return (*json.object())[name];
}

Json in_version(int version) {
  Json catalogue = small_catalogue();
  member(member(catalogue, "scheme"), "version") = version;
  return catalogue;
}

// C1 in another unit, and no S3.
Json with_other_rows() {
  Json catalogue = in_version(2);
  auto& rows = *member(catalogue, "indicators").array();
  member(rows[0], "unit") = "number";
  rows.pop_back();
  member(catalogue, "totals") = Json::Object{{"all", 5}, {"core", 3}, {"supporting", 2}, {"themes", 1}};
  return catalogue;
}

class AmendmentRules : public Ready {
 protected:
  EntryRef in_force() { return attest::get_standard(ledger.store(), kSmallStandard).value()->entry; }
  Draft amendment(Json catalogue) { return StandardAdopted{kSmallStandard, std::move(catalogue), in_force()}; }
  std::size_t accepted() {
    return attest::accepted_items(ledger.store(), ledger.cycle(), ledger.catalogue()).value().size();
  }
};

TEST_F(AmendmentRules, AskForAHigherVersion) {
  EXPECT_EQ(ledger.violated("registrar", amendment(in_version(2))), Rules{});
  EXPECT_EQ(ledger.violated("registrar", amendment(in_version(1))), Rules{"standard.version"});
}

TEST_F(AmendmentRules, AskForTheAdoptionInForce) {
  EXPECT_EQ(ledger.violated("registrar", StandardAdopted{kSmallStandard, in_version(2)}), Rules{"standard.taken"});
  const EntryRef first = in_force();
  ledger.say("registrar", amendment(in_version(2)));
  EXPECT_EQ(ledger.violated("registrar", StandardAdopted{kSmallStandard, in_version(3), first}),
            Rules{"standard.amends"});
  EXPECT_EQ(ledger.violated("registrar", amendment(in_version(3))), Rules{});
}

TEST_F(AmendmentRules, AmendNothingThatIsNotAdopted) {
  Json catalogue = in_version(2);
  member(catalogue, "id") = "second-2018";
  EXPECT_EQ(ledger.violated("registrar", StandardAdopted{"second-2018", catalogue, in_force()}),
            Rules{"standard.amends"});
}

TEST_F(AmendmentRules, KeepStandardEditionAndScheme) {
  for (const char* name : {"standard", "edition", "scheme"}) {
    Json catalogue = in_version(2);
    if (std::string(name) == "standard") member(catalogue, "standard") = "Large";
    if (std::string(name) == "edition") member(catalogue, "edition") = 2015;
    if (std::string(name) == "scheme") member(member(catalogue, "scheme"), "id") = "another";
    EXPECT_EQ(ledger.violated("registrar", amendment(catalogue)), Rules{"standard.amends"}) << name;
  }
}

TEST_F(AmendmentRules, KeepEveryEarlierAdoptionByItsEntry) {
  const EntryRef first = in_force();
  const EntryRef second = ledger.say("registrar", amendment(in_version(2)));
  const EntryRef third = ledger.say("registrar", amendment(in_version(3)));
  const auto at = [&](const EntryRef& ref) {
    const auto record = attest::get_standard_at(ledger.store(), kSmallStandard, ref.index).value();
    return record ? *attest::parse_json(record->catalogue_json).value().find("scheme")->find("version")->integer() : 0;
  };
  EXPECT_EQ(at(first), 1);
  EXPECT_EQ(at(second), 2);
  EXPECT_EQ(at(third), 3);
  EXPECT_EQ(at({{third.index.value + 1}, third.leaf}), 0);
  EXPECT_EQ(attest::get_standard(ledger.store(), kSmallStandard).value()->amended, (std::vector{first, second}));
}

TEST_F(AmendmentRules, HoldForCyclesThatAreOpen) {
  ledger.say("registrar", amendment(with_other_rows()));
  auto draft = ledger.value("C1");
  EXPECT_EQ(draft.as<attest::ValueSubmitted>().unit, "number");
  EXPECT_EQ(ledger.violated("submitter", draft), Rules{});
  draft.as<attest::ValueSubmitted>().unit = "percent";
  EXPECT_EQ(ledger.violated("submitter", draft), Rules{"unit.wrong"});
  EXPECT_EQ(ledger.violated("submitter", ledger.value("S3")), Rules{"indicator.unknown"});
}

TEST_F(AmendmentRules, CountNoValueInAnEarlierUnitOrOfADroppedIndicator) {
  for (const char* indicator : {"C1", "C2", "S3"}) ledger.accept(indicator);
  EXPECT_EQ(accepted(), 3U);
  ledger.say("registrar", amendment(with_other_rows()));
  EXPECT_EQ(accepted(), 1U);
  ledger.accept("C1");
  EXPECT_EQ(accepted(), 2U);
}

TEST_F(AmendmentRules, LetNobodyAcceptWhatNoLongerCounts) {
  for (const char* indicator : {"C1", "S3"}) ledger.say("submitter", ledger.value(indicator));
  ledger.say("registrar", amendment(with_other_rows()));
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C1")), Rules{"unit.wrong"});
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("S3")), Rules{"indicator.unknown"});
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C1", Verdict::kRejected)), Rules{});
}

// Two of the three verifiers must accept.
class DeciderRules : public testing::Test {
 protected:
  DeciderRules() {
    Json catalogue = small_catalogue();
    member(member(catalogue, "rules"), "deciders") = 2;
    ledger.ready(catalogue);
    for (const std::string name : {"second", "third"}) {
      ledger.actor(name, kVerifier, name + "-person");
      ledger.authorise(name, {"verifier"});
    }
    ledger.say("submitter", ledger.value("C1"));
  }
  std::size_t accepted() {
    return attest::accepted_items(ledger.store(), ledger.cycle(), ledger.catalogue()).value().size();
  }
  SampleLedger ledger;
};

TEST_F(DeciderRules, AcceptAValueWhenEnoughPersonsDid) {
  ledger.say("verifier", ledger.decision("C1"));
  EXPECT_EQ(accepted(), 0U);
  EXPECT_FALSE(ledger.live("C1").verdict);
  EXPECT_EQ(ledger.live("C1").rounds, 0) << "the round goes on";
  const EntryRef last = ledger.say("second", ledger.decision("C1"));
  EXPECT_EQ(accepted(), 1U);
  EXPECT_EQ(ledger.live("C1").decision, last);
  EXPECT_EQ(ledger.live("C1").decisions.size(), 2U);
  EXPECT_EQ(ledger.live("C1").rounds, 1);
  EXPECT_EQ(ledger.violated("third", ledger.decision("C1")), Rules{"decision.done"});
}

TEST_F(DeciderRules, CountAPersonOnce) {
  ledger.say("verifier", ledger.decision("C1"));
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C1")), Rules{"decision.twice"});
  EXPECT_EQ(ledger.violated("verifier", ledger.decision("C1", Verdict::kRejected)), Rules{"decision.twice"});
  ledger.actor("other key", kVerifier, "verifier-person");
  ledger.authorise("other key", {"verifier"});
  EXPECT_EQ(ledger.violated("other key", ledger.decision("C1")), Rules{"decision.twice"});
}

TEST_F(DeciderRules, LetOneRejectionReject) {
  ledger.say("verifier", ledger.decision("C1"));
  ledger.say("second", ledger.decision("C1", Verdict::kRejected));
  EXPECT_EQ(ledger.live("C1").verdict, Verdict::kRejected);
  EXPECT_EQ(ledger.violated("third", ledger.decision("C1")), Rules{"decision.done"});
}

TEST_F(DeciderRules, BeginAnewWithEachSubmission) {
  ledger.say("verifier", ledger.decision("C1"));
  ledger.say("submitter", ledger.value("C1"));
  EXPECT_TRUE(ledger.live("C1").acceptances.empty());
  ledger.say("second", ledger.decision("C1"));
  EXPECT_EQ(accepted(), 0U);
  ledger.say("verifier", ledger.decision("C1"));
  EXPECT_EQ(accepted(), 1U);
}

TEST_F(DeciderRules, KeepWhoAcceptedApartFromWhoReviews) {
  ledger.actor("reviewing", kCertifier, "verifier-person");
  ledger.say("root", ledger.authorisation("reviewing", {"reviewer"}));
  ledger.say("verifier", ledger.decision("C1"));
  ledger.say("second", ledger.decision("C1"));
  const auto rules = ledger.violated("reviewing", ledger.review());
  EXPECT_EQ(rules, Rules{"independence.holder"});
}

}  // namespace
}  // namespace sample
