// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "unit/ledger/support.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace ledger::testing {
namespace {

Digest plain_hash(std::string_view prefix, const Digest& left, const Digest& right) {
  return sha256({view(prefix), left.view(), right.view()});
}

std::size_t largest_power_below(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

std::vector<Digest> naive_subproof(std::size_t m, std::span<const Digest> leaves, bool known) {
  const std::size_t n = leaves.size();
  if (m == n) return known ? std::vector<Digest>{} : std::vector<Digest>{naive_root(leaves)};
  const std::size_t k = largest_power_below(n);
  std::vector<Digest> proof;
  if (m <= k) {
    proof = naive_subproof(m, leaves.first(k), known);
    proof.push_back(naive_root(leaves.subspan(k)));
  } else {
    proof = naive_subproof(m - k, leaves.subspan(k), false);
    proof.push_back(naive_root(leaves.first(k)));
  }
  return proof;
}

}  // namespace

Bytes from_hex(std::string_view hex) {
  const Result<Bytes> bytes = hex_decode(hex);
  EXPECT_TRUE(bytes.has_value()) << hex;
  return bytes.value_or(Bytes{});
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  EXPECT_TRUE(in.is_open()) << "cannot read " << file;
  return {std::istreambuf_iterator<char>(in), {}};
}

std::filesystem::path own_vector(std::string_view name) {
  return std::filesystem::path(CITYLEDGER_TEST_VECTORS) / "ledger" / name;
}

boost::json::value read_json(const std::filesystem::path& file) {
  boost::json::error_code error;
  boost::json::value value = boost::json::parse(read_file(file), error);
  EXPECT_FALSE(error) << file;
  return value;
}

std::string text_of(const boost::json::value& object, std::string_view member) {
  return boost::json::value_to<std::string>(object.at({member.data(), member.size()}));
}

std::vector<Digest> digests_of(const boost::json::value& array) {
  std::vector<Digest> out;
  for (const auto& hex : array.as_array()) {
    out.push_back(digest_from_hex(boost::json::value_to<std::string>(hex)).value());
  }
  return out;
}

std::optional<std::filesystem::path> others_vectors() {
  const char* named = std::getenv("CITYLEDGER_VECTORS");
  const std::filesystem::path folder =
      named != nullptr ? std::filesystem::path(named)
                       : std::filesystem::path(CITYLEDGER_SOURCE_DIR).parent_path() / "shared" / "vectors";
  if (!std::filesystem::is_directory(folder)) return std::nullopt;
  return folder;
}

std::vector<Digest> numbered_leaves(std::size_t count) {
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(view("entry " + std::to_string(i))));
  return leaves;
}

MemoryTree tree_of(const std::vector<Digest>& leaves) {
  MemoryTree tree;
  for (const Digest& leaf : leaves) tree.append(leaf);
  return tree;
}

Digest naive_root(std::span<const Digest> leaves) {
  if (leaves.empty()) return sha256(ByteView{});
  if (leaves.size() == 1) return leaves[0];
  const std::size_t k = largest_power_below(leaves.size());
  return plain_hash("\x01", naive_root(leaves.first(k)), naive_root(leaves.subspan(k)));
}

std::vector<Digest> naive_inclusion(std::size_t index, std::span<const Digest> leaves) {
  if (leaves.size() == 1) return {};
  const std::size_t k = largest_power_below(leaves.size());
  const bool left = index < k;
  std::vector<Digest> path =
      left ? naive_inclusion(index, leaves.first(k)) : naive_inclusion(index - k, leaves.subspan(k));
  path.push_back(naive_root(left ? leaves.subspan(k) : leaves.first(k)));
  return path;
}

std::vector<Digest> naive_consistency(std::size_t older, std::span<const Digest> leaves) {
  return naive_subproof(older, leaves, true);
}

}  // namespace ledger::testing
