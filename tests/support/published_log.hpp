// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a sample ledger publishes, as files in memory that a test changes as it likes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "attest/audit.hpp"
#include "attest/mirror.hpp"
#include "support/sample_ledger.hpp"

namespace sample {

class PublishedLog final : public attest::LogSource {
 public:
  using Items = std::vector<attest::EntrySource::Item>;
  // Everything in the store, signed by the ledger's key.
  explicit PublishedLog(SampleLedger& ledger);
  // Those entries, whatever they are, as an operator with the ledger's key could publish them.
  PublishedLog(SampleLedger& ledger, const Items& items);

  [[nodiscard]] static Items items_of(const ledger::Store& store);
  [[nodiscard]] ledger::Result<ledger::Bytes> get(const std::string& path, std::size_t bytes_max) override;
  // Where partial tiles are gone once the full one is there; they are cut from it otherwise.
  void drop_partial_tiles();

  std::map<std::string, ledger::Bytes> files;
};

// The log's own key and name.
[[nodiscard]] attest::MirrorTrust trust_in(SampleLedger& ledger);
[[nodiscard]] ledger::NoteKey log_key_of(SampleLedger& ledger);

}  // namespace sample
