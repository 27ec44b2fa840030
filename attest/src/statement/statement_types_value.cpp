// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// value.submitted, value.withdrawn, value.decided.
#include <algorithm>

#include "attest/ids.hpp"
#include "attest/limits.hpp"
#include "statement/body_codec.hpp"
#include "statement/members.hpp"

namespace attest {
namespace {

constexpr int kPeriodYearMin = 1900;
constexpr int kPeriodYearMax = 2100;

ValueState read_state(Fields& fields) {
  const std::string text = members::choice(fields, "state", {"reported", "not_available", "not_applicable"});
  if (text == "not_available") return ValueState::kNotAvailable;
  if (text == "not_applicable") return ValueState::kNotApplicable;
  return ValueState::kReported;
}

Verdict read_verdict(Fields& fields) {
  const std::string text = members::choice(fields, "verdict", {"accepted", "rejected", "clarification"});
  if (text == "rejected") return Verdict::kRejected;
  if (text == "clarification") return Verdict::kClarification;
  return Verdict::kAccepted;
}

// Members that a reported value must have and another state must not.
void read_reported(Fields& fields, ValueSubmitted& body) {
  body.unit = members::plain_text(fields, "unit", kUnitBytesMax);
  members::inside_object(fields, "period", [&](Fields& inner) {
    ValueSubmitted::Period period;
    period.label = members::plain_text(inner, "label");
    period.year = static_cast<int>(inner.integer("year", kPeriodYearMin, kPeriodYearMax));
    body.period = std::move(period);
  });
  body.value_digest =
      members::matching(fields, "value_digest", members::is_base64url_digest, "a digest of _sd, 43 characters");
}

void refuse_reported(Fields& fields) {
  for (const char* name : {"unit", "period", "value_digest"}) {
    if (fields.has(name)) fields.wrong(name, "is for reported values only");
  }
}

void read_evidence(Fields& fields, ValueSubmitted& body) {
  const Json::Array items = fields.array("evidence", kEvidencePerValueMax);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string name = "evidence." + std::to_string(i);
    const Result<EntryRef> ref = entry_ref_from_json(items[i], name);
    if (!ref) return members::take_error(fields, ref.error());
    if (std::find(body.evidence.begin(), body.evidence.end(), *ref) != body.evidence.end()) {
      return fields.wrong(name, "is cited twice");
    }
    body.evidence.push_back(*ref);
  }
}

}  // namespace

std::string_view to_text(ValueState state) {
  if (state == ValueState::kNotAvailable) return "not_available";
  return state == ValueState::kReported ? "reported" : "not_applicable";
}

std::string_view to_text(Verdict verdict) {
  if (verdict == Verdict::kRejected) return "rejected";
  return verdict == Verdict::kAccepted ? "accepted" : "clarification";
}

void read_members(Fields& fields, ValueSubmitted& body) {
  body.cycle = members::cycle_id(fields, "cycle");
  body.indicator = members::indicator_code(fields, "indicator");
  body.state = read_state(fields);
  if (fields.failed()) return;
  if (body.state == ValueState::kReported) {
    read_reported(fields, body);
  } else {
    refuse_reported(fields);
  }
  read_evidence(fields, body);
  body.replaces = members::optional_entry_ref(fields, "replaces");
}

Json::Object write_members(const ValueSubmitted& body) {
  Json::Array evidence;
  for (const EntryRef& ref : body.evidence) evidence.push_back(to_json(ref));
  Json::Object out{{"cycle", body.cycle},
                   {"indicator", body.indicator},
                   {"state", to_text(body.state)},
                   {"evidence", std::move(evidence)}};
  if (body.unit) out.emplace("unit", *body.unit);
  if (body.period) out.emplace("period", Json::Object{{"label", body.period->label}, {"year", body.period->year}});
  if (body.value_digest) out.emplace("value_digest", *body.value_digest);
  if (body.replaces) out.emplace("replaces", to_json(*body.replaces));
  return out;
}

void read_members(Fields& fields, ValueWithdrawn& body) {
  body.cycle = members::cycle_id(fields, "cycle");
  body.indicator = members::indicator_code(fields, "indicator");
  body.submission = members::entry_ref(fields, "submission");
}

Json::Object write_members(const ValueWithdrawn& body) {
  return {{"cycle", body.cycle}, {"indicator", body.indicator}, {"submission", to_json(body.submission)}};
}

void read_members(Fields& fields, ValueDecided& body) {
  body.cycle = members::cycle_id(fields, "cycle");
  body.indicator = members::indicator_code(fields, "indicator");
  body.submission = members::entry_ref(fields, "submission");
  body.verdict = read_verdict(fields);
  body.reason = members::choice(fields, "reason",
                                {"as_reported", "recomputation_differs", "evidence_missing", "evidence_differs",
                                 "period", "unit", "implausible", "other"});
  body.round = static_cast<int>(fields.integer("round", 1, kRoundsMax));
}

Json::Object write_members(const ValueDecided& body) {
  return {{"cycle", body.cycle},
          {"indicator", body.indicator},
          {"submission", to_json(body.submission)},
          {"verdict", to_text(body.verdict)},
          {"reason", body.reason},
          {"round", body.round}};
}

}  // namespace attest
