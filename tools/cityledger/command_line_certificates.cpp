// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/badge.hpp"
#include "cityledger/case.hpp"
#include "cityledger/certificate.hpp"
#include "cityledger/command_line.hpp"
#include "cityledger/issue.hpp"
#include "cityledger/status.hpp"

namespace cityledger {

void add_timestamp_options(CLI::App* sub, PdfOptions& options) {
  sub->add_option(
         "--tsa", options.authorities,
         "Address of a time-stamp authority; may be repeated, the first that answers counts (default: our own)")
      ->allow_extra_args(false);
  sub->add_option("--tsa-root", options.authority_roots, "Root certificates of those, PEM");
  sub->add_flag("--no-timestamp", options.no_timestamp, "Ask for no time-stamp");
}

void add_pdf_options(CLI::App* sub, PdfOptions& options) {
  sub->add_option("--language", options.language, "Language of the page")->capture_default_str();
  sub->add_option("--paper", options.paper, "Paper key of the DID document: adds the code that verifies offline");
  add_timestamp_options(sub, options);
  sub->add_flag("--may-lack-timestamp", options.may_lack_timestamp,
                "When no authority answers, seal without a time-stamp and say so");
}

namespace {

constexpr const char* kSignerHelp = "Name of the key that signs";

void add_pdf(CommandLine& line, CLI::App* certificate) {
  auto* pdf = certificate->add_subcommand("pdf", "Draw and seal the PDF of a certificate");
  auto& printed = line.bind<CertificatePdfOptions>(pdf, run_certificate_pdf);
  pdf->add_option("number", printed.number, "Certificate number");
  pdf->add_flag("--missing", printed.missing, "Of every issued certificate that has none in that language yet");
  add_pdf_options(pdf, printed.pdf);
  pdf->add_option("--did", printed.did, "Which issuer (default: the only one)");
  pdf->add_option("--signer", printed.signer, kSignerHelp)->required();
  pdf->add_option("--out", printed.out, "Folder for it (default: LEDGER/certificates/NUMBER)");
  auto* badge = certificate->add_subcommand("badge", "A picture (SVG) of its status, for the city's web site");
  auto& shown = line.bind<BadgeOptions>(badge, run_certificate_badge);
  badge->add_option("number", shown.number, "Certificate number")->required();
  badge->add_option("--language", shown.language, "Language of its words")->capture_default_str();
  badge->add_option("--out", shown.out, "SVG file to write (default: the screen)");
  auto* extend = certificate->add_subcommand("extend", "Add to a sealed PDF what proves its seal in later years");
  auto& extended = line.bind<CertificateExtendOptions>(extend, run_certificate_extend);
  extend->add_option("number", extended.number, "Certificate number")->required();
  extend->add_option("--language", extended.pdf.language, "Of which PDF")->capture_default_str();
  extend->add_option("--list", extended.lists, "Revocation list of an outside authority, DER; may be repeated")
      ->allow_extra_args(false);
  add_timestamp_options(extend, extended.pdf);
  extend->add_option("--signer", extended.signer, kSignerHelp)->required();
}

void add_change(CommandLine& line, CLI::App* certificate, const char* name, const char* help,
                int (*run)(const CertificateOptions&, Console&)) {
  auto* sub = certificate->add_subcommand(name, help);
  auto& options = line.bind<CertificateOptions>(sub, run);
  sub->add_option("number", options.number, "Certificate number")->required();
  sub->add_option("--reason", options.reason,
                  "data_error, procedure, key_compromise, city_request, case, renewal, resolved or other")
      ->required();
  sub->add_option("--from", options.from, "Day or moment from which it counts (default: now)");
  sub->add_option("--text", options.text, "Confidential remark");
  if (run == run_certificate_supersede) {
    sub->add_option("--by", options.by, "Number of the later certificate")->required();
  }
  sub->add_option("--did", options.did, "Which issuer (default: the only one)");
  sub->add_option("--seal", options.seals, "Credential key; publishes the status lists that the change asks for")
      ->allow_extra_args(false);
  sub->add_option("--signer", options.signer, kSignerHelp)->required();
}

void add_certificate(CommandLine& line) {
  auto* certificate =
      line.app.add_subcommand("certificate", "A certificate's PDF, and what becomes of it")->require_subcommand(1);
  add_pdf(line, certificate);
  add_change(line, certificate, "suspend", "Suspend a certificate", run_certificate_suspend);
  add_change(line, certificate, "reinstate", "End a suspension or a dispute", run_certificate_reinstate);
  add_change(line, certificate, "revoke", "Revoke a certificate for ever", run_certificate_revoke);
  add_change(line, certificate, "supersede", "Put a later certificate in its place", run_certificate_supersede);
  add_change(line, certificate, "correct", "Open its cycle again for one that corrects it", run_certificate_correct);
}

void add_status(CommandLine& line) {
  auto* status = line.app.add_subcommand("status", "Which certificates are in force")->require_subcommand(1);
  auto* publish = status->add_subcommand("publish", "Publish both lists of revoked and suspended certificates afresh");
  auto& options = line.bind<StatusOptions>(publish, run_status_publish);
  publish->add_option("--did", options.did, "Which issuer (default: the only one)");
  publish->add_option("--seal", options.seals, "Credential key of the issuer")->required()->allow_extra_args(false);
  publish->add_option("--signer", options.signer, kSignerHelp)->required();
  auto* show = status->add_subcommand("show", "Whether a certificate is in force on a day, and what ends soon");
  auto& shown = line.bind<StatusShowOptions>(show, run_status_show);
  show->add_option("number", shown.number, "Certificate number (default: all)");
  show->add_option("--at", shown.at, "Day or moment (default: now)");
}

void add_case(CommandLine& line) {
  auto* cases = line.app.add_subcommand("case", "Complaints and appeals")->require_subcommand(1);
  auto* open = cases->add_subcommand("open", "Open a case about a certificate or an entry");
  auto& opened = line.bind<CaseOpenOptions>(open, run_case_open);
  open->add_option("number", opened.number, "Number of the case")->required();
  open->add_option("--kind", opened.kind, "complaint or appeal")->capture_default_str();
  open->add_option("--certificate", opened.certificate, "Certificate that it is about");
  open->add_option("--entry", opened.entry, "Entry that it is about");
  open->add_option("--text", opened.text, "Confidential: what is complained of")->required();
  open->add_option("--signer", opened.signer, kSignerHelp)->required();
  auto* decide = cases->add_subcommand("decide", "Decide a case");
  auto& decided = line.bind<CaseDecideOptions>(decide, run_case_decide);
  decide->add_option("number", decided.number, "Number of the case")->required();
  decide->add_option("--outcome", decided.outcome, "upheld, dismissed or withdrawn")->required();
  decide->add_option("--follow-up", decided.follow_up, "Entry that carries the decision out");
  decide->add_option("--text", decided.text, "Confidential reasons");
  decide->add_option("--signer", decided.signer, kSignerHelp)->required();
  auto* list = cases->add_subcommand("list", "List the cases");
  auto& listed = line.bind<CaseListOptions>(list, run_case_list);
  list->add_flag("--open", listed.open, "Only those that are not decided");
}

}  // namespace

void add_certificate_commands(CommandLine& line) {
  add_certificate(line);
  add_status(line);
  add_case(line);
}

}  // namespace cityledger
