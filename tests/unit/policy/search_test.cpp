// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/search.hpp"

#include "ledger/fsck.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using attest::Search;

class SearchIndexes : public Reviewed {
 protected:
  std::vector<ledger::EntryIndex> find(const Search& wanted) {
    return attest::search(ledger.store(), ledger.store().head().value().size, wanted).value();
  }
  // Every entry of which `holds` is true, by looking at each statement.
  std::vector<ledger::EntryIndex> by_reading(
      const std::function<bool(const attest::Statement&, const attest::EntryFacts&)>& holds) {
    std::vector<ledger::EntryIndex> out;
    const auto size = ledger.store().head().value().size.value;
    for (ledger::EntryIndex index; index.value < size; ++index.value) {
      const auto statement = attest::parse_statement(ledger.store().entry(index).value().body).value();
      if (holds(statement, attest::get_entry_facts(ledger.store(), index).value().value())) out.push_back(index);
    }
    return out;
  }
  std::string issue() {
    ledger.say("issuer", ledger.certificate("A-1", 0));
    return "A-1";
  }
};

TEST_F(SearchIndexes, FindByTypeWhatReadingEveryEntryFinds) {
  for (const char* type : {"ledger.opened", "ledger.seal", "key.authorised", "value.submitted", "value.decided"}) {
    const auto expected = by_reading([&](const auto&, const auto& facts) { return facts.type == type; });
    EXPECT_FALSE(expected.empty()) << type;
    EXPECT_EQ(find({.type = type}), expected) << type;
  }
  EXPECT_TRUE(find({.type = "value"}).empty());
}

TEST_F(SearchIndexes, FindACyclesStatements) {
  const auto expected = by_reading([&](const auto&, const auto& facts) { return facts.subject == ledger.cycle(); });
  EXPECT_EQ(find({.cycle = ledger.cycle()}), expected);
  EXPECT_EQ(expected.size(), 6U) << "enrolment, two values, two decisions, review";
  EXPECT_TRUE(find({.cycle = "melbourne/small-2014/201"}).empty());
}

TEST_F(SearchIndexes, FindACertificateUnderItsCycleAndCity) {
  const auto before = find({.city = kCity});
  issue();
  const auto issued = find({.type = "certificate.issued"});
  ASSERT_EQ(issued.size(), 1U);
  EXPECT_EQ(find({.cycle = ledger.cycle()}).back(), issued.front());
  EXPECT_EQ(find({.city = kCity}).size(), before.size() + 1);
}

TEST_F(SearchIndexes, FindACityByItsRegistrationAndItsCycles) {
  const auto expected = by_reading([&](const auto& statement, const auto& facts) {
    const auto* party = std::get_if<attest::PartyRegistered>(&statement.body);
    return facts.subject == ledger.cycle() || (party != nullptr && party->party == kCity);
  });
  EXPECT_EQ(find({.city = kCity}), expected);
  EXPECT_TRUE(find({.city = kVerifier}).empty()) << "no city";
}

TEST_F(SearchIndexes, FindAPartyBySignatureAndByWhatIsAboutIt) {
  const auto evidence = ledger.say("provider", ledger.evidence());
  const auto found = find({.party = kProvider});
  const auto expected = by_reading([&](const auto& statement, const auto& facts) {
    return facts.signer_party == kProvider || statement.cose.header.subject == kProvider;
  });
  EXPECT_EQ(found, expected);
  EXPECT_EQ(found.size(), 3U) << "registered, its key, its evidence";
  EXPECT_EQ(found.back(), evidence.index);
}

TEST_F(SearchIndexes, FindEvidenceUnderTheProviderThatACityNames) {
  auto draft = ledger.evidence();
  draft.as<attest::EvidenceRegistered>().provider = kProvider;
  const auto entry = ledger.say("submitter", draft);
  EXPECT_EQ(find({.party = kProvider}).back(), entry.index);
  EXPECT_EQ(find({.party = kCity}).back(), entry.index);
}

