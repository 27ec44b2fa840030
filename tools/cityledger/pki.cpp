// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/pki.hpp"

#include <algorithm>
#include <cstdlib>

#include "attest/date.hpp"
#include "certs/lookup.hpp"
#include "cityledger/files.hpp"
#include "cityledger/table.hpp"
#include "ledger/durable_file.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kPemBytesMax = 512U << 10U;
constexpr std::size_t kPkcs12BytesMax = 65'536;

Result<ledger::UnixMillis> now_of(const LedgerOptions& options) {
  const auto clock = clock_for(options);
  if (!clock) return tl::unexpected(clock.error());
  return (*clock)->now();
}

// The seal's key where it is one that the user has already.
Result<std::optional<certs::SealSigner>> seal_signer(const std::string& name, KeyRing& keys) {
  if (name.empty()) return std::optional<certs::SealSigner>();
  const auto key = keys.get(name);
  if (!key) return tl::unexpected(key.error());
  return std::optional<certs::SealSigner>({name, (*key)->public_key()});
}

Result<certs::PkiPlan> plan_of(const PkiInitOptions& options, KeyRing& keys) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return tl::unexpected(session.error());
  const attest::LedgerFolder& ledger = (*session)->ledger();
  const auto document = certs::find_did(ledger.store(), options.did);
  if (!document) return tl::unexpected(document.error());
  auto base = certs::did_web_base(document->did);
  if (!base) return tl::unexpected(base.error());
  const auto certifier = certs::find_party(ledger.store(), ledger.config().certifier);
  if (!certifier) return tl::unexpected(certifier.error());
  const auto now = now_of(options.ledger);
  if (!now) return tl::unexpected(now.error());
  auto seal = seal_signer(options.seal_key, keys);
  if (!seal) return tl::unexpected(seal.error());
  certs::PkiPlan plan;
  plan.base = std::move(*base);
  plan.country = certifier->party.country;
  const auto name = certifier->party.names.find("en");
  plan.organisation =
      !options.organisation.empty() || name == certifier->party.names.end() ? options.organisation : name->second;
  plan.tls_hosts = options.hosts;
  plan.seal = std::move(*seal);
  plan.seal_months = options.months;
  plan.now = *now;
  return plan;
}

std::string state_of(const certs::PkiRegister& reg, const certs::PkiEntry& entry, ledger::UnixMillis now) {
  if (entry.revoked) {
    return std::string(entry.withdrawn() ? "withdrawn " : "revoked ") + attest::format_day(entry.revoked->at) + ", " +
           std::string(certs::reason_name(entry.revoked->reason)) +
           (entry.revoked->since ? ", not trusted since " + attest::format_moment(*entry.revoked->since) : "");
  }
  if (entry.until < now) return "expired";
  if (const auto* above = reg.revoked_on_path(entry); above != nullptr) return above->name + " is revoked";
  return now.value / 1000 < entry.from.value / 1000 ? "not yet valid" : "valid";
}

Json to_json(const certs::PkiEntry& entry, const std::string& state) {
  Json::Object out{{"name", entry.name},
                   {"role", certs::role_name(entry.role)},
                   {"serial", entry.serial},
                   {"subject", entry.subject},
                   {"authority", entry.authority},
                   {"key", entry.key},
                   {"from", attest::format_moment(entry.from)},
                   {"until", attest::format_moment(entry.until)},
                   {"state", state}};
  if (entry.revoked) {
    Json::Object revoked{{"at", attest::format_moment(entry.revoked->at)},
                         {"reason", certs::reason_name(entry.revoked->reason)}};
    if (entry.revoked->since) revoked.emplace("since", attest::format_moment(*entry.revoked->since));
    out.emplace("revoked", std::move(revoked));
  }
  return out;
}

Json to_json(const certs::PkiCrl& crl) {
  return Json::Object{{"authority", crl.authority},
                      {"number", crl.number},
                      {"this_update", attest::format_moment(crl.this_update)},
                      {"next_update", attest::format_moment(crl.next_update)}};
}

