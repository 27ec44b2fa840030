// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Disclosures by their digest, apart from the ledger, and out of the files again when they are erased. The ledger
// says what is erased; this store says how far it has followed. A store restored from an older copy is therefore
// behind, and follows again.
//
//   disclosures/          the present one
//   disclosures.rewrite/  a new one that is being written, or an old one that is not removed yet: never read
//
// Threads:    any; a rewrite waits for readers and holds them up.
// Durability: what put_all and rewrite did survives a power cut when they return; a rewrite that is cut off at any
//             point leaves the store before it or the one after it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>

#include "ledger/bytes.hpp"
#include "ledger/ids.hpp"
#include "ledger/lmdb_store.hpp"

namespace attest {

class DisclosureStore {
 public:
  struct Ways {
    std::function<ledger::Result<bool>(std::string_view digest)> is_erased;  // what the ledger says now
    // Called with the name of each step of a rewrite; tests kill here. May be empty.
    std::function<void(std::string_view step)> at_step;
  };
  // Errors: those of open_durable_map.
  [[nodiscard]] static ledger::Result<std::unique_ptr<DisclosureStore>> open(const std::filesystem::path& folder,
                                                                             ledger::OpenMode mode, Ways ways);

  // The disclosure with that digest. One that is erased is not there, whatever the files hold.
  // Errors: kCorrupt, kStorage.
  [[nodiscard]] ledger::Result<std::optional<std::string>> get(std::string_view digest) const;
  // By digest. Those that are erased are left out: a statement that is sent again brings nothing back.
  [[nodiscard]] ledger::Result<void> put_all(std::map<std::string, ledger::Bytes, std::less<>> disclosures);
  // Writes the store anew without what is erased, unless that was done for the entries below `end` already.
  // Errors: kFull, kStorage: the store is the one before or the one after.
  // Cost: the whole store is copied.
  [[nodiscard]] ledger::Result<void> follow(ledger::TreeSize end);

 private:
  DisclosureStore(std::filesystem::path folder, Ways ways) : folder_(std::move(folder)), ways_(std::move(ways)) {}
  [[nodiscard]] std::filesystem::path beside() const { return folder_.string() + ".rewrite"; }
  [[nodiscard]] ledger::Result<ledger::TreeSize> followed_to() const;
  [[nodiscard]] ledger::Result<void> copy_kept(ledger::DurableMap& into, ledger::TreeSize end) const;
  [[nodiscard]] ledger::Result<void> remove_beside() const;
  void at(std::string_view step) const {
    if (ways_.at_step) ways_.at_step(step);
  }

  std::filesystem::path folder_;
  Ways ways_;
  mutable std::shared_mutex mutex_;
  ledger::TreeSize followed_;  // as far as this process knows; asked after each commit
  std::unique_ptr<ledger::DurableMap> map_;
};

}  // namespace attest
