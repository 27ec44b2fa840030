// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "certs/timestamp_authority.hpp"
#include "support.hpp"

namespace certs_pki_test {
namespace {

using certs::TimestampService;
using ledger::Code;
using testing::HasSubstr;

const ledger::Digest kDigest = ledger::sha256(ledger::view("what is stamped"));
constexpr std::uint64_t kNonce = 0xFEDC'BA98'7654'3210U;

certs::TimestampKey authority_of(const Issued& tsa, const Issued& issuing, const Issued& root) {
  const ledger_test::TempFolder folder;  // the only way to a second owner of a private key is its file
  EXPECT_TRUE(tsa.key.write(folder / "tsa.pem", "correct horse"));
  return {*PkiKey::read(folder / "tsa.pem", "correct horse"), tsa.certificate, {issuing.certificate, root.certificate}};
}

const certs::TimestampKey& own() {
  static const certs::TimestampKey kOwn = authority_of(hierarchy().tsa, hierarchy().issuing, hierarchy().root);
  return kOwn;
}

std::vector<Bytes> roots() {
  return {hierarchy().root.certificate};
}

Bytes request(std::uint64_t nonce = kNonce, const std::optional<std::string>& policy = {}) {
  return *certs::make_timestamp_request(kDigest, nonce, policy);
}

std::string error_of(const certs::Result<Bytes>& result) {
  return result ? std::string("accepted") : result.error().message;
}

TEST(TimestampRequest, IsWhatOpensslReads) {
  const ledger_test::TempFolder folder;
  write(folder / "q.tsq", request(kNonce, "1.2.3.4"));
  const std::string text = openssl(folder.path(), "ts -query -in q.tsq -text").output;
  for (const char* part : {"Version: 1", "Hash Algorithm: sha256", "Policy OID: 1.2.3.4", "Nonce: 0xFEDCBA9876543210",
                           "Certificate required: yes"})
    EXPECT_THAT(text, HasSubstr(part));
  EXPECT_FALSE(certs::make_timestamp_request(kDigest, kNonce, "no oid"));
}

TEST(OwnAuthority, MakesTokensThatOpensslAcceptsAndNothingElsePasses) {
  const ledger_test::TempFolder folder;
  const auto answer = certs::answer_timestamp(own(), request(), days_later(3));
  ASSERT_TRUE(answer) << answer.error().message;
  const auto token = certs::check_timestamp_response(request(), *answer, roots(), days_later(3));
  ASSERT_TRUE(token) << token.error().message;
  write(folder / "q.tsq", request());
  write(folder / "a.tsr", *answer);
  write(folder / "token.der", *token);
  write(folder / "data", std::string_view("what is stamped"));
  write(folder / "other", std::string_view("what is Stamped"));
  write(folder / "root.pem", certs::certificate_pem(hierarchy().root.certificate));
  const std::string verify = "ts -verify -CAfile root.pem -attime " + std::to_string(days_later(3).value / 1000);
  EXPECT_EQ(openssl(folder.path(), verify + " -queryfile q.tsq -in a.tsr").code, 0);
  EXPECT_EQ(openssl(folder.path(), verify + " -data data -token_in -in token.der").code, 0);
  EXPECT_NE(openssl(folder.path(), verify + " -data other -token_in -in token.der").code, 0);
  const std::string text = openssl(folder.path(), "ts -reply -in a.tsr -text").output;
  EXPECT_THAT(text, HasSubstr("Time stamp: Jan  4 00:00:00 2025 GMT"));
  EXPECT_THAT(text, HasSubstr("Accuracy: 0x01 seconds"));
  EXPECT_THAT(text, HasSubstr("Policy OID: " + std::string(certs::kTimestampPolicy)));
  // ESS certificate id of RFC 5816 and SHA-256 for the signature: nothing of SHA-1.
  const std::string cms = openssl(folder.path(), "cms -cmsout -print -inform DER -in token.der").output;
  EXPECT_THAT(cms, HasSubstr("id-smime-aa-signingCertificateV2"));
  EXPECT_THAT(cms, HasSubstr("algorithm: sha256"));
  EXPECT_THAT(cms, testing::Not(HasSubstr("sha1")));
}

TEST(OwnAuthority, SaysTheTimeItIsGiven) {
  const auto answer = certs::answer_timestamp(own(), request(), {days_later(3).value + 999});
  const auto token = certs::check_timestamp_response(request(), *answer, roots(), days_later(3));
  const auto facts = certs::timestamp_facts(*token);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->time, days_later(3));
  EXPECT_EQ(facts->imprint, kDigest);
  EXPECT_EQ(facts->policy, certs::kTimestampPolicy);
  EXPECT_EQ(facts->authority, "C=CA, O=Certification de données, CN=Test tsa");
  EXPECT_FALSE(certs::answer_timestamp(own(), request(), {kBegin.value - 1000}));
  EXPECT_FALSE(certs::answer_timestamp(own(), request(), days_later(366)));
}

TEST(OwnAuthority, GivesNoSerialNumberTwice) {
  std::set<std::string> seen;
  for (int i = 0; i < 32; ++i) {
    const auto token =
        certs::check_timestamp_response(request(), *certs::answer_timestamp(own(), request(), kBegin), roots(), kBegin);
    seen.insert(certs::timestamp_facts(*token)->serial);
  }
  EXPECT_EQ(seen.size(), 32U);
}

TEST(OwnAuthority, AnswersARefusalToWhatItDoesNotStamp) {
  const ledger_test::TempFolder folder;
  write(folder / "data", std::string_view("x"));
  ASSERT_EQ(openssl(folder.path(), "ts -query -data data -sha1 -out sha1.tsq").code, 0);
  for (const Bytes& asked : {ledger::to_bytes(read(folder / "sha1.tsq")), request(kNonce, "1.2.3.4")}) {
    const auto answer = certs::answer_timestamp(own(), asked, kBegin);
    ASSERT_TRUE(answer);
    EXPECT_THAT(error_of(certs::check_timestamp_response(asked, *answer, roots(), kBegin)), HasSubstr("refuses"));
  }
  EXPECT_EQ(certs::answer_timestamp(own(), Bytes(certs::kTimestampRequestBytesMax + 1), kBegin).error().code,
            Code::kTooLarge);
  const auto refusal = certs::answer_timestamp(own(), Bytes(certs::kTimestampRequestBytesMax), kBegin);
  ASSERT_TRUE(refusal);  // a question that cannot be read is answered too
  EXPECT_THAT(error_of(certs::check_timestamp_response(request(), *refusal, roots(), kBegin)), HasSubstr("refuses"));
}

TEST(OwnAuthority, IsNoCertificateForAnotherPurpose) {
  const certs::TimestampKey wrong = authority_of(hierarchy().seal, hierarchy().issuing, hierarchy().root);
  EXPECT_FALSE(certs::answer_timestamp(wrong, request(), kBegin));
  certs::TimestampKey mixed = authority_of(hierarchy().seal, hierarchy().issuing, hierarchy().root);
  mixed.certificate = hierarchy().tsa.certificate;
  EXPECT_FALSE(certs::answer_timestamp(mixed, request(), kBegin));
}

TEST(TimestampAnswer, MustBeToTheQuestionAsked) {
  const auto judge = [](const Bytes& asked, const Bytes& answered, UnixMillis at) {
    return error_of(certs::check_timestamp_response(asked, answered, roots(), at));
  };
  const Bytes good = *certs::answer_timestamp(own(), request(), kBegin);
  EXPECT_EQ(judge(request(), good, kBegin), "accepted");
  EXPECT_THAT(judge(request(kNonce + 1), good, kBegin), HasSubstr("nonce mismatch"));
  EXPECT_THAT(judge(request(kNonce, "1.2.3.4"), good, kBegin), HasSubstr("policy mismatch"));
  const Bytes other = *certs::make_timestamp_request(ledger::sha256(ledger::view("else")), kNonce);
  EXPECT_THAT(judge(other, good, kBegin), HasSubstr("imprint mismatch"));
  EXPECT_THAT(judge(request(), good, days_later(400)), HasSubstr("certificate verify error"));
  EXPECT_THAT(error_of(certs::check_timestamp_response(request(), good, {}, kBegin)), HasSubstr("roots"));
  const Issued stranger = issue(PkiRole::kRoot, nullptr);
  EXPECT_THAT(error_of(certs::check_timestamp_response(request(), good, {stranger.certificate}, kBegin)),
              HasSubstr("certificate verify error"));
}

TEST(TimestampAnswer, OfAStrangerInOurNameIsRefused) {
  const Issued root = issue(PkiRole::kRoot, nullptr);
  const Issued issuing = issue(PkiRole::kIssuing, &root);
  const certs::TimestampKey stranger = authority_of(issue(PkiRole::kTimestamp, &issuing), issuing, root);
  const Bytes answer = *certs::answer_timestamp(stranger, request(), kBegin);
  EXPECT_THAT(error_of(certs::check_timestamp_response(request(), answer, roots(), kBegin)),
              HasSubstr("certificate verify error"));
}

TEST(TimestampAnswer, WithAnyByteChangedIsNotAcceptedForAnotherTimeOrDigest) {
  const Bytes good = *certs::answer_timestamp(own(), request(), kBegin);
  const auto facts = certs::timestamp_facts(*certs::check_timestamp_response(request(), good, roots(), kBegin));
  ASSERT_TRUE(facts);
  std::size_t accepted = 0;
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes changed = good;
    changed[at] ^= 1U;
    const auto token = certs::check_timestamp_response(request(), changed, roots(), kBegin);
    if (!token) continue;
    ++accepted;  // what the signature does not cover: the order and number of certificates beside it
    const auto said = certs::timestamp_facts(*token);
    ASSERT_TRUE(said) << at;
    EXPECT_EQ(said->time, facts->time) << at;
    EXPECT_EQ(said->imprint, facts->imprint) << at;
    EXPECT_EQ(said->serial, facts->serial) << at;
  }
  EXPECT_LT(accepted, good.size() / 2);
}