int report_all(const certs::PkiFolder& pki, ledger::UnixMillis now, Console& console) {
  Table table({"name", "state", "valid", "key", "subject"});
  Json::Array certificates;
  for (const certs::PkiEntry& entry : pki.content().certificates) {
    const std::string state = state_of(pki.content(), entry, now);
    table.add({entry.name, state, attest::format_day(entry.from) + " to " + attest::format_day(entry.until), entry.key,
               entry.subject});
    certificates.push_back(to_json(entry, state));
  }
  std::string text = table.text();
  Json::Array crls;
  for (const certs::PkiCrl& crl : pki.content().crls) {
    text += "revocation list " + crl.authority + " number " + std::to_string(crl.number) + ", next due " +
            attest::format_moment(crl.next_update) + (crl.next_update < now ? ": OVERDUE" : "") + "\n";
    if (const auto list = pki.crl(crl.authority); !list) console.warn(list.error().message);
    crls.push_back(to_json(crl));
  }
  Json::Array withdrawn;
  for (const certs::WithdrawnRoot& root : pki.content().withdrawn_roots) {
    text += "outside root " + root.subject + " withdrawn " + attest::format_day(root.at) + "\n";
    withdrawn.push_back(
        Json::Object{{"at", attest::format_moment(root.at)}, {"digest", root.digest}, {"subject", root.subject}});
  }
  console.print(text + "found at " + pki.content().base + "/pki/");
  console.answer(Json::Object{{"base", pki.content().base},
                              {"certificates", std::move(certificates)},
                              {"crls", std::move(crls)},
                              {"withdrawn_roots", std::move(withdrawn)},
                              {"folder", "pki"}});
  return 0;
}

// Authorities that still have valid certificates to speak for.
std::vector<std::string> authorities_with_keys(const certs::PkiFolder& pki, const fs::path& keys,
                                               ledger::UnixMillis now, Console& console) {
  std::vector<std::string> names;
  std::error_code error;
  for (const certs::PkiEntry& entry : pki.content().certificates) {
    if (!certs::is_authority(entry.role) || entry.until < now) continue;
    if (fs::exists(keys / (entry.key + ".pem"), error)) {
      names.push_back(entry.name);
    } else if (const auto* crl = pki.content().find_crl(entry.name); crl != nullptr) {
      console.warn("the key of " + entry.name + " is not here: its list number " + std::to_string(crl->number) +
                   " stays, and ends " + attest::format_moment(crl->next_update));
    }
  }
  return names;
}

Result<std::string> p12_password(const PkiImportOptions& options) {
  constexpr std::size_t kPasswordBytesMax = 4'096;
  if (!options.password.empty()) {
    const auto text = read_file(options.password, kPasswordBytesMax);
    if (!text) return tl::unexpected(text.error());
    return text->substr(0, text->find_first_of("\r\n"));
  }
  if (const char* value = std::getenv("CITYLEDGER_P12_PASSPHRASE"); value != nullptr) return std::string(value);
  return fail(Code::kKey,
              "no password for the PKCS#12 file: give --p12-passphrase-file FILE or set "
              "CITYLEDGER_P12_PASSPHRASE",
              "p12_passphrase");
}

Result<std::string> import_with(const PkiImportOptions& options, KeyRing& ring) {
  const auto file = read_file(options.file, kPkcs12BytesMax);
  if (!file) return tl::unexpected(file.error());
  const auto pem = read_file(options.root, kPemBytesMax);
  if (!pem) return tl::unexpected(pem.error());
  const auto roots = certs::certificates_from_pem(*pem);
  if (!roots) return fail(roots.error().code, roots.error().message, options.root.string());
  const auto password = p12_password(options);
  if (!password) return tl::unexpected(password.error());
  const auto keys = pki_keys(options.ledger, ring);
  if (!keys) return tl::unexpected(keys.error());
  const auto now = now_of(options.ledger);
  if (!now) return tl::unexpected(now.error());
  return certs::import_seal(pki_folder(options.ledger), ledger::view(*file), *password, *roots, *now, *keys);
}

int report_new(const LedgerOptions& options, const std::string& name, Console& console) {
  const auto pki = certs::PkiFolder::open(pki_folder(options));
  if (!pki) return console.fail(pki.error());
  const certs::PkiEntry* entry = pki->content().find(name);
  console.print("certificate " + name + " of " + entry->subject + ", valid to " + attest::format_day(entry->until) +
                ", key " + entry->key);
  console.say("Next: cityledger export, so that everyone finds it.");
  console.answer(to_json(*entry, "valid"));
  return 0;
}

}  // namespace

