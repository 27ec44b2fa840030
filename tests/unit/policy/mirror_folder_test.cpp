// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/mirror_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "ledger/lmdb_store.hpp"
#include "support/published_log.hpp"
#include "support/temp_folder.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using ledger::Code;

// The ledger itself stands for its server.
class SampleServer final : public attest::Upstream {
 public:
  explicit SampleServer(SampleLedger& ledger) : ledger_(ledger) {}
  ledger::Result<attest::SubmitAnswer> submit(const std::vector<attest::Submission>& /*submissions*/,
                                              ledger::Store& /*mirror*/) override {
    return ledger::fail(Code::kBusy, "not in this test");
  }
  ledger::Result<std::vector<std::string>> disclosures(ledger::EntryIndex index) override {
    asked.push_back(index.value);
    return shown;
  }
  ledger::Result<ledger::Bytes> receipt(ledger::EntryIndex index, ledger::Store& /*mirror*/) override {
    const auto head = ledger_.store().head().value();
    const auto& key = *ledger_.actor("ledger").key;
    const attest::ReceiptHeader header{attest::key_thumbprint(key.public_key()), kOrigin, ledger_.genesis(), head.size};
    const auto signature = attest::sign_receipt_root(header, head.root, key);
    const auto path = ledger::make_inclusion(ledger_.store(), index, head.size);
    return attest::encode_receipt(header, index, *path, *signature);
  }
  std::vector<std::string> shown;
  std::vector<std::uint64_t> asked;

 private:
  SampleLedger& ledger_;
};

class MirrorFolder : public Verified {
 protected:
  MirrorFolder() { EXPECT_TRUE(attest::make_mirror(path(), ledger.genesis())); }
  [[nodiscard]] std::filesystem::path path() const { return folder / "M"; }
  ledger::Result<attest::Followed> follow(PublishedLog& log) {
    const auto store = ledger::open_lmdb_store(path() / "store", ledger::OpenMode::kWrite);
    if (!store) return tl::unexpected(store.error());
    return attest::bring_forward(path(), **store, log, trust_in(ledger), ledger::to_string(log.files["checkpoint"]),
                                 {});
  }
  [[nodiscard]] std::size_t contradictions() const {
    std::error_code error;
    std::filesystem::directory_iterator files(path() / "contradictions", error);
    return error ? 0 : static_cast<std::size_t>(std::distance(files, {}));
  }
  [[nodiscard]] attest::EntryRef live_value() { return ledger.live("C1").submission; }
  ledger_test::TempFolder folder;
  SampleServer server{ledger};
};

TEST_F(MirrorFolder, ReadsLikeALedgerFolder) {
  PublishedLog log(ledger);
  ASSERT_TRUE(follow(log));
  const auto mirror = attest::LedgerFolder::open_to_read(path());
  ASSERT_TRUE(mirror) << mirror.error().message;
  EXPECT_EQ((*mirror)->config().genesis, ledger.genesis());
  EXPECT_EQ((*mirror)->store().head().value(), ledger.store().head().value());
  EXPECT_TRUE((*mirror)->tlog_proof({3}));
  const auto report = (*mirror)->audit({});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->findings.empty());
  EXPECT_EQ(report->opened_rules_checked, 0U);
  EXPECT_FALSE((*mirror)->submit({})) << "nobody to send it to";
}

TEST_F(MirrorFolder, IsMadeOnceAndForOneLedger) {
  EXPECT_TRUE(attest::is_mirror(path()));
  EXPECT_TRUE(attest::make_mirror(path(), ledger.genesis()));
  auto other = ledger.genesis();
  other.bytes[0] ^= 1U;
  EXPECT_EQ(attest::make_mirror(path(), other).error().code, Code::kInvalid);
  std::filesystem::create_directories(folder / "own" / "store");
  EXPECT_EQ(attest::make_mirror(folder / "own", ledger.genesis()).error().code, Code::kInvalid);
  EXPECT_FALSE(attest::is_mirror(folder / "own"));
}

TEST_F(MirrorFolder, KeepsBothCheckpointsOfAContradiction) {
  auto items = PublishedLog::items_of(ledger.store());
  PublishedLog older(ledger);
  ledger.say("registrar", SampleLedger::party("here", attest::PartyKind::kCity));
  PublishedLog log(ledger);
  ASSERT_TRUE(follow(log));
  const auto kept = ledger::to_string(log.files["checkpoint"]);
  EXPECT_EQ(follow(older).error().code, Code::kStale);
  EXPECT_EQ(contradictions(), 2U);
  items.push_back(
      {ledger.sign("registrar", SampleLedger::party("there", attest::PartyKind::kCity)), items.back().time});
  PublishedLog fork(ledger, items);
  EXPECT_EQ(follow(fork).error().code, Code::kCorrupt);
  EXPECT_EQ(follow(fork).error().code, Code::kCorrupt);
  EXPECT_EQ(contradictions(), 3U) << "each once";
  const auto mirror = attest::LedgerFolder::open_to_read(path());
  EXPECT_EQ((*mirror)->signed_head()->checkpoint, kept);
}

