// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A whole audit of a ledger folder beside the bare work in it: its hashes alone, its signatures alone.
//
// usage: bench_audit LEDGER (for instance demo/ledger)
#include <cstdio>

#include "attest/ledger_folder.hpp"
#include "bench.hpp"
#include "ledger/fsck.hpp"

namespace {

using bench::must;

struct Signed {
  ledger::Bytes message;
  ledger::Bytes signature;
  attest::PublicKey key;
};

std::vector<Signed> signatures_of(const attest::LedgerFolder& ledger, std::uint64_t size) {
  std::vector<Signed> all;
  for (std::uint64_t i = 0; i < size; ++i) {
    const auto statement = must(ledger.statement({i}));
    const auto key = must(attest::get_key(ledger.store(), statement.cose.header.kid));
    all.push_back({attest::sig_structure(statement.cose.protected_bytes, statement.cose.payload),
                   statement.cose.signature, key ? key->key : ledger.config().ledger_key});
  }
  return all;
}

void hash_all(const ledger::Store& store, std::uint64_t size) {
  ledger::Digest chain = ledger::chain_start();
  ledger::MemoryTree tree;
  must(store.entries({0}, size, [&](ledger::EntryIndex, const ledger::StoredEntry& entry) {
    const auto leaf = ledger::leaf_hash(entry.body);
    chain = ledger::chain_next(chain, entry.time, leaf);
    tree.append(leaf);
    return true;
  }));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) bench::give_up("usage: bench_audit LEDGER");
  const auto ledger = must(attest::LedgerFolder::open_to_read(argv[1]));
  const std::uint64_t size = must(ledger->store().head()).size.value;
  const auto all = signatures_of(*ledger, size);
  std::printf("%llu entries\n", static_cast<unsigned long long>(size));
  bench::compare(
      "entries hashed",
      {{"limit: leaves, chain and tree in memory", size, [&] { hash_all(ledger->store(), size); }},
       {"fsck without derived state", size, [&] { static_cast<void>(must(ledger::fsck(ledger->store(), {}, {}))); }}});
  bench::compare("entries audited, every signature and rule",
                 {{"limit: the signatures alone, one thread", size,
                   [&] {
                     for (const auto& one : all) {
                       if (!attest::verify_signature(one.key, one.message, one.signature)) bench::give_up("signature");
                     }
                   }},
                  {"audit", size, [&] {
                     if (!must(ledger->audit({})).findings.empty()) bench::give_up("audit");
                   }}});
}
