// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "attest/date.hpp"
#include "attest/limits.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

class SignerRules : public Ready {};

TEST_F(SignerRules, AdmitAStatementOfAnAuthorisedKey) {
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{});
}

TEST_F(SignerRules, RefuseBytesThatAreNoStatement) {
  EXPECT_EQ(ledger.violated(ledger::to_bytes("no statement")), Rules{"statement.form"});
}

TEST_F(SignerRules, NameTheFieldOfAStatementOfBadForm) {
  auto draft = ledger.value("C1");
  draft.as<attest::ValueSubmitted>().unit.reset();
  const auto answer = ledger.sequencer().dry_run({ledger.sign("submitter", draft)}).value();
  ASSERT_EQ(answer.refused.size(), 1U);
  ASSERT_EQ(answer.refused[0].violations.size(), 1U);
  EXPECT_EQ(answer.refused[0].violations[0].rule, "statement.form");
  EXPECT_EQ(answer.refused[0].violations[0].field, "unit");
}

TEST_F(SignerRules, RefuseATypeThatNobodyKnows) {
  attest::SignedHeader header;
  header.content_type = attest::kStatementType;
  header.issuer = header.subject = kCity;
  const auto bytes =
      attest::sign_cose(header, ledger::view(R"({"type":"value.praised"})"), *ledger.actor("submitter").key).value();
  EXPECT_EQ(ledger.violated(bytes), Rules{"statement.type"});
}

TEST_F(SignerRules, RefuseAKeyThatNobodyAuthorised) {
  ledger.actor("stranger", kCity, "stranger-person");
  EXPECT_EQ(ledger.violated("stranger", ledger.value("C1")), Rules{"key.unknown"});
}

TEST_F(SignerRules, RefuseASignatureOfAnotherKeyUnderAKnownKeyId) {
  const auto honest = ledger.sign("submitter", ledger.value("C1"));
  auto forged = honest;
  forged.back() ^= 1U;
  EXPECT_EQ(ledger.violated(forged), Rules{"statement.signature"});
}

TEST_F(SignerRules, RefuseEveryFlippedBitOfASignedStatement) {
  const auto honest = ledger.sign("submitter", ledger.value("C1"));
  const auto head = ledger.store().head().value();
  const ledger::Place place{{head.size.value}, ledger.clock().now(), head.chain};
  for (std::size_t bit = 0; bit < honest.size() * 8; ++bit) {
    auto forged = honest;
    forged[bit / 8] = static_cast<std::uint8_t>(forged[bit / 8] ^ (1U << (bit % 8)));
    ledger::StateOverlay state(ledger.store());
    const auto admission = attest::admit(forged, place, state).value();
    ASSERT_TRUE(std::holds_alternative<ledger::Refuse>(admission)) << "bit " << bit;
    ASSERT_TRUE(state.changes().empty()) << "bit " << bit;
  }
}

TEST_F(SignerRules, RefuseAnotherPartysNameAsIssuer) {
  ledger.actor("submitter").party = "sydney";
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{"statement.issuer"});
}

TEST_F(SignerRules, RefuseASubjectThatIsNotTheTypes) {
  const auto bytes =
      sign_changed(ledger, "submitter", ledger.value("C1"), [](Envelope& e) { e.header.subject = "another"; });
  EXPECT_EQ(ledger.violated(bytes), Rules{"statement.subject"});
}

TEST_F(SignerRules, RefuseAStatementOfAnotherLedger) {
  const auto bytes = sign_changed(ledger, "submitter", ledger.value("C1"),
                                  [](Envelope& e) { e.common.ledger = ledger::sha256(ledger::view("another")); });
  EXPECT_EQ(ledger.violated(bytes), Rules{"statement.ledger"});
}

TEST_F(SignerRules, AllowASignersClockToRunAheadUpToTheLimitAndNoFurther) {
  const auto ahead = [&](std::int64_t seconds) {
    return ledger.violated(
        sign_changed(ledger, "submitter", ledger.value("C1"), [&](Envelope& e) { e.header.issued_at_s += seconds; }));
  };
  EXPECT_EQ(ahead(attest::kIssuedAtAheadSecondsMax), Rules{});
  EXPECT_EQ(ahead(attest::kIssuedAtAheadSecondsMax + 1), Rules{"statement.issued_at"});
  EXPECT_EQ(ahead(-1'000'000), Rules{});
}

TEST_F(SignerRules, NameEveryViolatedRule) {
  const auto bytes = sign_changed(ledger, "verifier", ledger.value("C1"), [](Envelope& e) {
    e.header.subject = "another";
    e.common.ledger = ledger::sha256(ledger::view("another"));
  });
  EXPECT_EQ(ledger.violated(bytes), (Rules{"key.role", "party.other", "statement.ledger", "statement.subject"}));
}

