// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/submit.hpp"

#include <algorithm>

#include "attest/date.hpp"
#include "certs/lookup.hpp"
#include "certs/submitted_values.hpp"
#include "certs/words.hpp"
#include "cityledger/evidence_plan.hpp"
#include "cityledger/exit_codes.hpp"
#include "cityledger/files.hpp"
#include "cityledger/import_table.hpp"
#include "cityledger/sheet_table.hpp"
#include "cityledger/xlsx_process.hpp"
#include "ledger/limits.hpp"
#include "ledger/merkle.hpp"

namespace cityledger {
namespace {

constexpr int kRetentionMonths = 120;

// One row to be said, after what it rests on was found.
struct PlannedRow {
  const ImportRow* row = nullptr;
  std::vector<EvidenceNeed> evidence;
  std::optional<attest::EntryRef> replaces;
};

Result<ImportTable> read_table(const SubmitOptions& options, const attest::Catalogue& catalogue) {
  if (options.separator.size() > 1 ||
      (!options.separator.empty() && options.separator != "," && options.separator != ";")) {
    return fail(Code::kInvalid, "the separator is ',' or ';'", "separator");
  }
  ImportOptions import;
  if (!options.separator.empty()) import.separator = options.separator[0];
  import.decimal_comma = options.decimal_comma;
  if (looks_like_workbook(options.file)) {
    const auto workbook = read_workbook(options.file);
    if (!workbook) return tl::unexpected(workbook.error());
    return import_workbook(*workbook, catalogue, import);
  }
  const auto text = read_file(options.file, import.limits.bytes_max);
  if (!text) return tl::unexpected(text.error());
  return read_import_table(*text, catalogue, import);
}

bool says_the_same(const ImportRow& row, const certs::SubmittedValue& live) {
  if (row.state != live.body.state || row.note != live.text("note")) return false;
  if (row.state != attest::ValueState::kReported) return true;
  return row.unit == live.body.unit && row.period->label == live.body.period->label &&
         row.value == live.text("value") && row.numerator == live.text("numerator") &&
         row.denominator == live.text("denominator");
}

class Submitting {
 public:
  Submitting(Session& session, const SubmitOptions& options, EvidencePlan evidence)
      : session_(session), options_(options), evidence_(std::move(evidence)) {}

  // Finds what each row replaces and rests on; rows that say nothing new are left out.
  Result<void> plan(const std::vector<ImportRow>& rows) {
    for (const auto& row : rows) {
      if (auto planned = plan_row(row); !planned) return planned;
    }
    return {};
  }

  // Signs everything, has it judged, and appends it unless this is a dry run or something is wrong.
  Result<SubmitReport> finish() {
    if (!report_.problems.empty() || rows_.empty()) return std::move(report_);
    auto statements = evidence_.statements(session_, options_.signer);
    if (!statements) return tl::unexpected(statements.error());
    report_.evidence = statements->size();
    if (auto said = add_values(*statements); !said) return tl::unexpected(said.error());
    if (statements->size() > ledger::kBatchEntriesMax) {
      report_.problems.push_back({0,
                                  {},
                                  "the file would make " + std::to_string(statements->size()) +
                                      " statements; at most " + std::to_string(ledger::kBatchEntriesMax) +
                                      " are appended together: split it"});
      return std::move(report_);
    }
    // Judged first, so that files of refused evidence are not kept.
    auto answer = session_.ledger().dry_run(*statements);
    if (answer && answer->refused.empty() && !options_.dry_run) {
      if (auto kept = evidence_.keep_files(); !kept) return tl::unexpected(kept.error());
      answer = session_.ledger().is_remote() && report_.evidence > 0 ? submit_in_two(std::move(*statements))
                                                                     : session_.ledger().submit(*statements);
    }
    if (!answer) return tl::unexpected(answer.error());
    for (const auto& refusal : answer->refused) report_refusal(refusal);
    report_.refused_by_rules = !answer->refused.empty();
    report_.registered = std::move(answer->registered);
    return std::move(report_);
  }

 private:
  Result<void> plan_row(const ImportRow& row) {
    PlannedRow planned{&row, {}, {}};
    const auto live = certs::live_value(attest::operators_sight(session_.ledger()), options_.cycle, row.indicator);
    if (!live) return tl::unexpected(live.error());
    const auto record = attest::get_live(session_.ledger().store(), options_.cycle, row.indicator);
    if (!record) return tl::unexpected(record.error());
    if (*live) {
      const auto same_evidence = rests_on_evidence(row) ? evidence_.is_same(row, (*live)->body.evidence) : true;
      if (!same_evidence) return report_evidence(row, same_evidence.error());
      if (says_the_same(row, **live) && *same_evidence && !(*record)->withdrawn) {
        report_.unchanged.push_back(row.indicator);
        return {};
      }
      planned.replaces = (*live)->entry;
      report_.replaced.push_back(row.indicator);
    }
    if (rests_on_evidence(row)) {
      auto need = evidence_.need(row);
      if (!need) return report_evidence(row, need.error());
      planned.evidence.push_back(*need);
    }
    report_.submitted.push_back(row.indicator);
    rows_.push_back(std::move(planned));
    return {};
  }

