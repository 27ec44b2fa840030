// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What one judgement works with: the statement, its place, who signed it, the state, and the violations so far.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attest/date.hpp"
#include "attest/records.hpp"
#include "attest/statement.hpp"
#include "ledger/sequencer.hpp"
#include "records_write.hpp"

namespace attest {

// The role of the ledger's own key; nobody else can hold it.
inline constexpr std::string_view kLedgerRole = "ledger";

// Who signed: what the state says of the key.
struct Speaker {
  std::string party;  // the origin for the ledger itself
  std::string holder;
  std::vector<std::string> roles;
};

class Context {
 public:
  // References must outlive this object. `self` is the entry that the statement would become.
  Context(const Statement& statement, const ledger::Place& place, EntryRef self, ledger::State& state)
      : statement_(&statement), place_(&place), self_(self), state_(&state) {}

  [[nodiscard]] const Statement& statement() const { return *statement_; }
  [[nodiscard]] const ledger::Place& place() const { return *place_; }
  [[nodiscard]] const EntryRef& self() const { return self_; }
  [[nodiscard]] ledger::State& state() { return *state_; }
  [[nodiscard]] const ConfigRecord& config() const { return config_; }
  [[nodiscard]] const Speaker& speaker() const { return speaker_; }
  void set_config(ConfigRecord config) { config_ = std::move(config); }
  void set_speaker(Speaker speaker) { speaker_ = std::move(speaker); }

  [[nodiscard]] bool speaks_as(std::string_view role) const {
    return std::find(speaker_.roles.begin(), speaker_.roles.end(), role) != speaker_.roles.end();
  }

  void violate(std::string_view rule, std::string_view field, std::string message) {
    violations_.push_back({std::string(rule), std::string(field), std::move(message)});
  }
  // No rule violated and no record unreadable so far.
  [[nodiscard]] bool clean() const { return violations_.empty() && !error_; }
  [[nodiscard]] std::vector<ledger::Violation>& violations() { return violations_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

  // The value of a read; after a failed one, which is kept, an empty value.
  template <class T>
  [[nodiscard]] T value_of(Result<T> read) {
    if (read) return std::move(*read);
    note(read.error());
    return T{};
  }
  void note(const Error& error) {
    if (!error_) error_ = error;
  }

 private:
  const Statement* statement_;
  const ledger::Place* place_;
  EntryRef self_;
  ledger::State* state_;
  ConfigRecord config_;
  Speaker speaker_;
  std::vector<ledger::Violation> violations_;
  std::optional<Error> error_;
};

}  // namespace attest
