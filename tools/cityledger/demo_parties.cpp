// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/demo_parties.hpp"

#include "cityledger/demo_data.hpp"
#include "cityledger/demo_world.hpp"

namespace cityledger {
namespace {

constexpr std::string_view kCertifier = "attest-demo";

attest::PartyRegistered party(std::string id, attest::PartyKind kind, std::string name, std::string country) {
  attest::PartyRegistered body;
  body.party = std::move(id);
  body.kind = kind;
  body.names = {{"en", std::move(name)}};
  body.country = std::move(country);
  return body;
}

attest::PartyRegistered verifier(std::string id, std::string name) {
  auto body = party(std::move(id), attest::PartyKind::kVerifier, std::move(name), "CA");
  body.accreditation = attest::Accreditation{"Accreditation body of the demonstration",
                                             "DEMO-1",
                                             {std::string(kDemoStandard), std::string(kSmartCityStandard)},
                                             "2015-01-01",
                                             "2024-12-31"};
  return body;
}

Result<void> register_parties(DemoWorld& world) {
  std::vector<attest::PartyRegistered> parties;
  parties.push_back(party("melbourne", attest::PartyKind::kCity, "City of Melbourne", "AU"));
  parties.push_back(party("mississauga", attest::PartyKind::kCity, "City of Mississauga", "CA"));
  parties.push_back(
      party("riverbend", attest::PartyKind::kCity, "City of Riverbend (made up for the demonstration)", "CA"));
  parties.push_back(
      party("hillcrest", attest::PartyKind::kCity, "City of Hillcrest (made up for the demonstration)", "CA"));
  parties.push_back(party("citynet", attest::PartyKind::kProgramme, "CityNet", "KR"));
  for (const auto& provider : demo_providers()) {
    parties.push_back(party(provider.party, attest::PartyKind::kProvider, provider.name, "CA"));
  }
  parties.push_back(verifier("open-figures", "Open Figures (verifier, made up for the demonstration)"));
  auto tied = verifier("lakeshore-advice", "Lakeshore Advice (verifier, made up for the demonstration)");
  tied.affiliations = {{"mississauga", "2016-03-01", std::nullopt}};
  parties.push_back(std::move(tied));
  for (auto& body : parties) {
    if (auto said = world.say("root", std::move(body)); !said) return said;
  }
  return {};
}

Result<void> authorise_keys(DemoWorld& world) {
  const std::string certifier(kCertifier);
  struct Key {
    std::string name;
    std::string party;
    std::string holder;
    std::string role;
  };
  std::vector<Key> keys = {{"reviewer", certifier, "reviewer-1", "reviewer"},
                           {"issuer", certifier, "issuer-1", "issuer"},
                           {"melbourne", "melbourne", "melbourne-data-office", "submitter"},
                           {"mississauga", "mississauga", "mississauga-data-office", "submitter"},
                           {"riverbend", "riverbend", "riverbend-data-office", "submitter"},
                           {"hillcrest", "hillcrest", "hillcrest-data-office", "submitter"},
                           {"citynet", "citynet", "citynet-secretariat", "programme"},
                           {"verifier", "open-figures", "verifier-1", "verifier"},
                           {"tied-verifier", "lakeshore-advice", "verifier-2", "verifier"},
                           // The same person as the verifier: the ledger sees to it that only one of both is done.
                           {"second-reviewer", certifier, "verifier-1", "reviewer"}};
  for (const auto& provider : demo_providers()) {
    keys.push_back({provider.party, provider.party, provider.party + "-records", "provider"});
  }
  for (const auto& key : keys) {
    if (auto done = world.authorise(key.name, key.party, key.holder, key.role); !done) return done;
  }
  return {};
}

Result<void> publish_did(DemoWorld& world) {
  certs::DidDocument document;
  document.did = std::string(kDemoDid);
  for (const std::string name : {"seal", "signatory"}) {
    if (auto made = world.new_key(name); !made) return made;
    const auto signer = world.session().keys().get(name);
    if (!signer) return tl::unexpected(signer.error());
    document.methods.push_back(
        {document.did + "#" + name, attest::as_ed25519((*signer)->public_key()), std::nullopt, std::nullopt});
  }
  if (auto made = world.new_key("paper"); !made) return made;
  const auto paper = world.session().keys().get("paper");
  if (!paper) return tl::unexpected(paper.error());
  document.paper_keys.push_back(
      {document.did + "#paper", attest::as_ed25519((*paper)->public_key()), std::nullopt, std::nullopt});
  return world.say("root", attest::DidPublished{document.did, certs::to_json(document)});
}

}  // namespace

const std::vector<DemoProvider>& demo_providers() {
  static const std::vector<DemoProvider> kProviders = {{"region-of-peel", "Region of Peel"},
                                                       {"statistics-canada", "Statistics Canada"},
                                                       {"government-of-ontario", "Government of Ontario"},
                                                       {"trillium-health-partners", "Trillium Health Partners"},
                                                       {"credit-valley-conservation", "Credit Valley Conservation"}};
  return kProviders;
}

attest::LedgerFolder::Opening demo_opening() {
  attest::LedgerFolder::Opening opening;
  opening.origin = "ledger.attest.example/demo";
  opening.clock = attest::ClockKind::kSimulated;
  opening.certifier = std::string(kCertifier);
  opening.certifier_names = {{"en", "Demonstration certification body (not WCCD)"}};
  opening.certifier_country = "CA";
  return opening;
}

Result<void> set_the_stage(DemoWorld& world) {
  world.tell("a ledger is opened; parties and keys are registered");
  const auto catalogue = attest::parse_json(demo_file("iso37120-2014.json"));
  if (!catalogue) return tl::unexpected(catalogue.error());
  if (auto done = world.authorise("registrar", std::string(kCertifier), "registrar-1", "registrar"); !done) return done;
  if (auto done = world.say("root", attest::StandardAdopted{std::string(kDemoStandard), *catalogue}); !done) {
    return done;
  }
  if (auto done = register_parties(world); !done) return done;
  if (auto done = authorise_keys(world); !done) return done;
  return publish_did(world);
}

}  // namespace cityledger
