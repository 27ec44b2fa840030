// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A ledger as plain files: checkpoint, tiles, entry bundles and times, read for an audit.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "attest/audit.hpp"
#include "ledger/checkpoint.hpp"

namespace cityledger {

class TileSource final : public attest::EntrySource {
 public:
  TileSource(std::filesystem::path folder, ledger::TreeSize size) : folder_(std::move(folder)), size_(size) {}
  // Errors: kNotFound for a missing file, kCorrupt for one that cannot be read.
  [[nodiscard]] ledger::Result<void> entries(
      ledger::EntryIndex first, std::uint64_t count,
      const std::function<bool(ledger::EntryIndex, const Item&)>& visit) const override;

  // Compares every published hash tile with the entries. One sentence a difference.
  [[nodiscard]] ledger::Result<std::vector<std::string>> compare_hash_tiles() const;

 private:
  struct Bundle {
    std::vector<attest::Bytes> statements;
    attest::Bytes times;
  };
  [[nodiscard]] ledger::Result<Bundle> bundle(std::uint64_t number) const;
  std::filesystem::path folder_;
  ledger::TreeSize size_;
};

}  // namespace cityledger
