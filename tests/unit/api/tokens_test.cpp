// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/tokens.hpp"

#include <gtest/gtest.h>

#include "api/limits.hpp"
#include "attest/date.hpp"
#include "hmac.hpp"
#include "ledger/encoding.hpp"
#include "support/sample_service.hpp"

namespace sample {
namespace {

using api::Method;

const std::string kTokens = "/api/v1/tokens";
// Asked with a token only.
const std::string kCurrent = "/api/v1/tokens/current";

class TokensTest : public testing::Test {
 protected:
  api::Response exchange(const ledger::Bytes& answer) { return service.post(kTokens, "application/cose", answer); }
  // "unauthorized: detail" or the status of what is no problem.
  std::string outcome(const api::Response& response) {
    if (response.status < 400) return std::to_string(response.status);
    return problem_of(response) + ": " + *json_of(response).find("detail")->text();
  }
  std::string exchanged(const std::string& actor, const attest::Challenge& challenge) {
    return outcome(exchange(service.answer(actor, challenge)));
  }
  unsigned use(const Headers& headers) { return service.get("/api/v1/disclosures?entry=0", headers).status; }
  void pass(std::uint64_t ms) { service.set_time({service.time().value + ms}); }
  api::Tokens::Held held() { return service.service().tokens().held(); }
  SampleService service;
};

constexpr const char* kNotProven = "unauthorized: the challenge is not signed by a key that is in force";
constexpr const char* kNotOurs = "unauthorized: this is no challenge of this service as it was set; get a new one";

TEST_F(TokensTest, AreGivenForASignedChallengeAndOpenWhatIsTheirPartys) {
  const attest::Challenge challenge = service.challenge("submitter");
  EXPECT_EQ(challenge.audience, "http://127.0.0.1:8080");
  EXPECT_EQ(challenge.origin, kOrigin);
  EXPECT_EQ(challenge.ledger, service.made().genesis());
  EXPECT_EQ(challenge.expires.value - challenge.issued.value, 60'000U);
  const api::Response granted = exchange(service.answer("submitter", challenge));
  ASSERT_EQ(granted.status, 200U) << granted.text();
  EXPECT_EQ(granted.caching, api::Caching::kNoStore);
  EXPECT_FALSE(granted.for_any_origin);
  const attest::Json json = json_of(granted);
  EXPECT_EQ(*json.find("party")->text(), kCity);
  EXPECT_EQ(*json.find("expires")->text(), "2018-11-09T10:15:00Z");
  EXPECT_EQ(use({{"authorization", "Bearer " + *json.find("token")->text()}}), 200U);
}

TEST_F(TokensTest, ChallengesTellNothingOfWhetherAKeyIsKnown) {
  service.made().actor("stranger", kCity, "stranger-person");
  const auto shape = [&](const std::string& actor) {
    attest::Challenge challenge = service.challenge(actor);
    EXPECT_EQ(challenge.kid, service.made().kid(actor));
    challenge.kid = {};
    challenge.nonce = std::string(challenge.nonce.size(), 'A');
    return attest::encode_challenge(challenge);
  };
  EXPECT_EQ(shape("submitter"), shape("stranger"));
  EXPECT_EQ(exchanged("stranger", service.challenge("stranger")), kNotProven);
}

TEST_F(TokensTest, AreGivenOnceForAChallenge) {
  const auto answer = service.answer("submitter", service.challenge("submitter"));
  EXPECT_EQ(exchange(answer).status, 200U);
  EXPECT_EQ(outcome(exchange(answer)), "unauthorized: the challenge was answered before; get a new one");
  pass(60'000);
  EXPECT_EQ(outcome(exchange(answer)), "unauthorized: the challenge has expired; get a new one");
}

TEST_F(TokensTest, AreGivenWithinAMinute) {
  const attest::Challenge challenge = service.challenge("submitter");
  const ledger::UnixMillis set = service.time();
  service.set_time({set.value + 60'000});
  EXPECT_EQ(exchanged("submitter", challenge), "unauthorized: the challenge has expired; get a new one");
  service.set_time({set.value - 1});
  EXPECT_EQ(exchanged("submitter", challenge), "unauthorized: the challenge has expired; get a new one");
  service.set_time({set.value + 59'999});
  EXPECT_EQ(exchanged("submitter", challenge), "200");
}

TEST_F(TokensTest, AreNotGivenForAChallengeThatAnythingIsChangedIn) {
  const attest::Challenge challenge = service.challenge("submitter");
  const std::vector<std::pair<const char*, std::function<void(attest::Challenge&)>>> changes = {
      {"audience", [](auto& c) { c.audience = "https://other.example"; }},
      {"origin", [](auto& c) { c.origin = "other.example"; }},
      {"ledger", [](auto& c) { c.ledger.bytes[0] ^= 1; }},
      {"expires", [](auto& c) { c.expires.value += 1000; }},
      {"issued", [](auto& c) { c.issued.value -= 1000; }},
      {"nonce", [](auto& c) { c.nonce[0] = c.nonce[0] == 'A' ? 'B' : 'A'; }},
      {"mark", [](auto& c) { c.nonce.back() = c.nonce.back() == 'A' ? 'Q' : 'A'; }},
      {"short nonce", [](auto& c) { c.nonce = "AAAAAAAAAAAAAAAAAAAAAA"; }},
  };
  for (const auto& [what, change] : changes) {
    attest::Challenge changed = challenge;
    change(changed);
    EXPECT_EQ(exchanged("submitter", changed), kNotOurs) << what;
  }
  attest::Challenge of_another = challenge;
  of_another.kid = service.made().kid("verifier");
  EXPECT_EQ(exchanged("verifier", of_another), kNotOurs);
  EXPECT_EQ(exchanged("submitter", challenge), "200");
}

TEST_F(TokensTest, AreNotGivenForAChallengeOfAnotherServiceOrOneThatWasRestarted) {
  api::Service again(service.service().context());
  EXPECT_EQ(exchanged("submitter", service.challenge("submitter")), "200");
  const auto elsewhere = again.tokens().exchange(service.answer("submitter", service.challenge("submitter")));
  ASSERT_FALSE(elsewhere.has_value());
  EXPECT_EQ(elsewhere.error().name, "unauthorized");
}

TEST_F(TokensTest, AreGivenToKeysInForceAlone) {
  SampleLedger& made = service.made();
  SampleFolder& folder = service.folder();
  made.actor("later", kCity, "later-person");
  Draft later = made.authorisation("later", {"submitter"});
  later.as<attest::KeyAuthorised>().valid_from = "2019-01-01T00:00:00Z";
  folder.say("registrar", later);
  made.actor("gone", kCity, "gone-person");
  Draft gone = made.authorisation("gone", {"submitter"});
  gone.as<attest::KeyAuthorised>().valid_until = attest::format_moment({made.clock().now().value + 2'000});
  folder.say("registrar", gone);
  EXPECT_EQ(exchanged("gone", service.challenge("gone")), "200");
  made.clock().advance_ms(3'000);
  EXPECT_EQ(exchanged("gone", service.challenge("gone")), kNotProven);
  EXPECT_EQ(exchanged("later", service.challenge("later")), kNotProven);
  attest::KeyRevoked revoked{kCity, made.kid("submitter"), "ceased", {}};
  folder.say("registrar", revoked);
  EXPECT_EQ(exchanged("submitter", service.challenge("submitter")), kNotProven);
}

TEST_F(TokensTest, AreNotGivenInAnotherPartysNameNorForAWrongSignature) {
  const attest::Challenge challenge = service.challenge("submitter");
  const auto other = attest::sign_challenge(challenge, kVerifier, 1, *service.made().actor("submitter").key).value();
  EXPECT_EQ(outcome(exchange(other)), kNotProven);
  ledger::Bytes torn = service.answer("submitter", challenge);
  torn.back() ^= 1;
  EXPECT_EQ(outcome(exchange(torn)), kNotProven);
  EXPECT_EQ(exchanged("submitter", challenge), "200") << "what failed has used nothing up";
}

TEST_F(TokensTest, AreGivenForNothingElseThatIsSigned) {
  const auto statement = service.made().sign("submitter", service.made().value("C1"));
  EXPECT_EQ(problem_of(exchange(statement)), "invalid");
  EXPECT_EQ(problem_of(exchange({})), "invalid");
  EXPECT_EQ(problem_of(exchange(ledger::Bytes(api::kChallengeAnswerBytesMax))), "invalid");
  EXPECT_EQ(problem_of(exchange(ledger::Bytes(api::kChallengeAnswerBytesMax + 1))), "too_large");
  EXPECT_EQ(problem_of(service.post(kTokens, "application/json", {})), "unsupported_media_type");
  // And the other way about: an answer is no statement.
  const auto answer = service.answer("submitter", service.challenge("submitter"));
  const auto submitted = service.folder().ledger().submit({{answer, {}}}).value();
  EXPECT_FALSE(submitted.registered.has_value());
}

TEST_F(TokensTest, ChallengesAskForAKeyInJsonAndNothingElse) {
  const auto ask = [&](const std::string& body) {
    const auto response = service.post("/api/v1/challenges", "application/json; charset=utf-8", ledger::view(body));
    if (response.status == 200) return std::string("200");
    const attest::Json problem = json_of(response);
    const attest::Json* field = problem.find("field");
    return problem_of(response) + " " + (field == nullptr ? "" : *field->text());
  };
  const std::string kid(64, 'a');
  EXPECT_EQ(ask(R"({"kid":")" + kid + R"("})"), "200");
  EXPECT_EQ(ask(R"({"kid":")" + kid + R"(","more":1})"), "invalid more");
  EXPECT_EQ(ask(R"({"kid":"aa"})"), "invalid kid");
  EXPECT_EQ(ask(R"({"kid":5})"), "invalid kid");
  EXPECT_EQ(ask("{}"), "invalid kid");
  EXPECT_EQ(ask("[]").substr(0, 7), "invalid");
  EXPECT_EQ(ask("").substr(0, 7), "invalid");
  EXPECT_EQ(problem_of(service.post("/api/v1/challenges", "text/plain", {})), "unsupported_media_type");
}

TEST_F(TokensTest, EndAfterAQuarterOfAnHour) {
  const Headers headers = service.as("submitter");
  pass(900'000 - 1);
  EXPECT_EQ(use(headers), 200U);
  pass(1);
  EXPECT_EQ(use(headers), 401U);
  EXPECT_EQ(held().tokens, 0U);
}

TEST_F(TokensTest, EndWhenTheirKeyIsRevokedAtOnce) {
  const Headers headers = service.as("submitter");
  const Headers others = service.as("verifier");
  EXPECT_EQ(use(headers), 200U);
  service.folder().say("registrar", attest::KeyRevoked{kCity, service.made().kid("submitter"), "ceased", {}});
  const api::Response refused = service.get("/api/v1/disclosures?entry=0", headers);
  EXPECT_EQ(refused.status, 401U);
  EXPECT_EQ(refused.header("WWW-Authenticate"), "Bearer realm=\"cityledger\", error=\"invalid_token\"");
  EXPECT_EQ(use(others), 200U);
  EXPECT_EQ(held().tokens, 1U);
}

TEST_F(TokensTest, EndWhenTheirPartySaysSo) {
  const Headers headers = service.as("submitter");
  const Headers second = service.as("submitter");
  EXPECT_EQ(service.ask(Method::kDelete, kCurrent, headers).status, 204U);
  EXPECT_EQ(use(headers), 401U);
  EXPECT_EQ(use(second), 200U);
  EXPECT_EQ(service.ask(Method::kDelete, kCurrent, headers).status, 401U);
  EXPECT_EQ(service.ask(Method::kDelete, kCurrent).status, 401U);
}

TEST_F(TokensTest, AreGoodInNoOtherSpelling) {
  const std::string header = service.as("submitter")[0].second;
  for (std::size_t i = 7; i < header.size(); ++i) {
    std::string changed = header;
    changed[i] = changed[i] == 'A' ? 'Q' : 'A';
    EXPECT_EQ(use({{"authorization", changed}}), 401U) << i;
  }
  for (const std::string& odd : {header + "=", header + " ", header.substr(0, header.size() - 1), header + "A",
                                 std::string("Bearer"), std::string("Bearer "), std::string(), header.substr(7),
                                 "Basic " + header.substr(7), "Bearer" + header.substr(7), "Bearer," + header.substr(6),
                                 std::string("Basic dXNlcjpwYXNz"), header + ", " + header}) {
    EXPECT_EQ(use({{"authorization", odd}}), 401U) << odd;
  }
  for (const std::string scheme : {"Bearer ", "bearer ", "BEARER ", "bEaReR   "}) {
    EXPECT_EQ(use({{"authorization", scheme + header.substr(7)}}), 200U) << scheme;
  }
  const Headers twice = {{"authorization", header}, {"authorization", header}};
  EXPECT_EQ(problem_of(service.get("/api/v1/disclosures?entry=0", twice)), "invalid");
}

TEST_F(TokensTest, TakeNoMemoryBeforeAChallengeIsAnswered) {
  for (int i = 0; i < 20'000; ++i) static_cast<void>(service.service().tokens().challenge(service.made().kid("root")));
  EXPECT_EQ(held().tokens + held().answered, 0U);
  EXPECT_EQ(exchanged("submitter", service.challenge("submitter")), "200");
}

TEST_F(TokensTest, OfOneKeyAreEightAtOnceAndThirtyAMinute) {
  std::vector<Headers> all;
  for (std::size_t i = 0; i < api::kTokensOfAKeyMax; ++i) {
    all.push_back(service.as("submitter"));
    pass(1);
  }
  EXPECT_EQ(use(all[0]), 200U);
  all.push_back(service.as("submitter"));
  EXPECT_EQ(use(all[0]), 401U) << "the oldest has made room";
  EXPECT_EQ(use(all[1]), 200U);
  EXPECT_EQ(held().tokens, api::kTokensOfAKeyMax);
  for (std::size_t i = all.size(); i < api::kAnswersOfAKeyMax; ++i) all.push_back(service.as("submitter"));
  const api::Response refused = exchange(service.answer("submitter", service.challenge("submitter")));
  EXPECT_EQ(problem_of(refused), "too_many_requests");
  EXPECT_EQ(refused.header("Retry-After"), "60");
  EXPECT_EQ(use(service.as("verifier")), 200U) << "another key's turn is its own";
  pass(60'000);
  EXPECT_EQ(use(service.as("submitter")), 200U);
}

TEST_F(TokensTest, OfOneKeyAskNotTooOftenTogether) {
  const Headers first = service.as("submitter");
  const Headers second = service.as("submitter");
  for (int i = 0; i < static_cast<int>(api::kRequestsOfAKeyMax); ++i) {
    ASSERT_EQ(use(i % 2 == 0 ? first : second), 200U) << i;
  }
  for (const Headers& headers : {first, second}) {
    const api::Response refused = service.get("/api/v1/disclosures?entry=0", headers);
    EXPECT_EQ(problem_of(refused), "too_many_requests");
    EXPECT_EQ(refused.header("Retry-After"), "1");
  }
  EXPECT_EQ(use(service.as("verifier")), 200U) << "another key's turn is its own";
  pass(10);  // a hundred a second
  EXPECT_EQ(use(first), 200U);
  EXPECT_EQ(use(first), 429U);
}

TEST_F(TokensTest, OfAllKeysHaveSoManyPlaces) {
  const auto clock = [this] { return service.time(); };
  api::Tokens few(service.folder().ledger(), clock, "http://127.0.0.1:8080", {2, 3});
  const auto grant = [&](const std::string& actor) {
    const auto payload = few.challenge(service.made().kid(actor)).payload;
    const auto granted = few.exchange(service.answer(actor, attest::parse_challenge(payload).value()));
    return granted ? std::string("granted") : std::string(granted.error().name);
  };
  EXPECT_EQ(grant("submitter"), "granted");
  EXPECT_EQ(grant("verifier"), "granted");
  EXPECT_EQ(grant("provider"), "busy");
  pass(900'000);
  EXPECT_EQ(grant("provider"), "granted") << "what has expired makes room";
  api::Tokens few_answers(service.folder().ledger(), clock, "http://127.0.0.1:8080", {9, 1});
  const auto first = attest::parse_challenge(few_answers.challenge(service.made().kid("root")).payload).value();
  EXPECT_TRUE(few_answers.exchange(service.answer("root", first)).has_value());
  const auto next = attest::parse_challenge(few_answers.challenge(service.made().kid("root")).payload).value();
  EXPECT_EQ(few_answers.exchange(service.answer("root", next)).error().name, "busy");
}

// RFC 4231, test cases 1 and 2.
TEST(Hmac, IsThatOfOthers) {
  EXPECT_EQ(ledger::to_hex(api::hmac_sha256(ledger::Bytes(20, 0x0B), ledger::view("Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(ledger::to_hex(api::hmac_sha256(ledger::view("Jefe"), ledger::view("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  ledger::Digest one{};
  ledger::Digest other{};
  EXPECT_TRUE(api::same_digest(one, other));
  other.bytes[31] = 1;
  EXPECT_FALSE(api::same_digest(one, other));
}

}  // namespace
}  // namespace sample
