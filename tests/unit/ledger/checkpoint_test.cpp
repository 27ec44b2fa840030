// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/checkpoint.hpp"

#include <gtest/gtest.h>

#include "ledger/merkle.hpp"
#include "unit/ledger/support.hpp"
#include "unit/ledger/test_key.hpp"

namespace ledger {
namespace {

using testing::test_key;
using testing::TestKey;

const Checkpoint& example() {
  static const Checkpoint kExample{"log.example/one", {11}, leaf_hash(view("x"))};
  return kExample;
}

TEST(Checkpoint, AgreesWithTheOwnVectors) {
  const auto vectors = testing::read_json(testing::own_vector("checkpoints.json"));
  for (const auto& good : vectors.at("good").as_array()) {
    EXPECT_TRUE(parse_checkpoint_text(boost::json::value_to<std::string>(good)).has_value()) << good;
  }
  ASSERT_GT(vectors.at("bad").as_array().size(), 20U);
  for (const auto& bad : vectors.at("bad").as_array()) {
    EXPECT_FALSE(parse_checkpoint_text(boost::json::value_to<std::string>(bad)).has_value()) << bad;
  }
}

TEST(Checkpoint, TextReadsBack) {
  for (const std::uint64_t size : {std::uint64_t{1}, std::uint64_t{11}, ~std::uint64_t{0}}) {
    Checkpoint checkpoint = example();
    checkpoint.size = {size};
    EXPECT_EQ(parse_checkpoint_text(checkpoint_text(checkpoint)), checkpoint);
  }
}

TEST(Checkpoint, SignedOpensWithItsOwnKeyOnly) {
  const TestKey log = test_key("log.example/one", 1);
  const auto note = sign_checkpoint(example(), log.key, log.sign);
  ASSERT_TRUE(note.has_value());
  EXPECT_EQ(open_checkpoint(*note, log.key), example());
  EXPECT_EQ(open_checkpoint(*note, test_key("log.example/one", 2).key).error().code, Code::kInvalid);
  EXPECT_EQ(open_checkpoint(*note, test_key("log.example/two", 1).key).error().code, Code::kInvalid);
}

TEST(Checkpoint, AnyFlippedBitIsRefused) {
  const TestKey log = test_key("log.example/one", 1);
  testing::for_each_flipped_bit(*sign_checkpoint(example(), log.key, log.sign),
                                [&](const std::string& flipped, std::size_t bit) {
                                  EXPECT_FALSE(open_checkpoint(flipped, log.key).has_value()) << "bit " << bit;
                                });
}

TEST(Checkpoint, IsNotSignedForAnotherOrigin) {
  const TestKey log = test_key("log.example/two", 1);
  EXPECT_EQ(sign_checkpoint(example(), log.key, log.sign).error().code, Code::kInvalid);
}

TEST(Checkpoint, OfAnotherOriginIsRefusedThoughTheKeySignedIt) {
  const TestKey log = test_key("log.example/one", 1);
  Checkpoint foreign = example();
  foreign.origin = "log.example/two";
  const auto note = sign_note(checkpoint_text(foreign), log.key, log.sign);
  EXPECT_EQ(open_checkpoint(format_note(*note), log.key).error().code, Code::kInvalid);
}

TEST(Checkpoint, NoteThatIsNoCheckpointIsRefused) {
  const TestKey log = test_key("log.example/one", 1);
  const auto note = sign_note("log.example/one\nhello\n", log.key, log.sign);
  EXPECT_EQ(open_checkpoint(format_note(*note), log.key).error().code, Code::kInvalid);
}

}  // namespace
}  // namespace ledger
