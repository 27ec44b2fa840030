// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/check_ledger.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <span>
#include <vector>

namespace ledger_test {

namespace {

using ledger::Digest;

Digest hash(std::uint8_t tag, std::initializer_list<ledger::ByteView> parts) {
  ledger::Bytes bytes{tag};
  for (const auto part : parts) ledger::append(bytes, part);
  return ledger::sha256(bytes);
}

// RFC 9162, 2.1.1, as it stands there. Each subtree's hash is compared with the stored node on the way.
class Recursion {
 public:
  explicit Recursion(const ledger::Store& store) : store_(store) {}

  Digest root(std::span<const Digest> leaves, std::uint64_t first) {
    if (leaves.empty()) return ledger::sha256(ledger::ByteView{});
    Digest value = leaves[0];
    if (leaves.size() > 1) {
      const std::size_t split = std::bit_floor(leaves.size() - 1);
      const Digest left = root(leaves.first(split), first);
      const Digest right = root(leaves.subspan(split), first + split);
      value = hash(1, {left.view(), right.view()});
    }
    if (std::has_single_bit(leaves.size())) compare(leaves.size(), first, value);
    return value;
  }
  std::string problem;

 private:
  void compare(std::uint64_t width, std::uint64_t first, const Digest& value) {
    const auto level = static_cast<std::uint8_t>(std::countr_zero(width));
    const auto stored = store_.node({level, first / width});
    if (stored && *stored == value) return;
    if (problem.empty()) {
      problem = "node " + std::to_string(level) + "/" + std::to_string(first / width) + ": " +
                (stored ? "differs" : stored.error().message);
    }
  }
  const ledger::Store& store_;
};

}  // namespace

std::string ledger_problem(const ledger::Store& store, std::uint64_t size) {
  const auto head = store.head();
  if (!head) return "head: " + head.error().message;
  if (head->size.value != size) {
    return "size is " + std::to_string(head->size.value) + ", not " + std::to_string(size);
  }
  std::vector<Digest> leaves;
  Digest chain = ledger::sha256(ledger::ByteView{});
  std::uint64_t last = 0;
  for (std::uint64_t i = 0; i < size; ++i) {
    const auto entry = store.entry({i});
    const std::string name = "entry " + std::to_string(i);
    if (!entry) return name + ": " + entry.error().message;
    if (entry->time.value < last) return name + ": time goes back";
    last = entry->time.value;
    leaves.push_back(hash(0, {entry->body}));
    chain = hash(2, {chain.view(), ledger::big_endian_64(last), leaves.back().view()});
    if (entry->chain_after != chain) return name + ": chain value differs";
  }
  Recursion recursion(store);
  const Digest root = recursion.root(leaves, 0);
  if (!recursion.problem.empty()) return recursion.problem;
  if (root != head->root) return "head: root differs";
  if (chain != head->chain) return "head: chain differs";
  if (last != head->time.value) return "head: time differs";
  const auto beyond = store.entry({size});
  if (beyond || beyond.error().code != ledger::Code::kNotFound) return "there is something beyond the end";
  return {};
}

void check_ledger(const ledger::Store& store, std::uint64_t size) {
  EXPECT_EQ(ledger_problem(store, size), "");
}

}  // namespace ledger_test
