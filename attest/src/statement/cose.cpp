// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/cose.hpp"

#include "attest/cose_labels.hpp"
#include "attest/limits.hpp"
#include "ledger/limits.hpp"

namespace attest {
namespace {

constexpr std::int64_t kCwtIssuedAt = 6;
constexpr std::size_t kSignatureBytes = 64;

tl::unexpected<Error> refuse(const char* message, const char* field) {
  return ledger::fail(Code::kInvalid, message, field);
}

Cbor encode_header(const SignedHeader& header) {
  return Cbor::map(
      {{Cbor::integer(kCoseAlgorithm), Cbor::integer(header.algorithm == Algorithm::kEdDsa ? kCoseEdDsa : kCoseEs256)},
       {Cbor::integer(kCoseContentType), Cbor::text(header.content_type)},
       {Cbor::integer(kCoseKeyId), Cbor::bytes(header.kid.view())},
       {Cbor::integer(kCoseCwtClaims), Cbor::map({{Cbor::integer(kCwtIssuer), Cbor::text(header.issuer)},
                                                  {Cbor::integer(kCwtSubject), Cbor::text(header.subject)},
                                                  {Cbor::integer(kCwtIssuedAt), Cbor::integer(header.issued_at_s)}})}});
}

Result<void> read_claims(const Cbor* claims, SignedHeader& header) {
  if (claims == nullptr || claims->as_map() == nullptr || claims->as_map()->size() != 3) {
    return refuse("the CWT claims must be iss, sub and iat", "claims");
  }
  const Cbor* issuer = claims->find(kCwtIssuer);
  const Cbor* subject = claims->find(kCwtSubject);
  const Cbor* issued_at = claims->find(kCwtIssuedAt);
  for (const Cbor* name : {issuer, subject}) {
    if (name == nullptr || name->as_text() == nullptr || name->as_text()->empty() ||
        name->as_text()->size() > kNameBytesMax) {
      return refuse("iss and sub must be text of 1 to 256 bytes", "claims");
    }
  }
  if (issued_at == nullptr || issued_at->as_integer() == nullptr || *issued_at->as_integer() < 0 ||
      *issued_at->as_integer() > kJsonIntegerMax) {
    return refuse("iat must be whole seconds since 1970", "iat");
  }
  header.issuer = *issuer->as_text();
  header.subject = *subject->as_text();
  header.issued_at_s = *issued_at->as_integer();
  return {};
}

Result<SignedHeader> parse_header(ByteView protected_bytes, std::string_view content_type) {
  const Result<Cbor> map = decode_cbor(protected_bytes);
  if (!map) return tl::unexpected<Error>(map.error());
  if (map->as_map() == nullptr || map->as_map()->size() != 4) {
    return refuse("the protected header must hold 1, 3, 4 and 15", "protected");
  }
  SignedHeader header;
  const auto algorithm = read_cose_algorithm(map->find(kCoseAlgorithm));
  if (!algorithm) return refuse("the algorithm must be -8 (EdDSA), -19 (Ed25519) or -7 (ES256)", "alg");
  header.algorithm = *algorithm;
  const Cbor* type = map->find(kCoseContentType);
  if (type == nullptr || type->as_text() == nullptr || *type->as_text() != content_type) {
    return refuse("another content type than the one expected here", "content_type");
  }
  header.content_type = *type->as_text();
  const Cbor* kid = map->find(kCoseKeyId);
  const auto thumbprint = ledger::digest_from_bytes(kid != nullptr && kid->as_bytes() ? *kid->as_bytes() : Bytes{});
  if (!thumbprint) return refuse("the key id must be a thumbprint of 32 bytes", "kid");
  header.kid = *thumbprint;
  if (const auto claims = read_claims(map->find(kCoseCwtClaims), header); !claims) {
    return tl::unexpected<Error>(claims.error());
  }
  return header;
}

}  // namespace

Bytes sig_structure(ByteView protected_bytes, ByteView payload) {
  return encode_cbor(
      Cbor::array({Cbor::text("Signature1"), Cbor::bytes(protected_bytes), Cbor::bytes({}), Cbor::bytes(payload)}));
}

Result<Bytes> sign_cose(const SignedHeader& header_without_key, ByteView payload, const Signer& signer) {
  SignedHeader header = header_without_key;
  header.algorithm = signer.public_key().algorithm;
  header.kid = key_thumbprint(signer.public_key());
  const Bytes protected_bytes = encode_cbor(encode_header(header));
  const Result<Bytes> signature = signer.sign(sig_structure(protected_bytes, payload));
  if (!signature) return signature;
  Bytes message = encode_sign1({protected_bytes, ledger::to_bytes(payload), *signature});
  // What we would not read must not be written.
  if (const auto read = parse_cose(message, header.content_type); !read) return tl::unexpected<Error>(read.error());
  return message;
}

Bytes encode_sign1(const Sign1& message) {
  return encode_cbor(
      Cbor::tagged(kCoseSign1Tag, Cbor::array({Cbor::bytes(message.protected_bytes), Cbor::map({}),
                                               Cbor::bytes(message.payload), Cbor::bytes(message.signature)})));
}

Result<Sign1> parse_sign1(ByteView bytes) {
  if (bytes.size() > ledger::kEntryBytesMax) {
    return ledger::fail(Code::kTooLarge, "the signed message is over 65535 bytes; make it shorter");
  }
  const Result<Cbor> message = decode_cbor(bytes);
  if (!message) return tl::unexpected<Error>(message.error());
  const Cbor* content = message->content_of_tag(kCoseSign1Tag);
  const Cbor::Array* parts = content != nullptr ? content->as_array() : nullptr;
  if (parts == nullptr || parts->size() != 4) return refuse("not a tagged COSE_Sign1", "");
  const Bytes* protected_bytes = parts->at(0).as_bytes();
  const Cbor::Map* unprotected = parts->at(1).as_map();
  const Bytes* payload = parts->at(2).as_bytes();
  const Bytes* signature = parts->at(3).as_bytes();
  if (protected_bytes == nullptr) return refuse("the protected header must be a byte string", "protected");
  if (unprotected == nullptr || !unprotected->empty()) {
    return refuse("the unprotected header must be empty", "unprotected");
  }
  if (payload == nullptr) return refuse("the payload must be attached", "payload");
  if (signature == nullptr || signature->size() != kSignatureBytes) {
    return refuse("the signature must have 64 bytes", "signature");
  }
  return Sign1{*protected_bytes, *payload, *signature};
}

Result<CoseSign1> parse_cose(ByteView bytes, std::string_view content_type) {
  Result<Sign1> parts = parse_sign1(bytes);
  if (!parts) return tl::unexpected<Error>(parts.error());
  Result<SignedHeader> header = parse_header(parts->protected_bytes, content_type);
  if (!header) return tl::unexpected<Error>(header.error());
  return CoseSign1{*std::move(header), std::move(parts->protected_bytes), std::move(parts->payload),
                   std::move(parts->signature)};
}

bool verify_cose(const CoseSign1& message, const PublicKey& key) {
  return message.header.algorithm == key.algorithm && message.header.kid == key_thumbprint(key) &&
         verify_signature(key, sig_structure(message.protected_bytes, message.payload), message.signature);
}

}  // namespace attest
