// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "state_keys.hpp"

#include "ledger/encoding.hpp"

namespace attest::state_key {
namespace {

std::string joined(std::string_view prefix, std::string_view rest) {
  std::string out(prefix);
  out += rest;
  return out;
}

std::string joined(std::string_view prefix, std::string_view first, std::string_view second) {
  std::string out = joined(prefix, first);
  out += '/';
  out += second;
  return out;
}

}  // namespace

std::string party(std::string_view id) {
  return joined(kParties, id);
}
std::string key(const ledger::Digest& kid) {
  return joined(kKeys, ledger::to_hex(kid));
}
std::string standard(std::string_view id) {
  return joined(kStandards, id);
}
std::string amended(std::string_view standard, ledger::EntryIndex adoption) {
  return joined("amended/", standard, ledger::hex_encode(ledger::big_endian_64(adoption.value)));
}
std::string programme(std::string_view id) {
  return joined(kProgrammes, id);
}
std::string rules(std::string_view standard) {
  return joined("rules/", standard);
}
std::string indicator(std::string_view standard, std::string_view code) {
  return joined("indicator/", standard, code);
}
std::string cycle(std::string_view id) {
  return joined(kCycles, id);
}
std::string ties_of(std::string_view named) {
  return joined("tie/", named, "");
}
std::string tie(std::string_view named, std::string_view by) {
  return joined("tie/", named, by);
}
std::string live_of(std::string_view cycle) {
  return joined("live/", cycle, "");
}
std::string live(std::string_view cycle, std::string_view indicator) {
  return joined("live/", cycle, indicator);
}
std::string evidence(ledger::EntryIndex index) {
  return joined("evidence/", ledger::hex_encode(ledger::big_endian_64(index.value)));
}
std::string certificate(std::string_view number) {
  return joined(kCertificates, number);
}
std::string basis(std::string_view number) {
  return joined("basis/", number);
}
std::string certified_of(std::string_view city) {
  return joined("certified/", city, "");
}
std::string certified(std::string_view city, std::string_view number) {
  return joined("certified/", city, number);
}
std::string resting_on(const ledger::Digest& kid) {
  return joined("rests-on/", ledger::to_hex(kid), "");
}
std::string rests_on(const ledger::Digest& kid, std::string_view number) {
  return joined("rests-on/", ledger::to_hex(kid), number);
}
std::string a_case(std::string_view number) {
  return joined(kCases, number);
}
std::string pdf(const ledger::Digest& pdf) {
  return joined("pdf/", ledger::to_hex(pdf));
}
std::string status(std::int64_t index) {
  const std::string digits = std::to_string(index);
  return joined("status/", std::string(digits.size() < 8 ? 8 - digits.size() : 0, '0') + digits);
}
std::string document_template(std::string_view id) {
  return joined(kTemplates, id);
}
std::string erased(std::string_view digest) {
  return joined("erased/", digest);
}
std::string did(std::string_view did) {
  return joined(kDids, did);
}
std::string list(std::string_view address) {
  return joined(kLists, address);
}
std::string entry(ledger::EntryIndex index) {
  return joined("entry/", ledger::hex_encode(ledger::big_endian_64(index.value)));
}
std::string found(std::string_view kind, std::string_view word) {
  return joined("find/", kind, word) + " ";
}
std::string found(std::string_view kind, std::string_view word, ledger::EntryIndex index) {
  return found(kind, word) + ledger::hex_encode(ledger::big_endian_64(index.value));
}
std::string duplicate(const ledger::Digest& identity, const ledger::Digest& kid) {
  return joined("dup/", ledger::to_hex(ledger::sha256({identity.view(), kid.view()})));
}
std::string holder(std::string_view party, std::string_view holder) {
  return joined("holder/", party, holder);
}
std::string material(ledger::ByteView x) {
  return joined("material/", ledger::hex_encode(x));
}

}  // namespace attest::state_key
