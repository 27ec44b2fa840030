// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/state.hpp"

#include <gtest/gtest.h>

#include <random>

namespace ledger {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs scanned(const StateReader& state, std::string_view prefix, std::size_t limit = 1000) {
  Pairs out;
  const Result<void> result = state.scan(prefix, [&](std::string_view key, ByteView value) {
    out.emplace_back(key, text(value));
    return out.size() < limit;
  });
  EXPECT_TRUE(result.has_value());
  return out;
}

// The same from that key on, so many at most.
Pairs scanned_from(const StateReader& state, std::string_view prefix, std::string_view from, std::size_t count_max) {
  Pairs out;
  EXPECT_TRUE(state.scan_from(prefix, from, count_max, [&](std::string_view key, ByteView value) {
    out.emplace_back(key, text(value));
    return true;
  }));
  return out;
}

class FailingState final : public StateReader {
 public:
  [[nodiscard]] Result<std::optional<Bytes>> get(std::string_view) const override {
    return fail(Code::kCorrupt, "damaged");
  }
  [[nodiscard]] Result<void> scan_from(std::string_view, std::string_view, std::size_t, const Visit&) const override {
    return fail(Code::kCorrupt, "damaged");
  }
};

TEST(State, MissingKeyIsNoError) {
  const MemoryState state;
  const auto got = state.get("nothing");
  ASSERT_TRUE(got.has_value());
  EXPECT_FALSE(got->has_value());
}

TEST(State, KeepsTheLastValueOfAKey) {
  MemoryState state;
  state.put("a", view("1"));
  state.put("a", view("2"));
  state.put("b", view(""));
  EXPECT_EQ(state.get("a").value(), std::optional(to_bytes("2")));
  EXPECT_EQ(state.get("b").value(), std::optional(Bytes{}));
}

TEST(State, ScansTheKeysOfAPrefixInByteOrder) {
  MemoryState state;
  for (const char* key : {"b/2", "b", "a/1", "b/10", "c", "b/\xFF", "b0"}) state.put(key, view("v"));
  EXPECT_EQ(scanned(state, "b/"), (Pairs{{"b/10", "v"}, {"b/2", "v"}, {"b/\xFF", "v"}}));
  EXPECT_EQ(scanned(state, "").size(), 7U);
  EXPECT_TRUE(scanned(state, "d").empty());
  EXPECT_EQ(scanned(state, "b", 2).size(), 2U);
}

TEST(State, ScansSoManyKeysFromOneOn) {
  MemoryState state;
  for (const char* key : {"a/9", "b/1", "b/2", "b/3", "c"}) state.put(key, view("v"));
  EXPECT_EQ(scanned_from(state, "b/", "b/2", 9), (Pairs{{"b/2", "v"}, {"b/3", "v"}}));
  EXPECT_EQ(scanned_from(state, "b/", "b/2", 1), (Pairs{{"b/2", "v"}}));
  EXPECT_EQ(scanned_from(state, "b/", "b/15", 1), (Pairs{{"b/2", "v"}}));
  EXPECT_EQ(scanned_from(state, "b/", "a", 1), (Pairs{{"b/1", "v"}})) << "never before the prefix";
  EXPECT_TRUE(scanned_from(state, "b/", "b/4", 9).empty());
  EXPECT_TRUE(scanned_from(state, "b/", "b/1", 0).empty());
}

TEST(StateOverlay, ShowsItsChangesAndLeavesTheBaseAlone) {
  MemoryState base;
  base.put("a", view("old"));
  StateOverlay overlay(base);
  overlay.put("a", view("new"));
  overlay.put("b", view("more"));
  EXPECT_EQ(overlay.get("a").value(), std::optional(to_bytes("new")));
  EXPECT_EQ(base.get("a").value(), std::optional(to_bytes("old")));
  EXPECT_EQ(base.records().size(), 1U);
  overlay.clear();
  EXPECT_EQ(overlay.get("a").value(), std::optional(to_bytes("old")));
}

TEST(StateOverlay, ScanMergesBaseAndChangesInByteOrder) {
  MemoryState base;
  for (const char* key : {"k/1", "k/3", "k/5", "l"}) base.put(key, view("base"));
  StateOverlay overlay(base);
  for (const char* key : {"k/0", "k/3", "k/4", "k/6", "j", "m"}) overlay.put(key, view("over"));
  const Pairs all = {{"k/0", "over"}, {"k/1", "base"}, {"k/3", "over"},
                     {"k/4", "over"}, {"k/5", "base"}, {"k/6", "over"}};
  EXPECT_EQ(scanned(overlay, "k/"), all);
  for (std::size_t limit = 1; limit <= all.size(); ++limit) {
    EXPECT_EQ(scanned(overlay, "k/", limit), Pairs(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(limit)));
  }
}

TEST(StateOverlay, FoldsIntoTheLayerBelow) {
  MemoryState base;
  StateOverlay lower(base);
  lower.put("a", view("1"));
  StateOverlay upper(&lower);
  upper.put("a", view("2"));
  upper.put("b", view("3"));
  upper.fold_into(lower);
  EXPECT_EQ(scanned(lower, ""), (Pairs{{"a", "2"}, {"b", "3"}}));
  EXPECT_TRUE(base.records().empty());
}

TEST(StateOverlay, PassesOnTheErrorsOfTheBase) {
  const FailingState base;
  StateOverlay overlay(base);
  overlay.put("a", view("1"));
  EXPECT_TRUE(overlay.get("a").has_value());
  EXPECT_EQ(overlay.get("b").error().code, Code::kCorrupt);
  EXPECT_EQ(overlay.scan("", [](std::string_view, ByteView) { return true; }).error().code, Code::kCorrupt);
}

TEST(StateOverlay, BehavesLikeOneMapUnderRandomWork) {
  std::mt19937 random(7);
  const auto pick = [&](unsigned n) { return static_cast<unsigned>(random()) % n; };
  MemoryState base;
  StateOverlay middle(base);
  StateOverlay top(&middle);
  std::map<std::string, std::string> model;
  for (int step = 0; step < 3000; ++step) {
    const std::string key = std::string(1, static_cast<char>('a' + pick(3))) + std::to_string(pick(20));
    const std::string value = std::to_string(step);
    top.put(key, view(value));
    model[key] = value;
    if (pick(10) == 0) top.fold_into(middle), top.clear();
    if (pick(30) == 0) middle.fold_into(base), middle.clear();
    const std::string prefix(1, static_cast<char>('a' + pick(3)));
    Pairs expected;
    for (const auto& pair : model) {
      if (pair.first.starts_with(prefix)) expected.push_back(pair);
    }
    ASSERT_EQ(scanned(top, prefix), expected);
    const std::string from = prefix + std::to_string(pick(20));
    const std::size_t count = pick(5);
    std::erase_if(expected, [&](const auto& pair) { return pair.first < from; });
    expected.resize(std::min(expected.size(), count));
    ASSERT_EQ(scanned_from(top, prefix, from, count), expected) << from << " " << count;
  }
}

}  // namespace
}  // namespace ledger
