// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/append.hpp"
#include "cityledger/command_line.hpp"
#include "cityledger/evidence.hpp"
#include "cityledger/issue.hpp"
#include "cityledger/review.hpp"

namespace cityledger {
namespace {

constexpr const char* kSignerHelp = "Name of the key that signs";

void add_evidence(CommandLine& line) {
  auto* evidence = line.app.add_subcommand("evidence", "Files that stand behind values")->require_subcommand(1);
  auto* add = evidence->add_subcommand("add", "Store a file and register it");
  auto& added = line.bind<EvidenceAddOptions>(add, run_evidence_add);
  add->add_option("file", added.file, "The file")->required();
  add->add_option("--title", added.title, "What it is")->required();
  add->add_option("--source", added.source, "Where it comes from")->required();
  add->add_option("--provider", added.provider, "Party it comes from, when a city registers it");
  add->add_option("--media-type", added.media_type, "Its media type")->capture_default_str();
  add->add_option("--period", added.period, "The period it is about")->required();
  add->add_option("--retention-until", added.retention_until, "Day until which it is kept")->required();
  add->add_option("--signer", added.signer, kSignerHelp)->required();
  auto* send = evidence->add_subcommand("send", "Bring files of registered evidence to the ledger that are not there");
  auto& sent = line.bind<EvidenceSendOptions>(send, run_evidence_send);
  send->add_option("file", sent.files, "Files")->required();
  send->add_option("--signer", sent.signer, "With --server: name of the key by whose right they are sent");
  auto* get = evidence->add_subcommand("get", "Take the file of registered evidence from the ledger");
  auto& got = line.bind<EvidenceGetOptions>(get, run_evidence_get);
  get->add_option("entry", got.entry, "The entry that registers it")->required();
  get->add_option("--out", got.out, "The file to write")->required();
  auto* list = evidence->add_subcommand("list", "List what is registered");
  line.bind<EvidenceListOptions>(list, run_evidence_list);
  auto* check = evidence->add_subcommand("check", "Read the files again and compare");
  auto& checked = line.bind<EvidenceCheckOptions>(check, run_evidence_check);
  check->add_option("entry", checked.entry, "Of that entry alone");
}

void add_review(CommandLine& line) {
  auto* sub = line.app.add_subcommand("review", "Review a cycle as a whole");
  auto& options = line.bind<ReviewOptions>(sub, run_review);
  sub->add_option("cycle", options.cycle, "CITY/STANDARD/YEAR")->required();
  sub->add_option("--recommend", options.recommend, "issue or withhold")->capture_default_str();
  sub->add_option("--text", options.text, "Confidential remark");
  sub->add_flag("--dry-run", options.dry_run, "Show what would be reviewed, sign nothing");
  sub->add_option("--signer", options.signer, kSignerHelp);
}

void add_issue(CommandLine& line) {
  auto* sub = line.app.add_subcommand("issue", "Issue the certificates of reviewed cycles");
  auto& options = line.bind<IssueOptions>(sub, run_issue);
  sub->add_option("cycle", options.cycles, "CITY/STANDARD/YEAR; may be repeated");
  sub->add_flag("--all", options.all, "Every cycle whose review recommends to issue");
  sub->add_option("--number", options.number, "Its number (default: the next free one)");
  sub->add_option("--valid-from", options.valid_from, "Day or moment (default: now)");
  sub->add_option("--did", options.did, "Which issuer (default: the only one)");
  sub->add_option("--seal", options.seals, "Credential key; the issuer's first, then signatories'")
      ->required()
      ->allow_extra_args(false);
  sub->add_option("--signer", options.signer, kSignerHelp)->required();
  sub->add_option("--out", options.out, "Folder for its files (default: LEDGER/certificates/NUMBER)");
  add_pdf_options(sub, options.pdf);
  sub->add_flag("--no-pdf", options.no_pdf, "Draw no PDF (default: where the ledger has a seal)");
}

void add_append(CommandLine& line) {
  auto* sub = line.app.add_subcommand("append", "Append statements that were signed elsewhere, all of them or none");
  auto& options = line.bind<AppendOptions>(sub, run_append);
  sub->add_option("file", options.files, "COSE_Sign1, or CBOR [statement, [disclosure...]]; may be repeated")
      ->required();
  sub->add_option("--receipts", options.receipts, "Folder for FILE.receipt.cose (default: beside each file)");
  sub->add_flag("--dry-run", options.dry_run, "Name every violated rule and append nothing");
}

}  // namespace

void add_work_commands(CommandLine& line) {
  add_evidence(line);
  add_review(line);
  add_issue(line);
  add_append(line);
}

}  // namespace cityledger
