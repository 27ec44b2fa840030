// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Ledgers made under a faulty policy, which skips one rule: the audit names the entry and the rule. Every refusal
// that any test of this program sees for exactly one rule is such a ledger with that statement as its last entry.
// Run as a whole with CITYLEDGER_EVERY_RULE set, the program also asks that no rule was left out.
#include <cstdlib>
#include <map>
#include <set>

#include "attest/disclosure.hpp"
#include "unit/policy/entries.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

std::set<std::string>& rules_named_by_an_audit() {
  static std::set<std::string> rules;
  return rules;
}

// Rules that the entries cannot break: what opens a digest is looked up by that digest.
const std::set<std::string> kOutsideTheEntries = {"disclosure.missing", "disclosure.unknown"};

void audit_names(SampleLedger& ledger, const ledger::Bytes& statement, const Rules& rules) {
  if (rules.size() != 1) return;
  Entries entries(ledger.store());
  const std::size_t index = entries.items.size();
  entries.items.push_back({statement, std::max(ledger.clock().now(), entries.items.back().time)});
  const auto report = audit_of(entries, entries.checkpoint());
  ASSERT_FALSE(report.findings.empty()) << rules.front();
  EXPECT_EQ(report.findings.front().entry, ledger::EntryIndex{index}) << rules.front();
  EXPECT_EQ(report.findings.front().check, "admission: " + rules.front());
  rules_named_by_an_audit().insert(rules.front());
}

class EveryRule : public testing::Environment {
 public:
  void SetUp() override { SampleLedger::on_refusal(audit_names); }
  void TearDown() override {
    SampleLedger::on_refusal({});
    if (std::getenv("CITYLEDGER_EVERY_RULE") == nullptr) return;
    for (const auto& rule : attest::all_rules()) {
      const std::string name(rule.rule);
      if (kOutsideTheEntries.contains(name)) continue;
      EXPECT_TRUE(rules_named_by_an_audit().contains(name)) << "no audit of a ledger that breaks only " << name;
    }
  }
};

[[maybe_unused]] const auto* const kEveryRule = testing::AddGlobalTestEnvironment(new EveryRule);

// The policy without one rule: what is refused for that rule alone is let in.
ledger::Admit policy_without(const std::string& skipped) {
  return [skipped](ledger::ByteView statement, const ledger::Place& place, ledger::State& state) {
    auto admission = attest::admit(statement, place, state);
    const auto* refused = admission ? std::get_if<ledger::Refuse>(&*admission) : nullptr;
    if (refused == nullptr) return admission;
    for (const auto& violation : refused->violations) {
      if (violation.rule != skipped) return admission;
    }
    return ledger::Result<ledger::Admission>(ledger::Append{});
  };
}

TEST(FaultyPolicy, MakesALedgerWhoseAuditNamesEntryAndRule) {
  SampleLedger ledger(policy_without("unit.wrong"));
  ledger.ready();
  auto draft = ledger.value("C1");
  draft.as<attest::ValueSubmitted>().unit = "furlongs";
  const auto entry = ledger.say("submitter", draft);
  ledger.accept("C2");
  const auto report = ledger.audit();
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].entry, entry.index);
  EXPECT_EQ(report.findings[0].check, "admission: unit.wrong");
}

TEST_F(Ready, IsNoLedgerForAnAuditWithoutItsOpening) {
  Entries entries(ledger.store());
  entries.items.erase(entries.items.begin());
  const auto report = audit_of(entries, entries.checkpoint());
  ASSERT_FALSE(report.findings.empty());
  EXPECT_EQ(report.findings.front().entry, ledger::EntryIndex{0});
  EXPECT_EQ(report.findings.front().check, "admission: ledger.opened");
  rules_named_by_an_audit().insert("ledger.opened");
}

// Opened rules: a statement with these confidential fields, appended by a policy that does not open them.
using Fields = std::vector<std::pair<std::string, std::string>>;

class FaultyOpenedRules : public Ready {
 protected:
  void expect_named(const std::string& actor, attest::Body body, const std::vector<std::string>& disclosures,
                    const std::string& rule) {
    Draft draft(std::move(body));
    draft.disclosures = disclosures;
    std::map<std::string, std::string> known;
    for (const auto& disclosure : disclosures) known[attest::disclosure_digest(disclosure)] = disclosure;
    const auto entry = ledger.say(actor, draft);
    const Entries entries(ledger.store());
    ledger::MemoryState state;
    const auto opens = [&](std::string_view digest) -> std::optional<std::string> {
      const auto found = known.find(std::string(digest));
      return found == known.end() ? std::nullopt : std::optional(found->second);
    };
    const auto report = attest::audit(entries, entries.checkpoint(), opens, state, {}).value();
    ASSERT_EQ(report.findings.size(), 1U) << rule;
    EXPECT_EQ(report.findings[0].entry, entry.index);
    EXPECT_EQ(report.findings[0].check, "disclosure: " + rule);
    rules_named_by_an_audit().insert(rule);
  }
  static std::vector<std::string> encode(const Fields& fields) {
    std::vector<std::string> out;
    for (const auto& [name, value] : fields) {
      out.push_back(attest::encode_disclosure({"AAAAAAAAAAAAAAAAAAAAAA", name, value}));
    }
    return out;
  }
  // A reported value whose digest is that of field `which`.
  attest::ValueSubmitted reported(const std::vector<std::string>& disclosures, std::size_t which = 0) {
    auto body = ledger.value("C1").as<attest::ValueSubmitted>();
    body.value_digest = attest::disclosure_digest(disclosures.at(which));
    return body;
  }
};

TEST_F(FaultyOpenedRules, AreNamedWhenAValueIsNoDecimal) {
  const auto fields = encode({{"value", "12,5"}});
  expect_named("submitter", reported(fields), fields, "value.decimal");
}

TEST_F(FaultyOpenedRules, AreNamedWhenTheValueDigestIsAnothers) {
  const auto fields = encode({{"value", "12.5"}, {"note", "as printed"}});
  expect_named("submitter", reported(fields, 1), fields, "value.digest");
}

TEST_F(FaultyOpenedRules, AreNamedWhenAFieldIsNotTheTypes) {
  const auto fields = encode({{"value", "12.5"}, {"colour", "blue"}});
  expect_named("submitter", reported(fields), fields, "disclosure.name");
}

TEST_F(FaultyOpenedRules, AreNamedWhenATextHasAControlCharacter) {
  const auto fields = encode({{"value", "12.5"}, {"note", "a\tb"}});
  expect_named("submitter", reported(fields), fields, "disclosure.text");
}

TEST_F(FaultyOpenedRules, AreNamedWhenADisclosureIsNoCanonicalArray) {
  auto fields = encode({{"value", "12.5"}});
  fields.push_back("bm90IGEgZGlzY2xvc3VyZQ");
  expect_named("submitter", reported(fields), fields, "disclosure.form");
}

TEST_F(FaultyOpenedRules, AreNamedWhenTheDigestOfEvidenceIsNone) {
  auto body = ledger.evidence().as<attest::EvidenceRegistered>();
  const auto fields = encode({{"digest", "none"}, {"title", "Annual report"}, {"source", "Statistics office"}});
  expect_named("submitter", body, fields, "evidence.digest");
}

}  // namespace
}  // namespace sample
