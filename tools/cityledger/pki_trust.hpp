// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a ledger's certificates, LEDGER/pki, give to everybody: files at public addresses, and roots to trust. What is
// withdrawn is in none of it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/bytes.hpp"
#include "ledger/result.hpp"

namespace cityledger {

// What everyone may fetch, BASE/pki/NAME.cer and NAME.crl (DER), into `public_folder`/pki; nothing when the ledger has
// no certificates. Errors: those of certs::PkiFolder; kStale (a list that has to be issued again).
[[nodiscard]] ledger::Result<void> export_pki(const std::filesystem::path& pki,
                                              const std::filesystem::path& public_folder);

// What a ledger's certificates put into the trust folder, PEM; all empty when it has none.
struct PkiTrust {
  std::string roots;        // ca.pem
  std::string seals;        // seal.pem: every seal, where one was imported from an outside authority, whose other
                            // customers must not seal for us; else empty
  std::string authorities;  // tsa.pem: roots of the outside time-stamp authorities that stamped for this ledger
};
// Errors: those of certs::PkiFolder.
[[nodiscard]] ledger::Result<PkiTrust> pki_trust(const std::filesystem::path& pki);

inline constexpr std::size_t kOutsideAuthoritiesMax = 20;
// Those of tsa.pem, DER. Errors: kCorrupt, kStorage; those of certs::PkiFolder.
[[nodiscard]] ledger::Result<std::vector<ledger::Bytes>> outside_authorities(const std::filesystem::path& pki);
// Adds what is not among them yet. Durable when it returns. Errors: kRefused (one is withdrawn), kTooLarge; those
// above.
[[nodiscard]] ledger::Result<void> remember_outside_authorities(const std::filesystem::path& pki,
                                                                const std::vector<ledger::Bytes>& roots);
// Errors: kRefused, naming the withdrawn one; those of certs::PkiFolder but that there is none.
[[nodiscard]] ledger::Result<void> check_not_withdrawn(const std::filesystem::path& pki,
                                                       const std::vector<ledger::Bytes>& roots);

}  // namespace cityledger