TEST(TimestampAnswer, HasALimit) {
  EXPECT_EQ(
      certs::check_timestamp_response(request(), Bytes(certs::kTimestampAnswerBytesMax), roots(), kBegin).error().code,
      Code::kInvalid);
  EXPECT_EQ(certs::check_timestamp_response(request(), Bytes(certs::kTimestampAnswerBytesMax + 1), roots(), kBegin)
                .error()
                .code,
            Code::kTooLarge);
  EXPECT_EQ(certs::timestamp_facts(Bytes(certs::kTimestampAnswerBytesMax + 1)).error().code, Code::kTooLarge);
}

TEST(TimestampAnswer, OfTheOpensslProgramIsAccepted) {
  const ledger_test::TempFolder folder;
  const Hierarchy& all = hierarchy();
  ASSERT_TRUE(all.tsa.key.write(folder / "tsa.key", "correct horse"));
  write(folder / "tsa.pem", certs::certificate_pem(all.tsa.certificate));
  write(folder / "chain.pem", certs::certificate_pem(all.issuing.certificate));
  write(folder / "serial", std::string_view("01\n"));
  write(folder / "tsa.cnf",
        std::string_view("[tsa]\ndefault_tsa = a\n[a]\nserial = serial\nsigner_cert = tsa.pem\ncerts = chain.pem\n"
                         "signer_key = tsa.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\ndigests = sha256\n"
                         "ess_cert_id_alg = sha256\n"));
  write(folder / "q.tsq", request());
  const Ran ran =
      openssl(folder.path(), "ts -reply -config tsa.cnf -queryfile q.tsq -passin 'pass:correct horse' -out a.tsr");
  ASSERT_EQ(ran.code, 0) << ran.output;
  const Bytes answer = ledger::to_bytes(read(folder / "a.tsr"));
  const auto token = certs::check_timestamp_response(request(), answer, roots(), days_later(2));
  ASSERT_TRUE(token) << token.error().message;
  EXPECT_EQ(certs::timestamp_facts(*token)->policy, "1.2.3.4");
}

