// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/command_line.hpp"
#include "cityledger/pki.hpp"

namespace cityledger {
namespace {

void add_init(CommandLine& line, CLI::App* pki) {
  auto* sub =
      pki->add_subcommand("init", "Make root, issuing authority, seal and time-stamp authority, with their keys");
  auto& options = line.bind<PkiInitOptions>(sub, run_pki_init);
  sub->add_option("--did", options.did, "did:web whose host serves certificates and lists (default: the only one)");
  sub->add_option("--organisation", options.organisation, "Its name in the certificates (default: the certifier's)");
  sub->add_option("--host", options.hosts, "Make a TLS certificate for that host too; may be repeated")
      ->allow_extra_args(false);
  sub->add_option("--seal-key", options.seal_key, "Name of a P-256 key that shall seal (default: a new one)");
  sub->add_option("--months", options.months, "How long the seal's certificate lasts, 12 to 36")->capture_default_str();
}

void add_lists(CommandLine& line, CLI::App* pki) {
  line.bind<PkiListOptions>(pki->add_subcommand("list", "List certificates and revocation lists"), run_pki_list);
  auto* crl = pki->add_subcommand("crl", "Issue the next revocation lists");
  auto& listed = line.bind<PkiCrlOptions>(crl, run_pki_crl);
  crl->add_option("authority", listed.authority, "Whose list (default: of all whose key is here)");
  crl->add_option("--days", listed.days, "Until the next one is due (default: 30, a root's 365)");
  auto* revoke = pki->add_subcommand("revoke", "Revoke a certificate, or withdraw a root or an imported seal");
  auto& revoked = line.bind<PkiRevokeOptions>(revoke, run_pki_revoke);
  revoke->add_option("name", revoked.name, "Its name, as pki list says it");
  revoke->add_option("--reason", revoked.reason, "compromised, changed, superseded, ceased or unspecified")
      ->capture_default_str();
  revoke->add_option("--outside-root", revoked.outside_root,
                     "Instead of a name: the root of another authority that is trusted no more, PEM");
  revoke->add_option("--since", revoked.since, "Day or moment from which its key is not trusted");
}

void add_renew(CommandLine& line, CLI::App* pki) {
  auto* sub = pki->add_subcommand("renew", "A new certificate with a new key, beside the old one");
  auto& options = line.bind<PkiRenewOptions>(sub, run_pki_renew);
  sub->add_option("role", options.role, "root, issuing, seal, tsa or tls")->required();
  sub->add_option("--key", options.key, "seal: name of a P-256 key that shall seal (default: a new one)");
  sub->add_option("--host", options.hosts, "tls: host that it names; may be repeated")->allow_extra_args(false);
  sub->add_option("--months", options.months, "seal: how long it lasts, 12 to 36")->capture_default_str();
}

void add_import(CommandLine& line, CLI::App* pki) {
  auto* sub = pki->add_subcommand("import", "Seal with a certificate of an outside authority, from a PKCS#12 file");
  auto& options = line.bind<PkiImportOptions>(sub, run_pki_import);
  sub->add_option("file", options.file, "The PKCS#12 file")->required();
  sub->add_option("--root", options.root, "The outside authority's root, PEM")->required();
  sub->add_option("--p12-passphrase-file", options.password,
                  "File whose first line opens it (default: CITYLEDGER_P12_PASSPHRASE)");
}

void add_timestamp(CommandLine& line, CLI::App* pki) {
  auto* sub = pki->add_subcommand("timestamp", "Have a file's digest time-stamped (RFC 3161)");
  auto& options = line.bind<PkiTimestampOptions>(sub, run_pki_timestamp);
  sub->add_option("file", options.file, "The file")->required();
  sub->add_option("--out", options.out, "Where the token is written, DER")->required();
  sub->add_option("--tsa", options.addresses, "Address of an outside authority; may be repeated (default: our own)")
      ->allow_extra_args(false);
  sub->add_option("--tsa-root", options.roots, "Roots of the outside authorities, PEM");
}

}  // namespace

void add_pki_commands(CommandLine& line) {
  auto* pki = line.app.add_subcommand("pki", "Certificates for seals and time-stamps")->require_subcommand(1);
  add_init(line, pki);
  add_lists(line, pki);
  add_renew(line, pki);
  add_import(line, pki);
  add_timestamp(line, pki);
}

}  // namespace cityledger
