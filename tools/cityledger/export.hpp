// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger export: what a server would publish, as plain files.
//
//   public/        checkpoint tile/... tile/entries/... times/... did.json status/... context.jsonld schema.json
//   trust/         log.vkey genesis policy did.json
//   certificates/  NUMBER/...
#pragma once

#include <filesystem>
#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct ExportOptions {
  LedgerOptions ledger;
  std::filesystem::path out;
  std::string did;  // empty: the only one
};
[[nodiscard]] int run_export(const ExportOptions& options, Console& console);

struct Exported {
  ledger::TreeSize size;
  std::size_t tiles = 0;
  std::size_t certificates = 0;
  bool trust = false;  // a DID document is published
};
// The same for a ledger that is open. Tiles first, the checkpoint that promises them last.
[[nodiscard]] Result<Exported> export_ledger(const attest::LedgerFolder& ledger, const std::string& did,
                                             const std::filesystem::path& out, const ledger::Progress& progress);

}  // namespace cityledger
