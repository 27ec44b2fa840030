// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Everything that stands in a bundle, read but not believed: what the checks look at.
#pragma once

#include <optional>
#include <string>

#include "attest/catalogue.hpp"
#include "attest/receipt.hpp"
#include "attest/statement.hpp"
#include "certs/bundle.hpp"
#include "certs/credential.hpp"
#include "certs/did.hpp"
#include "certs/status_list.hpp"
#include "ledger/tlog_proof.hpp"

namespace certs {

// A statement of the type that its place in the bundle asks for.
template <typename Body>
struct Said {
  attest::Statement statement;
  Body body;
  Digest leaf;
  ledger::EntryIndex index;
};

struct ExaminedStatus {
  Said<attest::StatusListPublished> published;
  StatusList list;
  Json document;  // the list with its proofs
};

// One entry of the history.
struct ExaminedChange {
  attest::Statement statement;
  Digest leaf;
  ledger::EntryIndex index;
};

struct ExaminedRotation {
  Said<attest::LedgerKeyRotated> said;
  std::optional<ledger::TlogProof> proof;
};

struct Examined {
  Bundle bundle;
  Said<attest::LedgerOpened> opened;
  Said<attest::KeyAuthorised> issuer_key;
  Said<attest::StandardAdopted> standard;
  Said<attest::CityEnrolled> enrolled;
  Said<attest::DidPublished> did;
  Said<attest::CertificateIssued> issuance;
  Said<attest::LedgerSeal> seal;
  ExaminedStatus revocation;
  ExaminedStatus suspension;
  std::vector<ExaminedChange> history;
  attest::Catalogue catalogue;
  std::vector<Said<attest::KeyAuthorised>> roots;  // key.recovered too: what both say of the new key
  std::vector<ExaminedRotation> rotations;
  DidDocument did_document;
  attest::Receipt receipt;
  ledger::TlogProof tlog_proof;
};

// Errors: kInvalid, kTooLarge; the message names the member.
[[nodiscard]] Result<Examined> examine(std::string_view file);

}  // namespace certs
