// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the certifier publishes: its policy, its witness policy, its templates.
#include "ledger/note.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

class Publications : public Ready {
 protected:
  std::string vkey(const std::string& actor, const std::string& origin = kOrigin) {
    const auto& key = ledger.actor(actor).key->public_key();
    return ledger::format_vkey({origin, ledger::NoteKeyType::kEd25519, attest::as_ed25519(key)});
  }
  static attest::TemplatePublished page(std::int64_t version) {
    return {"certificate", version, ledger::sha256(ledger::view("package")), {}, {}};
  }
};

TEST_F(Publications, AreSaidByRegistrarAndRoot) {
  const std::vector<attest::Body> bodies = {attest::PolicyAdopted{1, 72, 90},
                                            attest::WitnessPolicyAdopted{"log " + vkey("ledger") + "\nquorum none\n"},
                                            page(1)};
  for (const attest::Body& body : bodies) {
    EXPECT_EQ(ledger.violated("registrar", body), Rules{});
    EXPECT_EQ(ledger.violated("root", body), Rules{});
    EXPECT_EQ(ledger.violated("issuer", body), Rules{"key.role"});
    EXPECT_EQ(ledger.violated("submitter", body), Rules{"key.role"});
  }
}

TEST_F(Publications, OfThePolicyCountUpFromOne) {
  EXPECT_EQ(attest::get_policy(ledger.store())->version, 0);
  EXPECT_EQ(attest::get_policy(ledger.store())->recovery_hours, 72);
  EXPECT_EQ(attest::get_policy(ledger.store())->overlap_days, 90);
  EXPECT_EQ(ledger.violated("registrar", attest::PolicyAdopted{2, 72, 90}), Rules{"policy.version"});
  const auto ref = ledger.say("registrar", attest::PolicyAdopted{1, 48, 30});
  EXPECT_EQ(ledger.violated("registrar", attest::PolicyAdopted{1, 72, 90}), Rules{"policy.version"});
  EXPECT_EQ(ledger.violated("registrar", attest::PolicyAdopted{2, 72, 90}), Rules{});
  const auto policy = attest::get_policy(ledger.store()).value();
  EXPECT_EQ(policy.recovery_hours, 48);
  EXPECT_EQ(policy.overlap_days, 30);
  EXPECT_EQ(policy.entry, ref);
}

TEST_F(Publications, OfWitnessesNameThisLog) {
  const auto policy = [&](const std::string& log) {
    return attest::WitnessPolicyAdopted{"log " + log + "\nquorum none\n"};
  };
  EXPECT_EQ(ledger.violated("registrar", policy(vkey("issuer"))), Rules{"witness_policy.log"});
  EXPECT_EQ(ledger.violated("registrar", policy(vkey("ledger", "another.example"))), Rules{"witness_policy.log"});
  EXPECT_EQ(ledger.violated("registrar", attest::WitnessPolicyAdopted{"quorum none\n"}), Rules{"witness_policy.log"});
  const auto ref = ledger.say("registrar", policy(vkey("ledger")));
  EXPECT_EQ(attest::get_witness_policy(ledger.store()).value()->entry, ref);
}

TEST_F(Publications, OfATemplateRiseInVersion) {
  ledger.say("registrar", page(3));
  EXPECT_EQ(ledger.violated("registrar", page(3)), Rules{"template.version"});
  EXPECT_EQ(ledger.violated("registrar", page(2)), Rules{"template.version"});
  EXPECT_EQ(ledger.violated("registrar", page(5)), Rules{});
  auto other = page(1);
  other.id = "letter";
  EXPECT_EQ(ledger.violated("registrar", other), Rules{});
  EXPECT_EQ(attest::get_template(ledger.store(), "certificate").value()->published.version, 3);
  EXPECT_EQ(attest::list_templates(ledger.store()).value(), std::vector<std::string>{"certificate"});
}

}  // namespace
}  // namespace sample
