// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The words of a certificate in one language, from texts/LANGUAGE.json.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "attest/json.hpp"
#include "ledger/ids.hpp"

namespace certs {

class Texts {
 public:
  // Errors: kInvalid when there is no such language.
  [[nodiscard]] static ledger::Result<Texts> load(std::string_view language);

  using Values = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  // The text of that key, each {name} replaced once by its value; values are not searched again.
  // REQUIRES: a key that texts/ has.
  [[nodiscard]] std::string operator()(std::string_view key, Values values = {}) const;
  [[nodiscard]] const std::string& language() const { return language_; }
  [[nodiscard]] bool right_to_left() const;

  [[nodiscard]] std::string day(ledger::UnixMillis time) const;    // "9 November 2018"
  [[nodiscard]] std::string time(ledger::UnixMillis time) const;   // "10:00 UTC"; with seconds unless they are 0
  [[nodiscard]] std::string country(std::string_view code) const;  // "Canada (CA)"; the code alone when unknown

 private:
  std::string language_;
  attest::Json json_;
};

}  // namespace certs