TEST_F(MirrorFolder, AsksForConfidentialFieldsOnceAndTakesThoseThatFit) {
  PublishedLog log(ledger);
  ASSERT_TRUE(follow(log));
  const auto mirror = attest::LedgerFolder::open_mirror_to_read(path(), server);
  ASSERT_TRUE(mirror);
  const auto statement = (*mirror)->statement(live_value().index);
  ASSERT_TRUE(statement);
  for (const auto& [digest, encoded] : ledger.disclosures()) server.shown.push_back(encoded);
  const auto opened = (*mirror)->opened(*statement);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->at("value"), "12.5");
  EXPECT_EQ(opened->size(), statement->sd.size()) << "not those of other statements";
  EXPECT_TRUE((*mirror)->opened(*statement));
  EXPECT_EQ(server.asked, std::vector<std::uint64_t>{live_value().index.value});
  // Nothing that the server gave is on the disk.
  const auto again = attest::LedgerFolder::open_to_read(path());
  EXPECT_TRUE((*again)->opened(*statement)->empty());
}

TEST_F(MirrorFolder, BelievesNoFieldThatDoesNotFitItsDigest) {
  PublishedLog log(ledger);
  ASSERT_TRUE(follow(log));
  const auto mirror = attest::LedgerFolder::open_mirror_to_read(path(), server);
  server.shown = {attest::make_disclosure("value", "99")};
  EXPECT_TRUE((*mirror)->opened(*(*mirror)->statement(live_value().index))->empty());
}

TEST_F(MirrorFolder, JudgesStatementsAsTheLedgerWould) {
  PublishedLog log(ledger);
  ASSERT_TRUE(follow(log));
  const auto mirror = attest::LedgerFolder::open_mirror(path(), ledger.clock(), server);
  ASSERT_TRUE(mirror) << mirror.error().message;
  const auto draft = ledger.value("C3");
  const attest::Submission good{ledger.sign("submitter", draft), draft.disclosures};
  EXPECT_TRUE((*mirror)->dry_run({good})->refused.empty());
  const auto refused =
      (*mirror)->dry_run({good, {ledger.sign("provider", draft), draft.disclosures}, {good.statement, {}}});
  ASSERT_TRUE(refused);
  ASSERT_EQ(refused->refused.size(), 2U);
  EXPECT_EQ(refused->refused[0].statement, 1U);
  EXPECT_EQ(refused->refused[1].violations.at(0).rule, "disclosure.missing");
  EXPECT_EQ((*mirror)->submit({good}).error().code, Code::kBusy) << "the server is asked";
}

TEST_F(MirrorFolder, GivesTheServersReceiptWhenItIsProven) {
  PublishedLog log(ledger);
  ASSERT_TRUE(follow(log));
  const auto alone = attest::LedgerFolder::open_to_read(path());
  EXPECT_EQ((*alone)->receipt({3}).error().code, Code::kNotFound);
  const auto mirror = attest::LedgerFolder::open_mirror_to_read(path(), server);
  EXPECT_TRUE((*mirror)->receipt({3}));
  // Of a later tree than the mirror has followed: not proven here.
  ledger.say("registrar", SampleLedger::party("later", attest::PartyKind::kCity));
  EXPECT_EQ((*mirror)->receipt({3}).error().code, Code::kCorrupt);
}

TEST_F(MirrorFolder, RefusesEveryChangedByteOfAReceipt) {
  PublishedLog log(ledger);
  ASSERT_TRUE(follow(log));
  const auto leaf = ledger.store().node({0, 3}).value();
  const auto receipt = server.receipt({3}, ledger.store()).value();
  EXPECT_TRUE(attest::check_mirrored_receipt(ledger.store(), {{3}, leaf}, receipt));
  EXPECT_FALSE(attest::check_mirrored_receipt(ledger.store(), {{4}, leaf}, receipt));
  for (std::size_t at = 0; at < receipt.size(); ++at) {
    auto changed = receipt;
    changed[at] ^= 1U;
    EXPECT_FALSE(attest::check_mirrored_receipt(ledger.store(), {{3}, leaf}, changed)) << "byte " << at;
  }
}

}  // namespace
}  // namespace sample