TEST(TimestampAnswer, OfOthersIsAcceptedAsItWasKept) {
  const std::filesystem::path folder = CITYLEDGER_TEST_VECTORS "/timestamp";
  const auto bytes = [&](const char* name) { return ledger::to_bytes(read(folder / name)); };
  const UnixMillis at{1'798'761'600'000};  // 2027-01-01
  const auto token =
      certs::check_timestamp_response(bytes("question.tsq"), bytes("answer.tsr"), {bytes("root.der")}, at);
  ASSERT_TRUE(token) << token.error().message;
  const auto facts = certs::timestamp_facts(*token);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->imprint, ledger::sha256(ledger::view("stamped")));
  EXPECT_EQ(facts->serial, "02");
  EXPECT_EQ(facts->authority, "CN=Authority of others");
}

TEST(TimestampSource, AsksTheNextWhenOneIsAway) {
  int asked = 0;
  TimestampService away;
  away.name = "https://away.example";
  away.exchange = [&asked](ledger::ByteView) -> certs::Result<Bytes> {
    ++asked;
    return ledger::fail(Code::kBusy, "no answer within 10 s");
  };
  away.roots = roots();
  away.now = [] { return kBegin; };
  const TimestampService ours = certs::own_timestamp_service(own(), [] { return days_later(1); });
  const auto token = certs::timestamp_source({away, ours})(kDigest);
  ASSERT_TRUE(token) << token.error().message;
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(certs::timestamp_facts(*token)->time, days_later(1));
  const auto first = certs::timestamp_source({ours, away})(kDigest);
  EXPECT_TRUE(first);
  EXPECT_EQ(asked, 1);  // not asked again
  const auto none = certs::timestamp_source({away, away})(kDigest);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Code::kBusy);
  EXPECT_THAT(none.error().message, HasSubstr("https://away.example: no answer within 10 s"));
  TimestampService liar = away;
  liar.name = "liar";
  liar.exchange = [](ledger::ByteView) -> certs::Result<Bytes> { return ledger::to_bytes("<html>"); };
  EXPECT_EQ(certs::timestamp_source({away, liar})(kDigest).error().code, Code::kInvalid);
  EXPECT_EQ(certs::timestamp_source({})(kDigest).error().code, Code::kNotFound);
}

