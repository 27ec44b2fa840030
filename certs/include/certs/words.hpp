// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Pieces of JSON and text that several reports have.
#pragma once

#include <string>
#include <vector>

#include "attest/ledger_folder.hpp"
#include "attest/statement.hpp"

namespace certs {

using attest::Json;
using ledger::Code;
using ledger::Result;

[[nodiscard]] Json to_json(const attest::Registered& registered);
[[nodiscard]] Json to_json(const ledger::Violation& violation);
// Every violation with the "statement" of the submission that it is of.
[[nodiscard]] Json::Array violations_json(const std::vector<attest::Refusal>& refused);
[[nodiscard]] Json to_json(const attest::Counts& counts);
[[nodiscard]] Json texts(const std::vector<std::string>& items);

[[nodiscard]] std::string join(const std::vector<std::string>& items, std::string_view between = ", ");
// "recomputation differs" for recomputation_differs: how text for people writes the words of statements.
[[nodiscard]] std::string in_words(std::string_view code);
// The English name, else the first.
[[nodiscard]] std::string name_of(const attest::Names& names);
// "2018-11-09 10:00:00 UTC"
[[nodiscard]] std::string time_text(ledger::UnixMillis time);

// "no party 'x' in this ledger; there are: a, b" (at most a dozen are named). Code kNotFound, field `what`.
[[nodiscard]] ledger::Error unknown_name(std::string_view what, std::string_view name,
                                         const std::vector<std::string>& known);

}  // namespace certs
