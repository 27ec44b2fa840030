// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// fill LEDGER PARTY KEY COUNT [PREFIX]: registers COUNT cities PREFIX-0, PREFIX-1 ... in a ledger on this machine,
// signed with keys/KEY.pem in the name of PARTY, a thousand at a time: what would take the program a day of commands.
#include <cstdlib>
#include <iostream>

#include "attest/ledger_folder.hpp"
#include "attest/signer.hpp"
#include "attest/statement.hpp"
#include "ledger/clock.hpp"
#include "ledger/encoding.hpp"

namespace {

constexpr std::uint64_t kTogether = 1'000;

[[noreturn]] void complain(const std::string& text) {
  std::cerr << "fill: " << text << '\n';
  std::exit(1);
}
template <typename T>
T must(ledger::Result<T> result) {
  if (!result) complain(result.error().message);
  return std::move(*result);
}

attest::Submission registration(const attest::LedgerFolder& ledger, const std::string& party, const std::string& city,
                                const attest::Signer& signer) {
  attest::PartyRegistered body;
  body.party = city;
  body.kind = attest::PartyKind::kCity;
  body.names = {{"en", "One of many cities, " + city}};
  body.country = "CA";
  const attest::Common common{ledger::base64url_encode(attest::random_bytes(16)), ledger.config().genesis};
  const auto issued_at_s = static_cast<std::int64_t>(ledger.now().value / 1'000);
  return {must(attest::sign_statement({party, issued_at_s, common, std::move(body), {}}, signer)), {}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) complain("wants LEDGER PARTY KEY COUNT [PREFIX]");
  const std::filesystem::path folder = argv[1];
  const std::uint64_t count = std::stoull(argv[4]);
  const std::string prefix = argc > 5 ? argv[5] : "many";
  const char* passphrase = std::getenv("CITYLEDGER_PASSPHRASE");
  const auto key = [&](const std::string& name) {
    return must(attest::read_key_file(folder / "keys" / (name + ".pem"), passphrase == nullptr ? "" : passphrase));
  };
  const auto ledger_key = key("ledger");
  const auto signer = key(argv[3]);
  const ledger::SimulatedClock clock(must(attest::LedgerFolder::open_to_read(folder))->now());
  const auto ledger = must(attest::LedgerFolder::open(folder, {ledger_key.get()}, clock));
  for (std::uint64_t done = 0; done < count;) {
    std::vector<attest::Submission> together;
    for (; together.size() < kTogether && done < count; ++done) {
      together.push_back(registration(*ledger, argv[2], prefix + "-" + std::to_string(done), *signer));
    }
    if (!must(ledger->submit(together)).registered) complain("refused");
  }
  if (const auto closed = ledger->close(); !closed) complain(closed.error().message);
}
