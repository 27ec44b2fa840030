// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/city.hpp"
#include "cityledger/command_line.hpp"
#include "cityledger/compare.hpp"
#include "cityledger/conflicts.hpp"
#include "cityledger/decide.hpp"
#include "cityledger/demo.hpp"
#include "cityledger/lineage.hpp"
#include "cityledger/queue.hpp"
#include "cityledger/submit.hpp"
#include "cityledger/template_workbook.hpp"
#include "cityledger/value.hpp"

namespace cityledger {
namespace {

constexpr const char* kCycleWords = "CITY/STANDARD/YEAR";
constexpr const char* kStandardHelp = "An edition's id, or a standard's name for all its editions";

void add_submit(CommandLine& line) {
  auto* sub = line.app.add_subcommand("submit", "Submit a city's values from a spreadsheet: a workbook (.xlsx) or CSV");
  auto& options = line.bind<SubmitOptions>(sub, run_submit);
  sub->add_option("cycle", options.cycle, kCycleWords)->required();
  sub->add_option("file", options.file, "Workbook or CSV with the columns indicator, state, value, unit, period, ...")
      ->required();
  sub->add_option("--signer", options.signer, "Name of the city's key with the role submitter")->required();
  sub->add_option("--evidence-dir", options.evidence_dir, "Where the evidence files are (default: beside the table)");
  sub->add_option("--separator", options.separator, "',' or ';' (default: found in the header)");
  sub->add_flag("--decimal-comma", options.decimal_comma,
                "Decimals are written 3,66 (in text; numbers of a workbook need no such word)");
  sub->add_flag("--dry-run", options.dry_run, "Tell every problem and append nothing");
  sub->add_option("--retention-until", options.retention_until, "Day until which evidence is kept (default: 10 years)");
}

void add_value(CommandLine& line) {
  auto* value = line.app.add_subcommand("value", "A city's single values")->require_subcommand(1);
  auto* withdraw = value->add_subcommand("withdraw", "Take a submitted value back");
  auto& options = line.bind<ValueWithdrawOptions>(withdraw, run_value_withdraw);
  withdraw->add_option("cycle", options.cycle, kCycleWords)->required();
  withdraw->add_option("indicator", options.indicator, "The indicator's code")->required();
  withdraw->add_option("--note", options.note, "Why, in words; confidential");
  withdraw->add_option("--signer", options.signer, "Name of the city's key with the role submitter")->required();
}

void add_workbook(CommandLine& line) {
  auto* sub = line.app.add_subcommand("workbook", "Write a workbook for a city to fill in and submit");
  auto& options = line.bind<WorkbookOptions>(sub, run_workbook);
  sub->add_option("cycle", options.cycle, kCycleWords)->required();
  sub->add_option("--out", options.out, "The workbook, .xlsx; must not be there yet")->required();
}

void add_decide(CommandLine& line) {
  auto* sub = line.app.add_subcommand("decide", "Accept, query or reject submitted values");
  auto& options = line.bind<DecideOptions>(sub, run_decide);
  sub->add_option("cycle", options.cycle, kCycleWords)->required();
  sub->add_option("indicator", options.indicator, "The indicator's code");
  sub->add_option("--verdict", options.verdict, "accepted, rejected or clarification");
  sub->add_option("--reason", options.reason,
                  "as_reported, recomputation_differs, evidence_missing, evidence_differs, period, unit, implausible "
                  "or other");
  sub->add_option("--text", options.text, "In words, for the city; confidential");
  sub->add_option("--signer", options.signer, "Name of the verifier's key");
  sub->add_flag("--all-clean", options.all_clean, "Accept all values without findings and list the others");
  sub->add_flag("--list", options.list, "Show the queue with values, evidence and checks");
  sub->add_option("--jump-factor", options.jump_factor, "From this factor on a change is a jump")
      ->capture_default_str();
}

void add_queue(CommandLine& line) {
  auto* sub = line.app.add_subcommand("queue", "What waits for a verifier, with evidence and checks");
  auto& options = line.bind<QueueOptions>(sub, run_queue);
  sub->add_option("cycle", options.cycle, kCycleWords)->required();
  sub->add_flag("--all", options.all, "Decided values too");
  sub->add_option("--jump-factor", options.jump_factor, "From this factor on a change is a jump")
      ->capture_default_str();
}

void add_conflicts(CommandLine& line) {
  auto* sub = line.app.add_subcommand("conflicts", "Two different values that one city signed for one thing");
  auto& options = line.bind<ConflictsOptions>(sub, run_conflicts);
  sub->add_option("--city", options.city, "Of that city alone");
}

void add_lineage(CommandLine& line) {
  auto* sub = line.app.add_subcommand("lineage", "What stands behind a certificate, down to source organisations");
  auto& options = line.bind<LineageOptions>(sub, run_lineage);
  sub->add_option("certificate", options.certificate, "Its number")->required();
  sub->add_option("--indicator", options.indicator, "This one alone");
  sub->add_flag("--dot", options.dot, "As a graph for Graphviz");
}

void add_city(CommandLine& line) {
  auto* city = line.app.add_subcommand("city", "How far a city is, and its figures over the years");
  city->require_subcommand(1);
  auto* show = city->add_subcommand("show", "Progress in each cycle and what the next level needs");
  auto& shown = line.bind<CityOptions>(show, run_city_show);
  show->add_option("city", shown.city, "The city's party id")->required();
  auto* compare = city->add_subcommand("compare", "Accepted values year over year, or beside other cities'");
  auto& compared = line.bind<CityCompareOptions>(compare, run_city_compare);
  compare->add_option("city", compared.city, "The city's party id")->required();
  compare->add_option("--with", compared.with, "Another city; may be repeated")->allow_extra_args(false);
  compare->add_option("--standard", compared.standard, kStandardHelp);
  compare->add_option("--year", compared.year, "This data year alone (with others: the latest that all have)");
  compare->add_flag("--profile", compared.profile, "Profile indicators too");
  compare->add_flag("--csv", compared.csv, "As CSV, one record for each value");
}

void add_compare(CommandLine& line) {
  auto* sub = line.app.add_subcommand("compare", "Accepted values of several cities, indicator by indicator");
  auto& options = line.bind<CompareOptions>(sub, run_compare);
  sub->add_option("indicator", options.indicators, "Codes, of the newest edition that has them")->required();
  sub->add_option("--city", options.cities, "A city's party id; may be repeated (default: all)")
      ->allow_extra_args(false);
  sub->add_option("--standard", options.standard, kStandardHelp);
  sub->add_option("--year", options.year, "This data year alone (default: all)");
  sub->add_flag("--csv", options.csv, "As CSV, one record for each value");
}

void add_demo(CommandLine& line) {
  auto* sub = line.app.add_subcommand("demo", "Make a ledger with a city's real figures and a sample certificate");
  auto& options = line.bind<DemoOptions>(sub, run_demo);
  sub->add_option("--out", options.out, "A folder that does not exist yet or is empty")->required();
  sub->add_flag("--quick", options.quick, "One year of real figures instead of five");
}

}  // namespace

void add_value_commands(CommandLine& line) {
  add_workbook(line);
  add_submit(line);
  add_value(line);
  add_queue(line);
  add_decide(line);
  add_conflicts(line);
  add_lineage(line);
  add_city(line);
  add_compare(line);
  add_demo(line);
}

}  // namespace cityledger
