// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/command_line.hpp"
#include "cityledger/did.hpp"
#include "cityledger/enrol.hpp"
#include "cityledger/init.hpp"
#include "cityledger/key.hpp"
#include "cityledger/party.hpp"
#include "cityledger/programme.hpp"
#include "cityledger/publications.hpp"
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

void add_key_delegate(CommandLine& line, CLI::App* key) {
  auto* sub = key->add_subcommand("delegate", "Let another organisation act for the party of the signing key");
  auto& options = line.bind<KeyDelegateOptions>(sub, run_key_delegate).key;
  sub->add_option("request", options.request, "File made by key request");
  sub->add_option("--key", options.key, "Or the key itself, when it is at hand");
  sub->add_option("--holder", options.holder, "Opaque id of who holds it");
  sub->add_option("--role", options.roles, "What it may do; may be repeated")->allow_extra_args(false);
  sub->add_option("--organisation", options.organisation, "Who acts for the party, in words")->required();
  sub->add_option("--from", options.from, "Day or moment (default: now)");
  sub->add_option("--until", options.until, "Day or moment (default: two years later, or the signing key's end)");
  sub->add_option("--signer", options.signer, "Name of the party's own key")->required();
}

void add_key_recover(CommandLine& line, CLI::App* key) {
  auto* sub = key->add_subcommand("recover", "Replace a lost key, after a delay in which it can contest");
  auto& options = line.bind<KeyRecoverOptions>(sub, run_key_recover);
  sub->add_option("lost", options.lost, "The lost key: its id in hex or at least the first 8 digits of it")->required();
  sub->add_option("--request", options.request, "File made by key request for the new key");
  sub->add_option("--key", options.key, "Or the new key itself, when it is at hand");
  sub->add_option("--holder", options.holder, "Opaque id of who holds it (default: the lost key's)");
  sub->add_option("--from", options.from, "Day or moment (default: as soon as the policy allows)");
  sub->add_option("--until", options.until, "Day or moment (default: two years later)");
  sub->add_option("--signer", options.signer, kAuthoriserHelp);

  auto* contest = key->add_subcommand("contest", "Answer, with the key said to be lost, that it is not");
  auto& contested = line.bind<KeyContestOptions>(contest, run_key_contest);
  contest->add_option("key", contested.key, "The key that would replace it: its id or the first 8 digits")->required();
  contest->add_option("--signer", contested.signer, "Name of the key said to be lost")->required();
}

void add_key(CommandLine& line) {
  auto* key = line.app.add_subcommand("key", "Make, authorise, recover, revoke and list keys")->require_subcommand(1);
  auto* make = key->add_subcommand("new", "Make a private key, encrypted with the passphrase");
  auto& made = line.bind<KeyNewOptions>(make, run_key_new);
  make->add_option("name", made.name, "Its name: the file is KEYS/NAME.pem, or KEYS/NAME.pkcs11 for a token's")
      ->required();
  make->add_option("--algorithm", made.algorithm, "ed25519 or p256")->capture_default_str();
  make->add_option("--pkcs11", made.module,
                   "Make it on a token: the PKCS#11 module, a path; the PIN is the passphrase");
  make->add_option("--token", made.token, "Label of the token");
  make->add_option("--label", made.label, "Label of the key on it (default: NAME)");

  auto* attach = key->add_subcommand("attach", "Use a key that is on a token already");
  auto& attached = line.bind<KeyAttachOptions>(attach, run_key_attach);
  attach->add_option("name", attached.name, "Its name: the file is KEYS/NAME.pkcs11")->required();
  attach->add_option("--pkcs11", attached.module, "The PKCS#11 module, a path; the PIN is the passphrase")->required();
  attach->add_option("--token", attached.token, "Label of the token")->required();
  attach->add_option("--label", attached.label, "Label of the key on it (default: NAME)");
  attach->add_option("--id", attached.id, "Or its id, in hexadecimal");

  auto* ask = key->add_subcommand("request", "Ask for a key to be authorised, with proof of possession");
  auto& asked = line.bind<KeyRequestOptions>(ask, run_key_request);
  ask->add_option("--key", asked.key, "Name of the new key")->required();
  ask->add_option("--party", asked.party, "Whose key it is")->required();
  ask->add_option("--holder", asked.holder, "Opaque id of who holds it")->required();
  ask->add_option("--role", asked.roles, "What it shall do; may be repeated")->required()->allow_extra_args(false);
  ask->add_option("--out", asked.out, "File to write (default: the screen)");

  add_key_authorise(line, key);
  add_key_delegate(line, key);
  add_key_recover(line, key);

  auto* revoke = key->add_subcommand("revoke", "End a key");
  auto& revoked = line.bind<KeyRevokeOptions>(revoke, run_key_revoke);
  revoke->add_option("key", revoked.key, "Its name, or its id in hex or at least the first 8 digits of it")->required();
  revoke->add_option("--reason", revoked.reason, "superseded, ceased or compromised")->capture_default_str();
  revoke->add_option("--since", revoked.since, "Day or moment from which a compromised key is not trusted");
  revoke->add_option("--signer", revoked.signer, kAuthoriserHelp);

  auto* rotate = key->add_subcommand("rotate-ledger", "Hand the ledger over to its next key");
  auto& rotated = line.bind<KeyRotateLedgerOptions>(rotate, run_key_rotate_ledger);
  rotate->add_option("next", rotated.next, "Name of the next key, ledger-SOMETHING, made by key new")->required();
  rotate->add_option("--overlap-until", rotated.overlap,
                     "Day or moment until which both sign checkpoints (default: as long as the policy asks)");

  auto* list = key->add_subcommand("list", "List the keys that the ledger knows");
  auto& listed = line.bind<KeyListOptions>(list, run_key_list);
  list->add_option("--party", listed.party, "Of that party alone");
}

