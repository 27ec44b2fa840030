// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/audit.hpp"

#include "attest/records.hpp"
#include "ledger/merkle.hpp"
#include "policy/admit.hpp"

namespace attest {
namespace {

constexpr std::size_t kFindingsMax = 20;
constexpr std::uint64_t kProgressEvery = 4'096;

using Opens = std::function<std::optional<std::string>(std::string_view)>;

// Replays one entry after the other; what it believes is computed from their bytes alone.
class Replay {
 public:
  Replay(AuditReport& report, const Opens& opens, ledger::State& state)
      : report_(report), opens_(opens), state_(state) {}

  [[nodiscard]] Result<void> entry(EntryIndex index, const EntrySource::Item& item);
  [[nodiscard]] Result<void> finish(const ledger::Checkpoint& expected);
  // Enough was found, or there is nothing to build on.
  [[nodiscard]] bool over() const { return full() || !opened_; }

 private:
  [[nodiscard]] bool full() const { return report_.findings.size() >= kFindingsMax; }
  void find(std::optional<EntryIndex> entry, std::string check, std::string message) {
    if (!full()) report_.findings.push_back({entry, std::move(check), std::move(message)});
  }
  void check_time(EntryIndex index, UnixMillis time);
  void check_seal_before(EntryIndex index, const Result<Statement>& statement);
  Result<void> replay_admission(const Result<Statement>& statement, const Digest& leaf, const ledger::Place& place);
  void check_opened_rules(EntryIndex index, const Statement& statement);

  AuditReport& report_;
  const Opens& opens_;
  ledger::State& state_;
  ledger::TreeEdge edge_;
  std::vector<ledger::Node> completed_;
  bool seal_is_due_ = false;
  bool opened_ = true;  // until entry 0 is found not to open the ledger
};

void Replay::check_time(EntryIndex index, UnixMillis time) {
  if (time < report_.head.time) find(index, "time", "the time is before that of the entry before");
}

void Replay::check_seal_before(EntryIndex index, const Result<Statement>& statement) {
  const bool is_seal = statement && std::holds_alternative<LedgerSeal>(statement->body);
  if (seal_is_due_ && !is_seal) find(index, "seal", "a seal is missing between this entry and the one before");
  seal_is_due_ = false;
}

Result<void> Replay::replay_admission(const Result<Statement>& statement, const Digest& leaf,
                                      const ledger::Place& place) {
  auto admission = statement ? admit_parsed(*statement, leaf, place, state_)
                             : Result<ledger::Admission>(refuse_form(statement.error()));
  if (!admission) return tl::unexpected<Error>(admission.error());
  if (const auto* append = std::get_if<ledger::Append>(&*admission)) {
    seal_is_due_ = append->seal_after;
  } else if (const auto* duplicate = std::get_if<ledger::Duplicate>(&*admission)) {
    find(place.index, "admission: statement.duplicate",
         "the same statement is entry " + std::to_string(duplicate->first.value) + " already");
  } else {
    if (place.index.value == 0) opened_ = false;
    for (const ledger::Violation& violation : std::get<ledger::Refuse>(*admission).violations) {
      find(place.index, "admission: " + violation.rule,
           violation.field.empty() ? violation.message : violation.field + ": " + violation.message);
    }
  }
  return {};
}

void Replay::check_opened_rules(EntryIndex index, const Statement& statement) {
  if (statement.sd.empty()) return;
  std::vector<std::string> disclosures;
  for (const std::string& digest : statement.sd) {
    auto disclosure = opens_ ? opens_(digest) : std::nullopt;
    if (!disclosure) {
      report_.opened_rules_not_done.push_back(index);
      return;
    }
    disclosures.push_back(std::move(*disclosure));
  }
  ++report_.opened_rules_checked;
  for (const ledger::Violation& violation : check_disclosures(statement, disclosures)) {
    find(index, "disclosure: " + violation.rule, violation.field + ": " + violation.message);
  }
}

Result<void> Replay::entry(EntryIndex index, const EntrySource::Item& item) {
  const Digest leaf = ledger::leaf_hash(item.statement);
  const auto statement = parse_statement(item.statement);
  check_time(index, item.time);
  check_seal_before(index, statement);
  const ledger::Place place{index, item.time, report_.head.chain};
  if (auto replayed = replay_admission(statement, leaf, place); !replayed) return replayed;
  if (statement) {
    ++report_.entries_by_type[std::string(type_name(statement->body))];
    check_opened_rules(index, *statement);
  }
  completed_.clear();
  edge_.append(leaf, completed_);
  report_.head.chain = ledger::chain_next(report_.head.chain, item.time, leaf);
  report_.head.time = std::max(report_.head.time, item.time);
  report_.head.size.value = index.value + 1;
  return {};
}

Result<void> Replay::finish(const ledger::Checkpoint& expected) {
  report_.head.root = edge_.root();
  if (over()) return {};  // the rest was not looked at
  if (seal_is_due_) find(EntryIndex{report_.head.size.value - 1}, "seal", "a seal is missing after the last entry");
  if (report_.head.size != expected.size) {
    find(EntryIndex{report_.head.size.value}, "size",
         "the checkpoint is of size " + std::to_string(expected.size.value) + ", but this entry is not there");
  } else if (report_.head.root != expected.root) {
    find(std::nullopt, "root", "the entries do not lead to the root of the checkpoint");
  }
  const auto config = get_config(state_);
  if (!config) return tl::unexpected<Error>(config.error());
  if (*config && (*config)->origin != expected.origin) {
    find(EntryIndex{0}, "origin",
         "the ledger opened as " + (*config)->origin + ", the checkpoint is of " + expected.origin);
  }
  return {};
}

}  // namespace

Result<AuditReport> audit(const EntrySource& source, const ledger::Checkpoint& expected, const Opens& opens,
                          ledger::State& replayed_state, const ledger::Progress& progress) {
  AuditReport report;
  Replay replay(report, opens, replayed_state);
  Result<void> replayed;
  const std::uint64_t total = expected.size.value;
  auto read = source.entries(EntryIndex{0}, total, [&](EntryIndex index, const EntrySource::Item& item) {
    if (index.value >= total || replay.over()) return false;
    replayed = replay.entry(index, item);
    if (progress && (index.value + 1) % kProgressEvery == 0) progress(index.value + 1, total);
    return replayed.has_value();
  });
  if (!read) return tl::unexpected<Error>(read.error());
  if (!replayed) return tl::unexpected<Error>(replayed.error());
  if (auto finished = replay.finish(expected); !finished) return tl::unexpected<Error>(finished.error());
  if (progress) progress(report.head.size.value, total);
  return report;
}

}  // namespace attest
