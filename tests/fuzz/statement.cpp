// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/statement.hpp"

#include "require.hpp"

namespace {

// A statement with this payload; the signature is not one, and parsing does not ask.
attest::Bytes around(attest::ByteView payload) {
  using attest::Cbor;
  const Cbor claims = Cbor::map(
      {{Cbor::integer(1), Cbor::text("a")}, {Cbor::integer(2), Cbor::text("b")}, {Cbor::integer(6), Cbor::integer(0)}});
  const Cbor header = Cbor::map({{Cbor::integer(1), Cbor::integer(-8)},
                                 {Cbor::integer(3), Cbor::text(attest::kStatementType)},
                                 {Cbor::integer(4), Cbor::bytes(attest::Bytes(32))},
                                 {Cbor::integer(15), claims}});
  return attest::encode_cbor(Cbor::tagged(18, Cbor::array({Cbor::bytes(attest::encode_cbor(header)), Cbor::map({}),
                                                           Cbor::bytes(payload), Cbor::bytes(attest::Bytes(64))})));
}

// What is read is written as it was.
void check(attest::ByteView bytes) {
  const auto statement = attest::parse_statement(bytes);
  if (!statement) return;
  const std::string payload = attest::encode_payload(statement->common, statement->body, statement->sd);
  require(payload == ledger::text(statement->cose.payload));
  require(!attest::subject_of(statement->body, "issuer").empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check({data, size});
  check(around({data, size}));
  return 0;
}
