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
// The upload's name, which a Location ends with. Nothing else of it is used: the address that was asked is the one that
// is asked again. None when it has other letters than base64url or more than kUploadIdBytesMax.
inline constexpr std::size_t kUploadIdBytesMax = 128;
[[nodiscard]] std::optional<std::string> parse_upload_id(const std::string& location);
// Upload-Offset: an integer of up to 15 digits (RFC 9651 section 3.3.1) that is not negative.
inline constexpr std::size_t kUploadOffsetDigitsMax = 15;
[[nodiscard]] std::optional<std::uint64_t> parse_upload_offset(const std::string& text);
// How many bytes "bytes FIRST-LAST/SIZE" names (RFC 9110 section 14.4): from that first byte to the end of a file of at
// most so many.
[[nodiscard]] std::optional<std::uint64_t> parse_bytes_behind(std::string_view content_range, std::uint64_t first,
                                                              std::uint64_t size_max);
// A member that is text.
[[nodiscard]] ledger::Result<std::string> text_member_of(ledger::ByteView body, std::string_view name);

}  // namespace cityledger
