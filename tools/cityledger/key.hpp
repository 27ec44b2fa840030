// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger key: make keys, ask for their authorisation, authorise, delegate, recover, contest, revoke, list.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

// A name that makes no path, or a path that ends in .pem or .pkcs11. Errors: kInvalid.
[[nodiscard]] Result<void> check_key_name(const std::string& name);

struct KeyNewOptions {
  LedgerOptions ledger;
  std::string name;
  std::string algorithm = "ed25519";
  std::string module;  // PKCS#11: the key is made on a token
  std::string token;
  std::string label;  // empty: the name
};
[[nodiscard]] int run_key_new(const KeyNewOptions& options, Console& console);

// Names a key that is on a token already.
struct KeyAttachOptions {
  LedgerOptions ledger;
  std::string name;
  std::string module;
  std::string token;
  std::string label;  // empty: the name, unless an id is given
  std::string id;     // hexadecimal
};
[[nodiscard]] int run_key_attach(const KeyAttachOptions& options, Console& console);

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
  std::string from;          // day or moment; now
  std::string until;         // day or moment; two years later
  std::string signer;        // empty: root for the certifier's own keys, else registrar
  std::string organisation;  // that acts for the party with it; empty: the party's own
};
[[nodiscard]] int run_key_authorise(const KeyAuthoriseOptions& options, Console& console);

// The party of the signing key lets another organisation act for it.
struct KeyDelegateOptions {
  KeyAuthoriseOptions key;
  LedgerOptions ledger;
};
[[nodiscard]] int run_key_delegate(const KeyDelegateOptions& options, Console& console);

// A new key for a lost one, by a request file or by a key that is at hand; it waits as long as the policy says.
struct KeyRecoverOptions {
  LedgerOptions ledger;
  std::string lost;  // name of a key file, or the key id in hex
  std::filesystem::path request;
  std::string key;
  std::string holder;  // empty: the lost key's
  std::string from;    // day or moment; as soon as may be
  std::string until;   // day or moment; two years later
  std::string signer;  // empty: root for the certifier's own keys, else registrar
};
[[nodiscard]] int run_key_recover(const KeyRecoverOptions& options, Console& console);

// The key that is said to be lost answers that it is not.
struct KeyContestOptions {
  LedgerOptions ledger;
  std::string key;     // the one that would replace it
  std::string signer;  // the one that is said to be lost
};
[[nodiscard]] int run_key_contest(const KeyContestOptions& options, Console& console);

struct KeyRevokeOptions {
  LedgerOptions ledger;
  std::string key;  // name of a key file, or the key id in hex
  std::string reason = "superseded";
  std::string since;   // day or moment; from when a compromised key is not trusted
  std::string signer;  // empty: root for the certifier's own keys, else registrar
};
[[nodiscard]] int run_key_revoke(const KeyRevokeOptions& options, Console& console);

// Hands the ledger over to its next key.
struct KeyRotateLedgerOptions {
  LedgerOptions ledger;
  std::string next;     // name of the next key: ledger-SOMETHING
  std::string overlap;  // day or moment until which both sign checkpoints; as long as the policy asks
};
[[nodiscard]] int run_key_rotate_ledger(const KeyRotateLedgerOptions& options, Console& console);

struct KeyListOptions {
  LedgerOptions ledger;
  std::string party;  // empty: all
};
[[nodiscard]] int run_key_list(const KeyListOptions& options, Console& console);

}  // namespace cityledger
