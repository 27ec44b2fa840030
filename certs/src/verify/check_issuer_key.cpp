// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "attest/date.hpp"
#include "attest/possession.hpp"
#include "checks.hpp"
#include "ledger_keys.hpp"

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
  if (const auto keys = ledger_keys(examined, trust); !keys) return failed(keys.error().message);
  if (!signed_by(examined.opened.statement, opened.ledger_key))
    return failed("Entry 0 is not signed by the ledger's key.");
  return std::nullopt;
}

// Of entry 0, or of the first `later` roots that others let in since.
const PublicKey* root_key(const Examined& examined, std::size_t later, const Digest& kid) {
  for (const auto& root : examined.opened.body.root_keys) {
    if (attest::key_thumbprint(root.key) == kid) return &root.key;
  }
  for (std::size_t i = 0; i < later; ++i) {
    if (attest::key_thumbprint(examined.roots[i].body.key) == kid) return &examined.roots[i].body.key;
  }
  return nullptr;
}

// The key was given to the certifier by a root key before it, in this ledger, to be used in that role.
std::optional<Finding> key_is_wrong(const Examined& examined, const Said<attest::KeyAuthorised>& said,
                                    std::size_t later, std::string_view role, const Trust& trust) {
  const attest::LedgerOpened& opened = examined.opened.body;
  const attest::KeyAuthorised& given = said.body;
  const PublicKey* root = root_key(examined, later, said.statement.cose.header.kid);
  if (root == nullptr || !signed_by(said.statement, *root) || said.statement.cose.header.issuer != opened.certifier)
    return failed("The " + std::string(role) + "'s key was not authorised by a root key of the certifier.");
  if (said.statement.common.ledger != trust.genesis)
    return failed("The " + std::string(role) + "'s key was authorised for another ledger.");
  if (given.party != opened.certifier) return failed("The key is another party's.");
  if (std::find(given.roles.begin(), given.roles.end(), role) == given.roles.end())
    return failed(role == "issuer" ? "The key may not issue certificates." : "The key is no root key.");
  const auto possession = attest::check_possession(given.proof, given.key, given.party, given.holder, given.roles,
                                                   ledger::to_hex(trust.genesis));
  if (!possession) return failed("The key's proof of possession is wrong: " + possession.error().message + ".");
  return std::nullopt;
}

std::optional<Finding> authorisation_is_wrong(const Examined& examined, const Trust& trust) {
  for (std::size_t i = 0; i < examined.roots.size(); ++i) {
    if (!(examined.roots[i].index < examined.issuer_key.index))
      return failed("A root key was authorised after the issuer's.");
    if (auto wrong = key_is_wrong(examined, examined.roots[i], i, "root", trust)) return wrong;
  }
  return key_is_wrong(examined, examined.issuer_key, examined.roots.size(), "issuer", trust);
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
