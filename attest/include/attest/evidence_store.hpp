// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Files that stand behind values, kept by the SHA-256 of their content: sha256/ab/cdef...
#pragma once

#include <filesystem>
#include <string_view>

#include "ledger/digest.hpp"

namespace attest {

struct StoredEvidence {
  ledger::Digest digest;
  std::uint64_t size = 0;
};

// Of a file wherever it lies: read to its end, nothing kept. Errors: kNotFound, kTooLarge (over kEvidenceBytesMax),
// kStorage.
[[nodiscard]] ledger::Result<StoredEvidence> measure_evidence(const std::filesystem::path& file);

class EvidenceStore {
 public:
  explicit EvidenceStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
  // Copies a file in, streamed; durable when it returns. The same content again is no error.
  // Errors: kNotFound, kTooLarge (over kEvidenceBytesMax), kFull, kStorage.
  [[nodiscard]] ledger::Result<StoredEvidence> add(const std::filesystem::path& file) const;
  [[nodiscard]] ledger::Result<StoredEvidence> add_text(std::string_view content) const;
  // Takes over a file that came in, when its content is this one: it is renamed into the store (copied when it lies on
  // another file system, and removed); durable when it returns. The same content again is no error: `is_new` says so.
  // Errors: kNotFound; kInvalid when digest or size differ, and then the file is left where it is; kFull, kStorage.
  struct Adopted {
    bool is_new = false;
  };
  [[nodiscard]] ledger::Result<Adopted> adopt(const std::filesystem::path& file, const StoredEvidence& expected) const;
  // Reads the file again and compares. Errors: kNotFound; kCorrupt when the content is another.
  [[nodiscard]] ledger::Result<void> check(const ledger::Digest& digest) const;
  [[nodiscard]] bool holds(const ledger::Digest& digest) const;
  // Durable when it returns; a file that is not there is no error. Errors: kStorage.
  [[nodiscard]] ledger::Result<void> remove(const ledger::Digest& digest) const;
  [[nodiscard]] std::filesystem::path path_of(const ledger::Digest& digest) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace attest
