// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/command_line.hpp"
#include "cityledger/did.hpp"
#include "cityledger/enrol.hpp"
#include "cityledger/init.hpp"
#include "cityledger/key.hpp"
#include "cityledger/party.hpp"
#include "cityledger/standard.hpp"

namespace cityledger {
namespace {

constexpr const char* kSignerHelp = "Name of the key that signs";
constexpr const char* kAuthoriserHelp =
    "Name of the key that signs (default: root for the certifier's keys, registrar for others')";

void add_init(CommandLine& line) {
  auto* sub = line.app.add_subcommand("init", "Make a new ledger with its keys");
  auto& options = line.bind<InitOptions>(sub, run_init);
  sub->add_option("--origin", options.origin, "The ledger's name, e.g. ledger.attest.example/demo")->required();
  sub->add_option("--certifier", options.certifier, "Id of the certification body")->required();
  sub->add_option("--name", options.names, "Its name; fr=NAME for further languages")
      ->required()
      ->allow_extra_args(false);
  sub->add_option("--country", options.country, "Its country, two letters")->required();
  sub->add_option("--clock-kind", options.clock_kind, "machine or simulated")->capture_default_str();
  sub->add_option("--root", options.root, "Name of the root key, made when missing")->capture_default_str();
  sub->add_option("--root-holder", options.root_holder, "Opaque id of who holds it (default: the key's name)");
}

void add_key_authorise(CommandLine& line, CLI::App* key) {
  auto* sub = key->add_subcommand("authorise", "Let a key speak for a party");
  auto& options = line.bind<KeyAuthoriseOptions>(sub, run_key_authorise);
  sub->add_option("request", options.request, "File made by key request");
  sub->add_option("--key", options.key, "Or the key itself, when it is at hand");
  sub->add_option("--party", options.party, "Whose key it is");
  sub->add_option("--holder", options.holder, "Opaque id of who holds it");
  sub->add_option("--role", options.roles, "What it may do; may be repeated")->allow_extra_args(false);
  sub->add_option("--from", options.from, "Day or moment (default: now)");
  sub->add_option("--until", options.until, "Day or moment (default: two years later)");
  sub->add_option("--signer", options.signer, kAuthoriserHelp);
}

void add_key(CommandLine& line) {
  auto* key = line.app.add_subcommand("key", "Make, authorise, revoke and list keys")->require_subcommand(1);
  auto* make = key->add_subcommand("new", "Make a private key, encrypted with the passphrase");
  auto& made = line.bind<KeyNewOptions>(make, run_key_new);
  make->add_option("name", made.name, "Its name: the file is KEYS/NAME.pem")->required();
  make->add_option("--algorithm", made.algorithm, "ed25519 or p256")->capture_default_str();

  auto* ask = key->add_subcommand("request", "Ask for a key to be authorised, with proof of possession");
  auto& asked = line.bind<KeyRequestOptions>(ask, run_key_request);
  ask->add_option("--key", asked.key, "Name of the new key")->required();
  ask->add_option("--party", asked.party, "Whose key it is")->required();
  ask->add_option("--holder", asked.holder, "Opaque id of who holds it")->required();
  ask->add_option("--role", asked.roles, "What it shall do; may be repeated")->required()->allow_extra_args(false);
  ask->add_option("--out", asked.out, "File to write (default: the screen)");

  add_key_authorise(line, key);

  auto* revoke = key->add_subcommand("revoke", "End a key");
  auto& revoked = line.bind<KeyRevokeOptions>(revoke, run_key_revoke);
  revoke->add_option("key", revoked.key, "Its name, or its id in hex or at least the first 8 digits of it")->required();
  revoke->add_option("--reason", revoked.reason, "superseded, ceased or compromised")->capture_default_str();
  revoke->add_option("--signer", revoked.signer, kAuthoriserHelp);

  auto* list = key->add_subcommand("list", "List the keys that the ledger knows");
  auto& listed = line.bind<KeyListOptions>(list, run_key_list);
  list->add_option("--party", listed.party, "Of that party alone");
}

void add_party_register(CommandLine& line, CLI::App* party) {
  auto* sub = party->add_subcommand("register", "Register a party");
  auto& options = line.bind<PartyRegisterOptions>(sub, run_party_register);
  sub->add_option("party", options.party, "Its id: small letters, digits, '-'")->required();
  sub->add_option("--kind", options.kind, "city, provider, verifier, certifier, programme or auditor")->required();
  sub->add_option("--name", options.names, "Its name; fr=NAME for further languages")
      ->required()
      ->allow_extra_args(false);
  sub->add_option("--country", options.country, "Two letters")->required();
  sub->add_option("--region", options.region, "Region of the country");
  sub->add_option("--population", options.population, "Inhabitants");
  sub->add_option("--affiliation", options.affiliations, "PARTY:FROM[:UNTIL]; may be repeated")
      ->allow_extra_args(false);
  sub->add_option("--accredited-by", options.accredited_by, "Accreditation body of a verifier");
  sub->add_option("--accreditation-number", options.accreditation_number, "Number of the accreditation");
  sub->add_option("--accredited-for", options.accredited_for, "Standard; may be repeated")->allow_extra_args(false);
  sub->add_option("--accredited-from", options.accredited_from, "Day");
  sub->add_option("--accredited-until", options.accredited_until, "Day");
  sub->add_option("--signer", options.signer, kSignerHelp)->capture_default_str();
}

void add_party(CommandLine& line) {
  auto* party = line.app.add_subcommand("party", "Register, list and show parties")->require_subcommand(1);
  add_party_register(line, party);
  auto* list = party->add_subcommand("list", "List the parties");
  auto& listed = line.bind<PartyListOptions>(list, run_party_list);
  list->add_option("--kind", listed.kind, "Of that kind alone");
  auto* show = party->add_subcommand("show", "Show a party");
  auto& shown = line.bind<PartyShowOptions>(show, run_party_show);
  show->add_option("party", shown.party, "Its id")->required();
}

void add_standard(CommandLine& line) {
  auto* standard = line.app.add_subcommand("standard", "Adopt, list and show standards")->require_subcommand(1);
  auto* adopt = standard->add_subcommand("adopt", "Adopt a catalogue of indicators with its ladder");
  auto& adopted = line.bind<StandardAdoptOptions>(adopt, run_standard_adopt);
  adopt->add_option("file", adopted.file, "The catalogue, JSON")->required();
  adopt->add_option("--signer", adopted.signer, kSignerHelp)->capture_default_str();
  auto* list = standard->add_subcommand("list", "List the adopted standards");
  line.bind<StandardListOptions>(list, run_standard_list);
  auto* show = standard->add_subcommand("show", "Show a standard, and what in it no source confirms");
  auto& shown = line.bind<StandardShowOptions>(show, run_standard_show);
  show->add_option("standard", shown.standard, "Its id")->required();
}

void add_did(CommandLine& line) {
  auto* did = line.app.add_subcommand("did", "The issuer's DID document")->require_subcommand(1);
  auto* publish = did->add_subcommand("publish", "Publish the next version of the document");
  auto& published = line.bind<DidPublishOptions>(publish, run_did_publish);
  publish->add_option("did", published.did, "did:web:HOST")->required();
  publish->add_option("--key", published.keys, "Credential key to add; its name becomes the fragment")
      ->allow_extra_args(false);
  publish->add_option("--retire", published.retired, "FRAGMENT=MOMENT: the key expires")->allow_extra_args(false);
  publish->add_option("--revoke", published.revoked, "FRAGMENT=MOMENT: trust in the key ended")
      ->allow_extra_args(false);
  publish->add_option("--signer", published.signer, kSignerHelp)->capture_default_str();
  auto* show = did->add_subcommand("show", "Show the document in force");
  auto& shown = line.bind<DidShowOptions>(show, run_did_show);
  show->add_option("did", shown.did, "Which one (default: the only one)");
}

void add_enrol(CommandLine& line) {
  auto* sub = line.app.add_subcommand("enrol", "Enter a city into a certification cycle");
  auto& options = line.bind<EnrolOptions>(sub, run_enrol);
  sub->add_option("cycle", options.cycle, "CITY/STANDARD/YEAR")->required();
  sub->add_option("--notice", options.notice, "A sentence that everything about the cycle repeats");
  sub->add_option("--signer", options.signer, kSignerHelp)->capture_default_str();
}

}  // namespace

void add_setup_commands(CommandLine& line) {
  add_init(line);
  add_key(line);
  add_party(line);
  add_standard(line);
  add_did(line);
  add_enrol(line);
}

}  // namespace cityledger
