// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/data_integrity.hpp"

#include <algorithm>

#include "attest/date.hpp"

namespace certs {
namespace {

constexpr std::string_view kProofType = "DataIntegrityProof";
constexpr std::string_view kCryptosuite = "eddsa-jcs-2022";
constexpr std::string_view kPurpose = "assertionMethod";
constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kProofsMax = 16;
constexpr std::size_t kMethodBytesMax = 320;  // a DID of 256 bytes, '#', a fragment of 63

// The proof without its value: what is hashed first.
Json proof_options(const Json& document, const Proof& proof) {
  Json::Object options{{"type", kProofType},
                       {"cryptosuite", kCryptosuite},
                       {"created", proof.created},
                       {"verificationMethod", proof.verification_method},
                       {"proofPurpose", kPurpose}};
  if (const Json* context = document.find("@context")) options["@context"] = *context;
  return options;
}

Result<Proof> read_proof(const Json& document, const Json& json, const std::string& where) {
  if (json.object() == nullptr) return ledger::fail(Code::kInvalid, "a proof is an object", where);
  attest::Fields fields(json, where + ".");
  if (fields.text("type") != kProofType) fields.wrong("type", "is not DataIntegrityProof");
  if (fields.text("cryptosuite") != kCryptosuite) fields.wrong("cryptosuite", "is not eddsa-jcs-2022");
  if (fields.text("proofPurpose") != kPurpose) fields.wrong("proofPurpose", "is not assertionMethod");
  Proof proof;
  proof.created = fields.text("created");
  if (!attest::parse_moment(proof.created)) fields.wrong("created", "is no moment such as 2018-11-09T10:00:00Z");
  proof.verification_method = fields.text("verificationMethod", kMethodBytesMax);
  const Json context(fields.array("@context", kProofsMax));
  // The cryptosuite lets a document append contexts after signing; equality closes that door.
  if (const Json* expected = document.find("@context"); expected == nullptr || context != *expected)
    fields.wrong("@context", "differs from the document's");
  const std::string value = fields.text("proofValue");
  auto signature = base58_decode(value.empty() ? value : value.substr(1), kSignatureBytes);
  if (!value.starts_with('z') || !signature || signature->size() != kSignatureBytes)
    fields.wrong("proofValue", "is not z and 64 bytes in base58");
  if (auto done = fields.finish(); !done) return tl::unexpected(done.error());
  proof.signature = std::move(*signature);
  return proof;
}

}  // namespace

Json without_proof(const Json& document) {
  Json plain = document;
  if (Json::Object* members = plain.object()) members->erase("proof");
  return plain;
}

Digest fingerprint(const Json& document) {
  return ledger::sha256(ledger::view(attest::canonical_json(without_proof(document))));
}

Digest signed_digest(const Json& document) {
  return ledger::sha256(ledger::view(attest::canonical_json(document)));
}

Bytes proof_hash_data(const Json& document, const Proof& proof) {
  const Digest options = ledger::sha256(ledger::view(attest::canonical_json(proof_options(document, proof))));
  Bytes out = ledger::to_bytes(options.view());
  ledger::append(out, fingerprint(document).view());
  return out;
}

Result<Json> add_proof(const Json& document, std::string_view verification_method, std::string_view created,
                       const attest::Signer& key) {
  if (document.object() == nullptr || document.find("@context") == nullptr)
    return ledger::fail(Code::kInvalid, "a document to be signed has an @context", "@context");
  if (!attest::parse_moment(created))
    return ledger::fail(Code::kInvalid, "created is no moment such as 2018-11-09T10:00:00Z", "created");
  if (key.public_key().algorithm != attest::Algorithm::kEdDsa)
    return ledger::fail(Code::kKey, "credentials are signed with an Ed25519 key", "verificationMethod");
  Proof proof{std::string(verification_method), std::string(created), {}};
  auto signature = key.sign(proof_hash_data(document, proof));
  if (!signature) return tl::unexpected(signature.error());
  Json made = proof_options(document, proof);
  made.object()->insert_or_assign("proofValue", "z" + base58_encode(*signature));

  Json out = document;
  Json& proofs = (*out.object())["proof"];
  if (proofs.is_null()) proofs = Json::Array{};
  if (proofs.array() == nullptr) return ledger::fail(Code::kInvalid, "the proofs are not an array", "proof");
  proofs.array()->push_back(std::move(made));
  return out;
}

Result<std::vector<Proof>> read_proofs(const Json& document) {
  const Json* list = document.find("proof");
  if (list == nullptr || list->array() == nullptr || list->array()->empty() || list->array()->size() > kProofsMax)
    return ledger::fail(Code::kInvalid, "the document has no array of one to 16 proofs", "proof");
  std::vector<Proof> proofs;
  for (const Json& json : *list->array()) {
    auto proof = read_proof(document, json, "proof." + std::to_string(proofs.size()));
    if (!proof) return tl::unexpected(proof.error());
    const auto same = [&](const Proof& other) { return other.verification_method == proof->verification_method; };
    if (std::any_of(proofs.begin(), proofs.end(), same))
      return ledger::fail(Code::kInvalid, "two proofs are by the same verification method", "proof");
    proofs.push_back(std::move(*proof));
  }
  return proofs;
}

bool verify_proof(const Json& document, const Proof& proof, const ledger::Ed25519Key& key) {
  return ledger::ed25519_verify(key, proof_hash_data(document, proof), proof.signature);
}

}  // namespace certs
