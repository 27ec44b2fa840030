// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A ledger in memory with a certifier, a city, a verifier and a provider, for tests: each step is one line.
// Keys come from fixed seeds, nonces and salts from counters, the time from a simulated clock, so that two runs
// give the same bytes. What must not fail throws.
//
//   SampleLedger ledger;
//   ledger.ready();                                        // parties, keys, standard, cycle
//   ledger.accept("C1"); ledger.accept("C2");              // submitted and accepted
//   ledger.say("reviewer", ledger.review());
//   ledger.say("issuer", ledger.certificate("A-1", 0));
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attest/audit.hpp"
#include "attest/catalogue.hpp"
#include "attest/policy.hpp"
#include "attest/records.hpp"
#include "attest/signer.hpp"
#include "ledger/guard.hpp"
#include "ledger/memory_store.hpp"
#include "ledger/sequencer.hpp"

namespace sample {

inline constexpr const char* kOrigin = "ledger.attest.example/test";
inline constexpr const char* kCertifier = "certifier";
inline constexpr const char* kCity = "melbourne";
inline constexpr const char* kVerifier = "checkers";
inline constexpr const char* kProvider = "statistics-office";
inline constexpr const char* kDid = "did:web:certifier.example";
inline constexpr const char* kStartDay = "2018-11-09";
inline constexpr int kDataYear = 2017;

// What somebody is about to say, with the disclosures of its confidential fields.
struct Draft {
  Draft(attest::Body said) : body(std::move(said)) {}  // NOLINT: a body alone is a draft
  template <class T>
  Draft(T said) : body(std::move(said)) {}  // NOLINT
  template <class T>
  [[nodiscard]] T& as() {
    return std::get<T>(body);
  }
  attest::Body body;
  std::vector<std::string> disclosures;
};

// Who speaks with which key. An actor is named in tests by the role that it mostly has.
struct Actor {
  std::string party;
  std::string holder;
  std::unique_ptr<attest::Signer> key;
};

class SampleLedger {
 public:
  // Opens the ledger: entry 0 and its seal.
  explicit SampleLedger(ledger::Admit admit = attest::admit);
  ~SampleLedger();
  SampleLedger(const SampleLedger&) = delete;
  SampleLedger& operator=(const SampleLedger&) = delete;

  // The steps of ready(), for tests that want to stop on the way.
  void add_certifier_keys();  // actors registrar, reviewer, issuer
  // City, verifier, provider with actors submitter, verifier, provider; the certifier's DID.
  void add_parties(bool with_did = true);
  void adopt(const attest::Json& catalogue);
  void enrol(int data_year = kDataYear);                      // and makes that the cycle that the drafts are about
  void turn_to(const std::string& cycle) { cycle_ = cycle; }  // what the drafts are about from now on
  // All of them, with the small catalogue or another one.
  void ready();
  void ready(const attest::Json& catalogue);

  // Makes an actor with a key from a seed of its name; the ledger does not hear of it.
  Actor& actor(const std::string& name, const std::string& party, const std::string& holder,
               attest::Algorithm algorithm = attest::Algorithm::kEdDsa);
  [[nodiscard]] Actor& actor(const std::string& name);
  [[nodiscard]] attest::Digest kid(const std::string& name);
  // What authorises an actor's key in these roles from now on for ten years.
  [[nodiscard]] Draft authorisation(const std::string& name, std::vector<std::string> roles);
  // The same said by root or registrar, whoever may.
  attest::EntryRef authorise(const std::string& name, std::vector<std::string> roles);

  // Drafts that violate no rule in the present state.
  [[nodiscard]] static attest::PartyRegistered party(const std::string& id, attest::PartyKind kind);
  [[nodiscard]] Draft evidence();
  [[nodiscard]] Draft value(const std::string& indicator, const std::string& value = "12.5");
  [[nodiscard]] Draft missing_value(const std::string& indicator);
  [[nodiscard]] Draft decision(const std::string& indicator, attest::Verdict verdict = attest::Verdict::kAccepted);
  [[nodiscard]] Draft review();
  [[nodiscard]] Draft certificate(const std::string& number, std::int64_t status_index);
  // From now on; superseded by `by`.
  [[nodiscard]] Draft status(const std::string& number, attest::StatusChange change, const std::string& by = {});
  [[nodiscard]] static Draft did_document(const std::string& did, const attest::PublicKey& key);
  [[nodiscard]] Draft status_list(const std::string& purpose);