TEST(TimestampSource, DoesNotTakeTheAnswerToAnEarlierQuestion) {
  Bytes kept;
  TimestampService replay = certs::own_timestamp_service(own(), [] { return kBegin; });
  const auto exchange = replay.exchange;
  replay.exchange = [&kept, exchange](ledger::ByteView asked) -> certs::Result<Bytes> {
    if (kept.empty()) kept = *exchange(asked);
    return kept;
  };
  const auto source = certs::timestamp_source({replay});
  EXPECT_TRUE(source(kDigest));
  EXPECT_THAT(error_of(source(kDigest)), HasSubstr("nonce mismatch"));
}

// OpenSSL takes it; verifiers of certificates would not, so it must not get into one.
TEST(TimestampSource, DoesNotTakeATokenThatVerifiersRefuse) {
  certs::TimestampKey chatty = authority_of(hierarchy().tsa, hierarchy().issuing, hierarchy().root);
  const auto source = [&] {
    return certs::timestamp_source({certs::own_timestamp_service(chatty, [] { return kBegin; })});
  };
  EXPECT_TRUE(source()(kDigest));
  chatty.chain.insert(chatty.chain.begin(), issue(PkiRole::kRoot, nullptr).certificate);
  const Bytes answer = *certs::answer_timestamp(chatty, request(), kBegin);
  EXPECT_EQ(error_of(certs::check_timestamp_response(request(), answer, roots(), kBegin)), "accepted");
  const auto token = source()(kDigest);
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().code, Code::kInvalid);
  EXPECT_THAT(token.error().message, HasSubstr("none that verifiers of certificates accept"));
  EXPECT_THAT(token.error().message, HasSubstr("not of its authority's path"));
}

TEST(TimestampSource, DoesNotTakeATimeThatIsOverFiveMinutesOff) {
  constexpr std::uint64_t kFiveMinutes = 5 * 60'000;
  const UnixMillis ours = days_later(1);
  const auto stamped_at = [&](UnixMillis theirs) {
    TimestampService service = certs::own_timestamp_service(own(), [theirs] { return theirs; });
    service.now = [ours] { return ours; };
    return error_of(certs::timestamp_source({service})(kDigest));
  };
  EXPECT_EQ(stamped_at(ours), "accepted");
  EXPECT_EQ(stamped_at({ours.value + kFiveMinutes}), "accepted");
  EXPECT_EQ(stamped_at({ours.value - kFiveMinutes}), "accepted");
  EXPECT_THAT(stamped_at({ours.value + kFiveMinutes + 1000}), HasSubstr("more than five minutes from ours"));
  EXPECT_THAT(stamped_at({ours.value - kFiveMinutes - 1000}), HasSubstr("more than five minutes from ours"));
}

}  // namespace
}  // namespace certs_pki_test
