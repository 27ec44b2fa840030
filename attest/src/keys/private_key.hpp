// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A private key in the memory of this process.
#pragma once

#include "attest/signer.hpp"
#include "openssl_owners.hpp"

namespace attest {

class PrivateKey final : public Signer {
 public:
  // Errors: kKey for another kind of key than ours.
  [[nodiscard]] static Result<std::unique_ptr<Signer>> from(KeyOwner key);
  [[nodiscard]] const PublicKey& public_key() const override { return public_key_; }
  [[nodiscard]] Result<Bytes> sign(ByteView message) const override;
  [[nodiscard]] const EVP_PKEY* key() const { return key_.get(); }

 private:
  PrivateKey(KeyOwner key, PublicKey public_key) : key_(std::move(key)), public_key_(std::move(public_key)) {}
  KeyOwner key_;
  PublicKey public_key_;
};

}  // namespace attest
