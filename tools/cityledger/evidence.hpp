// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger evidence: register the files that stand behind values, list them, send and get them, read them again, end
// them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct EvidenceAddOptions {
  LedgerOptions ledger;
  std::filesystem::path file;
  std::string title;
  std::string source;
  std::string provider;  // empty: the signer's own party when that is a provider, else none
  std::string media_type = "application/octet-stream";
  std::string period;
  std::string retention_until;  // day
  std::string signer;
};
[[nodiscard]] int run_evidence_add(const EvidenceAddOptions& options, Console& console);

struct EvidenceListOptions {
  LedgerOptions ledger;
};
[[nodiscard]] int run_evidence_list(const EvidenceListOptions& options, Console& console);

struct EvidenceSendOptions {
  LedgerOptions ledger;
  std::vector<std::filesystem::path> files;
  std::string signer;  // with a server: name of the key by whose right they are sent
};
// Files of evidence that is registered and missing, to where the ledger is.
[[nodiscard]] int run_evidence_send(const EvidenceSendOptions& options, Console& console);

struct EvidenceGetOptions {
  LedgerOptions ledger;
  std::uint64_t entry = 0;
  std::filesystem::path out;
};
[[nodiscard]] int run_evidence_get(const EvidenceGetOptions& options, Console& console);

struct EvidenceCheckOptions {
  LedgerOptions ledger;
  std::optional<std::uint64_t> entry;  // none: all
};
[[nodiscard]] int run_evidence_check(const EvidenceCheckOptions& options, Console& console);

struct EvidenceExpireOptions {
  LedgerOptions ledger;
  std::optional<std::uint64_t> entry;  // none: only remove what an interrupted run has left
  std::string reason = "retention";
  std::string signer;
};
[[nodiscard]] int run_evidence_expire(const EvidenceExpireOptions& options, Console& console);

}  // namespace cityledger
