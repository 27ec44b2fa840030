// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Which registered evidence a spreadsheet's rows cite, and which must be registered with them.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cityledger/import_table.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct EvidencePlace {
  std::filesystem::path table;   // the spreadsheet: evidence itself for rows that name no file
  std::filesystem::path folder;  // where the files named in it are
  std::string table_source;      // for rows that name no source: the city
  int data_year = 0;
  std::string retention_until;  // day
};

// What one row rests on: registered already, or number `pending` of those to be registered.
struct EvidenceNeed {
  std::optional<attest::EntryRef> registered;
  std::size_t pending = 0;
};

class EvidencePlan {
 public:
  // Reads what is registered and may be cited by `city`. Errors: kCorrupt, kStorage.
  [[nodiscard]] static Result<EvidencePlan> make(const attest::LedgerFolder& ledger, std::string city,
                                                 EvidencePlace place);

  // The same file with the same source is one piece of evidence. Errors: kNotFound, kTooLarge, kInvalid: the cell
  // is wrong.
  [[nodiscard]] Result<EvidenceNeed> need(const ImportRow& row);
  // Whether a live submission with this evidence rests on what the row names.
  [[nodiscard]] Result<bool> is_same(const ImportRow& row, const std::vector<attest::EntryRef>& cited) const;

  struct Pending {
    std::filesystem::path file;
    ledger::Digest digest;
    std::uint64_t size = 0;
    std::string source;
  };
  [[nodiscard]] const std::vector<Pending>& pending() const { return pending_; }
  // The statements that register what is pending, in order.
  [[nodiscard]] Result<std::vector<attest::Submission>> statements(Session& session, const std::string& signer) const;
  // Copies what is pending into the evidence store: to be done before the statements are appended.
  [[nodiscard]] Result<void> keep_files() const;

 private:
  struct Known {
    attest::EntryRef ref;
    std::string digest;
    std::string source;
  };
  EvidencePlan(const attest::LedgerFolder& ledger, EvidencePlace place) : ledger_(&ledger), place_(std::move(place)) {}
  [[nodiscard]] std::string source_of(const ImportRow& row) const;
  [[nodiscard]] Result<std::filesystem::path> file_of(const ImportRow& row) const;
  [[nodiscard]] Result<EvidenceNeed> cited_entry(std::string_view number) const;

  const attest::LedgerFolder* ledger_;
  EvidencePlace place_;
  std::vector<Known> known_;
  std::vector<Pending> pending_;
  std::map<std::filesystem::path, std::pair<ledger::Digest, std::uint64_t>> digests_;
};

}  // namespace cityledger
