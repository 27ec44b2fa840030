// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a bundle's history adds to the bits of the status lists, and what it cannot say.
#include <gtest/gtest.h>

#include "support.hpp"
#include "support/sample_bundle.hpp"

namespace certs_test {
namespace {

using attest::Body;
using attest::StatusChange;
using certs::CheckState;
using certs::Outcome;
using certs::Verdict;

constexpr const char* kDay = "2018-11-10";

Verdict judge(const Recipe& recipe, std::string_view day = kDay) {
  const Sample sample = make_sample(recipe);
  return certs::verify(sample.file, sample.trust, {moment(day), {}});
}

Body issued_to_correct() {
  attest::CertificateIssued body;
  body.number = "37120-2014-2017-000002";
  body.cycle = "sampleton/iso37120-2014/2017";
  body.level = body.computed_level = "Silver";
  body.scheme = "sample-scheme";
  body.scheme_version = 3;
  body.valid_from = "2018-11-10T00:00:00Z";
  body.valid_until = "2019-11-10T00:00:00Z";
  body.supersedes = kNumber;
  return body;
}

TEST(History, TellsASupersessionFromARevocation) {
  const Verdict by_status = judge(
      {.revoked_indices = {kStatusIndex}, .history = {status(StatusChange::kSuperseded, "37120-2014-2018-000009")}});
  EXPECT_EQ(by_status.outcome, Outcome::kSuperseded) << certs::verdict_text(by_status);
  EXPECT_EQ(by_status.sentence,
            "Genuine, but superseded by certificate 37120-2014-2018-000009 from 10 November 2018 on.");
  const Verdict by_issue =
      judge({.revoked_indices = {kStatusIndex}, .history = {status(StatusChange::kCorrected), issued_to_correct()}});
  EXPECT_EQ(by_issue.outcome, Outcome::kSuperseded) << certs::verdict_text(by_issue);
  const Verdict revoked = judge({.revoked_indices = {kStatusIndex}, .history = {status(StatusChange::kRevoked)}});
  EXPECT_EQ(revoked.outcome, Outcome::kRevoked);
  EXPECT_EQ(revoked.sentence, "Genuine, but revoked from 10 November 2018 on.");
}

TEST(History, TellsADisputeFromASuspension) {
  const Recipe disputed{.suspended_indices = {kStatusIndex}, .history = {compromised("2018-11-09T00:00:00Z")}};
  EXPECT_EQ(judge(disputed).outcome, Outcome::kDisputed) << certs::verdict_text(judge(disputed));
  EXPECT_EQ(judge({.suspended_indices = {kStatusIndex}, .history = {status(StatusChange::kSuspended)}}).outcome,
            Outcome::kSuspended);
  EXPECT_EQ(judge({.suspended_indices = {kStatusIndex}, .history = suspended_and_disputed()}).outcome,
            Outcome::kDisputed);
  EXPECT_EQ(judge({.suspended_indices = {kStatusIndex},
                   .history = {compromised("2018-11-09T00:00:00Z"), status(StatusChange::kReinstated),
                               status(StatusChange::kSuspended)}})
                .outcome,
            Outcome::kSuspended);
}

TEST(History, DoesNotUndoABit) {
  EXPECT_EQ(judge({.suspended_indices = {kStatusIndex},
                   .history = {status(StatusChange::kSuspended), status(StatusChange::kReinstated)}})
                .outcome,
            Outcome::kSuspended);
  EXPECT_EQ(judge({.revoked_indices = {kStatusIndex}, .history = {status(StatusChange::kSuspended)}}).outcome,
            Outcome::kRevoked);
}

TEST(History, OfASuspensionThatEndedLeavesTheCertificateInForce) {
  const Verdict verdict = judge({.history = {status(StatusChange::kSuspended), status(StatusChange::kReinstated)}});
  EXPECT_EQ(verdict.outcome, Outcome::kInForce);
  ASSERT_EQ(verdict.history.size(), 2U);
  EXPECT_NE(certs::verdict_text(verdict).find("suspended from 10 November 2018 on: data_error"), std::string::npos);
  EXPECT_EQ(certs::verdict_json(verdict).find("history")->array()->size(), 2U);
}

// Else a bundle that itself proves the revocation would be called in force.
TEST(History, CountsARevocationThatTheListsAtHandDoNotHaveYet) {
  const Recipe recipe{.history = {status(StatusChange::kRevoked)}};
  EXPECT_EQ(judge(recipe).outcome, Outcome::kRevoked);
  EXPECT_EQ(state_of(judge(recipe), "not_revoked"), CheckState::kFailed);
  EXPECT_EQ(judge(recipe, "2018-11-09T12:00:00Z").outcome, Outcome::kInForce) << "on the day before";
}

void expect_refused(std::vector<Body> history, const std::string& checks = "in_ledger") {
  const Verdict verdict = judge({.history = std::move(history)});
  EXPECT_EQ(failed_checks(verdict), checks) << certs::verdict_text(verdict);
  EXPECT_EQ(verdict.outcome, Outcome::kNotGenuine);
}

TEST(History, IsRefusedWhenItIsOfAnotherCertificate) {
  attest::CertificateStatus other = std::get<attest::CertificateStatus>(status(StatusChange::kSuspended));
  other.number = "37120-2014-2017-000002";
  expect_refused({other});
  attest::CertificateIssued issued = std::get<attest::CertificateIssued>(issued_to_correct());
  issued.supersedes = "37120-2014-2017-000003";
  expect_refused({status(StatusChange::kCorrected), issued});
  expect_refused({attest::CityWithdrawn{"sampleton/iso37120-2014/2017", "other"}});
}

TEST(History, IsRefusedWhenAChangeDoesNotFollow) {
  expect_refused({status(StatusChange::kReinstated)});
  expect_refused({status(StatusChange::kRevoked), status(StatusChange::kSuspended)});
  expect_refused({issued_to_correct()});
  attest::KeyRevoked revoked = std::get<attest::KeyRevoked>(compromised("2018-11-09T00:00:00Z"));
  revoked.since.reset();
  expect_refused({revoked});
}

TEST(History, IsRefusedOutOfOrderOrWithAnotherPath) {
  const std::vector<Body> two = {status(StatusChange::kSuspended), status(StatusChange::kReinstated)};
  const auto with = [&](const std::function<void(certs::Bundle&)>& change) {
    return failed_checks(judge({.history = two, .bundle = change}));
  };
  EXPECT_EQ(with([](certs::Bundle& b) { std::swap(b.history[0], b.history[1]); }), "in_ledger");
  EXPECT_EQ(with([](certs::Bundle& b) { b.history[1] = b.history[0]; }), "in_ledger");
  EXPECT_EQ(with([](certs::Bundle& b) { b.history.erase(b.history.begin()); }), "in_ledger");
  EXPECT_EQ(with([](certs::Bundle& b) { b.history[0].path.back() = {}; }), "in_ledger");
  EXPECT_EQ(with([](certs::Bundle& b) { b.history[0].index.value += 1; }), "in_ledger");
}

TEST(History, IsThereOnlyWhenSomethingChanged) {
  const Sample sample = make_sample();
  EXPECT_EQ(sample.file.find("\"history\""), std::string::npos);
  auto json = attest::parse_canonical_json(sample.file).value();
  json.object()->emplace("history", attest::Json::Array{});
  EXPECT_FALSE(certs::parse_bundle(attest::canonical_json(json)));
}

TEST(History, ShowsTheLabelOfAFirstCertificateBesideItsLevel) {
  const Verdict verdict = judge({.early_adopter = true});
  EXPECT_EQ(verdict.outcome, Outcome::kInForce) << certs::verdict_text(verdict);
  EXPECT_NE(certs::verdict_text(verdict).find("Early Adopter (computed level: Silver)"), std::string::npos);
}

}  // namespace
}  // namespace certs_test