fs::path pki_folder(const LedgerOptions& options) {
  return options.folder / "pki";
}

Result<certs::KeyPlace> pki_keys(const LedgerOptions& options, KeyRing& keys) {
  auto passphrase = keys.passphrase();
  if (!passphrase) return tl::unexpected(passphrase.error());
  return certs::KeyPlace{keys_folder(options), std::move(*passphrase)};
}

int run_pki_init(const PkiInitOptions& options, Console& console) {
  KeyRing ring(options.ledger);
  const auto plan = plan_of(options, ring);
  if (!plan) return console.fail(plan.error());
  const auto keys = pki_keys(options.ledger, ring);
  if (!keys) return console.fail(keys.error());
  const auto pki = certs::create_pki(pki_folder(options.ledger), *plan, *keys);
  if (!pki) return console.fail(pki.error());
  console.say(
      "Next: take the key pki-root.pem off this machine (certs/KEYS.md), then cityledger export: the folder "
      "public/pki\n"
      "must be found at the address below, and trust/ca.pem goes to everyone who checks certificates.");
  return report_all(*pki, plan->now, console);
}

int run_pki_list(const PkiListOptions& options, Console& console) {
  const auto now = now_of(options.ledger);
  if (!now) return console.fail(now.error());
  const auto pki = certs::PkiFolder::open(pki_folder(options.ledger));
  if (!pki) return console.fail(pki.error());
  return report_all(*pki, *now, console);
}

int run_pki_crl(const PkiCrlOptions& options, Console& console) {
  const auto now = now_of(options.ledger);
  if (!now) return console.fail(now.error());
  const auto pki = certs::PkiFolder::open(pki_folder(options.ledger));
  if (!pki) return console.fail(pki.error());
  const std::vector<std::string> names = options.authority.empty()
                                             ? authorities_with_keys(*pki, keys_folder(options.ledger), *now, console)
                                             : std::vector{options.authority};
  if (names.empty()) {
    return console.fail(
        {Code::kNotFound, "no authority's key is here: bring one for this command (--keys DIR)", "keys"});
  }
  KeyRing ring(options.ledger);
  const auto keys = pki_keys(options.ledger, ring);
  if (!keys) return console.fail(keys.error());
  Json::Array lists;
  std::string text;
  for (const std::string& name : names) {
    const auto* entry = pki->content().find(name);
    const int days = options.days != 0 || entry == nullptr ? options.days : certs::usual_crl_days(entry->role);
    const auto list = certs::issue_list(pki_folder(options.ledger), name, *keys, *now, days);
    if (!list) return console.fail(list.error());
    text += "revocation list " + name + " number " + std::to_string(list->number) + ", next due " +
            attest::format_moment(list->next_update) + "\n";
    lists.push_back(to_json(*list));
  }
  console.print(text);
  console.say("Next: cityledger export, so that everyone finds it.");
  console.answer(Json::Object{{"crls", std::move(lists)}});
  return 0;
}

namespace {

// An outside root is in no list of ours, and needs none of our keys.
int withdraw_outside_root(const PkiRevokeOptions& options, Console& console) {
  const auto now = now_of(options.ledger);
  if (!now) return console.fail(now.error());
  const auto pem = read_file(options.outside_root, kPemBytesMax);
  if (!pem) return console.fail(pem.error());
  const auto root = certs::certificates_from_pem(*pem);
  if (!root || root->size() != 1)
    return console.fail({Code::kInvalid, "the file holds one certificate in PEM", options.outside_root.string()});
  const auto subject = certs::withdraw_root(pki_folder(options.ledger), root->front(), *now);
  if (!subject) return console.fail(subject.error());
  console.print("root " + *subject + " withdrawn, and every seal under it");
  console.say("Next: cityledger export, and hand out the trust folder without it.");
  console.answer(Json::Object{{"root", *subject}, {"withdrawn", true}});
  return 0;
}

Result<certs::PkiRevocation> revocation_of(const PkiRevokeOptions& options) {
  const auto reason = certs::reason_from_name(options.reason);
  if (!reason)
    return fail(Code::kInvalid, "the reason is unspecified, compromised, changed, superseded or ceased", "reason");
  const auto now = now_of(options.ledger);
  if (!now) return tl::unexpected(now.error());
  certs::PkiRevocation revocation{*now, *reason, {}};
  if (options.since.empty()) return revocation;
  const auto since = attest::parse_day_or_moment(options.since);
  if (!since) return fail(since.error().code, since.error().message, "since");
  revocation.since = *since;
  return revocation;
}

// What follows from a revocation, by whether a list says it.
void say_who_knows(const certs::PkiEntry& entry, const std::optional<certs::PkiCrl>& list,
                   const certs::PkiRevocation& revocation, Console& console) {
  const bool unlisted = entry.authority == certs::kOutsideAuthority || entry.role == certs::PkiRole::kRoot;
  if (list) {
    console.say("Next: cityledger export, so that everyone finds the list.");
  } else if (!unlisted) {
    console.warn("nobody is told yet: the key of " + entry.authority +
                 " is not here; bring it and run cityledger pki crl " + entry.authority);
  } else if (revocation.reason == certs::RevocationReason::kCompromised) {
    console.warn("no list says it: cityledger export, and hand out the trust folder without it (certs/KEYS.md)");
  } else {
    console.say("It is used no more; what it signed before stays good.");
  }
}

}  // namespace

