// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/audit.hpp"
#include "cityledger/command_line.hpp"
#include "cityledger/export.hpp"
#include "cityledger/maintain.hpp"
#include "cityledger/prove.hpp"
#include "cityledger/search.hpp"
#include "cityledger/show.hpp"
#include "cityledger/verify.hpp"

namespace cityledger {
namespace {

void add_show(CommandLine& line) {
  auto* sub = line.app.add_subcommand("show", "Show the ledger, an entry, a cycle, a certificate, a party, a standard");
  auto& options = line.bind<ShowOptions>(sub, run_show);
  sub->add_option("thing", options.thing, "Entry index, CITY/STANDARD/YEAR, certificate number, party or standard");
  sub->add_option("--as", options.as, "Name of a key: an entry as its party may read it; the access log says so");
}

void add_search(CommandLine& line) {
  auto* sub = line.app.add_subcommand("search", "Find entries; what is asked for must hold together");
  auto& options = line.bind<SearchOptions>(sub, run_search);
  sub->add_option("--city", options.city, "About that city: its registration, cycles and certificates");
  sub->add_option("--cycle", options.cycle, "About CITY/STANDARD/YEAR");
  sub->add_option("--indicator", options.indicator, "CODE in any standard, or STANDARD/CODE");
  sub->add_option("--party", options.party, "Signed by that party, or about it");
  sub->add_option("--type", options.type, "Of that type, such as value.decided");
  sub->add_option("--cites", options.cites, "Submissions that cite the evidence of that entry");
  sub->add_option("--from", options.from, "Of that day or moment, or later");
  sub->add_option("--until", options.until, "Of that day or moment, or earlier");
  sub->add_option("--after", options.after, "Show those behind that entry");
  sub->add_option("--limit", options.limit, "Show so many at most")->capture_default_str()->check(CLI::PositiveNumber);
}

void add_prove(CommandLine& line) {
  auto* prove = line.app.add_subcommand("prove", "Write proofs")->require_subcommand(1);
  auto* receipt = prove->add_subcommand("receipt", "That an entry is in the ledger, as COSE (RFC 9942)");
  auto& received = line.bind<ProveEntryOptions>(receipt, run_prove_receipt);
  receipt->add_option("entry", received.entry, "Its index")->required();
  receipt->add_option("--out", received.out, "File to write (default: the screen, base64url)");
  auto* statement = prove->add_subcommand("statement", "The statement itself, the bytes that proofs are about");
  auto& stated = line.bind<ProveStatementOptions>(statement, run_prove_statement);
  statement->add_option("entry", stated.entry, "Its index")->required();
  statement->add_option("--out", stated.out, "File to write (default: the screen, base64url)");
  statement->add_flag("--opened", stated.opened,
                      "With the confidential fields that this folder knows, as append reads them");
  auto* proof = prove->add_subcommand("tlog-proof", "The same as C2SP tlog-proof");
  auto& proven = line.bind<ProveEntryOptions>(proof, run_prove_tlog_proof);
  proof->add_option("entry", proven.entry, "Its index")->required();
  proof->add_option("--out", proven.out, "File to write (default: the screen)");
  auto* consistency = prove->add_subcommand("consistency", "That an earlier ledger is a beginning of this one");
  auto& consistent = line.bind<ProveConsistencyOptions>(consistency, run_prove_consistency);
  consistency->add_option("older", consistent.older, "The earlier size")->required();
  consistency->add_option("--out", consistent.out, "File to write (default: the screen)");
}

void add_verify(CommandLine& line) {
  auto* sub = line.app.add_subcommand("verify", "Is a certificate genuine and in force?");
  auto& options = line.bind<VerifyOptions>(sub, run_verify);
  sub->add_option("file", options.file, "PDF, bundle or credential")->required();
  sub->add_option("--trust", options.trust, "Trust folder (default: from the ledger)");
  sub->add_option("--did", options.did, "Which issuer of the ledger (default: the only one)");
  sub->add_option("--at", options.at, "Day (its last second) or moment asked about (default: now)");
  sub->add_option("--status", options.status, "Newer signed status list; may be repeated")->allow_extra_args(false);
  sub->add_option("--crl", options.crls, "X.509 revocation list for a PDF's seal, PEM or DER; may be repeated")
      ->allow_extra_args(false);
}

void add_audit(CommandLine& line) {
  auto* sub = line.app.add_subcommand("audit", "Replay everything and name the first difference");
  auto& options = line.bind<AuditOptions>(sub, run_audit);
  sub->add_option("--against", options.against, "Audit this exported public/ folder instead of the ledger");
  sub->add_option("--trust", options.trust, "Trust folder for it (default: trust/ beside it)");
  sub->add_option("--remember", options.remember, "File with the checkpoint of the last good audit");
  sub->add_flag("--report", options.report, "Sign what was found and append it");
  sub->add_option("--as", options.as, "Name of the auditor's key, for --report");
  sub->add_option("--out", options.out, "File for the whole report (default: audit-SIZE.json)");
}

void add_maintain(CommandLine& line) {
  line.bind<MaintainOptions>(line.app.add_subcommand("fsck", "Compare the store with what its entries say"), run_fsck);
  line.bind<MaintainOptions>(line.app.add_subcommand("rebuild", "Make derived records again from the entries"),
                             run_rebuild);
}

void add_export(CommandLine& line) {
  auto* sub = line.app.add_subcommand("export", "Write public/, trust/ and certificates/ as plain files");
  auto& options = line.bind<ExportOptions>(sub, run_export);
  sub->add_option("--out", options.out, "The folder")->required();
  sub->add_option("--did", options.did, "Which issuer (default: the only one)");
}

}  // namespace

void add_proof_commands(CommandLine& line) {
  add_show(line);
  add_search(line);
  add_prove(line);
  add_verify(line);
  add_audit(line);
  add_maintain(line);
  add_export(line);
}

}  // namespace cityledger
