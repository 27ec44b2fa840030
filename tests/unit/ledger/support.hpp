// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the ledger's core share: test data, bytes from hexadecimal text, a naive tree.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ledger/encoding.hpp"
#include "ledger/merkle.hpp"

namespace ledger::testing {

// Bytes of hexadecimal text; fails the test when it is none.
Bytes from_hex(std::string_view hex);

// The whole file; fails the test when it cannot be read.
std::string read_file(const std::filesystem::path& file);

// A file of ours in tests/vectors/ledger.
std::filesystem::path own_vector(std::string_view name);

boost::json::value read_json(const std::filesystem::path& file);
// A string member of an object.
std::string text_of(const boost::json::value& object, std::string_view member);
// An array of 64-digit digests.
std::vector<Digest> digests_of(const boost::json::value& array);

// The folder of other people's test data, when this machine has it.
std::optional<std::filesystem::path> others_vectors();

// A leaf hash for each index: hash of the entry "entry 0", "entry 1", …
std::vector<Digest> numbered_leaves(std::size_t count);
MemoryTree tree_of(const std::vector<Digest>& leaves);

// The definitions of RFC 9162 sections 2.1.1, 2.1.3.1 and 2.1.4.1 word for word: slow and recursive, to compare with.
Digest naive_root(std::span<const Digest> leaves);
std::vector<Digest> naive_inclusion(std::size_t index, std::span<const Digest> leaves);
std::vector<Digest> naive_consistency(std::size_t older, std::span<const Digest> leaves);

// Calls `check` with each copy of `bytes` in which one bit differs.
template <typename Check>
void for_each_flipped_bit(const std::string& bytes, const Check& check) {
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(static_cast<unsigned char>(flipped[bit / 8]) ^ (1U << bit % 8));
    check(flipped, bit);
  }
}

}  // namespace ledger::testing
