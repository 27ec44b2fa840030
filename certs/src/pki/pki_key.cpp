// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <openssl/pkcs12.h>

#include "attest/private_key_file.hpp"
#include "owners.hpp"

namespace certs {
namespace {

using ledger::Code;
using Pkcs8Owner = std::unique_ptr<PKCS8_PRIV_KEY_INFO, ledger::CFree<PKCS8_PRIV_KEY_INFO_free>>;

// id-ecPublicKey with prime256v1 and an uncompressed point (RFC 5480), up to the point's coordinates.
constexpr std::uint8_t kP256InfoStart[] = {0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48,
                                           0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
                                           0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04};

Bytes info_of(EVP_PKEY* key) {
  Bytes out(static_cast<std::size_t>(std::max(0, i2d_PUBKEY(key, nullptr))));
  unsigned char* at = out.data();
  if (!out.empty()) i2d_PUBKEY(key, &at);
  return out;
}

}  // namespace

PkiKey::PkiKey(std::unique_ptr<Inside> inside)
    : inside_(std::move(inside)), public_key_info_(info_of(inside_->key.get())) {}
PkiKey::PkiKey(PkiKey&&) noexcept = default;
PkiKey& PkiKey::operator=(PkiKey&&) noexcept = default;
PkiKey::~PkiKey() = default;

Result<PkiKey> PkiKey::generate(PkiRole role) {
  KeyOwner key{EVP_EC_gen(is_authority(role) ? "P-384" : "P-256")};
  if (!key) return ledger::fail(Code::kKey, "no key could be made");
  return PkiKey(std::make_unique<Inside>(Inside{std::move(key)}));
}

Result<PkiKey> PkiKey::read(const std::filesystem::path& file, std::string_view passphrase) {
  const auto secret = attest::read_private_key(file, passphrase);
  if (!secret) return tl::unexpected(secret.error());
  const unsigned char* at = secret->view().data();
  KeyOwner key{d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(secret->view().size()))};
  ERR_clear_error();
  if (!key || (!is_on_curve(key.get(), NID_secp384r1) && !is_on_curve(key.get(), NID_X9_62_prime256v1))) {
    return ledger::fail(Code::kKey, "the key file holds no key of P-384 or P-256", file.string());
  }
  return PkiKey(std::make_unique<Inside>(Inside{std::move(key)}));
}

Result<void> PkiKey::write(const std::filesystem::path& file, std::string_view passphrase) const {
  const Pkcs8Owner plain{EVP_PKEY2PKCS8(key_of(*this))};
  Bytes der(static_cast<std::size_t>(plain ? std::max(0, i2d_PKCS8_PRIV_KEY_INFO(plain.get(), nullptr)) : 0));
  unsigned char* at = der.data();
  if (der.empty() || i2d_PKCS8_PRIV_KEY_INFO(plain.get(), &at) <= 0) {
    return ledger::fail(Code::kKey, "the key cannot be written", file.string());
  }
  return attest::write_private_key(file, attest::Secret(std::move(der)), passphrase);
}

Result<Bytes> public_key_info(const attest::PublicKey& key) {
  constexpr std::size_t kPointBytes = 64;
  if (key.algorithm != attest::Algorithm::kEs256 || key.bytes.size() != kPointBytes) {
    return ledger::fail(Code::kKey, "a PDF is sealed with a P-256 key: cityledger key new NAME --algorithm p256",
                        "key");
  }
  Bytes out(std::begin(kP256InfoStart), std::end(kP256InfoStart));
  ledger::append(out, key.bytes);
  return out;
}

}  // namespace certs
