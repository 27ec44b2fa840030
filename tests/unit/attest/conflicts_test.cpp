// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/conflicts.hpp"

#include <gtest/gtest.h>

#include "ledger/encoding.hpp"
#include "ledger/merkle.hpp"
#include "support.hpp"

namespace attest::test {
namespace {

SaidValue reported(const std::string& value, const std::string& digest = "digest") {
  SaidValue said;
  said.body.unit = "percent";
  said.body.period = ValueSubmitted::Period{"2017", 2017};
  said.body.value_digest = digest;
  said.value = value;
  return said;
}

TEST(Conflicts, AreTwoDifferentThingsSaidOfOneIndicator) {
  EXPECT_TRUE(contradict(reported("8.1"), reported("8.2")));
  auto other = reported("8.1");
  other.body.period->label = "2016";
  EXPECT_TRUE(contradict(reported("8.1"), other));
  other = reported("8.1");
  other.body.unit = "number";
  EXPECT_TRUE(contradict(reported("8.1"), other));
  SaidValue missing;
  missing.body.state = ValueState::kNotAvailable;
  EXPECT_TRUE(contradict(reported("8.1"), missing));
  EXPECT_FALSE(contradict(missing, missing));
}

TEST(Conflicts, AreNotTheSameValueWithOtherSalts) {
  EXPECT_FALSE(contradict(reported("8.1", "one"), reported("8.1", "other")));
}

TEST(Conflicts, GoByTheDigestWhereAValueIsNotKnown) {
  auto erased = reported("8.1", "one");
  erased.value.reset();
  EXPECT_TRUE(contradict(reported("8.1", "other"), erased));
  EXPECT_FALSE(contradict(reported("8.1", "one"), erased));
}

Conflict conflict(const std::string& statement, std::uint64_t received) {
  const Bytes bytes = ledger::to_bytes(std::string_view(statement));
  return {{bytes, {"disclosure of " + statement}}, {EntryIndex{7}, ledger::leaf_hash(bytes)}, UnixMillis{received}};
}

TEST(ConflictStore, GivesBackWhatItKeptInTheOrderOfArrival) {
  const Folder folder;
  const ConflictStore store(folder / "conflicts");
  EXPECT_TRUE(store.list().value().empty());
  EXPECT_TRUE(store.keep(conflict("late", 20)).value());
  EXPECT_TRUE(store.keep(conflict("early", 10)).value());
  EXPECT_TRUE(store.keep(conflict("late", 30)).value()) << "the same statement again";
  const auto all = store.list().value();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(ledger::text(all[0].refused.statement), "early");
  EXPECT_EQ(ledger::text(all[1].refused.statement), "late");
  EXPECT_EQ(all[1].received, UnixMillis{20});
  EXPECT_EQ(all[1].refused.disclosures, std::vector<std::string>{"disclosure of late"});
  EXPECT_EQ(all[1].admitted, conflict("late", 0).admitted);
}

TEST(ConflictStore, KeepsNoMoreThanItsLimit) {
  const Folder folder;
  const ConflictStore store(folder / "conflicts");
  std::filesystem::create_directory(folder / "conflicts");
  for (std::size_t i = 1; i < kConflictsMax; ++i) {
    write_file(folder / ("conflicts/" + std::to_string(i)), {});
  }
  EXPECT_TRUE(store.keep(conflict("at the limit", 1)).value());
  EXPECT_FALSE(store.keep(conflict("one past it", 2)).value());
  EXPECT_EQ(store.list().value().size(), 1U);
}

TEST(ConflictStore, NamesADamagedFile) {
  const Folder folder;
  const ConflictStore store(folder / "conflicts");
  ASSERT_TRUE(store.keep(conflict("kept", 1)));
  const auto file = std::filesystem::directory_iterator(folder / "conflicts")->path();
  const std::string content = read_file(file);
  for (const std::string& damaged : {std::string(), content.substr(1), content + " ", "{}" + content}) {
    write_file(file, ledger::view(damaged));
    const auto listed = store.list();
    ASSERT_FALSE(listed.has_value());
    EXPECT_EQ(listed.error().code, ledger::Code::kCorrupt);
    EXPECT_EQ(listed.error().field, file.string());
  }
}

}  // namespace
}  // namespace attest::test
