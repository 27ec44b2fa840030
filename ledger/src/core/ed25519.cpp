// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/ed25519.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>

namespace ledger {
namespace {

struct KeyDeleter {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct ContextDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// The order L of the base point, little-endian: 2^252 + 27742317777372353535851937790883648493 (RFC 8032, 5.1).
constexpr std::array<std::uint8_t, 32> kOrder = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                                 0xa2, 0xde, 0xf9, 0xde, 0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                                                 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10};

// S and S + L sign the same message; only the smaller one is accepted, so that a signature has one spelling.
bool is_canonical(ByteView signature) {
  const ByteView s = signature.last(32);
  return std::lexicographical_compare(s.rbegin(), s.rend(), kOrder.rbegin(), kOrder.rend());
}

}  // namespace

bool ed25519_verify(const Ed25519Key& key, ByteView message, ByteView signature) {
  if (signature.size() != Ed25519Signature{}.size() || !is_canonical(signature)) return false;
  const std::unique_ptr<EVP_PKEY, KeyDeleter> public_key{
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size())};
  const std::unique_ptr<EVP_MD_CTX, ContextDeleter> context{EVP_MD_CTX_new()};
  if (public_key == nullptr || context == nullptr) return false;
  if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, public_key.get()) != 1) return false;
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

}  // namespace ledger
