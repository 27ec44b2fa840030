// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "attest/cbor.hpp"
#include "attest/receipt.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "support/sample_service.hpp"

namespace api {
namespace {

using ledger::Bytes;
using sample::SampleLedger;

class Scitt : public testing::Test {
 protected:
  Bytes statement(const std::string& id = "springfield") {
    return service.made().sign("registrar", SampleLedger::party(id, attest::PartyKind::kCity));
  }
  Response post(const Bytes& body, const std::string& type = "application/cose", const sample::Headers& headers = {}) {
    return service.post("/entries", type, body, headers);
  }
  // Title and detail of a concise problem.
  static std::pair<std::string, std::string> concise(const Response& response) {
    EXPECT_EQ(response.header("content-type"), "application/concise-problem-details+cbor");
    EXPECT_EQ(response.caching, Caching::kNoStore);
    const auto map = attest::decode_cbor(ledger::view(response.text()));
    if (!map || map->find(-1) == nullptr || map->find(-2) == nullptr) return {};
    return {*map->find(-1)->as_text(), *map->find(-2)->as_text()};
  }
  static Bytes bytes(const Response& response) { return ledger::to_bytes(response.text()); }
  sample::SampleService service;
};

TEST_F(Scitt, RegistersAStatementAndAnswersWithItsReceipt) {
  const Bytes sent = statement();
  const Response response = post(sent);
  ASSERT_EQ(response.status, 201U);
  EXPECT_EQ(response.header("content-type"), "application/scitt-receipt+cose");
  const auto receipt = attest::parse_receipt(bytes(response));
  ASSERT_TRUE(receipt);
  const auto& key = service.folder().ledger().config().ledger_key;
  EXPECT_TRUE(attest::check_receipt(*receipt, ledger::leaf_hash(sent), key));
  EXPECT_EQ(response.header("location"), "/entries/" + std::to_string(receipt->index.value));

  static_cast<void>(post(statement("shelbyville")));
  const Response later = service.get(std::string(*response.header("location")));
  ASSERT_EQ(later.status, 200U);
  EXPECT_EQ(later.caching, Caching::kRevalidate);
  const auto fresh = attest::parse_receipt(bytes(later));
  ASSERT_TRUE(fresh);
  EXPECT_TRUE(attest::check_receipt(*fresh, ledger::leaf_hash(sent), key));
  EXPECT_GT(fresh->header.size, receipt->header.size);
}

TEST_F(Scitt, AnswersTheSameStatementAgainWithTheFirstEntry) {
  const Bytes sent = statement();
  const Response first = post(sent);
  const Response again = post(sent);
  EXPECT_EQ(again.status, 201U);
  EXPECT_EQ(again.header("location"), first.header("location"));
}

// One that lacks its confidential fields, by somebody who may not say it at all.
TEST_F(Scitt, NamesEveryRuleThatARefusedStatementBreaks) {
  attest::EvidenceRegistered body;
  body.media_type = "text/csv";
  body.size = 1'234;
  body.period = "2017";
  body.retention_until = "2030-01-01";
  const Bytes sent = service.made().sign("registrar", sample::Draft(body));
  const auto judged = service.folder().ledger().dry_run({{sent, {}}});
  ASSERT_TRUE(judged);
  ASSERT_EQ(judged->refused.size(), 1U);
  const auto& violations = judged->refused[0].violations;
  const auto of_disclosures = std::ranges::count_if(
      violations, [](const ledger::Violation& violation) { return violation.rule.starts_with("disclosure."); });
  ASSERT_GT(of_disclosures, 0);
  ASSERT_LT(static_cast<std::size_t>(of_disclosures), violations.size());
  const Response response = post(sent);
  EXPECT_EQ(response.status, 400U);
  const auto [title, detail] = concise(response);
  EXPECT_EQ(title, "Rejected");
  for (const ledger::Violation& violation : violations) {
    EXPECT_NE(detail.find(violation.message), std::string::npos) << violation.rule << " in " << detail;
  }
}

TEST_F(Scitt, SpeaksTheMediaTypesThatClientsUse) {
  EXPECT_EQ(post(statement(), "application/cose; cose-type=\"cose-sign1\"").status, 201U);
  EXPECT_EQ(post(statement("a2"), "application/scitt-statement+cose").status, 201U);
  const Response plain = post(statement("a3"), "application/cose", {{"accept", "application/cose"}});
  EXPECT_EQ(plain.header("content-type"), "application/cose");
  const Response other = post(statement("a4"), "application/cose", {{"accept", "text/html"}});
  EXPECT_EQ(other.status, 201U) << "it is registered, whatever the client would like to read";
  const Response wrong = post(statement("a5"), "application/json");
  EXPECT_EQ(wrong.status, 415U);
  EXPECT_NE(concise(wrong).second.find("application/cose"), std::string::npos);
}

TEST_F(Scitt, SendsConfidentialStatementsElsewhere) {
  const auto secret = service.folder().submission("submitter", service.made().value("C1"));
  const Response response = post(secret.statement);
  EXPECT_EQ(response.status, 400U);
  EXPECT_EQ(concise(response).first, "Rejected");
  EXPECT_NE(concise(response).second.find("/api/v1/statements"), std::string::npos);
  EXPECT_EQ(post(attest::encode_submission(secret)).status, 400U);
}

TEST_F(Scitt, NamesWhatIsWrongConcisely) {
  const Response rejected = post(service.made().sign("submitter", SampleLedger::party("x", attest::PartyKind::kCity)));
  EXPECT_EQ(rejected.status, 400U);
  EXPECT_EQ(concise(rejected).first, "Rejected");
  const auto parts = attest::parse_sign1(statement());
  ASSERT_TRUE(parts);
  using attest::Cbor;
  const auto message = [&](const Bytes& header, const Cbor& payload) {
    return attest::encode_cbor(
        Cbor::tagged(18, Cbor::array({Cbor::bytes(header), Cbor::map({}), payload, Cbor::bytes(parts->signature)})));
  };
  EXPECT_EQ(concise(post(message(parts->protected_bytes, Cbor()))).first, "Payload Missing");
  Bytes header = parts->protected_bytes;  // {1: -8, …}: another algorithm in its place
  ASSERT_EQ(header.at(1), 0x01);
  header.at(2) = 0x00;
  EXPECT_EQ(concise(post(message(header, Cbor::bytes(parts->payload)))).first, "Bad Signature Algorithm");
  EXPECT_EQ(concise(post(Bytes{0x00})).first, "Malformed request");
  EXPECT_EQ(post(Bytes{}).status, 400U);
}

TEST_F(Scitt, HasTheLimitOfAnEntry) {
  EXPECT_EQ(post(Bytes(ledger::kEntryBytesMax, 0xD2)).status, 400U);
  const Response response = post(Bytes(ledger::kEntryBytesMax + 1, 0xD2));
  EXPECT_EQ(response.status, 413U);
  EXPECT_NE(concise(response).second.find("65535"), std::string::npos);
}

TEST_F(Scitt, KnowsEntriesByTheirIndex) {
  EXPECT_EQ(service.get("/entries/0").status, 200U);
  for (const char* bad : {"/entries/00", "/entries/-1", "/entries/x", "/entries/18446744073709551616"}) {
    const Response response = service.get(bad);
    EXPECT_EQ(response.status, 400U) << bad;
    EXPECT_FALSE(concise(response).first.empty());
  }
  for (const char* none : {"/entries/999999", "/entries/18446744073709551615"}) {
    EXPECT_EQ(service.get(none).status, 404U) << none;
    EXPECT_FALSE(concise(service.get(none)).first.empty());
  }
}

TEST_F(Scitt, PublishesTheKeysOfReceipts) {
  const Response response = service.get("/.well-known/scitt-keys");
  ASSERT_EQ(response.status, 200U);
  EXPECT_EQ(response.header("content-type"), "application/cbor");
  const auto set = attest::decode_cbor(ledger::view(response.text()));
  ASSERT_TRUE(set && set->as_array());
  ASSERT_EQ(set->as_array()->size(), 1U);
  const attest::Cbor& key = set->as_array()->front();
  const auto& present = service.folder().ledger().config().ledger_key;
  EXPECT_EQ(*key.find(-2)->as_bytes(), present.bytes);
  const auto kid = ledger::base64url_encode(attest::key_thumbprint(present).view());
  EXPECT_EQ(ledger::base64url_encode(*key.find(2)->as_bytes()), kid);
  const Response one = service.get("/.well-known/scitt-keys/" + kid);
  ASSERT_EQ(one.status, 200U);
  EXPECT_EQ(attest::decode_cbor(ledger::view(one.text())), key);
  const Response none = service.get("/.well-known/scitt-keys/" + std::string(43, 'A'));
  EXPECT_EQ(none.status, 404U);
  EXPECT_EQ(concise(none).first, "No such key");
}

}  // namespace
}  // namespace api