// What register and update have in common.
void add_party_facts(CLI::App* sub, PartyRegisterOptions& options) {
  sub->add_option("--region", options.region, "Region of the country");
  sub->add_option("--population", options.population, "Inhabitants");
  sub->add_option("--affiliation", options.affiliations, "PARTY:FROM[:UNTIL]; may be repeated")
      ->allow_extra_args(false);
  sub->add_option("--ownership", options.ownerships, "The same, where one owns the other; may be repeated")
      ->allow_extra_args(false);
  sub->add_option("--accredited-by", options.accredited_by, "Accreditation body of a verifier");
  sub->add_option("--accreditation-number", options.accreditation_number, "Number of the accreditation");
  sub->add_option("--accredited-for", options.accredited_for, "Standard; may be repeated")->allow_extra_args(false);
  sub->add_option("--accredited-from", options.accredited_from, "Day");
  sub->add_option("--accredited-until", options.accredited_until, "Day");
  sub->add_option("--signer", options.signer, kSignerHelp)->capture_default_str();
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
  add_party_facts(sub, options);
}

void add_party_update(CommandLine& line, CLI::App* party) {
  auto* sub = party->add_subcommand("update", "Change what is said of a party; what is not given stays");
  auto& options = line.bind<PartyUpdateOptions>(sub, run_party_update);
  sub->add_option("party", options.given.party, "Its id")->required();
  sub->add_option("--name", options.given.names, "All its names anew; fr=NAME for further languages")
      ->allow_extra_args(false);
  sub->add_option("--country", options.given.country, "Two letters");
  sub->add_option("--end", options.ended, "PARTY:FROM:UNTIL: an affiliation that ended; may be repeated")
      ->allow_extra_args(false);
  add_party_facts(sub, options.given);
}

void add_party(CommandLine& line) {
  auto* party = line.app.add_subcommand("party", "Register, update, list and show parties")->require_subcommand(1);
  add_party_register(line, party);
  add_party_update(line, party);
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
  adopt->add_flag("--amend", adopted.amend, "In place of the adoption in force, with a higher version of the scheme");
  adopt->add_option("--signer", adopted.signer, kSignerHelp)->capture_default_str();
  auto* list = standard->add_subcommand("list", "List the adopted standards");
  line.bind<StandardListOptions>(list, run_standard_list);
  auto* show = standard->add_subcommand("show", "Show a standard, and what in it no source confirms");
  auto& shown = line.bind<StandardShowOptions>(show, run_standard_show);
  show->add_option("standard", shown.standard, "Its id")->required();
  show->add_option("--adoption", shown.adoption, "As that entry adopted it (default: as in force)");
}

