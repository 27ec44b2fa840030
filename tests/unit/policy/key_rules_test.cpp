// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a party authorises itself, keys that were lost and recovered, keys that were stolen.
#include "attest/date.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

using attest::KeyAuthorised;
using attest::KeyRecovered;
using attest::KeyRevoked;

constexpr std::uint64_t kHourMillis = 3'600'000;

class OwnKeys : public Ready {
 protected:
  // The city's next key, as its present one would authorise it, after a change.
  Rules by(const std::string& signer, const std::function<void(KeyAuthorised&)>& change = {}) {
    ledger.actor("next", kCity, "next-person");
    auto draft = ledger.authorisation("next", {"submitter"});
    auto& body = draft.as<KeyAuthorised>();
    body.valid_until = attest::format_moment(present().valid_until);
    if (change) change(body);
    return ledger.violated(signer, draft);
  }
  attest::KeyRecord present() { return attest::get_key(ledger.store(), ledger.kid("submitter")).value().value(); }
  // A key of the city that an agency holds.
  void delegate() {
    ledger.actor("agency", kCity, "agency-person");
    auto draft = ledger.authorisation("agency", {"submitter"});
    auto& body = draft.as<KeyAuthorised>();
    body.valid_until = attest::format_moment(present().valid_until);
    body.delegate = "Agency Ltd";
    ledger.say("submitter", draft);
  }
};

TEST_F(OwnKeys, AreAuthorisedByThePartysOwnKey) {
  EXPECT_EQ(by("submitter"), Rules{});
  EXPECT_EQ(by("verifier"), Rules{"key.role"});
  EXPECT_EQ(by("ledger"), Rules{"key.role"});
}

TEST_F(OwnKeys, WorkLikeAnyOther) {
  delegate();
  EXPECT_EQ(ledger.violated("agency", ledger.value("C1")), Rules{});
  EXPECT_EQ(attest::get_key(ledger.store(), ledger.kid("agency")).value()->delegate, "Agency Ltd");
}

TEST_F(OwnKeys, HaveNoRoleThatTheSignerHasNot) {
  ledger.actor("two-roles", kCity, "next-person");
  auto draft = ledger.authorisation("two-roles", {"submitter", "verifier"});
  draft.as<KeyAuthorised>().valid_until = attest::format_moment(present().valid_until);
  EXPECT_EQ(ledger.violated("submitter", draft), (Rules{"key.own", "party.kind"}));
  EXPECT_EQ(ledger.violated("registrar", draft), Rules{"party.kind"});
}

