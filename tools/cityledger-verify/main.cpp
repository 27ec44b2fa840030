// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger-verify: is this certificate genuine, and is it in force? No network, no database, no keys.
#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <optional>

#include "attest/date.hpp"
#include "certs/pem.hpp"
#include "certs/verify_pdf.hpp"
#include "cityledger-verify/files.hpp"

namespace {

constexpr int kExitUsage = 2;
constexpr int kExitInput = 3;

constexpr const char* kFooter =
    "DIR holds log.vkey, genesis, policy and did.json: what you trust, got from the issuer by a way that you trust.\n"
    "For PDF files also ca.pem, the root certificate of their seals; without it a PDF's seal is not judged.\n"
    "\n"
    "Exit codes:\n"
    "   0  genuine and in force\n"
    "   2  wrong use of the command line\n"
    "   3  a file or the trust folder cannot be read, or the trust folder is malformed\n"
    "  10  genuine, but the status known is older than the day asked for\n"
    "  11  genuine, not yet in force\n"
    "  12  genuine, expired\n"
    "  13  genuine, suspended\n"
    "  14  genuine, revoked\n"
    "  15  genuine, superseded\n"
    "  16  genuine, disputed\n"
    "  20  not genuine\n"
    "  21  cannot be told: a check that is needed was not done\n";

struct Options {
  std::string trust;
  std::optional<std::string> at;
  std::vector<std::string> status;
  std::vector<std::string> crls;
  bool json = false;
  std::string file;
};

int fail(const ledger::Error& error, int code = kExitInput) {
  std::cerr << "cityledger-verify: " << error.message << "\n";
  return code;
}

ledger::UnixMillis now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since).count())};
}

ledger::Result<std::vector<std::string>> read_files(const std::vector<std::string>& names) {
  std::vector<std::string> contents;
  for (const std::string& name : names) {
    auto content = cityledger_verify::read_file(name);
    if (!content) return tl::unexpected(content.error());
    contents.push_back(std::move(*content));
  }
  return contents;
}

ledger::Result<std::vector<ledger::Bytes>> read_crls(const std::vector<std::string>& names) {
  std::vector<ledger::Bytes> lists;
  for (const std::string& name : names) {
    const auto content = cityledger_verify::read_file(name);
    if (!content) return tl::unexpected(content.error());
    const auto more = certs::parse_pem_or_der(*content, "X509 CRL");
    if (!more) return ledger::fail(more.error().code, name + ": " + more.error().message);
    lists.insert(lists.end(), more->begin(), more->end());
  }
  return lists;
}

int run(const Options& options) {
  // An empty --at is no "now": it is what a script says whose variable was not set.
  const auto at =
      options.at ? attest::parse_end_of_day_or_moment(*options.at) : ledger::Result<ledger::UnixMillis>(now());
  if (!at) return fail({at.error().code, "--at: " + at.error().message, {}}, kExitUsage);
  const auto trust = cityledger_verify::read_trust(options.trust);
  if (!trust) return fail(trust.error());
  auto lists = read_files(options.status);
  if (!lists) return fail(lists.error());
  auto crls = read_crls(options.crls);
  if (!crls) return fail(crls.error());
  const auto file = cityledger_verify::read_file(options.file);
  if (!file) return fail(file.error());
  const certs::Verdict verdict = certs::verify_file(*file, *trust, {*at, std::move(*lists), std::move(*crls)});
  std::cout << (options.json ? attest::pretty_json(certs::verdict_json(verdict)) + "\n" : certs::verdict_text(verdict));
  std::cout.flush();
  return std::cout.good() ? certs::exit_code(verdict.outcome) : kExitInput;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Says whether a city data certificate is genuine and in force. Works offline.", "cityledger-verify");
  app.set_version_flag("--version", CITYLEDGER_VERSION);
  app.add_option("--trust", options.trust, "folder with what you trust")->required()->type_name("DIR");
  app.add_option("--at", options.at, "the day (its last second) or moment asked about; now when absent")
      ->type_name("DAY");
  app.add_option("--status", options.status, "a newer status list; may be given again")
      ->type_name("FILE")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--crl", options.crls, "an X.509 revocation list for a PDF's seal, PEM or DER; may be given again")
      ->type_name("FILE")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_flag("--json", options.json, "the verdict as JSON");
  app.add_option("file", options.file, "a certificate's PDF, its bundle, or its credential alone")
      ->required()
      ->type_name("FILE");
  app.footer(kFooter);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kExitUsage;
  }
  return run(options);
}
