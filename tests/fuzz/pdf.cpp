// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/verify_pdf.hpp"
#include "pdf/check_seal.hpp"
#include "require.hpp"

namespace {

// The root that the file itself brings, so that paths, lists and time-stamps are judged too.
std::vector<ledger::Bytes> own_roots(std::string_view file) {
  const auto revisions = certs::read_revisions(file);
  if (!revisions) return {};
  const auto seal = certs::find_seal(file, revisions->front());
  if (!seal) return {};
  const auto cms = certs::parse_seal_cms(seal->signature.contents);
  if (!cms) return {};
  return cms->certificates;
}

}  // namespace

// Whatever the file is, an answer comes, with every check in it; nothing is genuine to who trusts no ledger.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  certs::Trust trust;
  trust.log.name = "ledger.attest.example/sample";
  trust.did.did = "did:web:attest.example";
  const std::string input(ledger::text({data, size}));
  trust.ca = own_roots(input);
  const certs::Verdict verdict = certs::verify_pdf(input, trust, {{1'541'808'000'000}, {}, {}});
  require(verdict.checks.size() == 17);
  require(verdict.outcome == certs::Outcome::kNotGenuine || verdict.outcome == certs::Outcome::kCannotBeTold);
  require(!certs::verdict_text(verdict).empty());
  return 0;
}
