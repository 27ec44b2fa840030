// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "attest/date.hpp"
#include "attest/possession.hpp"
#include "checks.hpp"

namespace certs {
namespace {

using attest::PublicKey;
using attest::Statement;

bool signed_by(const Statement& statement, const PublicKey& key) {
  return statement.cose.header.kid == attest::key_thumbprint(key) && attest::verify_cose(statement.cose, key);
}

// Entry 0 says which keys are the certifier's; it is known by its hash, and signs itself.
std::optional<Finding> opening_is_wrong(const Examined& examined, const Trust& trust) {
  const attest::LedgerOpened& opened = examined.opened.body;
  if (examined.opened.leaf != trust.genesis) return failed("Entry 0 is another ledger's.");
  if (opened.ledger_key.algorithm != attest::Algorithm::kEdDsa ||
      attest::as_ed25519(opened.ledger_key) != trust.log.key)
    return failed("The ledger's key in entry 0 is not the trusted one.");
  if (!signed_by(examined.opened.statement, opened.ledger_key))
    return failed("Entry 0 is not signed by the ledger's key.");
  return std::nullopt;
}

const PublicKey* root_key(const attest::LedgerOpened& opened, const Digest& kid) {
  const auto at = std::find_if(opened.root_keys.begin(), opened.root_keys.end(),
                               [&](const auto& root) { return attest::key_thumbprint(root.key) == kid; });
  return at == opened.root_keys.end() ? nullptr : &at->key;
}

std::optional<Finding> authorisation_is_wrong(const Examined& examined, const Trust& trust) {
  const attest::LedgerOpened& opened = examined.opened.body;
  const attest::KeyAuthorised& given = examined.issuer_key.body;
  const Statement& statement = examined.issuer_key.statement;
  const PublicKey* root = root_key(opened, statement.cose.header.kid);
  if (root == nullptr || !signed_by(statement, *root) || statement.cose.header.issuer != opened.certifier)
    return failed("The issuer's key was not authorised by a root key of the certifier.");
  if (statement.common.ledger != trust.genesis) return failed("The issuer's key was authorised for another ledger.");
  if (given.party != opened.certifier) return failed("The key is another party's.");
  if (std::find(given.roles.begin(), given.roles.end(), "issuer") == given.roles.end())
    return failed("The key may not issue certificates.");
  const auto possession = attest::check_possession(given.proof, given.key, given.party, given.holder, given.roles,
                                                   ledger::to_hex(trust.genesis));
  if (!possession) return failed("The key's proof of possession is wrong: " + possession.error().message + ".");
  return std::nullopt;
}

bool covers(const attest::KeyAuthorised& given, ledger::UnixMillis time) {
  const auto from = attest::parse_moment(given.valid_from);
  const auto until = attest::parse_moment(given.valid_until);
  return from && until && *from <= time && time < *until;
}

std::optional<Finding> issuance_is_wrong(const Examined& examined, const Trust& trust) {
  const Statement& statement = examined.issuance.statement;
  if (!signed_by(statement, examined.issuer_key.body.key))
    return failed("The issuance is not signed by the issuer's key.");
  if (statement.cose.header.issuer != examined.opened.body.certifier || statement.common.ledger != trust.genesis ||
      statement.cose.header.subject != examined.issuance.body.number)
    return failed("The issuance is signed for another party, ledger or certificate.");
  return std::nullopt;
}

}  // namespace

Finding check_issuer_key(const Examined& examined, const Trust& trust) {
  if (auto wrong = opening_is_wrong(examined, trust)) return *wrong;
  if (auto wrong = authorisation_is_wrong(examined, trust)) return *wrong;
  if (auto wrong = issuance_is_wrong(examined, trust)) return *wrong;
  const attest::KeyAuthorised& given = examined.issuer_key.body;
  if (!(examined.issuer_key.index < examined.issuance.index))
    return failed("The key was authorised after the issuance.");
  if (!covers(given, examined.bundle.time))
    return failed("The key was valid from " + given.valid_from + " to " + given.valid_until + " only.");
  return passed("The issuance is signed by a key of holder " + given.holder + " that a root key of " + given.party +
                " authorised in entry " + std::to_string(examined.issuer_key.index.value) +
                ". That it was not revoked before is the ledger's rule for taking an entry in.");
}

}  // namespace certs
