// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/mirror.hpp"

#include <gtest/gtest.h>

#include "ledger/fsck.hpp"
#include "ledger/limits.hpp"
#include "ledger/lmdb_store.hpp"
#include "support/check_ledger.hpp"
#include "support/published_log.hpp"
#include "support/temp_folder.hpp"
#include "unit/policy/entries.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using ledger::Code;

class Mirror : public Verified {
 protected:
  ledger::Result<attest::Followed> follow(PublishedLog& log) {
    return attest::follow_log(mirror, log, trust_in(ledger), {});
  }
  ledger::Result<attest::Followed> follow() {
    PublishedLog log(ledger);
    return follow(log);
  }
  // The log is refused for that, and nothing of it is stored.
  void refused(PublishedLog& log, Code code, const std::string& field, const std::string& says) {
    const auto before = mirror.head().value();
    const auto followed = follow(log);
    ASSERT_FALSE(followed);
    EXPECT_EQ(ledger::code_name(followed.error().code), ledger::code_name(code)) << followed.error().message;
    EXPECT_EQ(followed.error().field, field) << followed.error().message;
    EXPECT_NE(followed.error().message.find(says), std::string::npos) << followed.error().message;
    EXPECT_EQ(mirror.head().value(), before);
  }
  [[nodiscard]] std::size_t find(const std::string& type, int n = 0) { return Entries(ledger.store()).find(type, n); }
  [[nodiscard]] std::string only(const std::string& what) {
    PublishedLog log(ledger);
    for (const auto& [path, content] : log.files) {
      if (path.starts_with(what)) return path;
    }
    return "";
  }
  ledger::MemoryStore mirror;
};

TEST_F(Mirror, HoldsWhatTheLedgerHolds) {
  const auto followed = follow();
  ASSERT_TRUE(followed) << followed.error().message;
  EXPECT_EQ(followed->before.value, 0U);
  EXPECT_EQ(mirror.head().value(), ledger.store().head().value());
  EXPECT_EQ(mirror.unsealed_since().value(), ledger.store().unsealed_since().value());
  ledger_test::check_ledger(mirror, followed->after.value);
  const auto report = ledger::fsck(mirror, attest::admit, {});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->differences, std::vector<std::string>{});
}

TEST_F(Mirror, ComesForwardWithTheLedger) {
  ASSERT_TRUE(follow());
  const auto before = mirror.head()->size;
  EXPECT_EQ(follow()->after, before) << "nothing new";
  ledger.say("reviewer", ledger.review());
  ledger.say("issuer", ledger.certificate("A-1", 0));
  const auto followed = follow();
  ASSERT_TRUE(followed) << followed.error().message;
  EXPECT_EQ(followed->before, before);
  EXPECT_EQ(mirror.head().value(), ledger.store().head().value());
  EXPECT_TRUE(attest::get_certificate(mirror, "A-1").value());
  ledger_test::check_ledger(mirror, followed->after.value);
}

TEST_F(Mirror, LiesOnDiskLikeTheLedgerItself) {
  const ledger_test::TempFolder folder;
  const auto store = ledger::open_lmdb_store(folder / "store", ledger::OpenMode::kCreate);
  ASSERT_TRUE(store);
  PublishedLog log(ledger);
  ASSERT_TRUE(attest::follow_log(**store, log, trust_in(ledger), {}));
  ledger_test::check_ledger(**store, ledger.store().head()->size.value);
}

TEST_F(Mirror, ReadsManyTilesAndCommitsInBatches) {
  for (int i = 0; ledger.store().head()->size.value < attest::kMirrorBatchEntries + 300; ++i) {
    ledger.say("registrar", SampleLedger::party("city-" + std::to_string(i), attest::PartyKind::kCity));
  }
  PublishedLog log(ledger);
  std::uint64_t last = 0;
  const auto followed = attest::follow_log(mirror, log, trust_in(ledger), [&](std::uint64_t done, std::uint64_t total) {
    EXPECT_GT(done, last);
    EXPECT_LE(done, total);
    last = done;
  });
  ASSERT_TRUE(followed) << followed.error().message;
  EXPECT_EQ(last, followed->after.value);
  ledger_test::check_ledger(mirror, followed->after.value);
}

TEST_F(Mirror, TakesAFullTileWhereThePartialOneIsGone) {
  PublishedLog small(ledger);
  while (ledger.store().head()->size.value < 600) {
    ledger.say("registrar", SampleLedger::party(
                                "c" + ledger.nonce().substr(0, 0) + std::to_string(ledger.store().head()->size.value),
                                attest::PartyKind::kCity));
  }
  PublishedLog large(ledger);
  const auto partial = small.files;
  small.files = large.files;
  small.files["checkpoint"] = partial.at("checkpoint");
  small.drop_partial_tiles();
  const auto followed = follow(small);
  ASSERT_TRUE(followed) << followed.error().message;
  EXPECT_LT(followed->after.value, 256U);
  EXPECT_EQ(follow(large)->after, ledger.store().head()->size);
}

