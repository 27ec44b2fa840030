// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Key files of any kind of private key: the same files as signer.hpp's, for keys that sign no statements.
#pragma once

#include <filesystem>
#include <string_view>
#include <utility>

#include "ledger/bytes.hpp"
#include "ledger/result.hpp"

namespace attest {

// Bytes that are wiped when they go.
class Secret {
 public:
  explicit Secret(ledger::Bytes bytes) : bytes_(std::move(bytes)) {}
  ~Secret();
  Secret(Secret&&) noexcept = default;
  Secret& operator=(Secret&&) = delete;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  [[nodiscard]] ledger::ByteView view() const { return bytes_; }

 private:
  ledger::Bytes bytes_;
};

// In: a PKCS#8 PrivateKeyInfo, DER. Written as write_key_file writes: encrypted, mode 0600, synced, never over another.
// Errors: kInvalid (exists, passphrase too short or long), kKey (no private key), kStorage.
[[nodiscard]] ledger::Result<void> write_private_key(const std::filesystem::path& file, const Secret& key,
                                                     std::string_view passphrase);
// Out: the PrivateKeyInfo. Errors: kKey (wrong passphrase, not a key file), kNotFound, kStorage.
[[nodiscard]] ledger::Result<Secret> read_private_key(const std::filesystem::path& file, std::string_view passphrase);

}  // namespace attest
