// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "attest/date.hpp"
#include "checks.hpp"

namespace certs {
namespace {

Result<void> refuse(std::string message) {
  return ledger::fail(Code::kInvalid, std::move(message));
}

bool is_before_or_at(const std::optional<std::string>& end, ledger::UnixMillis moment) {
  if (!end) return false;
  const auto parsed = attest::parse_moment(*end);
  return !parsed || *parsed <= moment;
}

Result<void> check_standing(const VerificationMethod& method, ledger::UnixMillis made_at) {
  if (is_before_or_at(method.revoked, made_at))
    return refuse("the key " + method.id + " was no longer trusted from " + *method.revoked + " on");
  if (is_before_or_at(method.expires, made_at))
    return refuse("the key " + method.id + " expired at " + *method.expires);
  return {};
}

// The good proof's method in `did`. Errors: kInvalid.
Result<const VerificationMethod*> check_proof(const Json& document, const Proof& proof, const DidDocument& did) {
  const VerificationMethod* method = did.find(proof.verification_method);
  if (method == nullptr)
    return ledger::fail(Code::kInvalid, "the key " + proof.verification_method + " is none of " + did.did);
  if (!verify_proof(document, proof, method->key))
    return ledger::fail(Code::kInvalid, "the signature by " + proof.verification_method + " does not fit the document");
  return method;
}

std::string issuer_of(const Json& credential) {
  const Json* issuer = credential.find("issuer");
  const Json* id = issuer == nullptr ? nullptr : issuer->find("id");
  return id == nullptr || id->text() == nullptr ? std::string() : *id->text();
}

std::string count_of(std::size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

}  // namespace

Result<void> check_proofs(const Json& document, const DidDocument& did, ledger::UnixMillis made_at) {
  const auto proofs = read_proofs(document);
  if (!proofs) return refuse(proofs.error().field + ": " + proofs.error().message);
  for (const Proof& proof : *proofs) {
    const auto method = check_proof(document, proof, did);
    if (!method) return tl::unexpected(method.error());
    if (auto good = check_standing(**method, made_at); !good) return good;
  }
  return {};
}

Finding check_signatures(const Examined& examined, const Trust& trust) {
  const Json& credential = examined.bundle.credential;
  if (issuer_of(credential) != trust.did.did || examined.did_document.did != trust.did.did)
    return failed("The issuer is not " + trust.did.did + ", the one that is trusted here.");
  // Both the document in the ledger and the one that is trusted here must know the keys, and as the same.
  for (const DidDocument* did : {&examined.did_document, &trust.did}) {
    if (auto good = check_proofs(credential, *did, examined.bundle.time); !good)
      return failed("The credential: " + good.error().message + ".");
  }
  for (const ExaminedStatus* status : {&examined.revocation, &examined.suspension}) {
    if (status->list.issuer != trust.did.did) return failed("A status list is by another issuer.");
    if (auto good = check_proofs(status->document, trust.did, dated(status->list).from); !good)
      return failed("The " + status->list.purpose + " list: " + good.error().message + ".");
  }
  const std::size_t count = credential.find("proof")->array()->size();
  return passed("The credential has " + count_of(count, "signature") +
                ", both status lists are signed, all by keys of " + trust.did.did + " that were trusted then.");
}

Finding check_signatures_alone(const Json& credential, const Trust& trust) {
  if (issuer_of(credential) != trust.did.did)
    return failed("The issuer is not " + trust.did.did + ", the one that is trusted here.");
  const auto proofs = read_proofs(credential);
  if (!proofs) return failed("The credential: " + proofs.error().field + ": " + proofs.error().message + ".");
  bool ended = false;
  for (const Proof& proof : *proofs) {
    const auto method = check_proof(credential, proof, trust.did);
    if (!method) return failed("The credential: " + method.error().message + ".");
    ended = ended || (*method)->revoked || (*method)->expires;
  }
  if (ended)
    return not_done("A signing key is no longer in use; only the ledger can tell whether it signed before its end.");
  return passed("The credential has " + count_of(proofs->size(), "signature") + " by keys of " + trust.did.did + ".");
}

Finding check_signature_on_paper(const SignedShortForm& form, const Trust& trust) {
  const std::string id = trust.did.did + "#" + form.fragment;
  const VerificationMethod* key = trust.did.find_paper(id);
  if (key == nullptr) return failed("The key " + id + " is no paper key of the issuer that is trusted here.");
  if (!verify_short_form_signature(form, key->key)) return failed("The signature by " + id + " does not fit.");
  if (key->revoked || key->expires)
    return not_done("The signing key is no longer in use; only the ledger can tell whether it signed before its end.");
  return passed("The issuer's paper key " + id + " signed what stands here.");
}

}  // namespace certs
