// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Everything that draws random numbers, private keys apart.
#include <openssl/rand.h>

#include <cstdio>
#include <cstdlib>

#include "attest/disclosure.hpp"
#include "attest/signer.hpp"
#include "ledger/encoding.hpp"

namespace attest {

Bytes random_bytes(std::size_t count) {
  Bytes out(count);
  if (RAND_priv_bytes(out.data(), static_cast<int>(count)) != 1) {
    // A salt or nonce that can be guessed must never leave this process.
    std::fputs("the system gives no random numbers\n", stderr);
    std::abort();
  }
  return out;
}

std::string make_disclosure(std::string_view name, std::string_view value) {
  constexpr std::size_t kSaltBytes = 16;
  return encode_disclosure({ledger::base64url_encode(random_bytes(kSaltBytes)), std::string(name), std::string(value)});
}

}  // namespace attest
