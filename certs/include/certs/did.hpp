// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The issuer's DID document (did:web), each version of which is an entry of the ledger.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "certs/data_integrity.hpp"
#include "ledger/ids.hpp"

namespace certs {

struct VerificationMethod {
  std::string id;  // DID#fragment
  ledger::Ed25519Key key{};
  std::optional<std::string> expires;  // moment: retired
  std::optional<std::string> revoked;  // moment from which trust ended: compromised
};

struct DidDocument {
  std::string did;
  std::vector<VerificationMethod> methods;          // credential keys: the assertion methods
  std::vector<VerificationMethod> paper_keys = {};  // sign short forms only: listed under `authentication`
  [[nodiscard]] const VerificationMethod* find(std::string_view id) const;        // a credential key
  [[nodiscard]] const VerificationMethod* find_paper(std::string_view id) const;  // a paper key
};

[[nodiscard]] Json to_json(const DidDocument& document);
// Strict: exactly our members. Errors: kInvalid.
[[nodiscard]] Result<DidDocument> parse_did_document(const Json& json);
// did:web:attest.example -> https://attest.example . Errors: kInvalid (no did:web, an IP address).
[[nodiscard]] Result<std::string> did_web_base(std::string_view did);

}  // namespace certs
