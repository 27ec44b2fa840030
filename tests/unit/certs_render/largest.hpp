// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A certificate in which every text is as long as the formats allow, with as many verifiers and signatures.
#pragma once

#include "support/sample_bundle.hpp"

namespace certs_test {

// `letters` is repeated up to 256 bytes; cut between its repetitions.
[[nodiscard]] inline certs::Bundle largest_bundle(const std::string& letters) {
  std::string name;
  while (name.size() + letters.size() <= 256) name += letters;
  Recipe recipe;
  recipe.early_adopter = true;
  recipe.simulated_clock = true;
  recipe.notice = name;
  recipe.certificate = [&](certs::Certificate& c) {
    c.issuer_name = c.city_name = c.scheme = c.level = name;
    c.number = std::string(40, 'W');
    c.verifiers.assign(64, name);
  };
  recipe.issuance = [](attest::CertificateIssued& issuance) { issuance.supersedes = std::string(40, 'Q'); };
  const auto key = [](int number) { return seed_key(static_cast<std::uint8_t>(0x40 + number)); };
  const auto method = [](int number) { return std::string(kDid) + "#k" + std::to_string(number); };
  recipe.logged_did = [&](certs::DidDocument& did) {
    for (int number = 3; number <= 16; ++number)
      did.methods.push_back({method(number), attest::as_ed25519(key(number)->public_key()), {}, {}});
  };
  auto bundle = make_sample(recipe).bundle;
  for (int number = 3; number <= 16; ++number)
    bundle.credential =
        certs::add_proof(bundle.credential, method(number), "2018-11-09T10:00:00Z", *key(number)).value();
  return bundle;
}

}  // namespace certs_test
