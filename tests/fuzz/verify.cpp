// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/verify.hpp"

#include "require.hpp"

// Whatever the file is, an answer comes, with every check in it; nothing is genuine to who trusts no key.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  certs::Trust trust;
  trust.log.name = "ledger.attest.example/sample";
  trust.did.did = "did:web:attest.example";
  const std::string input(ledger::text({data, size}));
  const certs::Verdict verdict = certs::verify(input, trust, {{1'541'808'000'000}, {input}});
  require(verdict.checks.size() == 12);
  require(verdict.outcome == certs::Outcome::kNotGenuine || verdict.outcome == certs::Outcome::kCannotBeTold);
  require(!certs::verdict_text(verdict).empty());
  require(!attest::canonical_json(certs::verdict_json(verdict)).empty());
  return 0;
}
