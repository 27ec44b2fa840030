// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/date.hpp"
#include "attest/possession.hpp"
#include "ledger/encoding.hpp"
#include "unit/policy/support.hpp"

namespace sample {
namespace {

// Judges entry 0 of a ledger that does not exist yet.
class Opening : public testing::Test {
 protected:
  Opening() {
    body.origin = kOrigin;
    body.ledger_key = key("ledger").public_key();
    body.certifier = kCertifier;
    body.certifier_names = {{"en", "The Certifier"}};
    body.certifier_country = "CH";
    body.root_keys.push_back(root("root", "rosa"));
  }
  attest::Signer& key(const std::string& name) {
    auto& signer = keys_[name];
    if (!signer) signer = attest::signer_from_seed(ledger::sha256(ledger::view(name)).view()).value();
    return *signer;
  }
  attest::LedgerOpened::RootKey root(const std::string& name, const std::string& holder) {
    const std::string nonce = ledger::base64url_encode(ledger::Bytes(16, 7));
    return {key(name).public_key(), holder,
            attest::sign_possession({holder, kCertifier, {"root"}, kOrigin, nonce}, 0, key(name)).value()};
  }
  ledger::Admission judge(const attest::Body& said, const std::string& signer = "ledger") {
    attest::Saying saying;
    saying.issuer = issuer;
    saying.issued_at_s = issued_at_s;
    saying.common.nonce = ledger::base64url_encode(ledger::Bytes(16, 9));
    if (!std::holds_alternative<attest::LedgerOpened>(said)) saying.common.ledger = attest::Digest{};
    saying.body = said;
    const auto bytes = attest::sign_statement(saying, key(signer)).value();
    return attest::admit(bytes, {{0}, {5'000}, ledger::chain_start()}, state).value();
  }
  Rules violated(const attest::Body& said, const std::string& signer = "ledger") {
    const auto admission = judge(said, signer);
    Rules rules;
    if (const auto* refuse = std::get_if<ledger::Refuse>(&admission)) {
      for (const auto& violation : refuse->violations) rules.push_back(violation.rule);
    }
    return rules;
  }
  attest::LedgerOpened body;
  std::string issuer = kOrigin;
  std::int64_t issued_at_s = 5;
  ledger::MemoryState state;

 private:
  std::map<std::string, std::unique_ptr<attest::Signer>> keys_;
};

TEST_F(Opening, IsAdmittedAndAsksForASeal) {
  EXPECT_TRUE(std::get<ledger::Append>(judge(body)).seal_after);
  EXPECT_EQ(attest::get_party(state, kCertifier).value()->party.kind, attest::PartyKind::kCertifier);
}

TEST_F(Opening, MustBeTheFirstEntry) {
  issuer = kCertifier;
  EXPECT_EQ(violated(SampleLedger::party("melbourne", attest::PartyKind::kCity), "root"), Rules{"ledger.opened"});
}

TEST_F(Opening, MustBeSignedByTheKeyThatItNames) {
  EXPECT_EQ(violated(body, "root"), Rules{"statement.signature"});
}

TEST_F(Opening, NamesTheOriginAsItsIssuer) {
  issuer = kCertifier;
  EXPECT_EQ(violated(body), Rules{"statement.issuer"});
}

TEST_F(Opening, IsNotDatedAhead) {
  issued_at_s = 5 + 301;
  EXPECT_EQ(violated(body), Rules{"statement.issued_at"});
}

TEST_F(Opening, AsksForProofThatEachRootKeyIsHeld) {
  body.root_keys[0].holder = "another";
  EXPECT_EQ(violated(body), Rules{"key.possession"});
}

TEST_F(Opening, AsksForDifferentRootKeys) {
  body.root_keys.push_back(root("root", "ruth"));
  EXPECT_EQ(violated(body), Rules{"key.taken"});
}

TEST_F(Opening, TakesNoRootKeyThatIsTheLedgersOwn) {
  body.root_keys = {root("ledger", "rosa")};
  EXPECT_EQ(violated(body), Rules{"key.taken"});
}

class LedgerRules : public Ready {
 protected:
  // What a seal would say at the next place.
  ledger::Place next() {
    const auto head = ledger.store().head().value();
    return {{head.size.value}, ledger.clock().now(), head.chain};
  }
  Rules violated_seal(const std::string& actor, const attest::LedgerSeal& seal, const std::string& nonce) {
    return ledger.violated(sign_changed(ledger, actor, seal, [&](Envelope& e) { e.common.nonce = nonce; }));
  }
  static std::string nonce_of(const ledger::Place& place) {
    return ledger::base64url_encode(place.chain.view().first(16));
  }
  attest::LedgerSeal seal() {
    const auto place = next();
    return {{place.index.value}, place.chain, place.time};
  }
};

TEST_F(LedgerRules, OpenALedgerOnceOnly) {
  attest::LedgerOpened again;
  again.origin = kOrigin;
  again.ledger_key = ledger.actor("ledger").key->public_key();
  again.certifier = kCertifier;
  again.certifier_names = {{"en", "The Certifier"}};
  again.certifier_country = "CH";
  again.root_keys.push_back({ledger.actor("root").key->public_key(), "rosa", {1}});
  const auto bytes = sign_changed(ledger, "ledger", again, [](Envelope& e) { e.common.ledger.reset(); });
  EXPECT_EQ(ledger.violated(bytes), (Rules{"ledger.opened", "statement.ledger"}));
}

TEST_F(LedgerRules, AdmitASealOfItsPlace) {
  EXPECT_EQ(violated_seal("ledger", seal(), nonce_of(next())), Rules{});
}

TEST_F(LedgerRules, RefuseASealOfAnotherSizeChainOrTime) {
  const auto nonce = nonce_of(next());
  auto wrong = seal();
  wrong.size.value -= 1;
  EXPECT_EQ(violated_seal("ledger", wrong, nonce), Rules{"seal.wrong"});
  wrong = seal();
  wrong.chain.bytes[0] ^= 1U;
  EXPECT_EQ(violated_seal("ledger", wrong, nonce), Rules{"seal.wrong"});
  wrong = seal();
  wrong.time.value += 1;
  EXPECT_EQ(violated_seal("ledger", wrong, nonce), Rules{"seal.wrong"});
}

TEST_F(LedgerRules, RefuseASealWithAFreshNonce) {
  EXPECT_EQ(violated_seal("ledger", seal(), ledger.nonce()), Rules{"seal.wrong"});
}

TEST_F(LedgerRules, TakeSealsFromTheLedgersKeyAlone) {
  EXPECT_EQ(violated_seal("root", seal(), nonce_of(next())), Rules{"key.role"});
}

TEST_F(LedgerRules, LetTheLedgersKeySayNothingButSeals) {
  EXPECT_EQ(ledger.violated("ledger", SampleLedger::party("sydney", attest::PartyKind::kCity)), Rules{"key.role"});
  EXPECT_EQ(ledger.violated("ledger", attest::KeyRevoked{kCity, ledger.kid("submitter"), "ceased"}), Rules{"key.role"});
}

class Rotation : public Ready {
 protected:
  Rotation() { ledger.actor("next-ledger", kOrigin, "ledger"); }
  // By the present key, for as long as the defaults ask, after a change.
  Draft rotation(const std::function<void(attest::LedgerKeyRotated&)>& change = {}) {
    const Actor& next = ledger.actor("next-ledger");
    attest::LedgerKeyRotated body{next.key->public_key(), proof(next, kOrigin), after_days(90)};
    if (change) change(body);
    return body;
  }
  ledger::Bytes proof(const Actor& next, const std::string& party) {
    const std::string genesis = ledger::to_hex(ledger.genesis());
    return attest::sign_possession({"ledger", party, {"ledger"}, genesis, ledger.nonce()}, 0, *next.key).value();
  }
  std::string after_days(std::uint64_t days) {
    return attest::format_moment({ledger.clock().now().value + days * 86'400'000 + 2'000});
  }
  attest::ConfigRecord config() { return attest::get_config(ledger.store()).value().value(); }
};

TEST_F(Rotation, IsSaidByTheLedgersPresentKeyAlone) {
  EXPECT_EQ(ledger.violated("ledger", rotation()), Rules{});
  EXPECT_EQ(ledger.violated("root", rotation()), Rules{"key.role"});
}

TEST_F(Rotation, AsksForANewKey) {
  const auto used = [&](const std::string& name) {
    return ledger.violated("ledger", rotation([&](auto& body) {
                             body.next_key = ledger.actor(name).key->public_key();
                             body.proof = proof(ledger.actor(name), kOrigin);
                           }));
  };
  EXPECT_EQ(used("ledger"), Rules{"key.taken"});
  EXPECT_EQ(used("submitter"), Rules{"key.taken"});
  EXPECT_EQ(used("credentials"), Rules{"key.taken"});
}

TEST_F(Rotation, AsksForAProofOfTheNextKey) {
  EXPECT_EQ(ledger.violated("ledger", rotation([&](auto& body) { body.proof = proof(ledger.actor("root"), kOrigin); })),
            Rules{"key.possession"});
  EXPECT_EQ(ledger.violated("ledger", rotation([&](auto& body) {
                              body.proof = proof(ledger.actor("next-ledger"), "another.example");
                            })),
            Rules{"key.possession"});
}

TEST_F(Rotation, OverlapsAsLongAsThePolicyAsks) {
  const auto overlap = [&](std::uint64_t days) {
    return ledger.violated("ledger", rotation([&](auto& body) { body.overlap_until = after_days(days); }));
  };
  EXPECT_EQ(overlap(90), Rules{});
  EXPECT_EQ(overlap(89), Rules{"ledger.overlap"});
  ledger.say("registrar", attest::PolicyAdopted{1, 72, 10});
  EXPECT_EQ(overlap(10), Rules{});
  EXPECT_EQ(overlap(9), Rules{"ledger.overlap"});
}

TEST_F(Rotation, HandsTheLedgerOverToTheNextKeyFromTheNextEntryOn) {
  const auto before = config().ledger_key;
  const auto ref = ledger.say("ledger", rotation());
  EXPECT_EQ(config().ledger_key, ledger.actor("next-ledger").key->public_key());
  ASSERT_EQ(config().earlier_keys.size(), 1U);
  EXPECT_EQ(config().earlier_keys[0].key, before);
  EXPECT_EQ(config().earlier_keys[0].rotated, ref);
  EXPECT_EQ(attest::ledger_key_at(config(), {ref.index.value}), before);
  EXPECT_EQ(attest::ledger_key_at(config(), {ref.index.value + 1}), config().ledger_key);
  const auto seal = attest::get_entry_facts(ledger.store(), {ref.index.value + 1}).value().value();
  EXPECT_EQ(seal.type, "ledger.seal");
  EXPECT_EQ(seal.kid, attest::key_thumbprint(config().ledger_key));
  EXPECT_TRUE(ledger.audit().findings.empty());
}

TEST_F(Rotation, EndsWhatTheKeyBeforeMaySay) {
  const auto again = ledger.sign("ledger", rotation());
  ledger.say("ledger", rotation());
  ledger.actor("third-ledger", kOrigin, "ledger");
  const auto third = [&](auto& body) {
    body.next_key = ledger.actor("third-ledger").key->public_key();
    body.proof = proof(ledger.actor("third-ledger"), kOrigin);
  };
  EXPECT_EQ(ledger.violated(again), (Rules{"key.taken", "ledger.key"}));
  EXPECT_EQ(ledger.violated("ledger", rotation(third)), Rules{"ledger.key"});
  EXPECT_EQ(ledger.violated("next-ledger", rotation(third)), Rules{});
}

}  // namespace
}  // namespace sample
