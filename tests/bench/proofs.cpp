// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Inclusion and consistency proofs made from memory (the limit) and from the store, and checked beside the bare
// hashes that checking needs. Opening beside the number of entries.
#include "bench.hpp"
#include "ledger/lmdb_store.hpp"
#include "ledger/proof.hpp"

namespace {

using bench::must;
using ledger::Digest;
using ledger::EntryIndex;
using ledger::TreeSize;

constexpr std::uint64_t kLeaves = 1U << 18U;
constexpr std::uint64_t kStep = 4'096;

// A store whose entries are their own numbers.
void fill(ledger::Store& store, ledger::MemoryTree& tree, std::uint64_t count) {
  auto head = must(store.head());
  auto edge = must(ledger::TreeEdge::load(store, head.size));
  while (head.size.value < count) {
    ledger::Batch batch;
    batch.base = head.size;
    for (std::uint64_t i = 0; i < kStep; ++i) {
      const auto number = ledger::big_endian_64(head.size.value);
      const Digest leaf = ledger::leaf_hash(number);
      head.time = {1'000'000 + head.size.value};
      head.chain = ledger::chain_next(head.chain, head.time, leaf);
      batch.entries.push_back({ledger::to_bytes(ledger::ByteView(number)), head.time, head.chain});
      edge.append(leaf, batch.nodes);
      tree.append(leaf);
      ++head.size.value;
    }
    head.root = edge.root();
    batch.head = head;
    must(store.commit(batch));
  }
}

std::uint64_t spread(std::uint64_t i) {
  return i * 2'654'435'761U % kLeaves;
}

}  // namespace

int main() {
  bench::Folder folder;
  const auto place = folder.fresh() / "store";
  auto store = must(ledger::open_lmdb_store(place, ledger::OpenMode::kCreate));
  ledger::MemoryTree tree;
  fill(*store, tree, kLeaves);
  constexpr std::uint64_t kProofs = 50'000;
  const TreeSize size{kLeaves};
  const auto made_from = [&](const ledger::NodeReader& nodes) {
    for (std::uint64_t i = 0; i < kProofs; ++i) {
      static_cast<void>(must(ledger::make_inclusion(nodes, EntryIndex{spread(i)}, size)));
    }
  };
  const auto consistency_from = [&](const ledger::NodeReader& nodes) {
    for (std::uint64_t i = 0; i < kProofs; ++i) {
      static_cast<void>(must(ledger::make_consistency(nodes, TreeSize{spread(i) + 1}, size)));
    }
  };
  bench::compare("inclusion proofs made, 2^18 entries", {{"limit: nodes in memory", kProofs, [&] { made_from(tree); }},
                                                         {"from the store", kProofs, [&] { made_from(*store); }}});
  bench::compare("consistency proofs made, 2^18 entries",
                 {{"limit: nodes in memory", kProofs, [&] { consistency_from(tree); }},
                  {"from the store", kProofs, [&] { consistency_from(*store); }}});

  std::vector<ledger::HashPath> paths;
  for (std::uint64_t i = 0; i < kProofs; ++i) {
    paths.push_back(must(ledger::make_inclusion(tree, EntryIndex{spread(i)}, size)));
  }
  const Digest root = tree.root();
  bench::compare("inclusion proofs checked, 18 hashes each",
                 {{"limit: the node hashes alone", kProofs,
                   [&] {
                     for (const auto& path : paths) {
                       Digest hash = path.front();
                       for (const auto& sibling : path) hash = ledger::node_hash(hash, sibling);
                       if (hash == root) bench::give_up("impossible");
                     }
                   }},
                  {"checked", kProofs, [&] {
                     for (std::uint64_t i = 0; i < kProofs; ++i) {
                       const Digest leaf = must(tree.node({0, spread(i)}));
                       must(ledger::check_inclusion(leaf, EntryIndex{spread(i)}, size, paths[i], root));
                     }
                   }}});

  store.reset();
  const auto small = folder.fresh() / "store";
  {
    ledger::MemoryTree few;
    fill(*must(ledger::open_lmdb_store(small, ledger::OpenMode::kCreate)), few, kStep);
  }
  bench::compare("stores opened",
                 {{"4,096 entries", 200,
                   [&] {
                     for (int i = 0; i < 200; ++i) {
                       static_cast<void>(must(must(ledger::open_lmdb_store(small, ledger::OpenMode::kRead))->head()));
                     }
                   }},
                  {"262,144 entries", 200, [&] {
                     for (int i = 0; i < 200; ++i) {
                       static_cast<void>(must(must(ledger::open_lmdb_store(place, ledger::OpenMode::kRead))->head()));
                     }
                   }}});
}
