// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/demo_melbourne.hpp"

#include "attest/ids.hpp"
#include "certs/queue.hpp"
#include "cityledger/city.hpp"
#include "cityledger/demo_data.hpp"
#include "cityledger/demo_parties.hpp"

namespace cityledger {
namespace {

constexpr std::string_view kNotice =
    "The figures were published by the City of Melbourne. The city took no part in this demonstration, in which they "
    "are used.";

// What the verifier says about one thing that stood out.
std::string remark(const certs::ValueFinding& finding) {
  if (finding.check == "mistyped_period") return "A typing fault of the source.";
  if (finding.check == "swapped") return "The value is right for the pair the other way round.";
  if (finding.check == "range") return "The source does not explain it; the city is asked to do so next year.";
  if (finding.check == "jump") return "Numerator and denominator of both years bear it out where they are printed.";
  if (finding.check == "same") return "Numerator and denominator differ from last year's where they are printed.";
  if (finding.check == "not_recomputed") return "The source prints the value alone.";
  if (finding.check == "recomputed") return "The source's definition is not a plain quotient of the pair it prints.";
  return "As the source prints it.";
}

Decision decision_on(const certs::QueueItem& item) {
  Decision decision{item.indicator.code};
  for (const auto& finding : item.checked.findings) {
    decision.text += finding.sentence + " " + remark(finding) + " ";
  }
  if (!decision.text.empty()) decision.text += "Accepted as published.";
  return decision;
}

Result<void> verify_values(DemoWorld& world, const std::string& cycle) {
  const auto queue = certs::queue_of(attest::operators_sight(world.ledger()), cycle, {});
  if (!queue) return tl::unexpected(queue.error());
  std::vector<Decision> decisions;
  std::size_t looked_at = 0;
  for (const auto& item : *queue) {
    decisions.push_back(decision_on(item));
    looked_at += item.checked.findings.empty() ? 0U : 1U;
  }
  world.tell(cycle + ": the verifier accepts " + std::to_string(decisions.size()) + " values, " +
             std::to_string(looked_at) + " of them after looking at what stands out");
  return world.decide(cycle, "verifier", decisions);
}

// The level is asked for and refused, because nothing but the count of verified values gives one.
Result<void> ask_for_a_certificate(DemoWorld& world, const std::string& cycle, const std::string& year) {
  const auto request = world.issue_request(cycle, "37120-2014-" + year + "-900001");
  if (!request) return tl::unexpected(request.error());
  const auto draft = certs::draft_certificate(world.ledger(), *request);
  if (draft) return fail(Code::kCorrupt, "a certificate was drafted for " + cycle + ", which reaches no level");
  if (draft.error().code != Code::kRefused) return tl::unexpected(draft.error());
  world.note_refusal("a certificate for " + cycle, draft.error());
  return {};
}

}  // namespace

Result<void> play_melbourne(DemoWorld& world, int data_year) {
  const std::string year = std::to_string(data_year);
  const std::string next_year = std::to_string(data_year + 1);
  const std::string cycle = attest::format_cycle_id({"melbourne", std::string(kDemoStandard), data_year});

  if (auto done = world.day(next_year + "-02-02"); !done) return done;
  attest::CityEnrolled enrolled{cycle, "melbourne", std::string(kDemoStandard), data_year, std::string(kNotice)};
  if (auto done = world.say("registrar", std::move(enrolled)); !done) return done;

  if (auto done = world.day(next_year + "-03-02"); !done) return done;
  const std::string name = "melbourne-" + year + ".csv";
  const auto file = world.write_import(name, demo_file(name));
  if (!file) return tl::unexpected(file.error());
  const auto report = world.submit(cycle, *file, "melbourne");
  if (!report) return tl::unexpected(report.error());
  world.tell(cycle + ": the city submits " + std::to_string(report->submitted.size()) + " published values");

  if (auto done = world.day(next_year + "-04-06"); !done) return done;
  if (auto done = verify_values(world, cycle); !done) return done;

  if (auto done = world.day(next_year + "-05-04"); !done) return done;
  if (auto done = world.review(cycle, "reviewer", false, "What was verified reaches no level."); !done) return done;
  return ask_for_a_certificate(world, cycle, year);
}

}  // namespace cityledger
