// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/challenge.hpp"

#include "require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ledger::ByteView bytes(data, size);
  if (const auto challenge = attest::parse_challenge(ledger::text(bytes))) {
    require(attest::encode_challenge(*challenge) == ledger::text(bytes));
  }
  const auto answer = attest::parse_challenge_answer(bytes);
  if (!answer) return 0;
  require(attest::encode_challenge(answer->challenge) == ledger::text(answer->cose.payload));
  require(answer->challenge.kid == answer->cose.header.kid);
  require(!attest::verify_cose(answer->cose, {answer->cose.header.algorithm, attest::Bytes(64)}));
  return 0;
}
