// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/chain.hpp"

#include <gtest/gtest.h>

#include "unit/ledger/support.hpp"

namespace ledger {
namespace {

TEST(Chain, StartsWithTheHashOfNothing) {
  EXPECT_EQ(chain_start(), sha256(view("")));
}

TEST(Chain, HashesPrefixChainTimeAndLeafInThisOrder) {
  const Digest leaf = leaf_hash(view("entry 0"));
  Bytes bytes = {0x02};
  append(bytes, chain_start().view());
  append(bytes, testing::from_hex("0000019b00000001"));
  append(bytes, leaf.view());
  ASSERT_EQ(bytes.size(), 73U);
  EXPECT_EQ(chain_next(chain_start(), {0x0000019b00000001}, leaf), sha256(bytes));
}

TEST(Chain, ChangesWithEveryPart) {
  const Digest leaf = leaf_hash(view("a"));
  const Digest next = chain_next(chain_start(), {7}, leaf);
  EXPECT_NE(next, chain_next(Digest{}, {7}, leaf));
  EXPECT_NE(next, chain_next(chain_start(), {8}, leaf));
  EXPECT_NE(next, chain_next(chain_start(), {7}, Digest{}));
}

}  // namespace
}  // namespace ledger
