// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A published log's tiles. What they say is not trusted: who uses the nodes checks the proof that they make.
#pragma once

#include <deque>
#include <future>
#include <map>
#include <vector>

#include "attest/mirror.hpp"
#include "ledger/tile.hpp"

namespace attest {

// Reads below a checkpoint of `size`. Where a partial tile is gone the full one stands for it.
class LogTiles final : public ledger::NodeReader {
 public:
  // The source must outlive the object.
  LogTiles(LogSource& source, TreeSize size) : source_(source), size_(size) {}

  // Errors: those of the source; kCorrupt for a tile of another length.
  [[nodiscard]] Result<Digest> node(ledger::NodeId id) const override;

  struct Bundle {
    std::vector<Bytes> statements;
    std::vector<UnixMillis> times;  // as many
  };
  // The next ones are fetched meanwhile, kMirrorBundlesAhead at most: bundles are asked for in order.
  [[nodiscard]] Result<Bundle> bundle(std::uint64_t number) const;

 private:
  struct Ahead {
    std::uint64_t number;
    std::future<Result<Bundle>> bundle;
  };
  [[nodiscard]] Result<Bundle> fetch(std::uint64_t number) const;
  // The first `width` records of a tile.
  [[nodiscard]] Result<Bytes> fixed_records(ledger::TilePath path, std::size_t record_bytes) const;
  [[nodiscard]] Result<std::vector<Bytes>> statements(ledger::TilePath path) const;

  LogSource& source_;
  TreeSize size_;
  mutable std::deque<Ahead> ahead_;
  mutable std::map<std::pair<std::uint8_t, std::uint64_t>, Bytes> hashes_;  // tiles read last
};

}  // namespace attest
