// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Who can sign: a private key behind an interface. Private keys never leave the file that holds them.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "attest/public_key.hpp"
#include "ledger/ed25519.hpp"

namespace attest {

class Signer {
 public:
  virtual ~Signer() = default;
  [[nodiscard]] virtual const PublicKey& public_key() const = 0;
  // 64 bytes: Ed25519 signature, or r || s with low S. Errors: kKey.
  [[nodiscard]] virtual Result<Bytes> sign(ByteView message) const = 0;
};

// An Ed25519 signer as notes and checkpoints want it; `key` must outlive it.
[[nodiscard]] ledger::Ed25519Sign note_signer(const Signer& key);

// A new key from the system's random numbers.
[[nodiscard]] Result<std::unique_ptr<Signer>> generate_signer(Algorithm algorithm);
// From a 32-byte seed (Ed25519 only): fixed keys for tests and worked examples.
[[nodiscard]] Result<std::unique_ptr<Signer>> signer_from_seed(ByteView seed);

// Writes PKCS#8, encrypted with the passphrase (PBES2, scrypt, AES-256-CBC), mode 0600, synced; never overwrites.
// Errors: kInvalid (exists, passphrase under 8 characters), kStorage. The signer must come from this header.
[[nodiscard]] Result<void> write_key_file(const std::filesystem::path& file, const Signer& signer,
                                          std::string_view passphrase);
// Errors: kKey (wrong passphrase, not a key of ours), kNotFound, kStorage.
[[nodiscard]] Result<std::unique_ptr<Signer>> read_key_file(const std::filesystem::path& file,
                                                            std::string_view passphrase);

// `count` bytes from the system's random numbers.
[[nodiscard]] Bytes random_bytes(std::size_t count);

}  // namespace attest
