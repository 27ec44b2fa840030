// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "api/limits.hpp"
#include "attest/disclosure.hpp"
#include "attest/receipt.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "support/sample_service.hpp"

namespace api {
namespace {

using ledger::Bytes;
using sample::SampleLedger;

constexpr const char* kOne = "application/vnd.cityledger.submission+cbor";
constexpr const char* kMany = "application/cbor-seq";

Bytes together(const std::vector<Bytes>& items) {
  Bytes all;
  for (const Bytes& item : items) ledger::append(all, item);
  return all;
}

class Statements : public testing::Test {
 protected:
  Bytes party(const std::string& id) {
    return service.made().sign("registrar", SampleLedger::party(id, attest::PartyKind::kCity));
  }
  Bytes value(const std::string& indicator, const std::string& text = "12.5") {
    return attest::encode_submission(service.folder().submission("submitter", service.made().value(indicator, text)));
  }
  Response post(const Bytes& body, const std::string& type = kOne, const std::string& query = "") {
    return service.post("/api/v1/statements" + query, type, body);
  }
  std::uint64_t size() { return service.folder().ledger().signed_head()->size.value; }
  // Every rule that the answer names.
  static std::vector<std::string> rules(const Response& response) {
    std::vector<std::string> all;
    const attest::Json problem = sample::json_of(response);
    if (problem.find("violations") == nullptr) return all;
    for (const attest::Json& one : *problem.find("violations")->array()) all.push_back(*one.find("rule")->text());
    return all;
  }
  sample::SampleService service;
};

TEST_F(Statements, AreAnsweredWithTheReceiptAfterTheCommit) {
  const Bytes statement = party("springfield");
  const Response response = post(statement);
  ASSERT_EQ(response.status, 201U) << response.text();
  EXPECT_EQ(response.caching, Caching::kNoStore);
  const attest::Json answer = sample::json_of(response);
  ASSERT_EQ(answer.find("entries")->array()->size(), 1U);
  const attest::Json& entry = answer.find("entries")->array()->front();
  EXPECT_EQ(*entry.find("leaf")->text(), ledger::to_hex(ledger::leaf_hash(statement)));
  EXPECT_FALSE(*entry.find("duplicate")->boolean());
  EXPECT_EQ(response.header("location"), "/api/v1/entries/" + std::to_string(*entry.find("index")->integer()));
  const auto receipt = attest::parse_receipt(*ledger::base64url_decode(*entry.find("receipt")->text()));
  ASSERT_TRUE(receipt);
  const auto& ledger = service.folder().ledger();
  const auto root = attest::check_receipt(*receipt, ledger::leaf_hash(statement), ledger.config().ledger_key);
  ASSERT_TRUE(root);
  const auto checkpoint = ledger::open_checkpoint(*answer.find("checkpoint")->text(), ledger.log_key());
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->root, *root);
}

TEST_F(Statements, SentAgainAreAnsweredLikeTheFirstTime) {
  const Bytes statement = party("springfield");
  const attest::Json first = sample::json_of(post(statement));
  const std::uint64_t before = size();
  const Response again = post(statement);
  ASSERT_EQ(again.status, 201U);
  const attest::Json entry = sample::json_of(again).find("entries")->array()->front();
  EXPECT_TRUE(*entry.find("duplicate")->boolean());
  EXPECT_EQ(*entry.find("index"), *first.find("entries")->array()->front().find("index"));
  EXPECT_EQ(size(), before);
}

TEST_F(Statements, WithConfidentialFieldsTravelWithTheirDisclosures) {
  EXPECT_EQ(post(value("C1")).status, 201U);
  const auto bare = service.folder().submission("submitter", service.made().value("C2")).statement;
  const Response response = post(bare);
  EXPECT_EQ(sample::problem_of(response), "refused");
  EXPECT_FALSE(rules(response).empty());
}

TEST_F(Statements, AreRefusedByTheNameOfEachRuleAndNothingIsAppended) {
  const std::uint64_t before = size();
  const Bytes foreign = service.made().sign("submitter", SampleLedger::party("x", attest::PartyKind::kCity));
  const Response response = post(foreign);
  EXPECT_EQ(response.status, 422U);
  EXPECT_EQ(sample::problem_of(response), "refused");
  EXPECT_FALSE(rules(response).empty());
  EXPECT_EQ(size(), before);
}

TEST_F(Statements, OfAnUnknownKeyOrWithABadSignatureLearnNothing) {
  service.made().actor("stranger", "stranger-city", "nobody");
  ASSERT_EQ(post(value("C1", "77.125")).status, 201U);
  for (const char* indicator : {"C1", "C2"}) {  // there is a draft for one of them
    const auto draft = service.made().value(indicator);
    const auto stranger = attest::encode_submission(service.folder().submission("stranger", draft));
    EXPECT_EQ(rules(post(stranger)), std::vector<std::string>{"key.unknown"}) << indicator;
    auto forged = service.folder().submission("submitter", service.made().value(indicator));
    forged.statement.back() ^= 1U;
    EXPECT_EQ(rules(post(attest::encode_submission(forged))), std::vector<std::string>{"statement.signature"});
  }
}

// Whoever has a key of his own hears what is public of another city's drafts, and no value.
TEST_F(Statements, OfAnotherPartyNeverHearAValue) {
  ASSERT_EQ(post(value("C1", "77.125")).status, 201U);
  std::string heard;
  for (const char* actor : {"verifier", "provider", "registrar", "reviewer", "issuer"}) {
    for (const char* text : {"77.125", "77.126", "nonsense"}) {
      const auto draft = service.made().value("C1", text);
      const Response response = post(attest::encode_submission(service.folder().submission(actor, draft)));
      EXPECT_EQ(response.status, 422U) << actor;
      EXPECT_EQ(response.text().find("77.1"), std::string_view::npos) << response.text();
    }
    std::vector<std::string> answers;
    for (const char* text : {"77.125", "77.126"}) {  // the draft's value and another one: no difference is to be heard
      auto draft = service.made().value("C1", text);
      answers.emplace_back(post(attest::encode_submission(service.folder().submission(actor, draft))).text());
    }
    EXPECT_EQ(answers[0], answers[1]) << actor;
  }
}

TEST_F(Statements, AreJudgedWithoutBeingAppendedWhenThatIsAsked) {
  const std::uint64_t before = size();
  const Response good = post(value("C1"), kOne, "?dry_run=true");
  EXPECT_EQ(good.status, 200U);
  EXPECT_EQ(good.text(), R"({"dry_run":true,"violations":[]})");
  const Bytes foreign = service.made().sign("submitter", SampleLedger::party("x", attest::PartyKind::kCity));
  EXPECT_EQ(post(foreign, kOne, "?dry_run=true").status, 422U);
  EXPECT_EQ(size(), before);
}

TEST_F(Statements, OfASequenceAreAnsweredOneByOne) {
  const Bytes good = party("springfield");
  const Bytes bad = service.made().sign("submitter", SampleLedger::party("x", attest::PartyKind::kCity));
  const Bytes no_submission{0x01};
  const Response response = post(together({good, bad, no_submission, value("C1"), good}), kMany);
  ASSERT_EQ(response.status, 200U) << response.text();
  const attest::Json answer = sample::json_of(response);
  std::vector<std::int64_t> statuses;
  for (const attest::Json& one : *answer.find("results")->array()) statuses.push_back(*one.find("status")->integer());
  EXPECT_EQ(statuses, (std::vector<std::int64_t>{201, 422, 400, 201, 201}));
  EXPECT_TRUE(*answer.find("results")->array()->at(4).find("entries")->array()->front().find("duplicate")->boolean());
}

TEST_F(Statements, OfASequenceAreAllThereOrNoneWhenThatIsAsked) {
  const std::uint64_t before = size();
  const Bytes bad = service.made().sign("submitter", SampleLedger::party("x", attest::PartyKind::kCity));
  const Response refused = post(together({party("a1"), bad}), kMany, "?atomic=true");
  EXPECT_EQ(refused.status, 422U);
  EXPECT_EQ(*sample::json_of(refused).find("violations")->array()->front().find("statement")->integer(), 1);
  EXPECT_EQ(size(), before);
  const Response malformed = post(together({party("a1"), Bytes{0x01}}), kMany, "?atomic=true");
  EXPECT_EQ(sample::problem_of(malformed), "invalid");
  EXPECT_NE(malformed.text().find("item 1"), std::string_view::npos);
  const Response good = post(together({party("a1"), party("a2")}), kMany, "?atomic=true");
  ASSERT_EQ(good.status, 201U) << good.text();
  EXPECT_EQ(sample::json_of(good).find("entries")->array()->size(), 2U);
}

TEST_F(Statements, HaveLimits) {
  EXPECT_EQ(post(Bytes(kSequenceBytesMax, 0xF6), kMany).status, 413U) << "more items than allowed";
  EXPECT_EQ(post(Bytes(kSequenceBytesMax + 1, 0xF6), kMany).status, 413U);
  EXPECT_EQ(post(Bytes(kSequenceItemsMax, 0xF6), kMany).status, 200U) << "as many items as allowed, each malformed";
  EXPECT_EQ(sample::problem_of(post(Bytes(kSequenceItemsMax + 1, 0xF6), kMany)), "too_large");
  const Bytes statement = party("springfield");
  Bytes long_one = statement;
  long_one.resize(ledger::kEntryBytesMax);
  EXPECT_EQ(post(long_one).status, 422U) << "as long as allowed, but no statement";
  long_one.resize(ledger::kEntryBytesMax + 1);
  EXPECT_EQ(sample::problem_of(post(long_one)), "too_large");
  EXPECT_EQ(sample::problem_of(post(Bytes(attest::kSubmissionBytesMax + 1, 0x82))), "too_large");
}

TEST_F(Statements, AreRefusedByTheirHeaderBeforeTheBodyIsTaken) {
  const Router& router = service.service().router();
  const auto match = router.find(Method::kPost, *parse_target("/api/v1/statements"));
  const auto judged = [&](const std::string& type, std::uint64_t length) {
    Request request;
    request.headers = {{"content-type", type}, {"content-length", std::to_string(length)}};
    const auto problem = ask_before_body(*match.route, request);
    return problem ? std::string(problem->name) : std::string();
  };
  EXPECT_EQ(judged(kOne, attest::kSubmissionBytesMax), "");
  EXPECT_EQ(judged(kOne, attest::kSubmissionBytesMax + 1), "too_large");
  EXPECT_EQ(judged(kMany, kSequenceBytesMax), "");
  EXPECT_EQ(judged("text/plain", 1), "unsupported_media_type");
}

TEST_F(Statements, BadRequestsHaveTheirStatus) {
  const Bytes good = party("springfield");
  EXPECT_EQ(sample::problem_of(post(good, "application/json")), "unsupported_media_type");
  EXPECT_EQ(post(good, "application/json").status, 415U);
  EXPECT_EQ(sample::problem_of(post(good, "")), "unsupported_media_type");
  EXPECT_EQ(post(good, "Application/VND.cityledger.submission+CBOR; x=y").status, 201U);
  for (const char* query : {"?atomic=yes", "?dry_run=1", "?atomic=", "?other=true"}) {
    EXPECT_EQ(sample::problem_of(post(good, kOne, query)), "invalid") << query;
  }
  for (const Bytes& body : {Bytes{}, Bytes{0x00}, Bytes{0x82, 0x40, 0x80}, Bytes{0xD2}, Bytes{0xFF, 0xFF}}) {
    const Response response = post(body);
    EXPECT_TRUE(response.status == 400 || response.status == 422) << response.text();
  }
  for (const Bytes& body : {Bytes{}, Bytes{0x9F}, Bytes{0x82, 0x40}, Bytes{0x5A, 0xFF, 0xFF, 0xFF, 0xFF},
                            Bytes(20, 0x81), Bytes{0xBB, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}}) {
    EXPECT_EQ(sample::problem_of(post(body, kMany)), "invalid") << body.size();
  }
  EXPECT_EQ(service.get("/api/v1/statements").status, 405U);
}

TEST_F(Statements, AreToldThatWritingHasStopped) {
  ASSERT_TRUE(service.folder().ledger().close());
  const Response response = post(party("springfield"));
  EXPECT_EQ(response.status, 503U);
  EXPECT_EQ(sample::problem_of(response), "writing_stopped");
  EXPECT_EQ(response.header("retry-after"), "60");
  EXPECT_EQ(service.get("/checkpoint").status, 200U) << "reads go on";
}

}  // namespace
}  // namespace api
