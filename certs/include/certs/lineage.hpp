// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What stands behind a certificate, from the certificate down to the organisations that the evidence comes from. Every
// entry named was proven against the signed checkpoint and its signature verified.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "attest/catalogue.hpp"
#include "attest/reader.hpp"
#include "certs/words.hpp"

namespace certs {

// An entry whose place is proven: who said it, and when.
struct SaidEntry {
  attest::EntryRef entry;
  std::string party;
  std::string holder;
  ledger::UnixMillis time;
  attest::Body body;
  std::map<std::string, std::string> opened;  // as far as the reader may see it
};

struct LineageLine {
  attest::Indicator indicator;
  SaidEntry submission;
  std::vector<SaidEntry> replaced;   // earlier submissions, oldest first
  std::vector<SaidEntry> decisions;  // on any of them, oldest first; the last one accepted
  std::vector<SaidEntry> evidence;
};

struct CertificateLineage {
  SaidEntry issued;
  SaidEntry review;
  SaidEntry enrolled;
  std::vector<LineageLine> lines;  // catalogue order
  ledger::TreeSize size;           // of the checkpoint that everything was proven against
  std::string notice;              // the cycle's, empty when none
  bool simulated_clock = false;
};

// Errors: kNotFound; kCorrupt when a proof, a signature or a root does not hold.
[[nodiscard]] Result<CertificateLineage> lineage_of(const attest::Sight& sight, const std::string& certificate);

[[nodiscard]] std::string lineage_text(const CertificateLineage& lineage);
[[nodiscard]] Json lineage_json(const CertificateLineage& lineage);
[[nodiscard]] std::string lineage_dot(const CertificateLineage& lineage);

}  // namespace certs
