// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/records.hpp"

#include "unit/policy/support.hpp"

namespace sample {
namespace {

class Records : public Reviewed {
 protected:
  // The same state with one record changed.
  ledger::MemoryState with(const std::string& key, const std::function<void(ledger::Bytes&)>& change) {
    ledger::MemoryState state = ledger.store().raw_state();
    auto bytes = state.get(key).value().value();
    change(bytes);
    state.put(key, bytes);
    return state;
  }
  const std::string party = "party/melbourne";
};

TEST_F(Records, KeepEveryMember) {
  auto& store = ledger.store();
  const auto verifier = attest::get_party(store, kVerifier).value().value();
  ASSERT_TRUE(verifier.party.accreditation);
  EXPECT_EQ(verifier.party.accreditation->valid_until, "2019-12-31");
  EXPECT_EQ(verifier.party.names.at("en"), "Party checkers");
  EXPECT_FALSE(verifier.party.population);
  const auto key = attest::get_key(store, ledger.kid("issuer")).value().value();
  EXPECT_EQ(key.party, kCertifier);
  EXPECT_EQ(key.holder, "issuer-person");
  EXPECT_EQ(key.roles, std::vector<std::string>{"issuer"});
  EXPECT_EQ(key.key, ledger.actor("issuer").key->public_key());
  EXPECT_FALSE(key.revoked);
  const auto cycle = attest::get_cycle(store, ledger.cycle()).value().value();
  EXPECT_TRUE(cycle.review_recommends_issue);
  EXPECT_EQ(cycle.reviewer_holder, "reviewer-person");
  EXPECT_EQ(cycle.data_year, kDataYear);
}

TEST_F(Records, AreEmptyWhenTheyAreNotThere) {
  auto& store = ledger.store();
  EXPECT_FALSE(attest::get_party(store, "nobody").value());
  EXPECT_FALSE(attest::get_live(store, ledger.cycle(), "C3").value());
  EXPECT_FALSE(attest::get_evidence(store, {0}).value());
  EXPECT_FALSE(attest::get_status_list(store, "https://certifier.example/").value());
}

// A city whose id begins like another's.
TEST_F(Records, OfOneCycleDoNotMixWithThoseOfAnother) {
  EXPECT_TRUE(attest::list_live(ledger.store(), "melbourne/small-2014/201").value().empty());
  EXPECT_EQ(attest::list_live(ledger.store(), ledger.cycle()).value().size(), 2U);
}

TEST_F(Records, OfANewerVersionAskForANewerProgram) {
  // Byte 0 tells the byte order; the version follows, least significant byte first.
  const auto state = with(party, [](ledger::Bytes& bytes) { bytes[1] += 1; });
  EXPECT_EQ(attest::get_party(state, kCity).error().code, ledger::Code::kNewer);
}

TEST_F(Records, OfAnOlderVersionAreNotGuessedAt) {
  const auto state = with(party, [](ledger::Bytes& bytes) { bytes[1] = 0; });
  EXPECT_EQ(attest::get_party(state, kCity).error().code, ledger::Code::kCorrupt);
}

TEST_F(Records, ThatAreTooLongOrTooShortAreCorrupt) {
  const auto longer = with(party, [](ledger::Bytes& bytes) { bytes.push_back(0); });
  EXPECT_EQ(attest::get_party(longer, kCity).error().code, ledger::Code::kCorrupt);
  const auto shorter = with(party, [](ledger::Bytes& bytes) { bytes.pop_back(); });
  EXPECT_EQ(attest::get_party(shorter, kCity).error().code, ledger::Code::kCorrupt);
  const auto none = with(party, [](ledger::Bytes& bytes) { bytes.clear(); });
  EXPECT_EQ(attest::get_party(none, kCity).error().code, ledger::Code::kCorrupt);
}

TEST_F(Records, ThatCannotBeReadStopTheJudgementInsteadOfRefusing) {
  auto damaged = with("party/checkers", [](ledger::Bytes& bytes) { bytes.pop_back(); });
  ledger.say("submitter", ledger.value("C3"));
  const auto statement = ledger.sign("verifier", ledger.decision("C3"));
  const auto head = ledger.store().head().value();
  const auto admission = attest::admit(statement, {{head.size.value}, ledger.clock().now(), head.chain}, damaged);
  ASSERT_FALSE(admission);
  EXPECT_EQ(admission.error().code, ledger::Code::kCorrupt);
}

TEST_F(Records, ThatAreGoneAreNoReasonToRefuse) {
  ledger::MemoryState empty;
  const auto admission = attest::admit(ledger.sign("submitter", ledger.value("C3")), {{5}, {}, {}}, empty);
  ASSERT_FALSE(admission);
  EXPECT_EQ(admission.error().code, ledger::Code::kCorrupt);
}

}  // namespace
}  // namespace sample
