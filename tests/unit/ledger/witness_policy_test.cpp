// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/witness_policy.hpp"

#include <gtest/gtest.h>

#include "ledger/limits.hpp"
#include "unit/ledger/support.hpp"
#include "unit/ledger/test_key.hpp"

namespace ledger {
namespace {

class PolicyVectors : public ::testing::Test {
 protected:
  boost::json::value vectors_ = testing::read_json(testing::own_vector("policies.json"));
  // The checkpoint with the cosignatures of the named witnesses.
  [[nodiscard]] SignedNote cosigned_by(std::string_view witnesses) const {
    std::string note = testing::text_of(vectors_, "checkpoint");
    for (const char witness : witnesses) {
      note += testing::text_of(vectors_.at("cosignatures"), std::string_view(&witness, 1));
    }
    return parse_note(note).value();
  }
};

TEST_F(PolicyVectors, QuorumsAreJudgedAsTheVectorsSay) {
  for (const auto& one : vectors_.at("valid").as_array()) {
    const std::string name = testing::text_of(one, "name");
    const auto policy = parse_witness_policy(testing::text_of(one, "policy"));
    ASSERT_TRUE(policy.has_value()) << name << ": " << policy.error().message;
    const auto judge = [&](const boost::json::value& witnesses, bool expected) {
      const auto verdict = check_quorum(*policy, cosigned_by(boost::json::value_to<std::string>(witnesses)));
      ASSERT_TRUE(verdict.has_value()) << name;
      EXPECT_EQ(verdict->satisfied, expected) << name << " by " << witnesses;
      EXPECT_EQ(verdict->cosigned.size(), std::min(policy->witnesses.size(), witnesses.as_string().size()));
    };
    for (const auto& witnesses : one.at("satisfied_by").as_array()) judge(witnesses, true);
    for (const auto& witnesses : one.at("not_satisfied_by").as_array()) judge(witnesses, false);
  }
}

TEST_F(PolicyVectors, MalformedPoliciesAreRefusedAtTheirLine) {
  ASSERT_GT(vectors_.at("invalid").as_array().size(), 30U);
  for (const auto& one : vectors_.at("invalid").as_array()) {
    const std::string name = testing::text_of(one, "name");
    const auto policy = parse_witness_policy(testing::text_of(one, "policy"));
    ASSERT_FALSE(policy.has_value()) << name;
    EXPECT_EQ(policy.error().code, Code::kInvalid) << name;
    EXPECT_EQ(policy.error().field, "line " + std::to_string(one.at("line").as_int64())) << name;
  }
}

TEST_F(PolicyVectors, CosignatureOfAKnownWitnessThatDoesNotVerifySpoilsTheNote) {
  const auto policy = parse_witness_policy(testing::text_of(vectors_.at("valid").as_array().at(2), "policy"));
  SignedNote note = cosigned_by("ab");
  ASSERT_TRUE(check_quorum(*policy, note)->satisfied);
  note.signatures.back().signature.back() ^= 1U;
  EXPECT_EQ(check_quorum(*policy, note).error().code, Code::kInvalid);
}

TEST_F(PolicyVectors, VerdictTellsWhoCosignedWhen) {
  const auto policy = parse_witness_policy(testing::text_of(vectors_.at("valid").as_array().at(5), "policy"));
  const auto verdict = check_quorum(*policy, cosigned_by("dba"));
  ASSERT_EQ(verdict->cosigned.size(), 3U);
  EXPECT_EQ(verdict->cosigned[0].key.name, "witness.example/d");
  EXPECT_EQ(verdict->cosigned[0].cosigned_at_s, 1767225603U);
  EXPECT_EQ(verdict->cosigned[1].key.name, "witness.example/b");
}

TEST_F(PolicyVectors, LogsAreReadWithTheirKeys) {
  const auto policy = parse_witness_policy(testing::text_of(vectors_.at("valid").as_array().at(0), "policy"));
  ASSERT_EQ(policy->logs.size(), 1U);
  EXPECT_EQ(policy->logs[0], testing::test_key("log.example/one", 1).key);
}

TEST(WitnessPolicy, SupportsManyLogsWitnessesAndGroups) {
  std::string file;
  std::string above;
  for (std::uint8_t i = 0; i < 40; ++i) {
    const std::string n = std::to_string(i);
    file += "log " + format_vkey(testing::test_key("log.example/" + n, i).key) + "\n";
    file += "witness w" + n + " " + format_vkey(testing::test_key("w.example/" + n, i, NoteKeyType::kCosignature).key) +
            "\n";
    file += "group g" + n + " any w" + n + " " + above + "\n";
    above = "g" + n;
  }
  const auto policy = parse_witness_policy(file + "quorum g39\n");
  ASSERT_TRUE(policy.has_value()) << policy.error().message;
  const testing::TestKey first = testing::test_key("w.example/0", 0, NoteKeyType::kCosignature);
  const SignedNote note{"text\n", {testing::cosign(first, "text\n", 1)}};
  EXPECT_TRUE(check_quorum(*policy, note)->satisfied);
}

TEST(WitnessPolicy, HasALimitOfLines) {
  const std::string fits = std::string(kPolicyLinesMax - 1, '\n') + "quorum none\n";
  EXPECT_TRUE(parse_witness_policy(fits).has_value());
  EXPECT_FALSE(parse_witness_policy("\n" + fits).has_value());
}

}  // namespace
}  // namespace ledger
