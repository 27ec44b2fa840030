// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/possession.hpp"

#include <algorithm>

#include "attest/limits.hpp"
#include "ledger/encoding.hpp"

namespace attest {
namespace {

Json::Array to_array(std::vector<std::string> roles) {
  std::sort(roles.begin(), roles.end());
  return {roles.begin(), roles.end()};
}

// A genesis is 64 hexadecimal digits; anything else is an origin.
const char* ledger_member(std::string_view ledger_or_origin) {
  return ledger::digest_from_hex(ledger_or_origin) ? "ledger" : "origin";
}

std::string encode_possession(const Possession& possession) {
  return canonical_json(Json::Object{{"type", "key.possession"},
                                     {"holder", possession.holder},
                                     {ledger_member(possession.ledger), possession.ledger},
                                     {"nonce", possession.nonce},
                                     {"party", possession.party},
                                     {"roles", to_array(possession.roles)}});
}

Result<void> wrong(const char* message) {
  return ledger::fail(Code::kInvalid, message, "proof");
}

// The nonce of a proof that has one of good form; it is the only member that the caller does not know.
std::string nonce_of(const Json& payload) {
  const Json* nonce = payload.find("nonce");
  if (nonce == nullptr || nonce->text() == nullptr) return {};
  const Result<Bytes> bytes = ledger::base64url_decode(*nonce->text());
  return bytes && bytes->size() == 16 ? *nonce->text() : std::string();
}

}  // namespace

Result<Bytes> sign_possession(const Possession& possession, std::int64_t issued_at_s, const Signer& key) {
  SignedHeader header;
  header.content_type = kPossessionType;
  header.issuer = possession.party;
  header.subject = possession.party;
  header.issued_at_s = issued_at_s;
  const std::string payload = encode_possession(possession);
  return sign_cose(header, ledger::view(payload), key);
}

Result<void> check_possession(ByteView proof, const PublicKey& key, std::string_view party, std::string_view holder,
                              const std::vector<std::string>& roles, std::string_view ledger_or_origin) {
  const Result<CoseSign1> cose = parse_cose(proof, kPossessionType);
  if (!cose) return wrong("the proof of possession is not a COSE_Sign1 of its content type");
  if (cose->header.kid != key_thumbprint(key) || !verify_cose(*cose, key)) {
    return wrong("the proof of possession is not signed by the key");
  }
  if (cose->header.issuer != party || cose->header.subject != party) {
    return wrong("the proof of possession's header names another party");
  }
  const Result<Json> payload = parse_canonical_json(ledger::text(cose->payload));
  if (!payload) return wrong("the proof of possession is not canonical JSON");
  const std::string nonce = nonce_of(*payload);
  if (nonce.empty()) return wrong("the proof of possession has no nonce of 22 characters");
  const std::string expected =
      encode_possession({std::string(holder), std::string(party), roles, std::string(ledger_or_origin), nonce});
  if (ledger::text(cose->payload) != expected) {
    return wrong("the proof of possession says another holder, party, ledger or other roles");
  }
  return {};
}

}  // namespace attest