  // Adds a confidential field to what is about to be said; its digest.
  std::string disclose(Draft& draft, const std::string& name, const std::string& value);

  // Signs, as that actor, now.
  [[nodiscard]] ledger::Bytes sign(const std::string& actor, const Draft& draft);
  // Signs and appends. Throws when refused.
  attest::EntryRef say(const std::string& actor, const Draft& draft);
  attest::EntryRef append(const ledger::Bytes& statement);
  [[nodiscard]] ledger::Answer submit(const ledger::Bytes& statement);
  // The rules that the statement would violate now, sorted, each once. Nothing is appended.
  [[nodiscard]] std::vector<std::string> violated(const std::string& actor, const Draft& draft);
  [[nodiscard]] std::vector<std::string> violated(const ledger::Bytes& statement);
  // Called with every statement that violated() found refused, and the rules; tests look at refusals from elsewhere.
  using Refused = std::function<void(SampleLedger&, const ledger::Bytes&, const std::vector<std::string>&)>;
  static void on_refusal(Refused refused);
  // A value submitted and accepted.
  attest::EntryRef accept(const std::string& indicator, const std::string& value = "12.5");

  [[nodiscard]] ledger::MemoryStore& store() { return store_; }
  [[nodiscard]] ledger::SimulatedClock& clock() { return clock_; }
  [[nodiscard]] ledger::Sequencer& sequencer() { return *sequencer_; }
  [[nodiscard]] attest::Digest genesis() const { return genesis_; }
  [[nodiscard]] const std::string& cycle() const { return cycle_; }
  [[nodiscard]] const std::string& standard() const { return standard_; }
  [[nodiscard]] attest::Catalogue catalogue();
  [[nodiscard]] attest::LiveRecord live(const std::string& indicator);
  // Every disclosure made so far, by digest.
  [[nodiscard]] const std::map<std::string, std::string>& disclosures() const { return disclosures_; }
  [[nodiscard]] ledger::Checkpoint checkpoint();
  // Replays everything that is stored, with all disclosures at hand.
  [[nodiscard]] attest::AuditReport audit();
  [[nodiscard]] std::string nonce();

 private:
  void open(ledger::Admit admit);
  [[nodiscard]] ledger::Result<ledger::Bytes> make_seal(const ledger::Place& place, const ledger::StateReader& state);
  [[nodiscard]] ledger::Bytes possession(const Actor& actor, const std::vector<std::string>& roles,
                                         const std::string& ledger_or_origin);
  [[nodiscard]] std::int64_t now_s() const { return static_cast<std::int64_t>(clock_.now().value / 1000); }

  ledger::MemoryStore store_;
  ledger::SimulatedClock clock_;
  std::unique_ptr<ledger::Guard> guard_;
  std::map<std::string, Actor> actors_;
  std::map<std::string, std::string> disclosures_;
  std::uint64_t counter_ = 0;
  std::optional<attest::Digest> genesis_or_none_;
  attest::Digest genesis_;
  std::string standard_;
  std::string cycle_;
  std::unique_ptr<ledger::Sequencer> sequencer_;  // last: its thread uses the rest
};

// Reads an audit's entries from a store.
class StoreSource final : public attest::EntrySource {
 public:
  explicit StoreSource(const ledger::Store& store) : store_(&store) {}
  [[nodiscard]] ledger::Result<void> entries(
      ledger::EntryIndex first, std::uint64_t count,
      const std::function<bool(ledger::EntryIndex, const Item&)>& visit) const override;

 private:
  const ledger::Store* store_;
};

}  // namespace sample