  // What is not reported needs no evidence, and has some when the row names it.
  static bool rests_on_evidence(const ImportRow& row) {
    return row.state == attest::ValueState::kReported || !row.evidence.empty();
  }

  Result<void> report_evidence(const ImportRow& row, const Error& error) {
    if (error.code != Code::kNotFound && error.code != Code::kTooLarge && error.code != Code::kInvalid) {
      return tl::unexpected(error);
    }
    report_.problems.push_back({row.row, "evidence", error.message, row.sheet});
    return {};
  }

  // Seals come after the statements of a submission, so the places of its first statements are known.
  Result<void> add_values(std::vector<attest::Submission>& statements) {
    const auto head = session_.ledger().store().head();
    if (!head) return tl::unexpected(head.error());
    std::vector<attest::EntryRef> registered;
    for (std::size_t i = 0; i < statements.size(); ++i) {
      registered.push_back({{head->size.value + i}, ledger::leaf_hash(statements[i].statement)});
    }
    for (const auto& planned : rows_) {
      auto said = say_value(planned, registered);
      if (!said) return tl::unexpected(said.error());
      statements.push_back(std::move(*said));
    }
    return {};
  }

  Result<attest::Submission> say_value(const PlannedRow& planned, const std::vector<attest::EntryRef>& registered) {
    const ImportRow& row = *planned.row;
    attest::ValueSubmitted body;
    body.cycle = options_.cycle;
    body.indicator = row.indicator;
    body.state = row.state;
    body.replaces = planned.replaces;
    for (const auto& need : planned.evidence) {
      body.evidence.push_back(need.registered ? *need.registered : registered[need.pending]);
    }
    std::vector<std::string> disclosures;
    if (row.state == attest::ValueState::kReported) {
      body.unit = row.unit;
      body.period = attest::ValueSubmitted::Period{row.period->label, row.period->year};
      disclosures.push_back(attest::make_disclosure("value", row.value));
      body.value_digest = attest::disclosure_digest(disclosures.front());
      if (!row.numerator.empty()) disclosures.push_back(attest::make_disclosure("numerator", row.numerator));
      if (!row.denominator.empty()) disclosures.push_back(attest::make_disclosure("denominator", row.denominator));
    }
    if (!row.note.empty()) disclosures.push_back(attest::make_disclosure("note", row.note));
    return session_.say(options_.signer, std::move(body), std::move(disclosures));
  }

  // Others append to a server's ledger too: where the evidence lies is known when it lies there.
  Result<attest::SubmitAnswer> submit_in_two(std::vector<attest::Submission> statements) {
    statements.resize(report_.evidence);
    auto evidence = session_.ledger().submit(statements);
    if (!evidence || !evidence->registered) return evidence;
    std::vector<attest::EntryRef> registered;
    for (const auto& entry : evidence->registered->entries) registered.push_back(entry.ref);
    std::vector<attest::Submission> values;
    for (const auto& planned : rows_) {
      auto said = say_value(planned, registered);
      if (!said) return tl::unexpected(said.error());
      values.push_back(std::move(*said));
    }
    auto answer = session_.ledger().submit(values);
    if (!answer) return answer;
    for (auto& refusal : answer->refused) refusal.statement += report_.evidence;
    if (!answer->registered) return answer;
    auto& entries = answer->registered->entries;
    entries.insert(entries.begin(), evidence->registered->entries.begin(), evidence->registered->entries.end());
    return answer;
  }

  // A rule that was broken by every row for the same reason is told once, for the whole file.
  void report_refusal(const attest::Refusal& refusal) {
    const std::size_t first_value = report_.evidence;
    for (const auto& violation : refusal.violations) {
      const std::string message = violation.rule + ": " + violation.message;
      const bool of_row = refusal.statement >= first_value;
      TableProblem problem{0, column_of(violation.field), message};
      if (of_row && !problem.column.empty()) {
        const ImportRow& row = *rows_[refusal.statement - first_value].row;
        problem.row = row.row;
        problem.sheet = row.sheet;
      }
      const bool known = std::any_of(report_.problems.begin(), report_.problems.end(), [&](const TableProblem& other) {
        return other.row == problem.row && other.sheet == problem.sheet && other.message == problem.message;
      });
      if (!known) report_.problems.push_back(std::move(problem));
    }
  }

