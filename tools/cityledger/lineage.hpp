// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger lineage: what stands behind a certificate, from the certificate down to the organisations that the
// evidence comes from. Every entry named was proven against the signed checkpoint and its signature verified.
#pragma once

#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct LineageOptions {
  LedgerOptions ledger;
  std::string certificate;
  std::string indicator;  // empty: all
  bool dot = false;       // Graphviz
};
[[nodiscard]] int run_lineage(const LineageOptions& options, Console& console);

}  // namespace cityledger
