// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/public_key.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

#include <algorithm>

#include "attest/cbor.hpp"
#include "ed25519_point.hpp"
#include "ledger/encoding.hpp"
#include "openssl_owners.hpp"
#include "p256.hpp"

namespace attest {
namespace {

constexpr std::size_t kCoordinateBytes = 32;

// Null when x || y is no point of the curve.
KeyOwner open_p256(ByteView coordinates) {
  Bytes point{POINT_CONVERSION_UNCOMPRESSED};
  ledger::append(point, coordinates);
  char group[] = "P-256";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end(),
  };
  const KeyContextOwner context{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
    ERR_clear_error();
    return nullptr;
  }
  return KeyOwner(key);
}

// r || s as the DER sequence that OpenSSL wants; empty when that fails.
Bytes to_der(ByteView signature) {
  const EcdsaSignatureOwner pair{ECDSA_SIG_new()};
  BignumOwner r{BN_bin2bn(signature.data(), 32, nullptr)};
  BignumOwner s{BN_bin2bn(signature.data() + 32, 32, nullptr)};
  if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
  static_cast<void>(r.release());  // both belong to the pair now
  static_cast<void>(s.release());
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  if (size <= 0) return {};
  Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

bool verify_p256(ByteView coordinates, ByteView message, ByteView signature) {
  if (signature.size() != 64 || !is_low_s(signature)) return false;
  const KeyOwner key = open_p256(coordinates);
  const DigestContextOwner context{EVP_MD_CTX_new()};
  const Bytes der = to_der(signature);
  if (!key || !context || der.empty()) return false;
  const bool good = EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
                    EVP_DigestVerify(context.get(), der.data(), der.size(), message.data(), message.size()) == 1;
  ERR_clear_error();
  return good;
}

// A coordinate as JWK writes it; an error is noted in `fields`.
Bytes coordinate(Fields& fields, std::string_view name) {
  const std::string text = fields.text(name);
  if (fields.failed()) return {};
  Result<Bytes> bytes = ledger::base64url_decode(text);
  if (bytes && bytes->size() == kCoordinateBytes) return *std::move(bytes);
  fields.wrong(name, "must be 32 bytes in base64url without padding");
  return {};
}

PublicKey read_key(Fields& fields) {
  const std::string type = fields.text("kty");
  const std::string curve = fields.text("crv");
  PublicKey key;
  if (type == "OKP" && curve == "Ed25519") {
    key.bytes = coordinate(fields, "x");
    if (!fields.failed() && !is_good_ed25519_point(key.bytes))
      fields.wrong("x", "is no point of Ed25519 fit for a key");
  } else if (type == "EC" && curve == "P-256") {
    key.algorithm = Algorithm::kEs256;
    key.bytes = coordinate(fields, "x");
    ledger::append(key.bytes, coordinate(fields, "y"));
    if (!fields.failed() && open_p256(key.bytes) == nullptr) fields.wrong("x", "and y are no point of P-256");
  } else {
    fields.wrong("kty", "and crv must be OKP and Ed25519, or EC and P-256");
  }
  return key;
}

}  // namespace

Digest key_thumbprint(const PublicKey& key) {
  // COSE_Key (RFC 9053 section 7): 1 is kty, -1 crv, -2 x, -3 y; kty 1 is OKP, 2 EC2; crv 6 is Ed25519, 1 P-256.
  if (key.algorithm == Algorithm::kEdDsa) {
    return ledger::sha256(encode_cbor(Cbor::map({{Cbor::integer(1), Cbor::integer(1)},
                                                 {Cbor::integer(-1), Cbor::integer(6)},
                                                 {Cbor::integer(-2), Cbor::bytes(key.bytes)}})));
  }
  const ByteView both(key.bytes);
  return ledger::sha256(encode_cbor(Cbor::map({{Cbor::integer(1), Cbor::integer(2)},
                                               {Cbor::integer(-1), Cbor::integer(1)},
                                               {Cbor::integer(-2), Cbor::bytes(both.first(kCoordinateBytes))},
                                               {Cbor::integer(-3), Cbor::bytes(both.last(kCoordinateBytes))}})));
}

Json to_jwk(const PublicKey& key) {
  const ByteView both(key.bytes);
  const std::string x = ledger::base64url_encode(both.first(kCoordinateBytes));
  if (key.algorithm == Algorithm::kEdDsa) return Json::Object{{"crv", "Ed25519"}, {"kty", "OKP"}, {"x", x}};
  const std::string y = ledger::base64url_encode(both.last(kCoordinateBytes));
  return Json::Object{{"crv", "P-256"}, {"kty", "EC"}, {"x", x}, {"y", y}};
}

Result<PublicKey> key_from_jwk(const Json& jwk, std::string_view where) {
  Fields fields(jwk, std::string(where) + ".");
  PublicKey key = read_key(fields);
  if (const Result<void> read = fields.finish(); !read) return tl::unexpected<Error>(read.error());
  return key;
}

bool verify_signature(const PublicKey& key, ByteView message, ByteView signature) {
  if (key.algorithm == Algorithm::kEs256) return verify_p256(key.bytes, message, signature);
  return key.bytes.size() == kCoordinateBytes && ledger::ed25519_verify(as_ed25519(key), message, signature);
}

ledger::Ed25519Key as_ed25519(const PublicKey& key) {
  ledger::Ed25519Key out{};
  std::copy_n(key.bytes.begin(), out.size(), out.begin());
  return out;
}

}  // namespace attest