  // Empty for a field that no cell stands for.
  static std::string column_of(const std::string& field) {
    const std::string column = field.substr(0, field.find('.'));
    for (const std::string_view known :
         {"indicator", "state", "value", "unit", "numerator", "denominator", "period", "evidence", "note"}) {
      if (column == known) return column;
    }
    return field == "replaces" ? "indicator" : "";
  }

  Session& session_;
  const SubmitOptions& options_;
  EvidencePlan evidence_;
  std::vector<PlannedRow> rows_;
  SubmitReport report_;
};

Json places_json(const std::vector<TableProblem>& places) {
  Json::Array out;
  for (const auto& place : places) {
    Json::Object one{{"row", std::uint64_t{place.row}}, {"column", place.column}, {"message", place.message}};
    if (!place.sheet.empty()) one.emplace("sheet", place.sheet);
    out.emplace_back(std::move(one));
  }
  return out;
}

Json report_json(const SubmitReport& report, const SubmitOptions& options) {
  Json::Object out{{"cycle", options.cycle},
                   {"dry_run", options.dry_run},
                   {"problems", places_json(report.problems)},
                   {"remarks", places_json(report.remarks)},
                   {"blank", certs::texts(report.blank)},
                   {"submitted", certs::texts(report.submitted)},
                   {"replaced", certs::texts(report.replaced)},
                   {"unchanged", certs::texts(report.unchanged)},
                   {"evidence_registered", std::uint64_t{report.evidence}}};
  if (report.registered) out.emplace("registered", certs::to_json(*report.registered));
  return out;
}

std::string report_text(const SubmitReport& report, const SubmitOptions& options) {
  std::string text;
  for (const auto& remark : report.remarks) text += "note: " + describe(remark) + "\n";
  if (!report.problems.empty()) {
    for (const auto& problem : report.problems) text += describe(problem) + "\n";
    return text + std::to_string(report.problems.size()) + " problem(s); nothing was appended\n";
  }
  text += options.cycle + ": " + std::to_string(report.submitted.size()) + " value(s) " +
          (options.dry_run ? "would be submitted" : "submitted") + ", " + std::to_string(report.replaced.size()) +
          " of them in place of earlier ones, with " + std::to_string(report.evidence) + " new piece(s) of evidence\n";
  if (!report.unchanged.empty()) text += "unchanged and left out: " + certs::join(report.unchanged) + "\n";
  if (!report.blank.empty()) text += "nothing filled in, left out: " + certs::join(report.blank) + "\n";
  if (report.registered) {
    const auto& entries = report.registered->entries;
    text += "entries " + std::to_string(entries.front().ref.index.value) + " to " +
            std::to_string(entries.back().ref.index.value) + "\n";
  }
  return text;
}

}  // namespace

Result<SubmitReport> submit_table(Session& session, const SubmitOptions& options) {
  const attest::LedgerFolder& folder = session.ledger();
  const auto cycle = certs::find_cycle(folder.store(), options.cycle);
  if (!cycle) return tl::unexpected(cycle.error());
  const auto catalogue = certs::find_catalogue(folder.store(), cycle->standard);
  if (!catalogue) return tl::unexpected(catalogue.error());
  auto table = read_table(options, *catalogue);
  if (!table) return tl::unexpected(table.error());
  const auto city = certs::find_party(folder.store(), cycle->city);
  if (!city) return tl::unexpected(city.error());

  EvidencePlace place;
  place.table = options.file;
  place.folder = options.evidence_dir.empty() ? options.file.parent_path() : options.evidence_dir;
  place.table_source = certs::name_of(city->party.names);
  place.data_year = cycle->data_year;
  place.retention_until = options.retention_until.empty()
                              ? attest::format_day(attest::add_months(folder.now(), kRetentionMonths))
                              : options.retention_until;
  if (const auto day = attest::parse_day(place.retention_until); !day) {
    return fail(day.error().code, day.error().message, "retention_until");
  }
  auto evidence = EvidencePlan::make(folder, cycle->city, std::move(place));
  if (!evidence) return tl::unexpected(evidence.error());
  Submitting submitting(session, options, std::move(*evidence));
  if (auto planned = submitting.plan(table->rows); !planned) return tl::unexpected(planned.error());
  Result<SubmitReport> report = SubmitReport();
  if (table->problems.empty()) {
    report = submitting.finish();
    if (!report) return report;
  } else {
    report->problems = std::move(table->problems);
  }
  report->remarks = std::move(table->remarks);
  report->blank = std::move(table->blank);
  return report;
}

int run_submit(const SubmitOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const auto report = submit_table(**session, options);
  if (!report) return console.fail(report.error());
  if (const auto closed = (*session)->close(); !closed) return console.fail(closed.error());
  console.print(report_text(*report, options));
  console.answer(report_json(*report, options));
  if (report->problems.empty()) return kExitDone;
  return exit_code(report->refused_by_rules ? Code::kRefused : Code::kInvalid);
}

}  // namespace cityledger
