// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger did: publish the issuer's DID document, made from credential keys; show it.
#pragma once

#include <string>
#include <vector>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct DidPublishOptions {
  LedgerOptions ledger;
  std::string did;                   // did:web:attest.example
  std::vector<std::string> keys;     // names of credential keys; the name is the fragment
  std::vector<std::string> papers;   // names of keys that sign short forms on paper, and nothing else
  std::vector<std::string> retired;  // FRAGMENT=MOMENT
  std::vector<std::string> revoked;  // FRAGMENT=MOMENT
  std::string signer = "registrar";
};
[[nodiscard]] int run_did_publish(const DidPublishOptions& options, Console& console);

struct DidShowOptions {
  LedgerOptions ledger;
  std::string did;  // empty: the only one
};
[[nodiscard]] int run_did_show(const DidShowOptions& options, Console& console);

}  // namespace cityledger
