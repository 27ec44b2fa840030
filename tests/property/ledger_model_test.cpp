// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Random operations on a ledger beside a model that a child could check: a list of texts and a map.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "ledger/fsck.hpp"
#include "ledger/lmdb_store.hpp"
#include "ledger/memory_store.hpp"
#include "support/check_ledger.hpp"
#include "support/temp_folder.hpp"
#include "support/test_ledger.hpp"

namespace {

using namespace ledger;

// What the ledger should hold. Seals are put in by the ledger itself and only counted here.
struct Model {
  std::vector<std::string> bodies;  // "" for a seal
  std::map<std::string, std::uint64_t> first;
  std::set<std::string> keys;
  bool unsealed = false;
  std::uint64_t unsealed_since = 0;
};

class RandomRun {
 public:
  RandomRun(Store& store, unsigned seed) : store_(store), random_(seed) { start(); }

  void operations(int count) {
    for (int i = 0; i < count && !testing::Test::HasFailure(); ++i) {
      const auto which = random_() % 20;
      if (which == 0) restart();
      if (which == 1) seal();
      if (which == 2) clock_.advance_ms(random_() % 20'000);
      if (which == 3) fail_commit();
      if (which > 3) submit(random_texts());
      if (i % 10 == 0) compare();
    }
    ASSERT_TRUE(sequencer_->close());
    if (model_.unsealed) model_.bodies.emplace_back();
    model_.unsealed = false;
    compare();
    EXPECT_TRUE(fsck(store_, ledger_test::test_admit, {})->differences.empty());
  }

 private:
  void start() {
    sequencer_.reset();
    auto started = Sequencer::start(store_, *guard_, clock_, ledger_test::test_config());
    ASSERT_TRUE(started) << started.error().message;
    sequencer_ = std::move(*started);
  }
  void restart() {
    start();
    EXPECT_EQ((*sequencer_->latest())->head.size.value, model_.bodies.size());
  }
  void seal() {
    ASSERT_TRUE(sequencer_->seal());
    add_seal(model_);
  }
  void fail_commit() {
    auto* memory = dynamic_cast<MemoryStore*>(&store_);
    if (memory == nullptr) return;
    using Fault = MemoryStore::Fault;
    const std::array<Fault, 4> faults{Fault::kFailBefore, Fault::kFull, Fault::kUnknownNotStored,
                                      Fault::kUnknownStored};
    const Fault fault = faults[random_() % faults.size()];
    const std::string text = "in doubt " + std::to_string(random_() % 50);
    memory->next_fault = [fault] { return fault; };
    const auto answer = sequencer_->submit(ledger_test::statements({text}));
    memory->next_fault = nullptr;
    if (answer) {
      EXPECT_TRUE(model_.first.contains(text)) << "only a duplicate needs no commit";
      return;
    }
    if (fault == Fault::kUnknownStored) {
      if (!model_.first.contains(text)) apply(model_, text);
      seal_if_due(model_);
    }
    if (answer.error().code == Code::kHalted) start();
  }

  std::vector<std::string> random_texts() {
    static constexpr std::array<const char*, 6> kWords{"plain ", "put ", "need ", "seal-me ", "refuse ", "plain "};
    std::vector<std::string> texts;
    const std::size_t count = random_() % 5 + 1;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t word = random_() % 40;
      texts.push_back(kWords[word < 5 ? word : (word % 2 == 0 ? 0 : 1)] + std::to_string(random_() % 200));
    }
    return texts;
  }

  void submit(const std::vector<std::string>& texts) {
    const auto answer = sequencer_->submit(ledger_test::statements(texts));
    ASSERT_TRUE(answer) << answer.error().message;
    Model next = model_;
    bool refused = false;
    std::vector<std::pair<std::uint64_t, bool>> expected;
    for (const std::string& text : texts) {
      if (const auto there = next.first.find(text); there != next.first.end()) {
        expected.emplace_back(there->second, true);
      } else if (text.starts_with("refuse") || (text.starts_with("need ") && !next.keys.contains(text.substr(5)))) {
        refused = true;
      } else {
        expected.emplace_back(next.bodies.size(), false);
        apply(next, text);
      }
    }
    EXPECT_EQ(!answer->refused.empty(), refused);
    if (!refused) model_ = next;
    if (refused) expected.clear();
    ASSERT_EQ(answer->entries.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_EQ(answer->entries[i].index.value, expected[i].first);
      EXPECT_EQ(answer->entries[i].duplicate, expected[i].second);
    }
    seal_if_due(model_);
    EXPECT_EQ(answer->commit->head.size.value, model_.bodies.size());
  }

  void apply(Model& model, const std::string& text) const {
    model.first[text] = model.bodies.size();
    model.bodies.push_back(text);
    if (text.starts_with("put ")) model.keys.insert(text.substr(4));
    if (!model.unsealed) model.unsealed_since = clock_.now().value;
    model.unsealed = true;
    if (text.starts_with("seal-me")) add_seal(model);
  }
  static void add_seal(Model& model) {
    if (!model.unsealed) return;
    model.bodies.emplace_back();
    model.unsealed = false;
  }
  void seal_if_due(Model& model) const {
    if (model.unsealed && clock_.now().value - model.unsealed_since > 10'000) add_seal(model);
  }

  void compare() {
    ledger_test::check_ledger(store_, model_.bodies.size());
    for (std::size_t i = 0; i < model_.bodies.size(); ++i) {
      const auto entry = store_.entry({i});
      ASSERT_TRUE(entry);
      if (model_.bodies[i].empty()) {
        EXPECT_TRUE(ledger_test::is_test_seal(entry->body)) << i;
      } else {
        EXPECT_EQ(text(entry->body), model_.bodies[i]) << i;
      }
    }
    for (const std::string& key : model_.keys) EXPECT_TRUE(store_.get("put/" + key)->has_value()) << key;
  }

  Store& store_;
  std::mt19937_64 random_;
  std::unique_ptr<Guard> guard_ = make_memory_guard();
  SimulatedClock clock_{{1'000'000}};
  std::unique_ptr<Sequencer> sequencer_;
  Model model_;
};

class RandomOperations : public testing::TestWithParam<unsigned> {};
INSTANTIATE_TEST_SUITE_P(Seeds, RandomOperations, testing::Range(1U, 21U));

TEST_P(RandomOperations, AgreeWithTheModelInMemory) {
  MemoryStore store;
  RandomRun(store, GetParam()).operations(200);
}

TEST_P(RandomOperations, AgreeWithTheModelOnTheDatabase) {
  if (GetParam() > 4) return;  // the disk's syncs take their time
  const ledger_test::TempFolder folder;
  const std::chrono::milliseconds gather(GetParam() % 2 == 0 ? 1 : 3'600'000);  // with or without much in the journal
  const auto store = open_lmdb_store(folder / "db", OpenMode::kCreate, {gather, {}});
  ASSERT_TRUE(store);
  RandomRun(**store, 1'000 + GetParam()).operations(100);
}

}  // namespace
