// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/tlog_proof.hpp"

#include <gtest/gtest.h>

#include "ledger/limits.hpp"
#include "unit/ledger/support.hpp"

namespace ledger {
namespace {

class TlogProofVectors : public ::testing::Test {
 protected:
  boost::json::value vectors_ = testing::read_json(testing::own_vector("tlog_proofs.json"));
  NoteKey log_ = parse_vkey(testing::text_of(vectors_, "vkey")).value();
  std::vector<Digest> leaves_ = testing::numbered_leaves(16);
  [[nodiscard]] std::string good() const { return testing::text_of(vectors_.at("good").as_array().at(0), "proof"); }
};

TEST_F(TlogProofVectors, GoodOnesLeadToTheirCheckpoint) {
  for (const auto& one : vectors_.at("good").as_array()) {
    const auto index = static_cast<std::size_t>(one.at("index").as_int64());
    const auto proof = parse_tlog_proof(testing::text_of(one, "proof"));
    ASSERT_TRUE(proof.has_value()) << one;
    EXPECT_EQ(proof->index.value, index);
    EXPECT_TRUE(check_tlog_proof(*proof, leaves_[index], log_).has_value()) << one;
    EXPECT_FALSE(check_tlog_proof(*proof, leaves_[index + 1], log_).has_value()) << one;
  }
  EXPECT_EQ(check_tlog_proof(*parse_tlog_proof(good()), leaves_[6], log_)->size, TreeSize{11});
  EXPECT_EQ(check_tlog_proof(*parse_tlog_proof(good()), leaves_[6], log_)->root,
            testing::naive_root(std::span(leaves_).first(11)));
}

TEST_F(TlogProofVectors, MalformedOnesAreRefusedByTheReader) {
  for (const auto& text : vectors_.at("malformed").as_array()) {
    EXPECT_FALSE(parse_tlog_proof(boost::json::value_to<std::string>(text)).has_value()) << text;
  }
}

TEST_F(TlogProofVectors, WrongOnesAreRefusedByTheCheck) {
  for (const auto& text : vectors_.at("wrong").as_array()) {
    const auto proof = parse_tlog_proof(boost::json::value_to<std::string>(text));
    ASSERT_TRUE(proof.has_value()) << text;
    EXPECT_EQ(check_tlog_proof(*proof, leaves_[6], log_).error().code, Code::kInvalid) << text;
  }
}

TEST_F(TlogProofVectors, FormatWritesWhatTheReaderRead) {
  EXPECT_EQ(format_tlog_proof(*parse_tlog_proof(good())), good());
}

TEST_F(TlogProofVectors, AnyFlippedBitUpToTheCosignatureIsRefused) {
  // The cosignature on the last line belongs to a witness: the policy judges it, not the log's key.
  const std::string proof = good();
  const std::size_t checked = proof.find("\xE2\x80\x94 witness.example");
  testing::for_each_flipped_bit(proof.substr(0, checked), [&](const std::string& flipped, std::size_t bit) {
    const auto parsed = parse_tlog_proof(flipped + proof.substr(checked));
    EXPECT_FALSE(parsed && check_tlog_proof(*parsed, leaves_[6], log_)) << "bit " << bit;
  });
}

TEST_F(TlogProofVectors, LimitsOfHashesAndBytesAreTooLargeOnePast) {
  TlogProof proof = *parse_tlog_proof(good());
  proof.path.assign(kProofHashesMax, Digest{});
  EXPECT_TRUE(parse_tlog_proof(format_tlog_proof(proof)).has_value());
  proof.path.emplace_back();
  EXPECT_EQ(parse_tlog_proof(format_tlog_proof(proof)).error().code, Code::kTooLarge);
  std::string text = good();
  text.insert(text.find("index"), "extra " + std::string(4 * ((kNoteBytesMax - text.size() - 7) / 4), 'A') + "\n");
  ASSERT_LE(text.size(), kNoteBytesMax);
  EXPECT_TRUE(parse_tlog_proof(text).has_value());
  text.insert(text.find("index") - 1, "AAAA");
  ASSERT_GT(text.size(), kNoteBytesMax);
  EXPECT_EQ(parse_tlog_proof(text).error().code, Code::kTooLarge);
}

}  // namespace
}  // namespace ledger
