// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "p256.hpp"

#include "openssl_owners.hpp"

namespace attest {

ledger::Bytes with_low_s(ledger::Bytes signature) {
  if (signature.size() != 64) return {};
  if (!is_over(ledger::ByteView(signature).last(32), kP256HalfOrder)) return signature;
  const BignumOwner low{BN_bin2bn(kP256Order.data(), 32, nullptr)};
  const BignumOwner s{BN_bin2bn(signature.data() + 32, 32, nullptr)};
  if (!low || !s || BN_sub(low.get(), low.get(), s.get()) != 1 || BN_is_negative(low.get()) == 1 ||
      BN_bn2binpad(low.get(), signature.data() + 32, 32) != 32) {
    return {};
  }
  return signature;
}

}  // namespace attest
