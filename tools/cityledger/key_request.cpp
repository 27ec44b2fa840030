// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/key_request.hpp"

#include <algorithm>

#include "attest/limits.hpp"
#include "attest/possession.hpp"
#include "certs/words.hpp"
#include "ledger/encoding.hpp"

namespace cityledger {
using attest::Json;
using ledger::Code;
using ledger::fail;
using ledger::Result;

Result<KeyRequest> make_key_request(const std::string& party, const std::string& holder, std::vector<std::string> roles,
                                    const std::string& genesis, std::int64_t issued_at_s, const attest::Signer& key) {
  constexpr std::size_t kNonceBytes = 16;
  if (roles.empty()) return fail(Code::kInvalid, "say what the key may do: --role ROLE", "role");
  if (party.empty()) return fail(Code::kInvalid, "say whose key it is: --party PARTY", "party");
  if (holder.empty()) return fail(Code::kInvalid, "say who holds the key: --holder HOLDER", "holder");
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  attest::Possession possession;
  possession.party = party;
  possession.holder = holder;
  possession.roles = roles;
  possession.ledger = genesis;
  possession.nonce = ledger::base64url_encode(attest::random_bytes(kNonceBytes));
  Result<attest::Bytes> proof = attest::sign_possession(possession, issued_at_s, key);
  if (!proof) return tl::unexpected(proof.error());
  return KeyRequest{party, holder, key.public_key(), std::move(roles), std::move(*proof)};
}

Json to_json(const KeyRequest& request) {
  return Json::Object{{"format", kKeyRequestFormat},
                      {"holder", request.holder},
                      {"key", attest::to_jwk(request.key)},
                      {"party", request.party},
                      {"proof", ledger::base64url_encode(request.proof)},
                      {"roles", certs::texts(request.roles)}};
}

Result<KeyRequest> parse_key_request(const Json& json, const std::string& genesis) {
  attest::Fields fields(json);
  KeyRequest request;
  if (fields.text("format") != kKeyRequestFormat) fields.wrong("format", "this is no key request");
  request.party = fields.text("party");
  request.holder = fields.text("holder");
  const Json jwk = fields.object("key");
  for (const Json& role : fields.array("roles", attest::kRolesMax)) {
    if (role.text() == nullptr) {
      fields.wrong("roles", "roles are texts");
    } else {
      request.roles.push_back(*role.text());
    }
  }
  const std::string proof = fields.text("proof", attest::kProofTextBytesMax);
  if (const Result<void> read = fields.finish(); !read) return tl::unexpected(read.error());
  const Result<attest::PublicKey> key = attest::key_from_jwk(jwk, "key");
  if (!key) return tl::unexpected(key.error());
  request.key = *key;
  Result<attest::Bytes> bytes = ledger::base64url_decode(proof);
  if (!bytes) return fail(Code::kInvalid, bytes.error().message, "proof");
  request.proof = std::move(*bytes);
  const Result<void> possessed =
      attest::check_possession(request.proof, request.key, request.party, request.holder, request.roles, genesis);
  if (!possessed) return fail(possessed.error().code, possessed.error().message, "proof");
  return request;
}

}  // namespace cityledger
