// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger prove: proofs as files. They end at the ledger's present signed checkpoint.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

// Receipt (RFC 9942) or tlog-proof (C2SP) of one entry.
struct ProveEntryOptions {
  LedgerOptions ledger;
  std::uint64_t entry = 0;
  std::filesystem::path out;  // empty: to the screen (receipts in base64url)
};
[[nodiscard]] int run_prove_receipt(const ProveEntryOptions& options, Console& console);
[[nodiscard]] int run_prove_tlog_proof(const ProveEntryOptions& options, Console& console);

// The statement of one entry: as logged, or with its disclosures as CBOR [statement, [disclosure...]].
struct ProveStatementOptions {
  LedgerOptions ledger;
  std::uint64_t entry = 0;
  std::filesystem::path out;  // empty: to the screen, in base64url
  bool opened = false;
};
[[nodiscard]] int run_prove_statement(const ProveStatementOptions& options, Console& console);

// That the ledger of an earlier size is a beginning of the present one; in the form of the body of C2SP
// tlog-witness add-checkpoint: "old SIZE", the path in base64, an empty line, the checkpoint.
struct ProveConsistencyOptions {
  LedgerOptions ledger;
  std::uint64_t older = 0;
  std::filesystem::path out;
};
[[nodiscard]] int run_prove_consistency(const ProveConsistencyOptions& options, Console& console);

}  // namespace cityledger
