// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "unit/ledger/test_key.hpp"

#include <openssl/evp.h>

#include <memory>

namespace ledger::testing {

TestKey test_key(std::string name, std::uint8_t seed, NoteKeyType type) {
  const std::array<std::uint8_t, 32> secret = [&] {
    std::array<std::uint8_t, 32> bytes{};
    bytes.fill(seed);
    return bytes;
  }();
  const std::shared_ptr<EVP_PKEY> pkey(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, secret.data(), secret.size()), EVP_PKEY_free);
  TestKey out;
  out.key.name = std::move(name);
  out.key.type = type;
  std::size_t length = out.key.key.size();
  EVP_PKEY_get_raw_public_key(pkey.get(), out.key.key.data(), &length);
  out.sign = [pkey](ByteView message) -> Result<Ed25519Signature> {
    Ed25519Signature signature{};
    std::size_t size = signature.size();
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, pkey.get()) != 1 ||
        EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) != 1) {
      return fail(Code::kKey, "the test key cannot sign");
    }
    return signature;
  };
  return out;
}

NoteSignature cosign(const TestKey& witness, std::string_view text, std::uint64_t time_s) {
  const std::string message = "cosignature/v1\ntime " + std::to_string(time_s) + "\n" + std::string(text);
  Bytes payload;
  append(payload, big_endian_64(time_s));
  append(payload, witness.sign(view(message)).value());
  return {witness.key.name, note_key_id(witness.key), payload};
}

}  // namespace ledger::testing
