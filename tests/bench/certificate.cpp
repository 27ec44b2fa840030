// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A certificate verified from its bundle, beside the bare Ed25519 verifications that the verdict rests on.
//
// usage: bench_certificate DEMO NUMBER (for instance demo 37120-2014-2017-000001)
#include <cstdio>

#include "attest/date.hpp"
#include "attest/signer.hpp"
#include "bench.hpp"
#include "certs/verify.hpp"
#include "ledger/durable_file.hpp"

namespace {

using bench::must;

// Ledger statements 0, issuance, issuer key with its proof, seal; receipt; checkpoint; credential; two lists.
constexpr int kSignaturesPerVerdict = 10;

std::string read(const std::filesystem::path& file) {
  return must(ledger::read_file(file, certs::kFileToVerifyBytesMax));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) bench::give_up("usage: bench_certificate DEMO NUMBER");
  const std::filesystem::path demo = argv[1];
  const auto trust_folder = demo / "trust";
  const auto trust = must(certs::parse_trust({read(trust_folder / "log.vkey"), read(trust_folder / "genesis"),
                                              read(trust_folder / "policy"), read(trust_folder / "did.json")}));
  const std::string bundle = read(demo / "certificates" / argv[2] / "bundle.json");
  const certs::Question question{must(attest::parse_day("2018-11-10")), {}};
  const auto signer = must(attest::generate_signer(attest::Algorithm::kEdDsa));
  const ledger::Bytes message(600, 1);
  const auto signature = must(signer->sign(message));
  constexpr std::uint64_t kVerdicts = 200;
  std::printf("bundle of %zu bytes\n", bundle.size());
  bench::compare("certificates verified from the bundle alone",
                 {{"limit: ten Ed25519 verifications each", kVerdicts,
                   [&] {
                     for (std::uint64_t i = 0; i < kVerdicts * kSignaturesPerVerdict; ++i) {
                       if (!attest::verify_signature(signer->public_key(), message, signature)) bench::give_up("key");
                     }
                   }},
                  {"verified", kVerdicts, [&] {
                     for (std::uint64_t i = 0; i < kVerdicts; ++i) {
                       if (certs::verify(bundle, trust, question).outcome != certs::Outcome::kInForce) {
                         bench::give_up("not in force");
                       }
                     }
                   }}});
}