TEST_F(Mirror, RefusesSwappedEntries) {
  auto items = PublishedLog::items_of(ledger.store());
  const auto at = find("party.registered");
  PublishedLog honest(ledger);
  std::swap(items[at].statement, items[at + 1].statement);
  PublishedLog lying(ledger, items);
  lying.files["checkpoint"] = honest.files.at("checkpoint");
  const auto followed = follow(lying);
  ASSERT_FALSE(followed);
  EXPECT_EQ(followed.error().code, Code::kCorrupt);
  EXPECT_EQ(mirror.head()->size.value, 0U);
}

TEST_F(Mirror, RefusesEntriesThatTheCheckpointIsNotOver) {
  // Well formed and admitted, yet not what the key signed.
  PublishedLog before(ledger);
  auto items = PublishedLog::items_of(ledger.store());
  ledger.say("registrar", SampleLedger::party("elsewhere", attest::PartyKind::kCity));
  const auto signed_by_key = PublishedLog(ledger).files;
  auto other = PublishedLog::items_of(ledger.store());
  other.back().statement = ledger.sign("registrar", SampleLedger::party("nowhere", attest::PartyKind::kCity));
  PublishedLog lying(ledger, other);
  lying.files["checkpoint"] = signed_by_key.at("checkpoint");
  refused(lying, Code::kCorrupt, "entry", "are not those that the log's key signed");
  ASSERT_TRUE(follow(before));
  refused(lying, Code::kCorrupt, "checkpoint", "is not the one whose first");
}

TEST_F(Mirror, RefusesATimeThatASealContradicts) {
  auto items = PublishedLog::items_of(ledger.store());
  const auto at = find("ledger.seal", 1);
  items[at - 1].time.value -= 1;
  PublishedLog lying(ledger, items);
  refused(lying, Code::kCorrupt, "entry", "seal.wrong");
}