int run_pki_revoke(const PkiRevokeOptions& options, Console& console) {
  if (options.name.empty() == options.outside_root.empty())
    return console.fail({Code::kInvalid, "name a certificate, or --outside-root FILE", "name"});
  if (!options.outside_root.empty()) return withdraw_outside_root(options, console);
  const auto revocation = revocation_of(options);
  if (!revocation) return console.fail(revocation.error());
  const auto pki = certs::PkiFolder::open(pki_folder(options.ledger));
  if (!pki) return console.fail(pki.error());
  const auto* entry = pki->content().find(options.name);
  const auto* authority = entry == nullptr ? nullptr : pki->content().above(*entry);
  std::error_code error;
  const bool key_here =
      authority != nullptr && fs::exists(keys_folder(options.ledger) / (authority->key + ".pem"), error);
  KeyRing ring(options.ledger);
  const auto keys = key_here ? pki_keys(options.ledger, ring) : Result<certs::KeyPlace>(certs::KeyPlace{});
  if (!keys) return console.fail(keys.error());
  const auto list =
      certs::revoke_certificate(pki_folder(options.ledger), options.name, *revocation, key_here ? &*keys : nullptr);
  if (!list) return console.fail(list.error());
  say_who_knows(*entry, *list, *revocation, console);
  Json::Object answer{{"name", options.name}, {"reason", options.reason}, {"serial", entry->serial}};
  if (*list) answer.emplace("crl", to_json(**list));
  console.print("certificate " + options.name + " revoked: " + options.reason +
                (*list ? ", in list number " + std::to_string((*list)->number) + " of " + entry->authority : ""));
  console.answer(answer);
  return 0;
}

int run_pki_renew(const PkiRenewOptions& options, Console& console) {
  const auto role = certs::role_from_name(options.role);
  if (!role) return console.fail({Code::kInvalid, "renew root, issuing, seal, tsa or tls", "role"});
  if (!options.key.empty() && *role != certs::PkiRole::kSeal)
    return console.fail({Code::kInvalid, "--key is for a seal; the other keys are made here", "key"});
  if (*role == certs::PkiRole::kTls && options.hosts.empty())
    return console.fail({Code::kInvalid, "a TLS certificate names its hosts: --host NAME", "host"});
  const auto now = now_of(options.ledger);
  if (!now) return console.fail(now.error());
  KeyRing ring(options.ledger);
  auto seal = seal_signer(options.key, ring);
  if (!seal) return console.fail(seal.error());
  const auto keys = pki_keys(options.ledger, ring);
  if (!keys) return console.fail(keys.error());
  const auto name = certs::renew_certificate(pki_folder(options.ledger),
                                             {*role, std::move(*seal), options.hosts, options.months, *now}, *keys);
  if (!name) return console.fail(name.error());
  return report_new(options.ledger, *name, console);
}

int run_pki_import(const PkiImportOptions& options, Console& console) {
  KeyRing ring(options.ledger);
  const auto name = import_with(options, ring);
  if (!name) return console.fail(name.error());
  return report_new(options.ledger, *name, console);
}

}  // namespace cityledger