TEST_F(SignerRules, RefuseARevokedKeyFromTheEntryOfItsRevocationOn) {
  const auto before = ledger.sign("submitter", ledger.value("C1"));
  EXPECT_EQ(ledger.violated(before), Rules{});
  ledger.say("registrar", attest::KeyRevoked{kCity, ledger.kid("submitter"), "ceased"});
  EXPECT_EQ(ledger.violated(before), Rules{"key.revoked"});
}

TEST_F(SignerRules, RefuseAKeyOutsideOfItsValidity) {
  ledger.actor("next", kCity, "next-person");
  auto draft = ledger.authorisation("next", {"submitter"});
  auto& body = draft.as<attest::KeyAuthorised>();
  body.valid_from = "2018-12-01T00:00:00Z";
  body.valid_until = "2018-12-02T00:00:00Z";
  ledger.say("registrar", draft);
  const auto at = [&](const char* moment) {
    ledger.clock().set(attest::parse_moment(moment).value());
    return ledger.violated("next", ledger.value("C1"));
  };
  EXPECT_EQ(at("2018-11-30T23:59:59Z"), Rules{"key.not_yet_valid"});
  EXPECT_EQ(at("2018-12-01T00:00:00Z"), Rules{});
  EXPECT_EQ(at("2018-12-01T23:59:59Z"), Rules{});
  EXPECT_EQ(at("2018-12-02T00:00:00Z"), Rules{"key.expired"});
}

TEST_F(SignerRules, AnswerARepeatedStatementWithItsFirstEntry) {
  const auto statement = ledger.sign("submitter", ledger.value("C1"));
  const auto first = ledger.append(statement);
  const auto again = ledger.submit(statement);
  ASSERT_EQ(again.entries.size(), 1U);
  EXPECT_TRUE(again.entries[0].duplicate);
  EXPECT_EQ(again.entries[0].index, first.index);
}

// The state has moved on: the same submission would violate rules now, were it not there already.
TEST_F(SignerRules, AnswerARepeatedStatementEvenWhenItWouldBeRefusedNow) {
  const auto statement = ledger.sign("submitter", ledger.value("C1"));
  const auto first = ledger.append(statement);
  ledger.say("submitter", ledger.value("C1"));
  ledger.say("registrar", attest::KeyRevoked{kCity, ledger.kid("submitter"), "ceased"});
  const auto again = ledger.submit(statement);
  ASSERT_EQ(again.entries.size(), 1U);
  EXPECT_EQ(again.entries[0].index, first.index);
}

// ES256 signatures differ each time; what was said is the same.
TEST_F(SignerRules, RecogniseAStatementThatWasSignedAnewWithEs256) {
  ledger.actor("p256", kCity, "p256-person", attest::Algorithm::kEs256);
  ledger.authorise("p256", {"submitter"});
  const auto draft = ledger.value("C1");
  const auto nonce = ledger.nonce();
  const auto fixed = [&] {
    return sign_changed(ledger, "p256", draft, [&](Envelope& e) {
      e.common.nonce = nonce;
      e.header.issued_at_s = 1'541'757'600;
    });
  };
  const auto one = fixed();
  const auto other = fixed();
  ASSERT_NE(one, other);
  const auto first = ledger.append(one);
  const auto again = ledger.submit(other);
  ASSERT_EQ(again.entries.size(), 1U);
  EXPECT_TRUE(again.entries[0].duplicate);
  EXPECT_EQ(again.entries[0].index, first.index);
}

TEST_F(SignerRules, AskForASealAfterKeysAndCertificatesOnly) {
  const auto seals = [&](const std::string& actor, const Draft& draft) {
    const auto head = ledger.store().head().value();
    ledger::StateOverlay state(ledger.store());
    const auto admission =
        attest::admit(ledger.sign(actor, draft), {{head.size.value}, ledger.clock().now(), head.chain}, state).value();
    return std::get<ledger::Append>(admission).seal_after;
  };
  ledger.actor("next", kCity, "next-person");
  EXPECT_TRUE(seals("registrar", ledger.authorisation("next", {"submitter"})));
  EXPECT_TRUE(seals("registrar", attest::KeyRevoked{kCity, ledger.kid("submitter"), "ceased"}));
  EXPECT_FALSE(seals("submitter", ledger.value("C1")));
  EXPECT_FALSE(seals("registrar", SampleLedger::party("sydney", attest::PartyKind::kCity)));
}

}  // namespace
}  // namespace sample
