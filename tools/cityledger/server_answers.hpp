// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a ledger's server answers, read strictly where it matters here. Members that are not known are passed over: a
// newer server may say more. Nothing is believed yet.
//
// Errors of all: kInvalid, field "server", when the answer is not what was asked for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attest/access_log.hpp"
#include "attest/ledger_folder.hpp"

namespace cityledger {

// {"entries": [{"index", "leaf", "duplicate", "receipt"}], "checkpoint"}, one entry for each of `count` statements.
[[nodiscard]] ledger::Result<attest::Registered> parse_registered(ledger::ByteView body, std::size_t count);
// {"violations": [{"statement", "rule", "field", "message"}]} of a problem document; at least one.
[[nodiscard]] ledger::Result<std::vector<attest::Refusal>> parse_refusals(ledger::ByteView body, std::size_t count);

// {"disclosures": [text]}
[[nodiscard]] ledger::Result<std::vector<std::string>> parse_disclosures(ledger::ByteView body);
// {"items": [{"time", "reader", "entry", "fields", "kid"}], "next"}, of entries of that owner.
struct AccessPage {
  std::vector<attest::Access> accesses;
  std::optional<std::string> next;
};
[[nodiscard]] ledger::Result<AccessPage> parse_accesses(ledger::ByteView body, const std::string& owner);
// A member that is text.
[[nodiscard]] ledger::Result<std::string> text_member_of(ledger::ByteView body, std::string_view name);

}  // namespace cityledger
