// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// log.vkey: the keys that a log has had, and what an earlier one may still sign.
#include <gtest/gtest.h>

#include "certs/trust.hpp"
#include "support/sample_bundle.hpp"

namespace certs_test {
namespace {

constexpr std::uint8_t kNextSeed = 0x21;
constexpr std::uint8_t kThirdSeed = 0x22;

ledger::NoteKey note_key(std::uint8_t seed, const std::string& name = kOrigin) {
  return {name, ledger::NoteKeyType::kEd25519, attest::as_ed25519(seed_key(seed)->public_key())};
}

std::string vkey(std::uint8_t seed, const std::string& name = kOrigin) {
  return ledger::format_vkey(note_key(seed, name));
}

// A checkpoint of so many entries by these keys.
std::string checkpoint(std::uint64_t size, const std::vector<std::uint8_t>& seeds) {
  std::string note;
  for (const std::uint8_t seed : seeds) {
    const auto key = seed_key(seed);
    const auto sign = attest::note_signer(*key);
    note = note.empty() ? ledger::sign_checkpoint({kOrigin, {size}, {}}, note_key(seed), sign).value()
                        : ledger::sign_checkpoint_too(note, note_key(seed), sign).value();
  }
  return note;
}

TEST(LogKeys, AreOneLineEachWithTheSizeBehindEarlierOnes) {
  const auto keys =
      certs::parse_log_keys(vkey(kLedgerSeed) + " 17\n" + vkey(kNextSeed) + " 30\n" + vkey(kThirdSeed) + "\n");
  ASSERT_TRUE(keys) << keys.error().message;
  EXPECT_EQ(keys->log, note_key(kThirdSeed));
  ASSERT_EQ(keys->earlier.size(), 2U);
  EXPECT_EQ(keys->earlier[0].key, note_key(kLedgerSeed));
  EXPECT_EQ(keys->earlier[0].size_max.value, 17U);
  EXPECT_EQ(keys->earlier[1].size_max.value, 30U);
  EXPECT_TRUE(certs::parse_log_keys(vkey(kLedgerSeed))->earlier.empty());
}

TEST(LogKeys, AreReadInThatFormAlone) {
  const std::string first = vkey(kLedgerSeed);
  const std::string next = "\n" + vkey(kNextSeed) + "\n";
  for (const std::string& file :
       {first + next, first + " " + next, first + " 0" + next, first + " 017" + next, first + " 17 " + next,
        first + " 17x" + next, first + "  17" + next, first + " 99999999999999999999" + next, first + " 17\n",
        first + " 17\n" + next, "\n" + first + "\n", first + " 17\n" + vkey(kNextSeed) + " 17\n" + vkey(kThirdSeed),
        first + " 17\n" + vkey(kNextSeed, "another.example") + "\n"}) {
    EXPECT_FALSE(certs::parse_log_keys(file)) << file;
  }
}

TEST(LogKeys, OpenACheckpointOfAnEarlierKeyUpToItsSizeAlone) {
  const certs::LogKeys keys{note_key(kNextSeed), {{note_key(kLedgerSeed), {17}}}};
  EXPECT_TRUE(certs::open_checkpoint(checkpoint(17, {kLedgerSeed}), keys));
  EXPECT_FALSE(certs::open_checkpoint(checkpoint(18, {kLedgerSeed}), keys));
  EXPECT_TRUE(certs::open_checkpoint(checkpoint(18, {kNextSeed}), keys));
  EXPECT_TRUE(certs::open_checkpoint(checkpoint(18, {kNextSeed, kLedgerSeed}), keys));
  EXPECT_FALSE(certs::open_checkpoint(checkpoint(17, {kThirdSeed}), keys));
}

TEST(LogKeys, OfATrustFolderAreThoseOfItsPolicy) {
  const auto sample = make_sample({});
  const std::string log = vkey(kLedgerSeed) + " 17\n" + vkey(kNextSeed) + "\n";
  const auto with_policy = [&](const std::string& policy) {
    return certs::parse_trust({log, sample.genesis, policy, sample.did_json}).has_value();
  };
  const std::string first = "log " + vkey(kLedgerSeed) + "\n";
  const std::string next = "log " + vkey(kNextSeed) + "\n";
  EXPECT_TRUE(with_policy(first + next + "quorum none\n"));
  EXPECT_FALSE(with_policy(next + "quorum none\n"));
  EXPECT_FALSE(with_policy(first + next + "log " + vkey(kThirdSeed) + "\nquorum none\n"));
}

}  // namespace
}  // namespace certs_test
