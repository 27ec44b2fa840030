// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The words of the command line, bound to the options of each command. Only main.cpp and command_line*.cpp
// know CLI11.
//
// A command has a header with an options struct, which has a member `ledger` of type LedgerOptions when it
// needs one, and a function `int run_xyz(const XyzOptions&, Console&)`. Its words are bound here:
//
//   auto* sub = line.app.add_subcommand("enrol", "Enter a city into a certification cycle");
//   auto& options = line.bind<EnrolOptions>(sub, run_enrol);
//   sub->add_option("cycle", options.cycle, "CITY/STANDARD/YEAR")->required();
//
// An option that may be repeated takes one value each time, ->allow_extra_args(false), or it would take the words
// behind it too.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>

#include "cityledger/console.hpp"
#include "cityledger/server_link.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

// "key new"
[[nodiscard]] std::string words_of(const CLI::App* sub);

struct CommandLine {
  CLI::App& app;
  LedgerOptions& ledger;                 // from the global options, complete after parsing
  std::function<int(Console&)>& chosen;  // what the words asked for

  // The options live as long as the subcommand.
  template <typename Options>
  Options& bind(CLI::App* sub, int (*run)(const Options&, Console&)) {
    auto options = std::make_shared<Options>();
    sub->callback([options, run, sub, ledger = &ledger, chosen = &chosen] {
      *chosen = [options, run, ledger, words = words_of(sub)](Console& console) {
        if (const auto ready = prepare_server(words, *ledger, console); !ready) return console.fail(ready.error());
        if constexpr (requires { options->ledger; }) options->ledger = *ledger;
        // Who signs reads what it signs about.
        if constexpr (requires { options->ledger.reader = options->signer; }) {
          if (options->ledger.reader.empty()) options->ledger.reader = options->signer;
        }
        return run(*options, console);
      };
    });
    return *options;
  }
};

void add_setup_commands(CommandLine& line);  // init key party standard policy template did programme enrol withdraw
void add_work_commands(CommandLine& line);   // evidence review issue append
struct PdfOptions;
// What a PDF looks like, and by whom it is time-stamped.
void add_pdf_options(CLI::App* sub, PdfOptions& options);
void add_timestamp_options(CLI::App* sub, PdfOptions& options);
void add_certificate_commands(CommandLine& line);  // certificate status case
void add_value_commands(CommandLine& line);    // workbook submit value queue decide conflicts lineage city compare demo
void add_data_commands(CommandLine& line);     // access erase values; party archive, evidence expire
void add_pki_commands(CommandLine& line);      // pki
void add_proof_commands(CommandLine& line);    // show search prove verify audit fsck rebuild export
void add_service_commands(CommandLine& line);  // serve

}  // namespace cityledger
