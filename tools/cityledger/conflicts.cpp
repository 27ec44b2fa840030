// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/conflicts.hpp"

#include "attest/conflicts.hpp"
#include "certs/lookup.hpp"
#include "certs/submitted_values.hpp"
#include "certs/words.hpp"
#include "ledger/merkle.hpp"

namespace cityledger {
namespace {

// The same in words and for programs.
struct Report {
  std::string text;
  Json::Array list;
};

std::string said_text(const attest::ValueSubmitted& body, const std::string& value) {
  if (body.state != attest::ValueState::kReported) return certs::in_words(attest::to_text(body.state));
  return (value.empty() ? "a value that is not known here" : value + " " + body.unit.value_or("")) + ", " +
         body.period->label;
}

std::string disclosed_value(const attest::Submission& submission) {
  for (const std::string& encoded : submission.disclosures) {
    const auto disclosure = attest::parse_disclosure(encoded);
    if (disclosure && disclosure->name == "value") return disclosure->value;
  }
  return {};
}

Result<void> add_refused(const attest::LedgerFolder& ledger, const attest::Conflict& conflict, const std::string& city,
                         Report& report) {
  const auto refused = attest::parse_statement(conflict.refused.statement);
  if (!refused) return fail(Code::kCorrupt, "a kept conflict is no statement: " + refused.error().message, "conflicts");
  const std::string& issuer = refused->cose.header.issuer;
  if (!city.empty() && issuer != city) return {};
  const auto& body = std::get<attest::ValueSubmitted>(refused->body);
  const auto admitted = certs::submitted_value(attest::operators_sight(ledger), conflict.admitted);
  if (!admitted) return tl::unexpected(admitted.error());
  const std::string said = said_text(body, disclosed_value(conflict.refused));
  const std::string instead = said_text(admitted->body, admitted->text("value"));
  report.text += body.cycle + " " + body.indicator + ": " + issuer + " signed " + said + " too, refused on " +
                 certs::time_text(conflict.received) + "; entry " + std::to_string(conflict.admitted.index.value) +
                 " says " + instead + "\n";
  report.list.emplace_back(Json::Object{{"cycle", body.cycle},
                                        {"indicator", body.indicator},
                                        {"signed_by", issuer},
                                        {"refused", said},
                                        {"refused_leaf", ledger::to_hex(ledger::leaf_hash(conflict.refused.statement))},
                                        {"received", certs::time_text(conflict.received)},
                                        {"admitted", instead},
                                        {"entry", attest::to_json(conflict.admitted)}});
  return {};
}

Result<Report> refused_conflicts(const attest::LedgerFolder& ledger, const std::string& city) {
  const auto kept = ledger.conflicts().list();
  if (!kept) return tl::unexpected(kept.error());
  Report report;
  for (const attest::Conflict& conflict : *kept) {
    if (const auto added = add_refused(ledger, conflict, city, report); !added) return tl::unexpected(added.error());
  }
  return report;
}

// Each pair is told once, at the cycle whose id comes later.
Result<void> add_standing(const attest::LedgerFolder& ledger, const std::string& cycle, Report& report) {
  const auto record = certs::find_cycle(ledger.store(), cycle);
  if (!record) return tl::unexpected(record.error());
  auto siblings = certs::siblings_of(ledger, cycle);
  if (!siblings) return tl::unexpected(siblings.error());
  std::erase_if(*siblings, [&](const certs::SiblingCycle& sibling) { return sibling.cycle > cycle; });
  const auto indicators = attest::list_live(ledger.store(), cycle);
  if (!indicators) return tl::unexpected(indicators.error());
  for (const std::string& indicator : *indicators) {
    const auto live = attest::get_live(ledger.store(), cycle, indicator);
    if (!live) return tl::unexpected(live.error());
    if (!*live || (*live)->withdrawn || (*live)->verdict == attest::Verdict::kRejected) continue;
    const auto value = certs::submitted_value(attest::operators_sight(ledger), (*live)->submission);
    if (!value) return tl::unexpected(value.error());
    const auto others = certs::other_values(attest::operators_sight(ledger), *siblings, record->standard, *value);
    if (!others) return tl::unexpected(others.error());
    const std::string text = value->text("value");
    for (const certs::ValueFinding& finding : certs::find_other_values(text, *others)) {
      report.text += cycle + " " + indicator + ": " + finding.sentence + "\n";
      report.list.emplace_back(Json::Object{{"cycle", cycle},
                                            {"indicator", indicator},
                                            {"period", value->body.period->label},
                                            {"value", text},
                                            {"entry", attest::to_json(value->entry)},
                                            {"sentence", finding.sentence}});
    }
  }
  return {};
}

Result<Report> standing_conflicts(const attest::LedgerFolder& ledger, const std::string& city) {
  const auto cycles = city.empty() ? attest::list_cycles(ledger.store()) : attest::list_cycles_of(ledger.store(), city);
  if (!cycles) return tl::unexpected(cycles.error());
  Report report;
  for (const std::string& cycle : *cycles) {
    if (const auto added = add_standing(ledger, cycle, report); !added) return tl::unexpected(added.error());
  }
  return report;
}

std::string section(const std::string& heading, const Report& report) {
  return heading + (report.list.empty() ? ": none\n" : ":\n" + report.text);
}

}  // namespace

int run_conflicts(const ConflictsOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& ledger = (*session)->ledger();
  if (!options.city.empty()) {
    if (const auto city = certs::find_party(ledger.store(), options.city); !city) return console.fail(city.error());
  }
  auto refused = refused_conflicts(ledger, options.city);
  if (!refused) return console.fail(refused.error());
  auto standing = standing_conflicts(ledger, options.city);
  if (!standing) return console.fail(standing.error());
  console.print(certs::notice_lines(ledger, {}) +
                section("Signed, and refused because an entry stands in its place", *refused) +
                section("Two values for one period in two cycles", *standing));
  console.answer(Json::Object{{"refused", std::move(refused->list)}, {"two_cycles", std::move(standing->list)}});
  return 0;
}

}  // namespace cityledger
