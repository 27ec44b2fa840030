// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The last signed head, kept in a file beside the database so that readers have proofs without the ledger key.
// Not trusted: it is signed, and it can be made again from the store.
//
// A ledger writes it once a commit: in place, into two slots in turn, because a new file and a rename cost more than
// the signatures do. A reader takes the newest slot that is whole, so a write that it overtakes or that a kill cuts off
// shows it the head before. A mirror, whose heads come seldom and with others' signatures, replaces the file by the
// content alone. Layout: attest/README.md, "The file signed-head".
//
// Threads:    one writer; readers from anywhere, other processes included.
// Durability: none. After a power cut the next start writes it again from the store.
#pragma once

#include <filesystem>

#include "attest/ledger_folder.hpp"

namespace attest {

class SignedHeadFile {
 public:
  explicit SignedHeadFile(std::filesystem::path file) : file_(std::move(file)) {}
  ~SignedHeadFile();
  SignedHeadFile(const SignedHeadFile&) = delete;
  SignedHeadFile& operator=(const SignedHeadFile&) = delete;

  // Makes the file when it is not there, or is none of these. Errors: kFull, kStorage; kTooLarge (over a slot).
  [[nodiscard]] Result<void> write(const LedgerFolder::SignedHead& head);

 private:
  [[nodiscard]] Result<void> open();
  void close();
  std::filesystem::path file_;
  int descriptor_ = -1;
  std::uint64_t sequence_ = 0;  // of the newest slot
};

// A mirror's. Errors: kFull, kStorage.
[[nodiscard]] Result<void> write_signed_head(const std::filesystem::path& file, const LedgerFolder::SignedHead& head);
// Either's. Errors: kNotFound, kCorrupt.
[[nodiscard]] Result<LedgerFolder::SignedHead> read_signed_head(const std::filesystem::path& file);

}  // namespace attest
