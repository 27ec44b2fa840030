// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/demo_mississauga.hpp"

#include "attest/date.hpp"
#include "certs/lookup.hpp"
#include "certs/queue.hpp"
#include "cityledger/demo_cycle.hpp"
#include "cityledger/demo_parties.hpp"
#include "cityledger/demo_sample.hpp"

namespace cityledger {
namespace {

using attest::Verdict;

constexpr std::string_view kNotice =
    "Sample data: the single values were made up for demonstration; the counts and the level are those published by "
    "the city.";

Result<std::vector<SampleRow>> rows_of(DemoWorld& world, bool mended) {
  const auto catalogue = certs::find_catalogue(world.ledger().store(), std::string(kDemoStandard));
  if (!catalogue) return tl::unexpected(catalogue.error());
  return sample_rows(*catalogue, sample_of_96(mended));
}

Result<void> submit_first(DemoWorld& world) {
  if (auto done = world.day("2018-05-14"); !done) return done;
  attest::CityEnrolled enrolled{kSampleCycle, "mississauga", std::string(kDemoStandard), 2017, std::string(kNotice)};
  if (auto done = world.say("registrar", std::move(enrolled)); !done) return done;
  const auto rows = rows_of(world, false);
  if (!rows) return tl::unexpected(rows.error());
  if (auto done = world.day("2018-06-04"); !done) return done;
  if (auto done = register_sample_evidence(world, "mississauga", 2017, *rows); !done) return done;
  world.tell("Mississauga: five providers and the city register evidence");
  if (auto done = world.day("2018-07-03"); !done) return done;
  const auto file = world.write_import("mississauga-2017.csv", sample_csv(*rows));
  if (!file) return tl::unexpected(file.error());
  const auto report = world.submit(kSampleCycle, *file, "mississauga");
  if (!report) return tl::unexpected(report.error());
  world.tell("Mississauga: the city submits " + std::to_string(report->submitted.size()) + " indicators");
  return {};
}

// Three queries and a rejection; everything else is as the evidence has it.
Decision first_decision(const certs::QueueItem& item) {
  const std::string& code = item.indicator.code;
  std::string seen;
  for (const auto& finding : item.checked.findings) seen += finding.sentence + " ";
  if (code == "10.1") return {code, Verdict::kClarification, "recomputation_differs", seen + "Which one is right?"};
  if (code == "7.1") return {code, Verdict::kClarification, "period", seen + "Which period is it?"};
  if (code == "11.6") return {code, Verdict::kClarification, "implausible", seen + "Who is in the register?"};
  if (code == "16.3") return {code, Verdict::kRejected, "evidence_differs", seen + "The evidence has another figure."};
  return {code};
}

Result<void> decide_first(DemoWorld& world) {
  if (auto done = world.day("2018-08-06"); !done) return done;
  const auto live = attest::get_live(world.ledger().store(), kSampleCycle, "5.1");
  if (!live) return tl::unexpected(live.error());
  const attest::ValueDecided tied{kSampleCycle, "5.1", (*live)->submission, Verdict::kAccepted, "as_reported", 1};
  auto refused = world.attempt("a verifier that is affiliated with the city decides", "tied-verifier", tied);
  if (!refused) return refused;
  const auto queue = certs::queue_of(attest::operators_sight(world.ledger()), kSampleCycle, {});
  if (!queue) return tl::unexpected(queue.error());
  std::vector<Decision> decisions;
  for (const auto& item : *queue) {
    if (certs::is_undecided(item)) decisions.push_back(first_decision(item));
  }
  world.tell("Mississauga: the verifier decides on " + std::to_string(decisions.size()) +
             " values, queries three and rejects one");
  return world.decide(kSampleCycle, "verifier", decisions);
}

// Before the answers are in, the values accepted so far give a lower level than the one asked for.
Result<void> ask_too_early(DemoWorld& world) {
  if (auto done = world.day("2018-08-20"); !done) return done;
  auto reviewed =
      world.review(kSampleCycle, "reviewer", true, "What is accepted so far, at the level that it reaches.");
  if (!reviewed) return reviewed;
  const auto request = world.issue_request(kSampleCycle, kSampleNumber);
  if (!request) return tl::unexpected(request.error());
  const auto draft = certs::draft_certificate(world.ledger(), *request);
  if (!draft) return tl::unexpected(draft.error());
  const auto cycle = certs::find_cycle(world.ledger().store(), kSampleCycle);
  if (!cycle) return tl::unexpected(cycle.error());
  attest::CertificateIssued body;
  body.number = draft->number;
  body.cycle = draft->cycle;
  body.review = *cycle->review;
  body.level = "Platinum";
  body.computed_level = draft->computed_level;
  body.scheme = draft->scheme;
  body.scheme_version = draft->scheme_version;
  body.counts = draft->counts;
  body.lineage_root = draft->lineage_root;
  body.data_root = draft->data_root;
  body.valid_from = draft->valid_from;
  body.valid_until = draft->valid_until;
  body.status_index = draft->status_index;
  return world.attempt("a certificate at level Platinum where the verified values reach " + draft->computed_level,
                       "issuer", std::move(body));
}

Result<void> resubmit(DemoWorld& world) {
  if (auto done = world.day("2018-09-03"); !done) return done;
  const auto before = attest::get_live(world.ledger().store(), kSampleCycle, "16.3");
  if (!before) return tl::unexpected(before.error());
  const auto rows = rows_of(world, true);
  if (!rows) return tl::unexpected(rows.error());
  const auto file = world.write_import("mississauga-2017-answers.csv", sample_csv(*rows));
  if (!file) return tl::unexpected(file.error());
  const auto report = world.submit(kSampleCycle, *file, "mississauga");
  if (!report) return tl::unexpected(report.error());
  world.tell("Mississauga: the city answers with " + std::to_string(report->replaced.size()) + " new submissions; " +
             std::to_string(report->unchanged.size()) + " rows are unchanged");
  if (auto done = world.day("2018-09-24"); !done) return done;
  const attest::ValueDecided old{kSampleCycle,       "16.3",        (*before)->submission,
                                 Verdict::kAccepted, "as_reported", (*before)->rounds + 1};
  auto refused = world.attempt("a decision on a submission that was replaced", "verifier", old);
  if (!refused) return refused;
  std::vector<Decision> decisions;
  for (const auto& code : report->replaced) {
    decisions.push_back({code, Verdict::kAccepted, "as_reported", "The answer settles what was asked."});
  }
  return world.decide(kSampleCycle, "verifier", decisions);
}

Result<void> review_all(DemoWorld& world) {
  if (auto done = world.day("2018-10-15"); !done) return done;
  const auto standing = certs::standing_of(world.ledger().store(), kSampleCycle);
  if (!standing) return tl::unexpected(standing.error());
  const auto head = world.ledger().store().head();
  if (!head) return tl::unexpected(head.error());
  const attest::CycleReviewed body{kSampleCycle, head->size, attest::lineage_root(standing->accepted),
                                   attest::data_root(standing->accepted), true};
  auto refused = world.attempt("the person who decided the values reviews the cycle", "second-reviewer", body);
  if (!refused) return refused;
  return world.review(kSampleCycle, "reviewer", true, "All decisions were looked through.");
}

Result<void> issue(DemoWorld& world) {
  if (auto done = world.day("2018-11-09"); !done) return done;
  return issue_sample_certificate(world, kSampleCycle, kSampleNumber);
}

}  // namespace

Result<void> play_mississauga(DemoWorld& world) {
  for (const auto step : {submit_first, decide_first, ask_too_early, resubmit, review_all, issue}) {
    if (auto done = step(world); !done) return done;
  }
  return {};
}

}  // namespace cityledger
