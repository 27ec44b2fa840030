// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger lineage: what stands behind a certificate, from the certificate down to the organisations that the
// evidence comes from. Every entry named was proven against the signed checkpoint and its signature verified.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "attest/catalogue.hpp"
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

// An entry whose place is proven: who said it, and when.
struct Said {
  attest::EntryRef entry;
  std::string party;
  std::string holder;
  ledger::UnixMillis time;
  attest::Body body;
  std::map<std::string, std::string> opened;  // as far as this folder knows
};

struct LineageLine {
  attest::Indicator indicator;
  Said submission;
  std::vector<Said> replaced;   // earlier submissions, oldest first
  std::vector<Said> decisions;  // on any of them, oldest first; the last one accepted
  std::vector<Said> evidence;
};

struct CertificateLineage {
  Said issued;
  Said review;
  Said enrolled;
  std::vector<LineageLine> lines;  // catalogue order
  ledger::TreeSize size;           // of the checkpoint that everything was proven against
  std::string notice;              // the cycle's, empty when none
  bool simulated_clock = false;
};

// Errors: kNotFound; kCorrupt when a proof, a signature or a root does not hold.
[[nodiscard]] Result<CertificateLineage> lineage_of(const attest::LedgerFolder& ledger, const std::string& certificate);

[[nodiscard]] std::string lineage_text(const CertificateLineage& lineage);
[[nodiscard]] Json lineage_json(const CertificateLineage& lineage);
[[nodiscard]] std::string lineage_dot(const CertificateLineage& lineage);

}  // namespace cityledger
