// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Random sequences of good and bad statements against a small model of the rules that knows nothing of the policy:
// maps, sets and counting. Both must agree on every admission, and at the end on what is certified.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "support/sample_ledger.hpp"

namespace sample {

struct Person {
  std::string party;
  std::string holder;
  std::string role;
  std::set<std::string> not_for;  // cities that this person may not judge
  bool revoked = false;
  bool untrusted = false;  // said to be compromised
  bool delegate = false;
  std::uint64_t valid_from = 0;                   // of the key, in ms
  std::optional<std::uint64_t> replaced_at = {};  // by a recovered key, in ms
};

// Which submission of an indicator was accepted by which decision.
using Accepted = std::map<std::string, std::pair<std::uint64_t, std::uint64_t>>;

struct ModelValue {
  std::uint64_t submission = 0;
  bool reported = true;
  std::optional<attest::Verdict> verdict;
  std::uint64_t decision = 0;
  int rounds = 0;
  bool withdrawn = false;
  std::set<std::string> signers;  // of this submission and of every decision on it
};

struct ModelCycle {
  std::string city;
  std::map<std::string, ModelValue> values;
  std::set<std::string> deciders;
  std::optional<std::uint64_t> review;
  std::string reviewer;       // holder
  std::string review_signer;  // whose key
  Accepted reviewed;
  bool recommends = false;
  bool closed = false;
  bool withdrawn = false;
  std::string programme;
  std::string corrects;                // the certificate whose correction opened the cycle again
  bool reviewed_since_opened = false;  // again

  [[nodiscard]] bool open() const { return !closed && !withdrawn; }
  [[nodiscard]] Accepted accepted() const {
    Accepted out;
    for (const auto& [code, value] : values) {
      const bool counts = value.verdict == attest::Verdict::kAccepted && !value.withdrawn;
      if (counts) out[code] = {value.submission, value.decision};
    }
    return out;
  }
  [[nodiscard]] std::string level() const {
    int core = 0;
    int supporting = 0;
    for (const auto& [code, unused] : accepted()) (code[0] == 'C' ? core : supporting)++;
    if (core == 3 && supporting >= 1) return "Full";
    return core >= 2 ? "Base" : "none";
  }
};

struct ModelCertificate {
  std::string cycle;
  std::string state = "valid";
  bool correcting = false;
  std::set<std::string> signers;  // of everything that it rests on
  std::string reviewer;           // holder
  std::string issuer;             // holder
  [[nodiscard]] bool ended() const { return state == "revoked" || state == "superseded"; }
};

class PolicyModel {
 public:
  explicit PolicyModel(std::uint64_t seed);
  void step();
  // Whether the ledger ends where the model does: certificates, what they rest on, audit and fsck.
  void compare_ends();

  [[nodiscard]] int admitted() const { return admitted_; }
  [[nodiscard]] int refused() const { return refused_; }
  [[nodiscard]] int closed() const { return static_cast<int>(numbers_); }
  // How often each type was admitted and refused.
  struct Times {
    int admitted = 0;
    int refused = 0;
  };
  [[nodiscard]] const std::map<std::string, Times>& by_type() const { return by_type_; }

 private:
  int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  template <class T>
  const T& one_of(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(pick(static_cast<int>(from.size())))];
  }

  void add(const std::string& name, const std::optional<attest::PartyRegistered>& party, const Person& person);
  void enrol(const std::string& city, int year);
  void turn_to_some_cycle();
  [[nodiscard]] std::uint64_t clock_ms() { return ledger_.clock().now().value; }
  // The key speaks now.
  [[nodiscard]] bool speaks(const Person& person);
  ModelCycle& now() { return cycles_.at(ledger_.cycle()); }
  // Mostly somebody with the role, so that sequences get far.
  std::string somebody(const std::string& role);
  // The entry, when the ledger says what the model says.
  std::optional<std::uint64_t> say(const std::string& actor, const Draft& draft, bool expected);

  // policy_model_values.cpp
  void submit();
  void decide();
  void review();
  void issue();
  void revoke();
  void withdraw_value();

  [[nodiscard]] bool correction_may_end(const ModelCycle& cycle) const;

  void life_step();

  // policy_model_life.cpp
  void change_status();
  void supersede(const std::string& number);
  void end_correction(const std::string& number);
  void open_programme();
  void enrol_somebody();
  void withdraw_city();
  void update_party();
  void delegate_key();
  void recover_key();

  // policy_model_upkeep.cpp
  void publish();
  void register_evidence();
  void expire_evidence();
  void erase();
  void report_audit();
  void amend_standard();
  void render();
  void open_case();
  void decide_case();

  std::mt19937_64 random_;
  SampleLedger ledger_;
  std::map<std::string, Person> people_;
  std::map<std::string, ModelCycle> cycles_;
  std::map<std::string, std::vector<attest::EntryRef>> submissions_;  // of each indicator, in any cycle
  std::map<std::string, ModelCertificate> certificates_;
  std::set<std::string> programmes_;
  std::set<std::string> open_programmes_;                                       // those that take cities now
  std::map<std::uint64_t, std::pair<attest::EntryRef, std::string>> evidence_;  // index -> entry, who registered it
  std::set<std::uint64_t> expired_;
  std::set<std::string> erased_;              // digests
  std::map<std::string, std::string> cases_;  // number -> the certificate that it is about
  std::set<std::string> decided_cases_;
  std::optional<attest::EntryRef> template_;
  int pdfs_ = 0;
  std::set<int> rendered_;
  std::int64_t policy_version_ = 0;
  std::int64_t template_version_ = 0;
  int new_keys_ = 0;
  std::int64_t numbers_ = 0;
  int admitted_ = 0;
  int refused_ = 0;
  std::map<std::string, Times> by_type_;
};

}  // namespace sample
