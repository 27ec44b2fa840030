// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The short form on paper: what it holds, what is refused, and what a verdict on it says.
#include "certs/short_form.hpp"

#include <gtest/gtest.h>

#include "attest/cbor.hpp"
#include "attest/cose.hpp"
#include "ledger/encoding.hpp"
#include "support.hpp"
#include "support/sample_bundle.hpp"

namespace certs_test {
namespace {

using attest::Cbor;
using certs::CheckState;
using certs::Outcome;
using ledger::Bytes;

constexpr std::uint8_t kPaperSeed = 0x08;
constexpr const char* kMethod = "did:web:attest.example#p1";

Bytes signed_form(const certs::ShortForm& form, std::uint8_t seed = kPaperSeed) {
  return certs::sign_short_form(form, kMethod, *seed_key(seed)).value_or(Bytes{});
}

// The sample certificate, and a trust folder whose DID document has the paper key.
struct Paper {
  Sample sample = make_sample();
  certs::ShortForm form;
  Bytes bytes;
  explicit Paper(const Recipe& recipe = {}) : sample(make_sample(recipe)) {
    const auto certificate = certs::parse_certificate(sample.bundle.credential);
    form = certs::short_form_of(*certificate, certs::fingerprint(sample.bundle.credential));
    bytes = signed_form(form);
    sample.trust.did.paper_keys.push_back({kMethod, attest::as_ed25519(seed_key(kPaperSeed)->public_key()), {}, {}});
  }
  [[nodiscard]] certs::Verdict verdict(const char* day, std::vector<std::string> lists = {}) const {
    return certs::verify(ledger::text(bytes), sample.trust, {moment(day), std::move(lists)});
  }
};

constexpr const char* kDay = "2018-11-10T00:00:00Z";

// The message with another payload, signed again by the paper key.
Bytes with_payload(const Bytes& message, const Bytes& payload) {
  auto parts = attest::parse_sign1(message).value();
  parts.payload = payload;
  parts.signature = seed_key(kPaperSeed)->sign(attest::sig_structure(parts.protected_bytes, payload)).value();
  return attest::encode_sign1(parts);
}

TEST(ShortForm, IsReadBackAndIsSmall) {
  const Paper paper;
  const auto read = certs::parse_short_form(paper.bytes);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->form, paper.form);
  EXPECT_EQ(read->fragment, "p1");
  EXPECT_LE(paper.bytes.size(), 280U);
}

TEST(ShortForm, OfPaperProvesTheIssuersWordAndSaysWhatWasNotChecked) {
  const Paper paper;
  const auto verdict = paper.verdict(kDay);
  EXPECT_EQ(verdict.outcome, Outcome::kStatusOld) << verdict.sentence;
  EXPECT_NE(verdict.sentence.find("was not checked"), std::string::npos);
  EXPECT_EQ(state_of(verdict, "signatures"), CheckState::kPassed);
  for (const char* check : {"issuer_key", "as_issued", "in_ledger", "cosignatures", "time", "lineage", "not_revoked"})
    EXPECT_EQ(state_of(verdict, check), CheckState::kNotDone) << check;
  EXPECT_NE(certs::verdict_text(verdict).find("City of Sampleton"), std::string::npos);
  EXPECT_EQ(paper.verdict("2018-11-08T00:00:00Z").outcome, Outcome::kNotYetInForce);
  EXPECT_EQ(paper.verdict("2019-11-09T00:00:00Z").outcome, Outcome::kExpired);
}

TEST(ShortForm, IsJudgedByTheListsThatAreGiven) {
  const Paper paper;
  const auto list = [](const char* purpose, const std::vector<std::size_t>& set) {
    return signed_list(purpose, "2018-11-09T00:00:00Z", "2018-11-12T00:00:00Z", set);
  };
  const auto clear = paper.verdict(kDay, {list("revocation", {}), list("suspension", {})});
  EXPECT_EQ(clear.outcome, Outcome::kStatusOld) << "the ledger was not looked at";
  EXPECT_NE(clear.sentence.find("neither revoked nor suspended"), std::string::npos);
  EXPECT_EQ(paper.verdict(kDay, {list("revocation", {kStatusIndex})}).outcome, Outcome::kRevoked);
  EXPECT_EQ(paper.verdict(kDay, {list("suspension", {kStatusIndex})}).outcome, Outcome::kSuspended);
}

TEST(ShortForm, ByAnotherKeyIsNotGenuine) {
  Paper paper;
  paper.bytes = signed_form(paper.form, kStrangerSeed);
  EXPECT_EQ(paper.verdict(kDay).outcome, Outcome::kNotGenuine);
  // A credential key signs credentials and nothing else, and a paper key no credential.
  Paper swapped;
  swapped.bytes = certs::sign_short_form(swapped.form, "did:web:attest.example#k1", *seed_key(kCredentialSeed)).value();
  EXPECT_EQ(swapped.verdict(kDay).outcome, Outcome::kNotGenuine);
  EXPECT_EQ(swapped.sample.trust.did.find(kMethod), nullptr);
}

TEST(ShortForm, ByAKeyThatEndedCannotBeTold) {
  Paper paper;
  paper.sample.trust.did.paper_keys[0].revoked = "2020-01-01T00:00:00Z";
  EXPECT_EQ(paper.verdict(kDay).outcome, Outcome::kCannotBeTold);
}

TEST(ShortForm, SaysThatTheClockIsSimulatedAndThatThereIsANotice) {
  const Paper paper({.simulated_clock = true, .notice = "made up"});
  const std::string text = certs::verdict_text(paper.verdict(kDay));
  EXPECT_NE(text.find("clock is simulated"), std::string::npos);
  EXPECT_NE(text.find("carries a notice"), std::string::npos);
}

TEST(ShortForm, WithAnyBitChangedIsRefused) {
  const Paper paper;
  for (std::size_t bit = 0; bit < paper.bytes.size() * 8; ++bit) {
    Bytes changed = paper.bytes;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    const auto verdict = certs::verify(ledger::text(changed), paper.sample.trust, {moment(kDay), {}});
    EXPECT_EQ(verdict.outcome, Outcome::kNotGenuine) << "bit " << bit;
  }
}

TEST(ShortForm, HasNoOtherMemberThanItsOwn) {
  const Paper paper;
  const auto parts = attest::parse_sign1(paper.bytes).value();
  const Cbor payload = attest::decode_cbor(parts.payload).value();
  ASSERT_TRUE(certs::parse_short_form(with_payload(paper.bytes, parts.payload)));
  Cbor::Map more = *payload.as_map();
  more.emplace_back(Cbor::integer(15), Cbor::text("praise"));
  EXPECT_FALSE(certs::parse_short_form(with_payload(paper.bytes, attest::encode_cbor(Cbor::map(more)))));
  for (std::size_t i = 0; i < payload.as_map()->size(); ++i) {
    Cbor::Map less = *payload.as_map();
    less.erase(less.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(certs::parse_short_form(with_payload(paper.bytes, attest::encode_cbor(Cbor::map(less))))) << i;
    Cbor::Map other = *payload.as_map();
    other[i].second = Cbor::array({});
    EXPECT_FALSE(certs::parse_short_form(with_payload(paper.bytes, attest::encode_cbor(Cbor::map(other))))) << i;
  }
}

TEST(ShortForm, KeepsItsLimits) {
  const Paper paper;
  const auto reads = [&](auto change) {
    certs::ShortForm form = paper.form;
    change(form);
    return certs::sign_short_form(form, kMethod, *seed_key(kPaperSeed)).has_value();
  };
  EXPECT_TRUE(reads([](auto& f) { f.city_name = std::string(256, 'x'); }));
  EXPECT_FALSE(reads([](auto& f) { f.city_name = std::string(257, 'x'); }));
  EXPECT_FALSE(reads([](auto& f) { f.city_name = "a\nb"; }));
  EXPECT_TRUE(reads([](auto& f) { f.status_index = 131'071; }));
  EXPECT_FALSE(reads([](auto& f) { f.status_index = 131'072; }));
  EXPECT_FALSE(reads([](auto& f) { f.verified = f.in_standard + 1; }));
  EXPECT_FALSE(reads([](auto& f) { f.valid_until = f.valid_from; }));
  EXPECT_FALSE(reads([](auto& f) { f.level.clear(); }));
  const auto by_p256 = attest::generate_signer(attest::Algorithm::kEs256).value();
  EXPECT_FALSE(certs::sign_short_form(paper.form, kMethod, *by_p256));
  EXPECT_EQ(certs::parse_short_form(Bytes(certs::kShortFormBytesMax + 1, 0xD2)).error().code, ledger::Code::kTooLarge);
}

TEST(ShortForm, StandsInTheDocumentAsItIs) {
  const std::string page = read_file(std::filesystem::path(CITYLEDGER_SOURCE_DIR) / "certs" / "CERTIFICATE.md");
  EXPECT_NE(page.find("<!-- example: short form -->\n```\n" + ledger::hex_encode(Paper().bytes) + "\n```"),
            std::string::npos)
      << ledger::hex_encode(Paper().bytes);
}

TEST(Did, ListsPaperKeysApart) {
  const Paper paper;
  const auto json = certs::to_json(paper.sample.trust.did);
  const auto again = certs::parse_did_document(json);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_NE(again->find_paper(kMethod), nullptr);
  EXPECT_EQ(again->find(kMethod), nullptr);
  attest::Json both = json;
  both.object()->at("assertionMethod").array()->emplace_back(kMethod);
  EXPECT_FALSE(certs::parse_did_document(both)) << "a paper key that could sign credentials";
  attest::Json none = json;
  none.object()->erase("authentication");
  EXPECT_FALSE(certs::parse_did_document(none)) << "a key for nothing";
}

}  // namespace
}  // namespace certs_test