TEST_F(OwnKeys, AreValidWithinTheSignersValidityAlone) {
  const auto second = [](attest::UnixMillis time, std::int64_t by) {
    return attest::format_moment({time.value + static_cast<std::uint64_t>(by * 1'000)});
  };
  EXPECT_EQ(by("submitter", [&](auto& body) { body.valid_from = second(present().valid_from, 0); }), Rules{});
  EXPECT_EQ(by("submitter", [&](auto& body) { body.valid_from = second(present().valid_from, -1); }), Rules{"key.own"});
  EXPECT_EQ(by("submitter", [&](auto& body) { body.valid_until = second(present().valid_until, 1); }),
            Rules{"key.own"});
  EXPECT_EQ(by("registrar", [&](auto& body) { body.valid_until = second(present().valid_until, 1); }), Rules{});
}

TEST_F(OwnKeys, OfADelegateAuthoriseNoOther) {
  delegate();
  EXPECT_EQ(by("agency"), Rules{"key.own"});
}

TEST_F(OwnKeys, OfADelegateEndThemselvesAlone) {
  delegate();
  EXPECT_EQ(ledger.violated("agency", KeyRevoked{kCity, ledger.kid("submitter"), "ceased"}), Rules{"key.own"});
  EXPECT_EQ(ledger.violated("agency", KeyRevoked{kCity, ledger.kid("agency"), "ceased"}), Rules{});
  EXPECT_EQ(ledger.violated("submitter", KeyRevoked{kCity, ledger.kid("agency"), "ceased"}), Rules{});
}

TEST_F(OwnKeys, OfTheCertifierAreRootsAlone) {
  ledger.actor("second-issuer", kCertifier, "second-person");
  EXPECT_EQ(ledger.violated("issuer", ledger.authorisation("second-issuer", {"issuer"})), Rules{"key.role"});
}

class Recovery : public Ready {
 protected:
  // The recovery of a lost key by one of the same roles, valid as soon as may be.
  Draft recovery(const std::string& lost, const std::string& role, const std::string& name = "found") {
    const std::string party = ledger.actor(lost).party;
    ledger.actor(name, party, name + "-person");
    const auto authorised = ledger.authorisation(name, {role}).as<KeyAuthorised>();
    KeyRecovered body{authorised.party, authorised.holder,      authorised.key,   authorised.roles,
                      after(72),        authorised.valid_until, authorised.proof, ledger.kid(lost)};
    return body;
  }
  std::string after(std::uint64_t hours) {
    return attest::format_moment({ledger.clock().now().value + hours * kHourMillis + 1'000});
  }
  void wait(std::uint64_t hours) { ledger.clock().advance_ms(hours * kHourMillis + 2'000); }
  Rules changed(const std::function<void(KeyRecovered&)>& change) {
    auto draft = recovery("submitter", "submitter");
    change(draft.as<KeyRecovered>());
    return ledger.violated("registrar", draft);
  }
  KeyRevoked contest(const std::string& of = "found") { return {ledger.actor(of).party, ledger.kid(of), "contested"}; }
};

TEST_F(Recovery, IsSaidByRegistrarAndRootAndForTheCertifiersKeysByRoot) {
  EXPECT_EQ(ledger.violated("registrar", recovery("submitter", "submitter")), Rules{});
  EXPECT_EQ(ledger.violated("root", recovery("submitter", "submitter")), Rules{});
  EXPECT_EQ(ledger.violated("verifier", recovery("submitter", "submitter")), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("root", recovery("issuer", "issuer")), Rules{});
  EXPECT_EQ(ledger.violated("registrar", recovery("issuer", "issuer")), Rules{"key.role"});
}

TEST_F(Recovery, OfARootAsksForAnotherRoot) {
  EXPECT_EQ(ledger.violated("root", recovery("root", "root")), Rules{"key.recovery"});
  ledger.actor("second-root", kCertifier, "second-person");
  ledger.authorise("second-root", {"root"});
  EXPECT_EQ(ledger.violated("second-root", recovery("root", "root")), Rules{});
  EXPECT_EQ(ledger.violated("registrar", recovery("root", "root")), Rules{"key.role"});
}

TEST_F(Recovery, WaitsAsLongAsThePolicySays) {
  EXPECT_EQ(changed([&](auto& body) { body.valid_from = after(71); }), Rules{"key.recovery"});
  EXPECT_EQ(changed([&](auto& body) { body.valid_from = after(72); }), Rules{});
  ledger.say("registrar", attest::PolicyAdopted{1, 100, 90});
  EXPECT_EQ(changed([&](auto& body) { body.valid_from = after(99); }), Rules{"key.recovery"});
  EXPECT_EQ(changed([&](auto& body) { body.valid_from = after(100); }), Rules{});
}

TEST_F(Recovery, AsksForAKnownKeyOfThePartyThatIsNotRevoked) {
  EXPECT_EQ(changed([&](auto& body) { body.lost = attest::Digest{}; }), Rules{"key.unknown"});
  EXPECT_EQ(changed([&](auto& body) { body.lost = ledger.kid("verifier"); }), Rules{"key.recovery"});
  ledger.say("registrar", KeyRevoked{kCity, ledger.kid("submitter"), "ceased"});
  EXPECT_EQ(changed([](auto&) {}), Rules{"key.recovery"});
}

TEST_F(Recovery, GivesNoRoleThatTheLostKeyHadNot) {
  EXPECT_EQ(ledger.violated("root", recovery("issuer", "registrar")), Rules{"key.recovery"});
}

TEST_F(Recovery, AsksForANewKeyAndItsProof) {
  EXPECT_EQ(changed([&](auto& body) { body.holder = "somebody-else"; }), Rules{"key.possession"});
  EXPECT_EQ(changed([&](auto& body) { body.key = ledger.actor("provider").key->public_key(); }),
            (Rules{"key.possession", "key.taken"}));
  EXPECT_EQ(changed([&](auto& body) { body.party = "nobody"; }),
            (Rules{"key.possession", "key.recovery", "party.unknown"}));
}

TEST_F(Recovery, LetsTheLostKeyWorkUntilTheNewOneIsValidAndNoLonger) {
  ledger.say("registrar", recovery("submitter", "submitter"));
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{});
  EXPECT_EQ(ledger.violated("found", ledger.value("C1")), Rules{"key.not_yet_valid"});
  wait(72);
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{"key.recovered"});
  EXPECT_EQ(ledger.violated("found", ledger.value("C1")), Rules{});
}

TEST_F(Recovery, IsStoppedByAContestOfTheLostKey) {
  ledger.say("registrar", recovery("submitter", "submitter"));
  ledger.say("submitter", contest());
  wait(72);
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{});
  EXPECT_EQ(ledger.violated("found", ledger.value("C1")), Rules{"key.revoked"});
}

TEST_F(Recovery, IsContestedByTheLostKeyAloneAndInTime) {
  ledger.actor("second", kCity, "second-person");
  ledger.authorise("second", {"submitter"});
  ledger.say("registrar", recovery("submitter", "submitter"));
  EXPECT_EQ(ledger.violated("second", contest()), Rules{"key.contested"});
  EXPECT_EQ(ledger.violated("registrar", contest()), Rules{"key.contested"});
  EXPECT_EQ(ledger.violated("submitter", contest("second")), Rules{"key.contested"});
  EXPECT_EQ(ledger.violated("submitter", contest()), Rules{});
  wait(72);
  EXPECT_EQ(ledger.violated("submitter", contest()), (Rules{"key.contested", "key.recovered"}));
}

TEST_F(Recovery, IsNotUndoneByARevocationAfterItTookEffect) {
  ledger.say("registrar", recovery("submitter", "submitter"));
  wait(72);
  ledger.say("found", KeyRevoked{kCity, ledger.kid("found"), "ceased"});
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{"key.recovered"});
}

TEST_F(Recovery, MayBeTriedAgainAfterAContestAndNotBeside) {
  ledger.say("registrar", recovery("submitter", "submitter"));
  EXPECT_EQ(ledger.violated("registrar", recovery("submitter", "submitter", "again")), Rules{"key.recovery"});
  ledger.actor("found", kCity, "found-person");
  ledger.say("submitter", contest());
  ledger.say("registrar", recovery("submitter", "submitter", "again"));
  wait(72);
  EXPECT_EQ(ledger.violated("again", ledger.value("C1")), Rules{});
  EXPECT_EQ(ledger.violated("submitter", ledger.value("C1")), Rules{"key.recovered"});
}

TEST_F(Recovery, AsksForASeal) {
  const auto size = [&] { return ledger.store().head().value().size.value; };
  const auto ref = ledger.say("registrar", recovery("submitter", "submitter"));
  EXPECT_EQ(size(), ref.index.value + 2);
}

class Compromise : public Ready {
 protected:
  KeyRevoked stolen(const std::string& since, const std::string& key = "verifier") {
    return {ledger.actor(key).party, ledger.kid(key), "compromised", since};
  }
  std::string now(std::int64_t seconds = 0) {
    return attest::format_moment({ledger.clock().now().value + static_cast<std::uint64_t>(seconds * 1'000)});
  }
};

TEST_F(Compromise, IsSetToAnEarlierMomentByTheCertifierAlone) {
  EXPECT_EQ(ledger.violated("registrar", stolen(now(-3'600))), Rules{});
  EXPECT_EQ(ledger.violated("root", stolen(now(-3'600))), Rules{});
  EXPECT_EQ(ledger.violated("verifier", stolen(now(-3'600))), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("issuer", stolen(now(-3'600), "issuer")), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("verifier", KeyRevoked{kVerifier, ledger.kid("verifier"), "compromised"}), Rules{});
}

TEST_F(Compromise, IsNotSetToAMomentThatIsYetToCome) {
  EXPECT_EQ(ledger.violated("registrar", stolen(now())), Rules{});
  EXPECT_EQ(ledger.violated("registrar", stolen(now(60))), Rules{"key.since"});
}

TEST_F(Compromise, UndoesNoAdmission) {
  ledger.accept("C1");
  ledger.say("registrar", stolen(now(-3'600)));
  EXPECT_EQ(ledger.live("C1").verdict, attest::Verdict::kAccepted);
  EXPECT_TRUE(ledger.audit().findings.empty());
}

TEST_F(Compromise, DisputesCertificatesThatRestOnWhatWasSignedSince) {
  ledger.accept("C1");
  ledger.accept("C2");
  ledger.say("reviewer", ledger.review());
  ledger.say("issuer", ledger.certificate("A-1", 0));
  const auto state = [&] { return attest::get_certificate(ledger.store(), "A-1").value()->state; };
  ledger.say("registrar", stolen(now(-1)));
  EXPECT_EQ(state(), attest::CertificateState::kValid);
  ledger.say("registrar", stolen(now(-3'600)));
  EXPECT_EQ(state(), attest::CertificateState::kDisputed);
}

TEST_F(Compromise, IsToldOfARevokedKeyToo) {
  ledger.say("verifier", KeyRevoked{kVerifier, ledger.kid("verifier"), "compromised"});
  const auto first = attest::get_key(ledger.store(), ledger.kid("verifier")).value().value();
  EXPECT_EQ(ledger.violated("registrar", KeyRevoked{kVerifier, ledger.kid("verifier"), "compromised"}),
            Rules{"key.revoked"});
  ledger.say("registrar", stolen(now(-60)));
  EXPECT_EQ(ledger.violated("registrar", stolen(now(-30))), Rules{"key.revoked"});
  EXPECT_EQ(ledger.violated("registrar", stolen(now(-3'600))), Rules{});
  const auto then = attest::get_key(ledger.store(), ledger.kid("verifier")).value().value();
  EXPECT_EQ(then.revoked, first.revoked);
  EXPECT_TRUE(then.untrusted_since.has_value());
}

}  // namespace
}  // namespace sample
