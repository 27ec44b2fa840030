// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>

#include "ed25519_point.hpp"
#include "ledger/digest.hpp"
#include "p256.hpp"
#include "pkcs11_token.hpp"

namespace attest {
namespace {

constexpr std::array<std::uint8_t, 10> kP256Curve = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
constexpr std::array<std::uint8_t, 5> kEd25519Curve = {0x06, 0x03, 0x2b, 0x65, 0x70};  // RFC 8410
// The name as PrintableString, which PKCS#11 3.0 allows and many modules ask for.
constexpr std::array<std::uint8_t, 14> kEd25519Name = {0x13, 0x0c, 'e', 'd', 'w', 'a', 'r',
                                                       'd',  's',  '2', '5', '5', '1', '9'};
constexpr std::uint8_t kTrue = 1;
constexpr std::uint8_t kFalse = 0;

ByteView number_view(const unsigned long& number) {
  return {reinterpret_cast<const std::uint8_t*>(&number), sizeof number};
}
ByteView flag_view(const std::uint8_t& flag) {
  return {&flag, 1};
}
template <typename Some>
bool same(const Bytes& a, const Some& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

class Pkcs11Signer final : public Signer {
 public:
  Pkcs11Signer(std::unique_ptr<TokenSession> session, ck_object_handle_t key, PublicKey public_key)
      : session_(std::move(session)), key_(key), public_key_(std::move(public_key)) {}
  [[nodiscard]] const PublicKey& public_key() const override { return public_key_; }
  [[nodiscard]] Result<Bytes> sign(ByteView message) const override {
    const std::lock_guard lock(mutex_);
    const bool ed25519 = public_key_.algorithm == Algorithm::kEdDsa;
    const Digest digest = ledger::sha256(message);
    auto signature =
        ed25519 ? session_->sign(key_, CKM_EDDSA, message) : session_->sign(key_, CKM_ECDSA, digest.view());
    if (!signature) return signature;
    if (!ed25519) signature = with_low_s(std::move(*signature));
    if (signature->size() == 64) return signature;
    return ledger::fail(Code::kKey, "the token's signature is not of 64 bytes", "token");
  }

 private:
  std::unique_ptr<TokenSession> session_;
  ck_object_handle_t key_;
  PublicKey public_key_;
  mutable std::mutex mutex_;
};

std::string name_of(const Pkcs11Key& key) {
  return key.id.empty() ? "with the label '" + key.label + "'" : "with that id";
}

Result<std::vector<ck_object_handle_t>> objects(const TokenSession& session, const Pkcs11Key& key,
                                                const unsigned long& kind) {
  std::vector<ck_attribute> wanted = {attribute(CKA_CLASS, number_view(kind))};
  wanted.push_back(key.id.empty() ? attribute(CKA_LABEL, ledger::view(key.label)) : attribute(CKA_ID, key.id));
  return session.find(std::move(wanted), 2);
}

Result<ck_object_handle_t> find_private(const TokenSession& session, const Pkcs11Key& key) {
  const auto found = objects(session, key, CKO_PRIVATE_KEY);
  if (!found) return tl::unexpected(found.error());
  if (found->empty())
    return ledger::fail(Code::kNotFound, "the token '" + key.token + "' has no private key " + name_of(key), "label");
  if (found->size() > 1)
    return ledger::fail(
        Code::kInvalid,
        "the token '" + key.token + "' has two private keys " + name_of(key) + ": name the one by its id", "label");
  return found->front();
}

// CKA_EC_POINT is the point in an OCTET STRING; some modules leave that out.
Bytes unwrapped(const Bytes& point) {
  const bool wrapped = point.size() > 2 && point[0] == 0x04 && point[1] == point.size() - 2;
  return wrapped ? Bytes(point.begin() + 2, point.end()) : point;
}

// The point is with the private key, or with the public one of the same id.
Result<Bytes> point_of(const TokenSession& session, ck_object_handle_t object) {
  auto own = session.value(object, CKA_EC_POINT);
  if (!own || !own->empty()) return own;
  const auto id = session.value(object, CKA_ID);
  if (!id) return tl::unexpected(id.error());
  const unsigned long kind = CKO_PUBLIC_KEY;
  const auto found =
      session.find({attribute(CKA_CLASS, number_view(kind)), attribute(CKA_ID, *id)}, id->empty() ? 0 : 2);
  if (!found) return tl::unexpected(found.error());
  if (found->size() == 1) return session.value(found->front(), CKA_EC_POINT);
  return ledger::fail(Code::kKey, "the token has not one public key of the same id beside the private one", "token");
}

Result<PublicKey> public_half(const TokenSession& session, ck_object_handle_t object) {
  const auto curve = session.value(object, CKA_EC_PARAMS);
  if (!curve) return tl::unexpected(curve.error());
  const auto point = point_of(session, object);
  if (!point) return tl::unexpected(point.error());
  const Bytes bytes = unwrapped(*point);
  const bool ed25519 = same(*curve, kEd25519Name) || same(*curve, kEd25519Curve);
  if (ed25519 && bytes.size() == 32 && is_good_ed25519_point(bytes)) return PublicKey{Algorithm::kEdDsa, bytes};
  if (same(*curve, kP256Curve) && bytes.size() == 65 && bytes[0] == 0x04)
    return PublicKey{Algorithm::kEs256, Bytes(bytes.begin() + 1, bytes.end())};
  return ledger::fail(Code::kKey, "the token's key is neither Ed25519 nor P-256", "label");
}

Result<std::unique_ptr<Signer>> signer_on(std::unique_ptr<TokenSession> session, const Pkcs11Key& key) {
  const auto object = find_private(*session, key);
  if (!object) return tl::unexpected(object.error());
  auto half = public_half(*session, *object);
  if (!half) return tl::unexpected(half.error());
  std::unique_ptr<Signer> signer = std::make_unique<Pkcs11Signer>(std::move(session), *object, std::move(*half));
  const Bytes challenge = random_bytes(32);
  const auto signature = signer->sign(challenge);
  if (!signature) return tl::unexpected(signature.error());
  if (verify_signature(signer->public_key(), challenge, *signature)) return signer;
  return ledger::fail(Code::kKey, "the token's private and public key do not belong together", "label");
}

Result<void> generate(const TokenSession& session, const Pkcs11Key& key, Algorithm algorithm, ByteView curve) {
  const Bytes id = random_bytes(16);
  const bool ed25519 = algorithm == Algorithm::kEdDsa;
  const ck_attribute token = attribute(CKA_TOKEN, flag_view(kTrue));
  const ck_attribute label = attribute(CKA_LABEL, ledger::view(key.label));
  return session.generate(
      ed25519 ? CKM_EC_EDWARDS_KEY_PAIR_GEN : CKM_EC_KEY_PAIR_GEN,
      {token, label, attribute(CKA_ID, id), attribute(CKA_EC_PARAMS, curve), attribute(CKA_VERIFY, flag_view(kTrue)),
       attribute(CKA_ENCRYPT, flag_view(kFalse)), attribute(CKA_WRAP, flag_view(kFalse))},
      {token, label, attribute(CKA_ID, id), attribute(CKA_PRIVATE, flag_view(kTrue)),
       attribute(CKA_SENSITIVE, flag_view(kTrue)), attribute(CKA_EXTRACTABLE, flag_view(kFalse)),
       attribute(CKA_SIGN, flag_view(kTrue)), attribute(CKA_DECRYPT, flag_view(kFalse)),
       attribute(CKA_UNWRAP, flag_view(kFalse))});
}

}  // namespace

Result<std::unique_ptr<Signer>> open_pkcs11_key(const Pkcs11Key& key, std::string_view pin) {
  auto session = TokenSession::open(key, pin, TokenSession::Access::kRead);
  if (!session) return tl::unexpected(session.error());
  return signer_on(std::move(*session), key);
}

Result<std::unique_ptr<Signer>> generate_pkcs11_key(const Pkcs11Key& key, Algorithm algorithm, std::string_view pin) {
  if (key.label.empty()) return ledger::fail(Code::kInvalid, "a new key needs a label", "label");
  auto session = TokenSession::open(key, pin, TokenSession::Access::kWrite);
  if (!session) return tl::unexpected(session.error());
  const auto there = objects(**session, key, CKO_PRIVATE_KEY);
  if (!there) return tl::unexpected(there.error());
  if (!there->empty())
    return ledger::fail(Code::kInvalid,
                        "the token '" + key.token + "' has a private key " + name_of(key) +
                            " already: choose another label, or key attach",
                        "label");
  auto made = algorithm == Algorithm::kEs256 ? generate(**session, key, algorithm, kP256Curve)
                                             : generate(**session, key, algorithm, kEd25519Name);
  if (!made && algorithm == Algorithm::kEdDsa) made = generate(**session, key, algorithm, kEd25519Curve);
  if (!made) return tl::unexpected(made.error());
  return signer_on(std::move(*session), key);
}

}  // namespace attest
