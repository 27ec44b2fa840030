// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The ledger folder under what a service does to it: many threads that submit, read and prove at the same time.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "attest/receipt.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "service/prepared_statements.hpp"
#include "support/sample_service.hpp"

namespace api {
namespace {

using ledger::Bytes;
using sample::SampleLedger;

constexpr int kThreads = 64;
constexpr int kEach = 4;

const char* const kRead[] = {"/checkpoint",
                             "/tile/0/000.p/5",
                             "/tile/entries/000.p/3",
                             "/times/000.p/9",
                             "/entries/3",
                             "/api/v1/entries?type=party.registered",
                             "/api/v1/entries/4",
                             "/api/v1/entries/2/receipt",
                             "/api/v1/proofs/inclusion?index=1",
                             "/api/v1/proofs/time?index=1"};

TEST(LogThreads, SubmitAndReadAtTheSameTime) {
  sample::SampleService service;
  std::vector<Bytes> statements;
  for (int i = 0; i < kThreads * kEach; ++i) {
    statements.push_back(
        service.made().sign("registrar", SampleLedger::party("city-" + std::to_string(i), attest::PartyKind::kCity)));
  }
  const std::uint64_t before = service.folder().ledger().signed_head()->size.value;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const Bytes& statement = statements[static_cast<std::size_t>(t * kEach + i)];
        const Response made = service.post("/entries", "application/cose", statement);
        const auto receipt = attest::parse_receipt(ledger::view(made.text()));
        const auto& key = service.folder().ledger().config().ledger_key;
        if (!receipt || !attest::check_receipt(*receipt, ledger::leaf_hash(statement), key)) ++wrong;
        if (service.get(kRead[static_cast<std::size_t>(t + i) % std::size(kRead)]).status != 200) ++wrong;
        if (i == 0 && !service.service().tick()) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(service.folder().ledger().signed_head()->size.value, before + kThreads * kEach);
  const auto report = service.folder().ledger().audit({});
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->findings.empty());
}

TEST(LogThreads, SubmittersAreAnsweredWhenTheLedgerCloses) {
  sample::SampleService service;
  std::vector<Bytes> statements;
  for (int i = 0; i < 32; ++i) {
    statements.push_back(
        service.made().sign("registrar", SampleLedger::party("city-" + std::to_string(i), attest::PartyKind::kCity)));
  }
  std::atomic<int> registered = 0;
  std::atomic<int> told = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 4; ++i) {
        const unsigned status =
            service.post("/entries", "application/cose", statements[static_cast<std::size_t>(4 * t + i)]).status;
        if (status == 201) ++registered;
        if (status == 503) ++told;
      }
    });
  }
  EXPECT_TRUE(service.folder().ledger().close());
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(registered + told, 32);
}

TEST(Tick, SealsWhatWaitedTenSecondsAndNothingElse) {
  sample::SampleService service;
  auto& ledger = service.folder().ledger();
  const auto size = [&] { return ledger.signed_head()->size.value; };
  ASSERT_TRUE(service.service().tick());
  service.made().clock().advance_ms(ledger::kSealMillisMax);
  ASSERT_TRUE(service.service().tick());
  service.folder().say("registrar", SampleLedger::party("x", attest::PartyKind::kCity));
  const std::uint64_t unsealed = size();
  ASSERT_TRUE(service.service().tick());
  EXPECT_EQ(size(), unsealed) << "not due yet";
  service.made().clock().advance_ms(ledger::kSealMillisMax - 1);
  ASSERT_TRUE(service.service().tick());
  EXPECT_EQ(size(), unsealed);
  service.made().clock().advance_ms(1);
  ASSERT_TRUE(service.service().tick());
  EXPECT_EQ(size(), unsealed + 1);
  EXPECT_EQ(attest::type_name(ledger.statement({unsealed})->body), "ledger.seal");
  service.made().clock().advance_ms(50'000);
  ASSERT_TRUE(service.service().tick());
  EXPECT_EQ(size(), unsealed + 1) << "a seal alone needs none";
}

// --- what is prepared is judged as if it were not

std::string said(const ledger::Result<ledger::Admission>& admission) {
  if (!admission) return "error";
  if (std::holds_alternative<ledger::Append>(*admission)) return "append";
  if (const auto* first = std::get_if<ledger::Duplicate>(&*admission)) {
    return "duplicate of " + std::to_string(first->first.value);
  }
  std::string all;
  for (const auto& violation : std::get<ledger::Refuse>(*admission).violations) {
    all += violation.rule + "|" + violation.field + "|" + violation.message + "\n";
  }
  return all;
}

class PreparedTest : public testing::Test {
 protected:
  PreparedTest() { made.ready(); }
  std::string judged(const Bytes& statement, const attest::PreparedStatements* beside) {
    const auto head = made.store().head();
    ledger::StateOverlay state(&made.store());
    const ledger::Place place{{head->size.value}, head->time, head->chain};
    return said(beside == nullptr ? attest::admit(statement, place, state)
                                  : attest::admit_prepared(*beside, statement, place, state));
  }
  Bytes party(const std::string& actor, const std::string& id) {
    return made.sign(actor, SampleLedger::party(id, attest::PartyKind::kCity));
  }
  SampleLedger made;
  attest::PreparedStatements prepared;
};

TEST_F(PreparedTest, AreJudgedAsIfTheyWereNot) {
  made.actor("stranger", "stranger", "nobody");
  const Bytes good = party("registrar", "springfield");
  const Bytes known = party("registrar", "shelbyville");
  made.append(known);
  Bytes forged = good;
  forged.back() ^= 1U;
  Bytes cut = good;
  cut.pop_back();
  for (const Bytes& statement : {good, known, forged, cut, party("submitter", "x"), party("stranger", "x"),
                                 made.sign("submitter", made.value("C1")), made.sign("verifier", made.value("C1"))}) {
    attest::PreparedStatements::Lease lease(prepared);
    lease.add(statement, made.store());
    EXPECT_EQ(judged(statement, &prepared), judged(statement, nullptr));
  }
  EXPECT_EQ(judged(forged, nullptr).substr(0, 19), "statement.signature");
}

TEST_F(PreparedTest, CountForExactlyTheirBytes) {
  const Bytes good = party("registrar", "springfield");
  Bytes forged = good;
  forged.back() ^= 1U;
  attest::PreparedStatements::Lease lease(prepared);
  lease.add(good, made.store());
  EXPECT_EQ(judged(good, &prepared), "append");
  EXPECT_EQ(judged(forged, &prepared).substr(0, 19), "statement.signature");
  EXPECT_EQ(prepared.find(ledger::leaf_hash(forged)), nullptr);
}

TEST_F(PreparedTest, AreForgottenWithTheLastSubmission) {
  const Bytes good = party("registrar", "springfield");
  {
    attest::PreparedStatements::Lease one(prepared);
    one.add(good, made.store());
    {
      attest::PreparedStatements::Lease other(prepared);
      other.add(good, made.store());
    }
    EXPECT_NE(prepared.find(ledger::leaf_hash(good)), nullptr);
  }
  EXPECT_EQ(prepared.size(), 0U);
}

}  // namespace
}  // namespace api