void add_publications(CommandLine& line) {
  auto* policy = line.app.add_subcommand("policy", "The certifier's own choices")->require_subcommand(1);
  auto* adopt = policy->add_subcommand("adopt", "Adopt the next version; what is not given stays");
  auto& adopted = line.bind<PolicyAdoptOptions>(adopt, run_policy_adopt);
  adopt->add_option("--recovery-hours", adopted.recovery_hours, "How long a recovered key waits");
  adopt->add_option("--overlap-days", adopted.overlap_days, "The least overlap of two ledger keys");
  adopt->add_option("--signer", adopted.signer, kSignerHelp)->capture_default_str();
  line.bind<PolicyShowOptions>(policy->add_subcommand("show", "Show what is in force"), run_policy_show);

  auto* witnesses =
      line.app.add_subcommand("witness-policy", "Which witnesses verifiers should ask for")->require_subcommand(1);
  auto* file = witnesses->add_subcommand("adopt", "Adopt a policy in C2SP's form that names this log");
  auto& witnessed = line.bind<WitnessPolicyAdoptOptions>(file, run_witness_policy_adopt);
  file->add_option("file", witnessed.file, "tlog-policy")->required();
  file->add_option("--signer", witnessed.signer, kSignerHelp)->capture_default_str();

  auto* page = line.app.add_subcommand("template", "Templates of printed certificates")->require_subcommand(1);
  auto* publish = page->add_subcommand("publish", "Publish the digests of a template, its fonts and libraries");
  auto& published = line.bind<TemplatePublishOptions>(publish, run_template_publish);
  publish->add_option("template", published.id, "What it is called")->required();
  publish->add_option("package", published.package, "The file (default: what this program draws certificates with)");
  publish->add_option("--template-version", published.version, "Higher than before (default: the next)");
  publish->add_option("--font", published.fonts, "Font file; may be repeated")->allow_extra_args(false);
  publish->add_option("--library", published.libraries, "NAME=VERSION that draws it; may be repeated")
      ->allow_extra_args(false);
  publish->add_option("--signer", published.signer, kSignerHelp)->capture_default_str();
}

void add_did(CommandLine& line) {
  auto* did = line.app.add_subcommand("did", "The issuer's DID document")->require_subcommand(1);
  auto* publish = did->add_subcommand("publish", "Publish the next version of the document");
  auto& published = line.bind<DidPublishOptions>(publish, run_did_publish);
  publish->add_option("did", published.did, "did:web:HOST")->required();
  publish->add_option("--key", published.keys, "Credential key to add; its name becomes the fragment")
      ->allow_extra_args(false);
  publish->add_option("--paper", published.papers, "Key to add that signs short forms on paper, and nothing else")
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
  sub->add_option("--programme", options.programme, "PARTY/ROUND of the programme that brings the city");
  sub->add_option("--submit-until", options.submit_until,
                  "Last day for submissions (default: from the catalogue's submit_days)");
  sub->add_option("--decide-until", options.decide_until,
                  "Last day for decisions and answers (default: from its decide_days)");
  sub->add_option("--signer", options.signer, kSignerHelp)->capture_default_str();
}

void add_withdraw(CommandLine& line) {
  auto* sub = line.app.add_subcommand("withdraw", "Take a city out of a cycle that has no certificate");
  auto& options = line.bind<WithdrawOptions>(sub, run_withdraw);
  sub->add_option("cycle", options.cycle, "CITY/STANDARD/YEAR")->required();
  sub->add_option("--reason", options.reason, "city_request, programme_ended, deadline or other")
      ->required()
      ->check(CLI::IsMember({"city_request", "programme_ended", "deadline", "other"}));
  sub->add_option("--signer", options.signer, kSignerHelp)->capture_default_str();
}

void add_programme(CommandLine& line) {
  auto* programme =
      line.app.add_subcommand("programme", "Rounds in which a partner brings cities")->require_subcommand(1);
  auto* open = programme->add_subcommand("open", "Open a round: who may enter, on which terms");
  auto& opened = line.bind<ProgrammeOpenOptions>(open, run_programme_open);
  open->add_option("programme", opened.programme, "PARTY/ROUND")->required();
  open->add_option("--name", opened.names, "Its name; fr=NAME for further languages")
      ->required()
      ->allow_extra_args(false);
  open->add_option("--standard", opened.standards, "Which it is for; may be repeated")
      ->required()
      ->allow_extra_args(false);
  open->add_option("--rate", opened.rate, "What a city pays, in words")->required();
  open->add_option("--years", opened.years, "Cycles that a city may enter")->capture_default_str();
  open->add_option("--from", opened.from, "First day for enrolments (default: today)");
  open->add_option("--until", opened.until, "Last day for enrolments")->required();
  open->add_option("--signer", opened.signer, kSignerHelp)->capture_default_str();
  auto* list = programme->add_subcommand("list", "List the rounds");
  line.bind<ProgrammeListOptions>(list, run_programme_list);
  auto* show = programme->add_subcommand("show", "Show a round, and how far each of its cities is");
  auto& shown = line.bind<ProgrammeShowOptions>(show, run_programme_show);
  show->add_option("programme", shown.programme, "PARTY/ROUND")->required();
}

}  // namespace

void add_setup_commands(CommandLine& line) {
  add_init(line);
  add_key(line);
  add_party(line);
  add_standard(line);
  add_publications(line);
  add_did(line);
  add_programme(line);
  add_enrol(line);
  add_withdraw(line);
}

}  // namespace cityledger
