// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/ledger_folder.hpp"

#include <gtest/gtest.h>

#include <future>

#include "ledger/checkpoint.hpp"
#include "ledger/clock.hpp"
#include "ledger/tlog_proof.hpp"
#include "support.hpp"

namespace attest::test {
namespace {

// A ledger of one certifier, with a simulated clock.
struct SmallLedger {
  Folder folder;
  ledger::SimulatedClock clock{ledger::UnixMillis{1'541'757'600'000}};
  std::unique_ptr<Signer> key = fixed_signer(1);
  std::unique_ptr<Signer> root = fixed_signer(2);

  [[nodiscard]] Result<std::unique_ptr<LedgerFolder>> create() const {
    const LedgerFolder::Opening opening{
        "ledger.example/folder", ClockKind::kSimulated, "certifier", {{"en", "Certifier"}}, "CA"};
    return LedgerFolder::create(folder / "L", opening, {key.get(), {{root.get(), "holder-root"}}}, clock);
  }
  [[nodiscard]] std::filesystem::path head_file() const { return folder / "L" / "signed-head"; }
};

Submission city_registered(const SmallLedger& made, const LedgerFolder& ledger) {
  PartyRegistered body;
  body.party = "springfield";
  body.kind = PartyKind::kCity;
  body.names = {{"en", "Springfield"}};
  body.country = "CA";
  const Saying saying{"certifier", 1'541'757'600, {"AAAAAAAAAAAAAAAAAAAAAA", ledger.config().genesis}, body, {}};
  return {sign_statement(saying, *made.root).value(), {}};
}

TEST(LedgerFolder, AnswersForWhatItAppendedWhenTheFileForReadersCannotBeWritten) {
  const SmallLedger made;
  auto ledger = made.create();
  ASSERT_TRUE(ledger) << ledger.error().message;
  std::filesystem::remove(made.head_file());
  std::filesystem::create_directory(made.head_file());  // stands in for a disk that has just become full
  const auto answer = (*ledger)->submit({city_registered(made, **ledger)});
  ASSERT_TRUE(answer) << answer.error().message;
  ASSERT_TRUE(answer->registered);
  const auto receipt = parse_receipt(answer->registered->entries.at(0).receipt);
  ASSERT_TRUE(receipt);
  EXPECT_TRUE(check_receipt(*receipt, answer->registered->entries.at(0).ref.leaf, made.key->public_key()));
  EXPECT_TRUE((*ledger)->close());
  ledger->reset();

  std::filesystem::remove(made.head_file());
  const auto again = LedgerFolder::open(made.folder / "L", {made.key.get()}, made.clock);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE(std::filesystem::is_regular_file(made.head_file())) << "the next start writes it again";
}

ReadStatement read(const Submission& submission) {
  return ReadStatement::read(submission.statement).value();
}

// What a submitter that does not wait is left with.
struct Resumed {
  std::promise<std::pair<LedgerFolder::Rest, bool>> given;
  [[nodiscard]] LedgerFolder::Resume resume() {
    return [this](LedgerFolder::Rest rest, bool may_block) { given.set_value({std::move(rest), may_block}); };
  }
};

TEST(LedgerFolder, AnswersASubmitterThatDoesNotWaitAsOneThatDoes) {
  const SmallLedger made;
  const auto ledger = made.create().value();
  const Submission submission = city_registered(made, *ledger);
  Resumed first;
  ASSERT_FALSE(ledger->submit_later(read(submission), first.resume())) << "queued";
  auto [rest, may_block] = first.given.get_future().get();
  EXPECT_FALSE(may_block);
  const auto answer = rest();
  ASSERT_TRUE(answer && answer->registered) << "durable before it was resumed";
  const auto& entry = answer->registered->entries.at(0);
  EXPECT_FALSE(entry.duplicate);
  EXPECT_TRUE(check_receipt(parse_receipt(entry.receipt).value(), entry.ref.leaf, made.key->public_key()));
  const auto again = ledger->submit({submission});
  ASSERT_TRUE(again && again->registered);
  EXPECT_TRUE(again->registered->entries.at(0).duplicate);
  EXPECT_EQ(again->registered->entries.at(0).ref.index, entry.ref.index);
  EXPECT_EQ(again->registered->entries.at(0).receipt, entry.receipt);
}

TEST(LedgerFolder, LetsASubmitterThatDoesNotWaitWriteFilesForWhatIsRefused) {
  const SmallLedger made;
  const auto ledger = made.create().value();
  Submission forged = city_registered(made, *ledger);
  forged.statement.back() ^= 1U;  // in its signature
  Resumed resumed;
  ASSERT_FALSE(ledger->submit_later(read(forged), resumed.resume()));
  auto [rest, may_block] = resumed.given.get_future().get();
  EXPECT_TRUE(may_block);
  const auto answer = rest();
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->refused.size(), 1U);
  EXPECT_EQ(answer->refused[0].violations.at(0).rule, ledger->dry_run({forged})->refused.at(0).violations.at(0).rule);
  EXPECT_EQ(ledger->store().head()->size.value, 2U) << "opening and seal";
}

TEST(LedgerFolder, TellsASubmitterThatDoesNotWaitThatItIsClosed) {
  const SmallLedger made;
  const auto ledger = made.create().value();
  const Submission submission = city_registered(made, *ledger);
  ASSERT_TRUE(ledger->close());
  Resumed resumed;
  ASSERT_FALSE(ledger->submit_later(read(submission), resumed.resume()));
  EXPECT_EQ(resumed.given.get_future().get().first().error().code, Code::kHalted);
  const auto reader = LedgerFolder::open_to_read(made.folder / "L").value();
  Resumed there;
  ASSERT_FALSE(reader->submit_later(read(submission), there.resume()));
  EXPECT_EQ(there.given.get_future().get().first().error().code, Code::kInvalid);
}

constexpr std::uint64_t kDayMillis = 86'400'000;

class LedgerRotation : public testing::Test {
 protected:
  LedgerRotation() : ledger(made.create().value()) {}
  // Both keys sign checkpoints for 91 days.
  void rotate() {
    before = ledger->log_key();
    const auto answer = ledger->rotate_key(*next, {made.clock.now().value + 91 * kDayMillis});
    ASSERT_TRUE(answer) << answer.error().message;
    ASSERT_TRUE(answer->registered) << answer->refused.at(0).violations.at(0).message;
    rotation = answer->registered->entries.at(0);
  }
  void reopen(const LedgerKeys& keys) {
    ASSERT_TRUE(ledger->close());
    ledger.reset();
    auto opened = LedgerFolder::open(made.folder / "L", keys, made.clock);
    ASSERT_TRUE(opened) << opened.error().message;
    ledger = std::move(*opened);
  }
  [[nodiscard]] bool signed_by(const ledger::NoteKey& key) const {
    return ledger::open_checkpoint(ledger->signed_head()->checkpoint, key).has_value();
  }
  SmallLedger made;
  std::unique_ptr<Signer> next = fixed_signer(3);  // outlives the ledger, which signs with it
  std::unique_ptr<LedgerFolder> ledger;
  ledger::NoteKey before;
  Registered::Entry rotation;
};

TEST_F(LedgerRotation, LetsBothKeysSignCheckpointsUntilTheOverlapIsOver) {
  rotate();
  const auto after = ledger->log_key();
  EXPECT_NE(after, before);
  EXPECT_TRUE(signed_by(before));
  EXPECT_TRUE(signed_by(after));
  made.clock.advance_ms(92 * kDayMillis);
  reopen({next.get(), made.key.get()});  // a jump of days inside one run stops the writing
  const auto answer = ledger->submit({city_registered(made, *ledger)});
  ASSERT_TRUE(answer && answer->registered);
  EXPECT_FALSE(signed_by(before));
  EXPECT_TRUE(signed_by(after));
}

TEST_F(LedgerRotation, SignsReceiptsWithTheNextKeyFromItsOwnEntryOn) {
  rotate();
  const auto receipt = parse_receipt(rotation.receipt);
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->header.kid, key_thumbprint(next->public_key()));
  EXPECT_TRUE(check_receipt(*receipt, rotation.ref.leaf, next->public_key()));
  EXPECT_FALSE(check_receipt(*receipt, rotation.ref.leaf, made.key->public_key()));
}

TEST_F(LedgerRotation, OpensWithTheNextKeyAndNotWithTheOneBeforeAlone) {
  rotate();
  reopen({next.get(), made.key.get()});
  EXPECT_TRUE(ledger->missing_keys().empty());
  reopen({next.get()});
  EXPECT_EQ(ledger->missing_keys(), std::vector<ledger::NoteKey>{before});
  ASSERT_TRUE(ledger->close());
  ledger.reset();
  const auto opened = LedgerFolder::open(made.folder / "L", {made.key.get()}, made.clock);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Code::kKey);
}

TEST_F(LedgerRotation, KeepsItsProofUnderACheckpointOfTheKeyBefore) {
  rotate();
  const auto file = made.folder / "L" / "rotations" / (std::to_string(rotation.ref.index.value) + ".tlog-proof");
  ASSERT_TRUE(std::filesystem::remove(file));
  EXPECT_FALSE(ledger->rotation_proof(rotation.ref.index)->has_value());
  reopen({next.get(), made.key.get()});
  const auto kept = ledger->rotation_proof(rotation.ref.index);
  ASSERT_TRUE(kept && *kept) << "the next start during the overlap writes it again";
  const auto proof = ledger::parse_tlog_proof(**kept);
  ASSERT_TRUE(proof);
  EXPECT_TRUE(ledger::check_tlog_proof(*proof, rotation.ref.leaf, before));
}

TEST_F(LedgerRotation, IsFoundRightByTheAudit) {
  rotate();
  const auto answer = ledger->submit({city_registered(made, *ledger)});
  ASSERT_TRUE(answer && answer->registered);
  const auto report = ledger->audit({});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->findings.empty());
  EXPECT_TRUE(ledger->fsck({})->differences.empty());
}

}  // namespace
}  // namespace attest::test
