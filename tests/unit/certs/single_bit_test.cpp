// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// No bit of a bundle can change unseen. Twice: as damage, and as somebody who knows the format would do it, with
// the bundle's digest computed again.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "support.hpp"
#include "support/sample_bundle.hpp"
#include "support/single_bits.hpp"

namespace certs_test {
namespace {

using certs::Verdict;

std::string digest_again(const std::string& file) {
  auto json = attest::parse_canonical_json(file);
  if (!json || json->object() == nullptr || json->find("digest") == nullptr) return file;
  certs::Json::Object members = *json->object();
  members.erase("digest");
  const std::string digest = ledger::to_hex(ledger::sha256(ledger::view(attest::canonical_json(members))));
  members.insert_or_assign("digest", digest);
  return attest::canonical_json(members);
}

void flip_bits(const std::string& file, const Sample& sample, bool knowing, std::size_t stride, std::size_t begin = 0,
               std::size_t end = 0) {
  if (end == 0) end = file.size() * 8;
  const certs::Question question{moment("2018-11-10"), {}};
  const Verdict before = certs::verify(file, sample.trust, question);
  std::atomic<std::size_t> unseen = 0;
  const auto work = [&](std::size_t first, std::size_t last) {
    for (std::size_t bit = first; bit < last; bit += stride) {
      std::string changed = file;
      changed[bit / 8] = static_cast<char>(static_cast<unsigned char>(changed[bit / 8]) ^ (1U << bit % 8));
      if (knowing) changed = digest_again(changed);
      if (knowing && changed == file) continue;  // only the digest was hit
      if (!has_lost_a_check(before, certs::verify(changed, sample.trust, question))) ++unseen;
    }
  };
  const std::size_t half = begin + (end - begin) / 2 / stride * stride;
  std::thread other(work, begin, half);
  work(half, end);
  other.join();
  EXPECT_EQ(unseen, 0U);
}

TEST(SingleBit, IsSeenAnywhereInABundle) {
  const Sample sample = make_sample({.cosigned_by = 1, .policy_more = witness_line(1) + "quorum w1\n"});
  flip_bits(sample.file, sample, false, step_or_one(1009));
}

TEST(SingleBit, IsSeenAnywhereInABundleWhoseDigestIsComputedAgain) {
  const Sample sample = make_sample({.cosigned_by = 1, .policy_more = witness_line(1) + "quorum w1\n"});
  flip_bits(sample.file, sample, true, step_or_one(1009));
}

// The history alone: the rest is the same as above.
TEST(SingleBit, IsSeenAnywhereInTheHistory) {
  const Sample sample = make_sample({.suspended_indices = {kStatusIndex}, .history = suspended_and_disputed()});
  const std::size_t first = sample.file.find("\"history\"");
  const std::size_t last = sample.file.find("\"issuance\"");
  ASSERT_LT(first, last);
  flip_bits(sample.file, sample, true, step_or_one(101), first * 8, last * 8);
}

TEST(SingleBit, IsSeenAnywhereInACredentialAlone) {
  const Sample sample = make_sample();
  flip_bits(sample.credential, sample, false, step_or_one(97));
}

}  // namespace
}  // namespace certs_test
