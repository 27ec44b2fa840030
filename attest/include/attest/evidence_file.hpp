// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The file behind a registration of evidence: who may send it and who is given it, by the table of rights: whoever may
// know its digest may have it. Signer, provider and the city that it serves may send it.
//
// Errors of all: kCorrupt, kStorage.
// Threads:       those of LedgerFolder.
#pragma once

#include <optional>
#include <string>

#include "attest/reader.hpp"

namespace attest {

struct EvidenceFile {
  EntryIndex index;
  std::string owner;  // the party that signed the registration
  std::string media_type;
  std::uint64_t size = 0;
  std::optional<EntryRef> expired;
  bool readable = false;         // by the reader
  bool sendable = false;         // by the reader; then it is readable
  std::optional<Digest> digest;  // of a readable one; none when it is erased or not known here
};
// The digest that a registration hides, as far as this folder knows it; none when it is erased.
[[nodiscard]] Result<std::optional<Digest>> evidence_digest(const LedgerFolder& ledger, const Statement& statement);
// What it is to that reader. Errors: kNotFound too, when the entry registers no evidence.
[[nodiscard]] Result<EvidenceFile> evidence_file(const LedgerFolder& ledger, const Reader& reader, EntryIndex index);

enum class EvidenceShown : std::uint8_t { kDigest, kFile };  // the file tells its digest too
// Writes to the access log, as fields "digest" and "file", what the reader is about to be shown. Errors: kFull too.
[[nodiscard]] Result<void> log_evidence(const LedgerFolder& ledger, const Reader& reader, const EvidenceFile& file,
                                        EvidenceShown shown);

}  // namespace attest
