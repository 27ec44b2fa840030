// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/signer.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>

#include <algorithm>

#include "p256.hpp"
#include "private_key.hpp"

namespace attest {
namespace {

Result<PublicKey> ed25519_public(const EVP_PKEY* key) {
  PublicKey out{Algorithm::kEdDsa, Bytes(32)};
  std::size_t size = out.bytes.size();
  if (EVP_PKEY_get_raw_public_key(key, out.bytes.data(), &size) == 1 && size == out.bytes.size()) return out;
  return ledger::fail(Code::kKey, "the key's public half cannot be read");
}

Result<PublicKey> p256_public(const EVP_PKEY* key) {
  PublicKey out{Algorithm::kEs256, {}};
  for (const char* name : {OSSL_PKEY_PARAM_EC_PUB_X, OSSL_PKEY_PARAM_EC_PUB_Y}) {
    BIGNUM* number = nullptr;
    const bool found = EVP_PKEY_get_bn_param(key, name, &number) == 1;
    const BignumOwner owner{number};
    Bytes coordinate(32);
    if (!found || BN_bn2binpad(number, coordinate.data(), 32) != 32) {
      return ledger::fail(Code::kKey, "the key's public half cannot be read");
    }
    ledger::append(out.bytes, coordinate);
  }
  return out;
}

bool is_p256(const EVP_PKEY* key) {
  char group[32] = {};
  return EVP_PKEY_is_a(key, "EC") == 1 && EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1 &&
         std::string_view(group) == SN_X9_62_prime256v1;
}

// OpenSSL's DER sequence as r || s, s replaced by n - s where that is the smaller one. Empty when that fails.
Bytes to_low_s(const Bytes& der) {
  const unsigned char* at = der.data();
  const EcdsaSignatureOwner pair{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()))};
  Bytes out(64);
  if (!pair || BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out.data(), 32) != 32 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out.data() + 32, 32) != 32) {
    return {};
  }
  return with_low_s(std::move(out));
}

}  // namespace

Result<std::unique_ptr<Signer>> PrivateKey::from(KeyOwner key) {
  if (!key || (EVP_PKEY_is_a(key.get(), "ED25519") != 1 && !is_p256(key.get()))) {
    return ledger::fail(Code::kKey, "not a private key of Ed25519 or P-256");
  }
  Result<PublicKey> half = is_p256(key.get()) ? p256_public(key.get()) : ed25519_public(key.get());
  if (!half) return tl::unexpected<Error>(half.error());
  return std::unique_ptr<Signer>(new PrivateKey(std::move(key), *std::move(half)));
}

Result<Bytes> PrivateKey::sign(ByteView message) const {
  const bool ed25519 = public_key_.algorithm == Algorithm::kEdDsa;
  const DigestContextOwner context{EVP_MD_CTX_new()};
  Bytes signature(128);
  std::size_t size = signature.size();
  const bool made =
      context &&
      EVP_DigestSignInit(context.get(), nullptr, ed25519 ? nullptr : EVP_sha256(), nullptr, key_.get()) == 1 &&
      EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1;
  signature.resize(made ? size : 0);
  if (made && !ed25519) signature = to_low_s(signature);
  if (signature.size() == 64) return signature;
  ERR_clear_error();
  return ledger::fail(Code::kKey, "the private key could not sign");
}

ledger::Ed25519Sign note_signer(const Signer& key) {
  return [&key](ByteView message) -> Result<ledger::Ed25519Signature> {
    const auto signature = key.sign(message);
    if (!signature) return tl::unexpected(signature.error());
    ledger::Ed25519Signature out{};
    std::copy_n(signature->begin(), std::min(out.size(), signature->size()), out.begin());
    return out;
  };
}

Result<std::unique_ptr<Signer>> generate_signer(Algorithm algorithm) {
  return PrivateKey::from(
      KeyOwner(algorithm == Algorithm::kEdDsa ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519") : EVP_EC_gen("P-256")));
}

Result<std::unique_ptr<Signer>> signer_from_seed(ByteView seed) {
  if (seed.size() != 32) return ledger::fail(Code::kInvalid, "a seed of Ed25519 has 32 bytes");
  return PrivateKey::from(KeyOwner(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size())));
}

}  // namespace attest
