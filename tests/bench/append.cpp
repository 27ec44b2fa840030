// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Durable append: one O_DSYNC write to a preallocated file (the limit) beside the ledger, entries of 600 bytes,
// answered only after commit, read back and, where it says so, checkpoint signature.
#include <algorithm>
#include <thread>

#include "attest/signer.hpp"
#include "bench.hpp"
#include "ledger/lmdb_store.hpp"
#include "ledger/sequencer.hpp"

namespace {

using bench::must;
using ledger::Bytes;

constexpr std::size_t kEntryBytes = 600;

Bytes entry(std::uint64_t number) {
  Bytes body(kEntryBytes, 0x5a);
  const auto bytes = ledger::big_endian_64(number);
  std::copy(bytes.begin(), bytes.end(), body.begin());
  return body;
}

enum class Checkpoint : std::uint8_t { kSigned, kUnsigned };

struct Ledger {
  explicit Ledger(const std::filesystem::path& folder, Checkpoint checkpoint = Checkpoint::kSigned) {
    signer = must(attest::generate_signer(attest::Algorithm::kEdDsa));
    store = must(ledger::open_lmdb_store(folder / "store", ledger::OpenMode::kCreate));
    guard = must(ledger::create_guard_file(folder / "guard"));
    ledger::SequencerConfig config;
    config.sign_head = [this](const ledger::Head& head) {
      const ledger::NoteKey key{"bench.example", ledger::NoteKeyType::kEd25519,
                                attest::as_ed25519(signer->public_key())};
      return ledger::sign_checkpoint({key.name, head.size, head.root}, key, attest::note_signer(*signer));
    };
    if (checkpoint == Checkpoint::kUnsigned) {
      config.sign_head = [](const ledger::Head&) { return ledger::Result<std::string>("not signed"); };
    }
    config.admit = [](ledger::ByteView, const ledger::Place&, ledger::State&) -> ledger::Result<ledger::Admission> {
      return ledger::Append{};
    };
    sequencer = must(ledger::Sequencer::start(*store, *guard, clock, std::move(config)));
  }
  std::unique_ptr<attest::Signer> signer;
  std::unique_ptr<ledger::Store> store;
  std::unique_ptr<ledger::Guard> guard;
  ledger::MachineClock clock;
  std::unique_ptr<ledger::Sequencer> sequencer;
};

void append_from(Ledger& ledger, unsigned threads, std::uint64_t count, std::uint64_t batch) {
  std::vector<std::thread> submitters;
  for (unsigned t = 0; t < threads; ++t) {
    submitters.emplace_back([&, t] {
      for (std::uint64_t done = 0; done < count / threads; done += batch) {
        std::vector<Bytes> entries;
        for (std::uint64_t i = 0; i < batch; ++i) entries.push_back(entry(t * count + done + i));
        static_cast<void>(must(ledger.sequencer->submit(std::move(entries))));
      }
    });
  }
  for (auto& submitter : submitters) submitter.join();
}

}  // namespace

int main() {
  bench::Folder folder;
  constexpr std::uint64_t kOne = 5'000;
  constexpr std::uint64_t kMany = 32'000;
  Ledger alone(folder.fresh(), Checkpoint::kUnsigned);
  Ledger one(folder.fresh());
  Ledger many(folder.fresh());
  Ledger batches(folder.fresh());
  bench::SyncedFile synced(folder.fresh() / "synced", kOne);
  const auto write_synced = [&synced] {
    for (std::uint64_t i = 0; i < kOne; ++i) synced.write_block();
  };
  bench::compare("durable append, entries of 600 bytes",
                 {{"limit: O_DSYNC write to a preallocated file", kOne, write_synced},
                  {"1 submitter, checkpoint not signed", kOne, [&] { append_from(alone, 1, kOne, 1); }},
                  {"1 submitter, checkpoint signed", kOne, [&] { append_from(one, 1, kOne, 1); }},
                  {"64 submitters, checkpoint signed a batch", kMany, [&] { append_from(many, 64, kMany, 1); }},
                  {"1 submitter, submissions of 256", kMany, [&] { append_from(batches, 1, kMany, 256); }}});
}
