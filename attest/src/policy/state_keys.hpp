// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Where each record of the derived state lies. Numbers are padded so that byte order is their order.
#pragma once

#include <string>
#include <string_view>

#include "ledger/digest.hpp"
#include "ledger/ids.hpp"

namespace attest::state_key {

inline constexpr std::string_view kConfig = "config";
inline constexpr std::string_view kPolicy = "policy";
inline constexpr std::string_view kWitnessPolicy = "witness-policy";
inline constexpr std::string_view kTemplates = "template/";
inline constexpr std::string_view kParties = "party/";
inline constexpr std::string_view kKeys = "key/";
inline constexpr std::string_view kStandards = "standard/";
inline constexpr std::string_view kProgrammes = "programme/";
inline constexpr std::string_view kCycles = "cycle/";
inline constexpr std::string_view kCertificates = "certificate/";
inline constexpr std::string_view kCases = "case/";
inline constexpr std::string_view kDids = "did/";
inline constexpr std::string_view kLists = "list/";
inline constexpr std::string_view kErasuresEnd = "erasures-end";

[[nodiscard]] std::string party(std::string_view id);
[[nodiscard]] std::string key(const ledger::Digest& kid);
[[nodiscard]] std::string standard(std::string_view id);
[[nodiscard]] std::string amended(std::string_view standard, ledger::EntryIndex adoption);
[[nodiscard]] std::string programme(std::string_view id);
[[nodiscard]] std::string rules(std::string_view standard);
[[nodiscard]] std::string indicator(std::string_view standard, std::string_view code);
[[nodiscard]] std::string cycle(std::string_view id);
[[nodiscard]] std::string live_of(std::string_view cycle);  // prefix of all of a cycle
[[nodiscard]] std::string live(std::string_view cycle, std::string_view indicator);
[[nodiscard]] std::string evidence(ledger::EntryIndex index);
[[nodiscard]] std::string certificate(std::string_view number);
[[nodiscard]] std::string basis(std::string_view number);
[[nodiscard]] std::string certified_of(std::string_view city);  // prefix of all certificates of a city
[[nodiscard]] std::string certified(std::string_view city, std::string_view number);
[[nodiscard]] std::string resting_on(const ledger::Digest& kid);  // prefix of all certificates resting on a key
[[nodiscard]] std::string rests_on(const ledger::Digest& kid, std::string_view number);
[[nodiscard]] std::string a_case(std::string_view number);
[[nodiscard]] std::string pdf(const ledger::Digest& pdf);
[[nodiscard]] std::string status(std::int64_t index);
[[nodiscard]] std::string erased(std::string_view digest);
[[nodiscard]] std::string did(std::string_view did);
[[nodiscard]] std::string list(std::string_view address);
[[nodiscard]] std::string document_template(std::string_view id);
[[nodiscard]] std::string entry(ledger::EntryIndex index);
// That the entry stands under that word of an index; no word has a space. Without an entry: the prefix of all.
[[nodiscard]] std::string found(std::string_view kind, std::string_view word);
[[nodiscard]] std::string found(std::string_view kind, std::string_view word, ledger::EntryIndex index);
// Of one statement under one key: where it is already.
[[nodiscard]] std::string duplicate(const ledger::Digest& identity, const ledger::Digest& kid);
// That this person holds or held a key of this party.
[[nodiscard]] std::string holder(std::string_view party, std::string_view holder);
[[nodiscard]] std::string ties_of(std::string_view named);  // prefix of all who name that party
[[nodiscard]] std::string tie(std::string_view named, std::string_view by);
// The use that key material is put to; a curve point by its x coordinate, so that both spellings meet.
[[nodiscard]] std::string material(ledger::ByteView x);

}  // namespace attest::state_key
