// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The way of a submission: its checks on the submitter's thread, its place by the writer, its receipts off the writer's
// turn again.
#include <algorithm>

#include "service/ledger_folder_state.hpp"

namespace attest {

namespace {

// What the opened rules say of each submission. A statement that cannot be parsed is left to the public rules.
std::vector<Refusal> opened_violations(const PreparedStatements::Lease& lease,
                                       const std::vector<Submission>& submissions) {
  std::vector<Refusal> refused;
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    const auto& prepared = lease.all().at(i);
    if (prepared == nullptr) continue;
    auto violations = check_disclosures(prepared->statement, submissions[i].disclosures);
    if (!violations.empty()) refused.push_back({i, std::move(violations)});
  }
  return refused;
}

void merge_refusals(std::vector<Refusal>& into, const std::vector<ledger::Answer::Refused>& more) {
  for (const auto& refused : more) {
    auto same =
        std::find_if(into.begin(), into.end(), [&](const Refusal& r) { return r.statement == refused.statement; });
    if (same == into.end()) same = into.insert(into.end(), Refusal{refused.statement, {}});
    same->violations.insert(same->violations.end(), refused.violations.begin(), refused.violations.end());
  }
  std::sort(into.begin(), into.end(), [](const Refusal& a, const Refusal& b) { return a.statement < b.statement; });
}

std::vector<Bytes> statements_of(const std::vector<Submission>& submissions) {
  std::vector<Bytes> statements;
  statements.reserve(submissions.size());
  for (const auto& submission : submissions) statements.push_back(submission.statement);
  return statements;
}

}  // namespace

Result<SubmitAnswer> LedgerFolder::dry_run(const std::vector<Submission>& submissions) {
  PreparedStatements::Lease lease(state_->prepared);
  for (const Submission& submission : submissions) lease.add(submission.statement, *state_->store);
  return judge(submissions, opened_violations(lease, submissions));
}

Result<SubmitAnswer> LedgerFolder::judge(const std::vector<Submission>& submissions,
                                         std::vector<Refusal> opened) const {
  SubmitAnswer answer;
  answer.refused = std::move(opened);
  if (state_->server != nullptr) {
    const auto refused = judge_here(*state_->store, now(), submissions);
    if (!refused) return tl::unexpected(refused.error());
    merge_refusals(answer.refused, *refused);
    return answer;
  }
  if (!state_->sequencer) return open_for_reading_only();
  const auto judged = state_->sequencer->dry_run(statements_of(submissions));
  if (!judged) return tl::unexpected(judged.error());
  merge_refusals(answer.refused, judged->refused);
  return answer;
}

Result<void> LedgerFolder::keep_conflict(const Submission& submission, const Refusal& refusal) const {
  const auto statement = parse_statement(submission.statement);
  if (!statement) return {};
  const auto admitted = forked_entry(*state_->store, *statement, refusal.violations);
  if (!admitted) return tl::unexpected(admitted.error());
  if (!*admitted) return {};
  const auto present = this->statement((*admitted)->index);
  if (!present) return tl::unexpected(present.error());
  const auto opened_present = opened(*present);
  if (!opened_present) return tl::unexpected(opened_present.error());
  SaidValue said{std::get<ValueSubmitted>(statement->body), {}};
  for (const std::string& encoded : submission.disclosures) {
    const auto disclosure = parse_disclosure(encoded);
    if (disclosure && disclosure->name == "value") said.value = disclosure->value;
  }
  SaidValue before{std::get<ValueSubmitted>(present->body), {}};
  if (const auto value = opened_present->find("value"); value != opened_present->end()) before.value = value->second;
  if (!contradict(said, before)) return {};
  const std::lock_guard lock(state_->conflicts_mutex);
  if (auto kept = conflicts().keep({submission, **admitted, now()}); !kept) return tl::unexpected(kept.error());
  return {};
}

// A submission on its way from its submitter over the writer and back.
struct LedgerFolder::Underway {
  explicit Underway(const LedgerFolder& ledger) : announcement(ledger.announce()), lease(ledger.state_->prepared) {}
  std::vector<Submission> submissions;
  ledger::Sequencer::Announcement announcement;
  PreparedStatements::Lease lease;

  [[nodiscard]] bool may_erase() const {
    return std::ranges::any_of(lease.all(), [](const auto& prepared) {
      return prepared == nullptr || std::holds_alternative<DisclosureErased>(prepared->statement.body);
    });
  }
};

std::shared_ptr<void> LedgerFolder::announce() const {
  return state_->sequencer ? state_->sequencer->announce() : nullptr;
}

