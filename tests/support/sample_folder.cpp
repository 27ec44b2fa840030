// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/sample_folder.hpp"

#include <stdexcept>

#include "service/disclosure_store.hpp"

namespace sample {
namespace {

template <class T>
T must(ledger::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

void write_store(SampleLedger& made, const std::filesystem::path& folder) {
  ledger::Batch batch;
  batch.entries = made.store().raw_entries();
  for (const auto& [id, digest] : made.store().raw_nodes()) batch.nodes.push_back({id, digest});
  batch.state = made.store().raw_state().records();
  batch.head = must(made.store().head());
  batch.unsealed_since = must(made.store().unsealed_since());
  must(must(ledger::open_lmdb_store(folder / "store", ledger::OpenMode::kCreate))->commit(batch));
  auto guard = must(ledger::create_guard_file(folder / "guard"));
  must(guard->reserve(batch.head.size));
}

void write_disclosures(const SampleLedger& made, const std::filesystem::path& folder) {
  const auto none_erased = [](std::string_view) -> ledger::Result<bool> { return false; };
  auto store =
      must(attest::DisclosureStore::open(folder / "disclosures", ledger::OpenMode::kCreate, {none_erased, {}}));
  std::map<std::string, ledger::Bytes, std::less<>> records;
  for (const auto& [digest, encoded] : made.disclosures())
    records[digest] = ledger::to_bytes(std::string_view(encoded));
  if (!records.empty()) must(store->put_all(std::move(records)));
}

}  // namespace

SampleFolder::SampleFolder(SampleLedger& made, const ledger::Clock& clock) : made_(made) {
  std::filesystem::create_directories(path());
  write_store(made, path());
  write_disclosures(made, path());
  ledger_ = must(attest::LedgerFolder::open(path(), {made.actor("ledger").key.get()}, clock));
}

attest::Submission SampleFolder::submission(const std::string& actor, const Draft& draft) {
  return {made_.sign(actor, draft), draft.disclosures};
}

attest::EntryRef SampleFolder::say(const std::string& actor, const Draft& draft) {
  const auto answer = must(ledger_->submit({submission(actor, draft)}));
  if (!answer.registered) throw std::runtime_error(answer.refused.at(0).violations.at(0).message);
  return answer.registered->entries.at(0).ref;
}

}  // namespace sample
