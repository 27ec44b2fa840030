// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger party archive: everything of one party in one file that others' programs open.
//
//   README.txt index.json checkpoint
//   statements/N.cose  receipts/N.cose  proofs/N.tlog-proof   of each entry that it signed or that is about it
//   disclosures/N.json                                        what it may read of them
//   evidence/DIGEST                                           files that it registered or provided
//   trust/log.vkey trust/genesis
#pragma once

#include <filesystem>
#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct ArchiveOptions {
  LedgerOptions ledger;
  std::string party;
  std::filesystem::path out;
};
[[nodiscard]] int run_party_archive(const ArchiveOptions& options, Console& console);

}  // namespace cityledger