Result<SubmitAnswer> LedgerFolder::submit(const std::vector<Submission>& submissions) {
  if (state_->server != nullptr) return submit_to_server(submissions);
  Underway underway(*this);
  for (const Submission& submission : submissions) underway.lease.add(submission.statement, *state_->store);
  auto ready = prepare(submissions, opened_violations(underway.lease, submissions), underway.announcement);
  if (!ready) return tl::unexpected(ready.error());
  if (*ready) return keep_conflicts(submissions, std::move(**ready));
  if (!state_->sequencer) return open_for_reading_only();
  const auto appended = state_->sequencer->submit(statements_of(submissions), std::move(underway.announcement));
  return keep_conflicts(submissions, conclude(appended, underway.may_erase()));
}

std::optional<Result<SubmitAnswer>> LedgerFolder::submit_later(ReadStatement statement, Resume resume) {
  auto violations = check_disclosures(statement.statement(), {});
  auto underway = std::make_shared<Underway>(*this);
  auto [bytes, parsed] = std::move(statement).take();
  underway->submissions.push_back({std::move(bytes), {}});
  const auto& submissions = underway->submissions;
  if (state_->server != nullptr) return submit_to_server(submissions);
  underway->lease.add(std::move(parsed), submissions.front().statement, *state_->store);
  if (violations.empty()) {
    queue(std::move(underway), std::move(resume));
    return std::nullopt;
  }
  // Refused already: what other rules say of it is asked of the writer, which is waited for.
  underway->announcement.reset();
  resume(
      [this, underway, opened = std::vector<Refusal>{{0, std::move(violations)}}] {
        return keep_conflicts(underway->submissions, judge(underway->submissions, opened));
      },
      true);
  return std::nullopt;
}

void LedgerFolder::queue(std::shared_ptr<Underway> underway, Resume resume) {
  if (!state_->sequencer) {
    return resume([] { return open_for_reading_only(); }, false);
  }
  auto statements = statements_of(underway->submissions);
  auto announcement = std::move(underway->announcement);
  // What is underway goes on with the rest: nothing of it ends on the writer's thread.
  auto done = [this, underway = std::move(underway),
               resume = std::move(resume)](Result<ledger::Answer> appended) mutable {
    const bool may_erase = underway->may_erase();
    const bool may_block = may_erase || (appended && !appended->refused.empty());
    auto rest = [this, underway = std::move(underway), appended = std::move(appended), may_erase] {
      return keep_conflicts(underway->submissions, conclude(appended, may_erase));
    };
    std::exchange(resume, nullptr)(std::move(rest), may_block);
  };
  state_->sequencer->submit_announced(std::move(statements), std::move(announcement), std::move(done));
}

Result<SubmitAnswer> LedgerFolder::keep_conflicts(const std::vector<Submission>& submissions,
                                                  Result<SubmitAnswer> answer) const {
  if (!answer) return answer;
  for (const Refusal& refusal : answer->refused) {
    if (auto kept = keep_conflict(submissions.at(refusal.statement), refusal); !kept) {
      return tl::unexpected(kept.error());
    }
  }
  return answer;
}

Result<std::optional<SubmitAnswer>> LedgerFolder::prepare(const std::vector<Submission>& submissions,
                                                          std::vector<Refusal> opened,
                                                          ledger::Sequencer::Announcement& announcement) {
  std::map<std::string, Bytes, std::less<>> disclosures;
  for (const auto& submission : submissions) {
    for (const auto& disclosure : submission.disclosures) {
      disclosures[disclosure_digest(disclosure)] = ledger::to_bytes(std::string_view(disclosure));
    }
  }
  if (opened.empty() && disclosures.empty()) return std::nullopt;
  announcement.reset();
  // Judged first, so that a refused statement leaves nothing behind in the disclosure store.
  const bool refused = !opened.empty();
  auto judged = judge(submissions, std::move(opened));
  if (!judged) return tl::unexpected(judged.error());
  if (refused || !judged->refused.empty()) return std::optional(std::move(*judged));
  if (auto kept = state_->disclosures->put_all(std::move(disclosures)); !kept) return tl::unexpected(kept.error());
  return std::nullopt;
}

Result<SubmitAnswer> LedgerFolder::conclude(const Result<ledger::Answer>& appended, bool may_erase) {
  if (!appended) return tl::unexpected(appended.error());
  SubmitAnswer answer;
  merge_refusals(answer.refused, appended->refused);
  if (!answer.refused.empty()) return answer;

  // What is appended is answered as done: nothing that is erased is shown from here on, and what could not be taken
  // out of the files now is taken out at the next start, or by finish_erasures().
  if (may_erase) static_cast<void>(state_->follow_erasures());
  const auto head = state_->remember(*appended->commit);
  if (!head) return tl::unexpected(head.error());
  Registered registered;
  registered.checkpoint = (*head)->checkpoint;
  for (const auto& entry : appended->entries) {
    auto receipt = state_->receipt_at(**head, entry.index);
    if (!receipt) return tl::unexpected(receipt.error());
    registered.entries.push_back({EntryRef{entry.index, entry.leaf}, entry.duplicate, std::move(*receipt)});
  }
  answer.registered = std::move(registered);
  return answer;
}

}  // namespace attest
