// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Time-stamp authorities as commands name them: outside ones by address, or our own.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "certs/pki_folder.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

// Asks an authority by HTTP (RFC 3161, section 3.4). Errors: kBusy (no answer, or the server is not well), kInvalid
// (it answers something else than a time-stamp).
[[nodiscard]] certs::TimestampExchange http_exchange(const std::string& address);

// What a command stamps with. Holds the own authority's key and the clock that its source uses.
struct Timestamping {
  std::optional<certs::TimestampKey> own;
  std::unique_ptr<ledger::Clock> clock;
  certs::TimestampSource source;
  std::vector<ledger::Bytes> outside_roots;  // trusted for the outside authorities; empty with our own
};
// Outside authorities in that order, judged by the roots of the PEM file and the machine's clock; without any our own,
// from LEDGER/pki, which says the ledger's time. Errors: kInvalid (addresses without roots), those of PkiFolder::open
// and timestamp_key_in_force.
[[nodiscard]] Result<std::unique_ptr<Timestamping>> timestamping_for(const LedgerOptions& options, KeyRing& keys,
                                                                     const std::vector<std::string>& addresses,
                                                                     const std::filesystem::path& roots);

}  // namespace cityledger
