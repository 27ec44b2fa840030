// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger key: make keys, ask for their authorisation, authorise, revoke, list.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

// A name that makes no path, or a path that ends in .pem. Errors: kInvalid.
[[nodiscard]] Result<void> check_key_name(const std::string& name);

struct KeyNewOptions {
  LedgerOptions ledger;
  std::string name;
  std::string algorithm = "ed25519";
};
[[nodiscard]] int run_key_new(const KeyNewOptions& options, Console& console);

// Who asks for which key.
struct KeyRequestOptions {
  LedgerOptions ledger;
  std::string key;  // its name
  std::string party;
  std::string holder;
  std::vector<std::string> roles;
  std::filesystem::path out;
};
[[nodiscard]] int run_key_request(const KeyRequestOptions& options, Console& console);

// By a request file, or in one step by a key that is at hand.
struct KeyAuthoriseOptions {
  LedgerOptions ledger;
  std::filesystem::path request;
  std::string key;
  std::string party;
  std::string holder;
  std::vector<std::string> roles;
  std::string from;    // day or moment; now
  std::string until;   // day or moment; two years later
  std::string signer;  // empty: root for the certifier's own keys, else registrar
};
[[nodiscard]] int run_key_authorise(const KeyAuthoriseOptions& options, Console& console);

struct KeyRevokeOptions {
  LedgerOptions ledger;
  std::string key;  // name of a key file, or the key id in hex
  std::string reason = "superseded";
  std::string signer;  // empty: root for the certifier's own keys, else registrar
};
[[nodiscard]] int run_key_revoke(const KeyRevokeOptions& options, Console& console);

struct KeyListOptions {
  LedgerOptions ledger;
  std::string party;  // empty: all
};
[[nodiscard]] int run_key_list(const KeyListOptions& options, Console& console);

}  // namespace cityledger
