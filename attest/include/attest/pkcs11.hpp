// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Private keys that never leave a token (a smart card, an HSM): PKCS#11, called directly.
//
// In the key folder such a key is NAME.pkcs11, three lines of text that hold no secret:
//
//   module: /usr/lib/softhsm/libsofthsm2.so
//   token: cityledger
//   label: seal                 (or)  id: 0a1b
//
// The module is a program that runs in this process: whoever may write the key folder chooses what runs.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "attest/signer.hpp"

namespace attest {

struct Pkcs11Key {
  std::string module;  // absolute path of a shared library
  std::string token;   // its label, at most 32 bytes
  std::string label;   // of the private key; or
  Bytes id;            // CKA_ID, 1 to 64 bytes
  friend bool operator==(const Pkcs11Key&, const Pkcs11Key&) = default;
};

[[nodiscard]] std::string pkcs11_text(const Pkcs11Key& key);
// Exactly those lines. Errors: kInvalid, naming the line.
[[nodiscard]] Result<Pkcs11Key> parse_pkcs11(std::string_view text);

// A file of a key folder; written durably, never over another. Errors: kNotFound, kInvalid, kStorage.
[[nodiscard]] Result<Pkcs11Key> read_pkcs11_file(const std::filesystem::path& file);
[[nodiscard]] Result<void> write_pkcs11_file(const std::filesystem::path& file, const Pkcs11Key& key);

// Logs in and finds the key; a signature is made and verified before it is given out. Ed25519 (CKM_EDDSA) or P-256
// (CKM_ECDSA over SHA-256, low S). The module stays loaded until the process ends, the session as long as the signer.
// Threads: any; signatures are made one at a time.
// Errors: kNotFound (module, token or key; naming what there is), kInvalid (two tokens or two keys of that name), kKey
// (PIN: wrong ones lock a token after a few; another kind of key; the token is gone).
[[nodiscard]] Result<std::unique_ptr<Signer>> open_pkcs11_key(const Pkcs11Key& key, std::string_view pin);
// Makes the key in the token, not extractable, with a random id. Errors: those above; kInvalid (the label is taken).
[[nodiscard]] Result<std::unique_ptr<Signer>> generate_pkcs11_key(const Pkcs11Key& key, Algorithm algorithm,
                                                                  std::string_view pin);

}  // namespace attest