TEST_F(SearchIndexes, FindWhatOthersSaidAboutAPartysStatements) {
  const auto evidence = ledger.say("provider", ledger.evidence());
  const auto expired = ledger.say("registrar", attest::EvidenceExpired{evidence, "law"});
  EXPECT_EQ(find({.party = kProvider}).back(), expired.index);
  const auto submission = ledger.live("C1").submission;
  const auto sd = attest::get_entry_facts(ledger.store(), submission.index).value()->sd;
  const auto erased = ledger.say("ledger", attest::DisclosureErased{submission, sd, kCertifier, "law"});
  EXPECT_EQ(find({.party = kCity}).back(), erased.index);
  EXPECT_EQ(find({.cycle = ledger.cycle()}).back(), erased.index);
}

TEST_F(SearchIndexes, FindTheLedgersOwnStatementsUnderItsOrigin) {
  EXPECT_EQ(find({.party = kOrigin}),
            by_reading([](const auto& statement, const auto&) { return statement.cose.header.issuer == kOrigin; }));
}

TEST_F(SearchIndexes, FindAnIndicatorInOneStandardOrInAny) {
  const auto any = find({.indicator = "C1"});
  EXPECT_EQ(any.size(), 2U) << "submitted, decided";
  EXPECT_EQ(find({.indicator = ledger.standard() + "/C1"}), any);
  EXPECT_TRUE(find({.indicator = "other-2014/C1"}).empty());
  EXPECT_TRUE(find({.indicator = "C"}).empty());
}

TEST_F(SearchIndexes, TakeOnlyWhatHoldsInEveryRespect) {
  const auto decided = find({.cycle = ledger.cycle(), .indicator = "C2", .type = "value.decided"});
  ASSERT_EQ(decided.size(), 1U);
  EXPECT_EQ(decided.front(), ledger.live("C2").decision->index);
  EXPECT_TRUE(find({.party = kProvider, .type = "value.decided"}).empty());
}

TEST_F(SearchIndexes, FindByTimeFromTheFirstMomentToBeforeTheLast) {
  const auto decided = ledger.live("C1").decision->index;
  const auto time = attest::get_entry_facts(ledger.store(), decided).value()->time;
  const auto all = find({});
  EXPECT_EQ(all.size(), ledger.store().head().value().size.value);
  EXPECT_EQ(find({.until = time}), std::vector(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(decided.value)));
  EXPECT_EQ(find({.from = time}), std::vector(all.begin() + static_cast<std::ptrdiff_t>(decided.value), all.end()));
  EXPECT_EQ(find({.type = "value.decided", .from = time}).size(), 2U);
  EXPECT_EQ(find({.type = "value.decided", .until = time}).size(), 0U);
  EXPECT_EQ(find({.type = "value.decided", .from = time, .until = ledger::UnixMillis{time.value + 1}}).size(), 1U);
  EXPECT_TRUE(find({.from = ledger::UnixMillis{~std::uint64_t{0}}}).empty());
}

TEST_F(SearchIndexes, SayThatTheyAreDamagedInsteadOfLeavingEntriesOut) {
  ledger::MemoryState state = ledger.store().raw_state();
  state.put("find/type value.decided 00000000000000", {});
  const auto found = attest::search(state, {100}, {.type = "value.decided"});
  EXPECT_TRUE(found);  // another word
  state.put("find/type/value.decided 00000000000000", {});
  const auto damaged = attest::search(state, {100}, {.type = "value.decided"});
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, ledger::Code::kCorrupt);
}

TEST_F(SearchIndexes, AreComparedByFsckAndMadeAgainByRebuild) {
  const auto find_all = [&] {
    return std::vector{find({.city = kCity}), find({.type = "value.decided"}), find({.party = kVerifier})};
  };
  const auto before = find_all();
  auto& records = ledger.store().raw_state();
  const auto whole = records;
  records = {};
  std::size_t left_out = 0;
  for (const auto& [key, value] : whole.records()) {
    if (key.starts_with("find/city/")) {
      ++left_out;
    } else {
      records.put(key, value);
    }
  }
  EXPECT_GT(left_out, 0U);
  EXPECT_TRUE(find({.city = kCity}).empty());
  const auto report = ledger::fsck(ledger.store(), attest::admit, {}).value();
  EXPECT_EQ(report.differences.size(), left_out);
  ASSERT_TRUE(ledger::rebuild(ledger.store(), attest::admit, {}));
  EXPECT_TRUE(ledger::fsck(ledger.store(), attest::admit, {}).value().differences.empty());
  EXPECT_EQ(find_all(), before);
}

}  // namespace
}  // namespace sample
