// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Issues certificates: level computed, credential signed, statement appended, proofs collected into a bundle.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "attest/ledger_folder.hpp"
#include "certs/bundle.hpp"
#include "certs/credential.hpp"
#include "certs/did.hpp"

namespace certs {

struct CredentialKey {
  std::string verification_method;  // DID#fragment
  const attest::Signer* key = nullptr;
};

struct IssueRequest {
  std::string number;
  std::string cycle;
  std::string valid_from;                  // moment
  const attest::Signer* issuer = nullptr;  // statement key with role issuer
  std::vector<CredentialKey> seals;        // issuer's first, then signatories'
  // Asked with the draft before anything is signed, e.g. whether it can be drawn; its error ends the issue.
  std::function<Result<void>(const Certificate&)> accept = {};
};

// The credential for a reviewed cycle, unsigned, with everything filled in from the ledger's state and a free
// status index drawn at random. Errors: kNotFound, kRefused (no level is reached, no review).
[[nodiscard]] Result<Certificate> draft_certificate(const attest::LedgerFolder& ledger, const IssueRequest& request);

struct IssuedCertificate {
  Json credential;
  Bundle bundle;
};
// Appends certificate.issued (and status lists where none is in force) and collects the bundle.
// Errors: kRefused with the violated rules; those of the ledger.
[[nodiscard]] Result<IssuedCertificate> issue_certificate(attest::LedgerFolder& ledger, const IssueRequest& request);

// A bundle with proofs to the present checkpoint and the latest status lists.
// Errors: kNotFound; kInvalid when the credential is not the one issued.
[[nodiscard]] Result<Bundle> make_bundle(const attest::LedgerFolder& ledger, const Json& credential);

// Publishes both status lists afresh: two statements, two signed lists kept in the folder.
[[nodiscard]] Result<void> publish_status_lists(attest::LedgerFolder& ledger, const IssueRequest& keys);

// The same, only when a list is not in force any more or a bit has changed since; whether it did.
[[nodiscard]] Result<bool> keep_status_lists_current(attest::LedgerFolder& ledger, const IssueRequest& keys);

// What a list of that purpose says by the entries below `size`: revocation, of revoked and superseded certificates;
// suspension, of suspended and disputed ones. Errors: kCorrupt, kStorage.
[[nodiscard]] Result<Bytes> status_bits(const ledger::StateReader& state, std::string_view purpose,
                                        ledger::TreeSize size);

// Checks every certificate of the folder against the entries: credential as issued, roots, level, status lists.
// Empty when all is well; else one sentence a difference.
[[nodiscard]] Result<std::vector<std::string>> audit_certificates(const attest::LedgerFolder& ledger);

}  // namespace certs
