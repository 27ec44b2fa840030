// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger pki: the certificates with which PDF files are sealed and stamped. The folder is LEDGER/pki.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "certs/pki_folder.hpp"
#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

[[nodiscard]] std::filesystem::path pki_folder(const LedgerOptions& options);
// The key folder, unlocked. Errors: kKey (no passphrase).
[[nodiscard]] Result<certs::KeyPlace> pki_keys(const LedgerOptions& options, KeyRing& keys);

struct PkiInitOptions {
  LedgerOptions ledger;
  std::string did;           // whose host serves certificates and lists; empty: the only one published
  std::string organisation;  // empty: the certifier's English name
  std::vector<std::string> hosts;
  std::string seal_key;  // a P-256 key by name; empty: a new one
  int months = 24;
};
[[nodiscard]] int run_pki_init(const PkiInitOptions& options, Console& console);

struct PkiListOptions {
  LedgerOptions ledger;
};
[[nodiscard]] int run_pki_list(const PkiListOptions& options, Console& console);

struct PkiCrlOptions {
  LedgerOptions ledger;
  std::string authority;  // empty: every one whose key is here
  int days = 0;           // 0: as usual for that authority
};
[[nodiscard]] int run_pki_crl(const PkiCrlOptions& options, Console& console);

struct PkiRevokeOptions {
  LedgerOptions ledger;
  std::string name;
  std::filesystem::path outside_root;  // PEM: somebody else's root; instead of a name
  std::string reason = "unspecified";
  std::string since;  // day or moment
};
[[nodiscard]] int run_pki_revoke(const PkiRevokeOptions& options, Console& console);

struct PkiRenewOptions {
  LedgerOptions ledger;
  std::string role;
  std::string key;  // seal: a P-256 key by name; empty: a new one
  std::vector<std::string> hosts;
  int months = 24;
};
[[nodiscard]] int run_pki_renew(const PkiRenewOptions& options, Console& console);

struct PkiImportOptions {
  LedgerOptions ledger;
  std::filesystem::path file;
  std::filesystem::path root;      // PEM
  std::filesystem::path password;  // file; empty: CITYLEDGER_P12_PASSPHRASE
};
[[nodiscard]] int run_pki_import(const PkiImportOptions& options, Console& console);

struct PkiTimestampOptions {
  LedgerOptions ledger;
  std::filesystem::path file;
  std::filesystem::path out;
  std::vector<std::string> addresses;  // of outside authorities, asked in this order; empty: our own
  std::filesystem::path roots;         // PEM, of the outside authorities
};
[[nodiscard]] int run_pki_timestamp(const PkiTimestampOptions& options, Console& console);

}  // namespace cityledger