TEST_F(Mirror, RefusesATimeThatGoesBack) {
  ledger.clock().advance_ms(5'000);
  ledger.say("registrar", SampleLedger::party("later", attest::PartyKind::kCity));
  auto items = PublishedLog::items_of(ledger.store());
  items.back().time = {1};
  PublishedLog lying(ledger, items);
  refused(lying, Code::kCorrupt, "entry", "before that of the entry before");
}

TEST_F(Mirror, RefusesACheckpointOfAnotherKeyOrNone) {
  PublishedLog log(ledger);
  const ledger::NoteKey stranger{kOrigin, ledger::NoteKeyType::kEd25519,
                                 attest::as_ed25519(ledger.actor("submitter").key->public_key())};
  log.files["checkpoint"] = ledger::to_bytes(
      ledger::sign_checkpoint(ledger.checkpoint(), stranger, attest::note_signer(*ledger.actor("submitter").key))
          .value());
  refused(log, Code::kInvalid, "checkpoint", "");
  log.files["checkpoint"] = ledger::to_bytes(ledger::checkpoint_text(ledger.checkpoint()));
  refused(log, Code::kInvalid, "checkpoint", "");
}

TEST_F(Mirror, RefusesAKeyThatTheEntriesDoNotName) {
  // The trust folder may name more keys than the one that signs now.
  const auto& other = *ledger.actor("submitter").key;
  const ledger::NoteKey key{kOrigin, ledger::NoteKeyType::kEd25519, attest::as_ed25519(other.public_key())};
  PublishedLog log(ledger);
  log.files["checkpoint"] =
      ledger::to_bytes(ledger::sign_checkpoint(ledger.checkpoint(), key, attest::note_signer(other)).value());
  const attest::MirrorTrust both{ledger.genesis(),
                                 [key](std::string_view note) { return ledger::open_checkpoint(note, key); }};
  const auto followed = attest::follow_log(mirror, log, both, {});
  ASSERT_FALSE(followed);
  EXPECT_NE(followed.error().message.find("entries name"), std::string::npos) << followed.error().message;
  EXPECT_EQ(mirror.head()->size.value, 0U);
}

TEST_F(Mirror, RefusesALogThatShrank) {
  PublishedLog older(ledger);
  ledger.say("registrar", SampleLedger::party("later", attest::PartyKind::kCity));
  ASSERT_TRUE(follow());
  refused(older, Code::kStale, "checkpoint", "older state");
}

TEST_F(Mirror, RefusesAForkOfEverySize) {
  auto items = PublishedLog::items_of(ledger.store());
  ledger.say("registrar", SampleLedger::party("here", attest::PartyKind::kCity));
  ASSERT_TRUE(follow());
  const auto size = mirror.head()->size.value;
  for (std::uint64_t more = size - items.size() - 1; more < 3; ++more) {
    auto other = items;
    for (std::uint64_t i = 0; i <= more; ++i) {
      other.push_back(
          {ledger.sign("registrar", SampleLedger::party("fork" + std::to_string(i), attest::PartyKind::kCity)),
           items.back().time});
    }
    PublishedLog fork(ledger, other);
    refused(fork, Code::kCorrupt, "checkpoint", "is not the one whose first");
  }
  items[1].statement.back() ^= 1U;
  PublishedLog smaller(ledger, items);
  refused(smaller, Code::kCorrupt, "checkpoint", "is not the one whose first");
}

TEST_F(Mirror, RefusesAnEntryThatThePolicyRefuses) {
  auto items = PublishedLog::items_of(ledger.store());
  // The operator signs for a tree with a value that nobody with a right to it has submitted.
  items.push_back({ledger.sign("provider", ledger.value("C3")), items.back().time});
  PublishedLog lying(ledger, items);
  refused(lying, Code::kCorrupt, "entry", "the policy does not admit it: key.role");
  items.back().statement = ledger::to_bytes("no statement");
  PublishedLog garbage(ledger, items);
  refused(garbage, Code::kCorrupt, "entry", "statement.form");
  items.back() = items[items.size() - 2];
  PublishedLog twice(ledger, items);
  refused(twice, Code::kCorrupt, "entry", "once more");
}

TEST_F(Mirror, RefusesALogWithoutASealThatIsDue) {
  ledger.say("reviewer", ledger.review());
  ledger.say("issuer", ledger.certificate("A-1", 0));
  auto items = PublishedLog::items_of(ledger.store());
  items.pop_back();
  PublishedLog last(ledger, items);
  refused(last, Code::kCorrupt, "entry", "must follow the log's last entry");
  items.push_back({ledger.sign("registrar", SampleLedger::party("more", attest::PartyKind::kCity)), items.back().time});
  PublishedLog between(ledger, items);
  refused(between, Code::kCorrupt, "entry", "must follow the entry before");
}

TEST_F(Mirror, RefusesAnotherLedgerUnderTheSameKey) {
  PublishedLog log(ledger);
  auto trust = trust_in(ledger);
  trust.genesis.bytes[0] ^= 1U;
  const auto followed = attest::follow_log(mirror, log, trust, {});
  ASSERT_FALSE(followed);
  EXPECT_EQ(followed.error().field, "genesis");
}

TEST_F(Mirror, RefusesTilesThatAreCutShortOrTooLong) {
  for (const std::string& kind : {std::string("tile/entries/"), std::string("times/")}) {
    const std::string path = only(kind);
    for (const int change : {-1, 1}) {
      PublishedLog log(ledger);
      log.files[path].resize(static_cast<std::size_t>(static_cast<int>(log.files[path].size()) + change));
      const auto followed = follow(log);
      ASSERT_FALSE(followed) << path;
      EXPECT_TRUE(followed.error().code == Code::kCorrupt || followed.error().code == Code::kTooLarge);
      EXPECT_EQ(followed.error().field, path);
      EXPECT_EQ(mirror.head()->size.value, 0U);
    }
    PublishedLog gone(ledger);
    gone.files.erase(path);
    refused(gone, Code::kNotFound, only(kind).substr(0, only(kind).find(".p/")), "no such file");
  }
}

TEST_F(Mirror, RefusesWrongHashTilesWhenItComesForward) {
  ASSERT_TRUE(follow());
  ledger.say("registrar", SampleLedger::party("later", attest::PartyKind::kCity));
  PublishedLog log(ledger);
  log.files[only("tile/0/")][3] ^= 1U;
  refused(log, Code::kCorrupt, "checkpoint", "is not the one whose first");
}

TEST_F(Mirror, RefusesEverySingleChangedBitOfTheCheckpoint) {
  const PublishedLog honest(ledger);
  const auto& note = honest.files.at("checkpoint");
  for (std::size_t bit = 0; bit < note.size() * 8; ++bit) {
    PublishedLog log(ledger, {});
    log.files = honest.files;
    log.files["checkpoint"][bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(follow(log)) << "bit " << bit;
  }
  EXPECT_EQ(mirror.head()->size.value, 0U);
}

TEST_F(Mirror, KeepsWhatWasStoredWhenTheServerGoesAway) {
  for (int i = 0; ledger.store().head()->size.value < attest::kMirrorBatchEntries + 300; ++i) {
    ledger.say("registrar", SampleLedger::party("city-" + std::to_string(i), attest::PartyKind::kCity));
  }
  PublishedLog whole(ledger);
  PublishedLog half(ledger, {});
  half.files = whole.files;
  half.files.erase("tile/entries/016.p/" + std::to_string(ledger.store().head()->size.value % 256));
  std::erase_if(half.files, [](const auto& file) { return file.first.starts_with("tile/entries/017"); });
  EXPECT_FALSE(follow(half));
  EXPECT_EQ(mirror.head()->size.value, attest::kMirrorBatchEntries);
  ledger_test::check_ledger(mirror, attest::kMirrorBatchEntries);
  EXPECT_EQ(follow(whole)->before.value, attest::kMirrorBatchEntries);
  EXPECT_EQ(mirror.head().value(), ledger.store().head().value());
}

}  // namespace
}  // namespace sample
