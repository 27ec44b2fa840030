// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/ledger_folder.hpp"

#include <gtest/gtest.h>

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
