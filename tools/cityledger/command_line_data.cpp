// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a party can do about its own data.
#include "cityledger/access.hpp"
#include "cityledger/archive.hpp"
#include "cityledger/certified_values.hpp"
#include "cityledger/command_line.hpp"
#include "cityledger/erase.hpp"
#include "cityledger/evidence.hpp"

namespace cityledger {
namespace {

void add_access(CommandLine& line) {
  auto* sub = line.app.add_subcommand("access", "Who was shown a party's confidential fields");
  auto& options = line.bind<AccessOptions>(sub, run_access);
  sub->add_option("party", options.owner, "Whose fields (default: everybody's)");
  sub->add_option("--as", options.as, "Name of a key: what concerns its party");
}

void add_erase(CommandLine& line) {
  auto* sub = line.app.add_subcommand("erase", "Erase confidential fields of an entry, on a party's request");
  auto& options = line.bind<EraseOptions>(sub, run_erase);
  sub->add_option("entry", options.entry, "Its index")->required();
  sub->add_option("--field", options.fields, "Its name; may be repeated (default: all)")->allow_extra_args(false);
  sub->add_option("--requested-by", options.requested_by, "Party that asked (default: the one that signed the entry)");
  sub->add_option("--reason", options.reason, "request, retention or law")->capture_default_str();
}

void add_values(CommandLine& line) {
  auto* sub = line.app.add_subcommand("values", "What certificates publish, as CSV, or as JSON with --json");
  auto& options = line.bind<ValuesOptions>(sub, run_values);
  sub->add_option("certificate", options.certificates, "Numbers (default: all)");
  sub->add_option("--city", options.city, "Of that city alone");
  sub->add_option("--out", options.out, "CSV file to write (default: the screen)");
}

void add_party_archive(CommandLine& line) {
  auto* sub = line.app.get_subcommand("party")->add_subcommand("archive", "Everything of one party in a ZIP file");
  auto& options = line.bind<ArchiveOptions>(sub, run_party_archive);
  sub->add_option("party", options.party, "Its id")->required();
  sub->add_option("--out", options.out, "The file")->required();
}

void add_evidence_expire(CommandLine& line) {
  auto* sub =
      line.app.get_subcommand("evidence")
          ->add_subcommand(
              "expire",
              "End a piece of evidence and remove its file; without an entry, what an interrupted run has left");
  auto& options = line.bind<EvidenceExpireOptions>(sub, run_evidence_expire);
  auto* entry = sub->add_option("entry", options.entry, "The entry that registers it");
  sub->add_option("--reason", options.reason, "retention, request or law")->capture_default_str();
  auto* signer = sub->add_option("--signer", options.signer, "Name of the key that signs");
  entry->needs(signer);
}

}  // namespace

void add_data_commands(CommandLine& line) {
  add_access(line);
  add_erase(line);
  add_values(line);
  add_party_archive(line);
  add_evidence_expire(line);
}

}  // namespace cityledger
