// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Reads a credential by taking out of it what can vary, and comparing it as a whole with the credential that we
// would write for that. Nothing can stand in it that to_json would not have put there.
#include <algorithm>
#include <array>
#include <initializer_list>

#include "attest/date.hpp"
#include "attest/ids.hpp"
#include "attest/limits.hpp"
#include "certs/credential.hpp"
#include "certs/did.hpp"
#include "ledger/note.hpp"
#include "names.hpp"

namespace certs {
namespace {

constexpr std::array<std::string_view, 4> kKinds{"core", "supporting", "smart", "resilience"};

using Path = std::initializer_list<std::string_view>;

const Json* find(const Json& json, Path path) {
  const Json* at = &json;
  for (const std::string_view name : path) {
    if (at != nullptr) at = at->find(name);
  }
  return at;
}

// What is absent or of another type is read as empty; the comparison at the end finds it.
std::string text(const Json& json, Path path) {
  const Json* at = find(json, path);
  return at != nullptr && at->text() != nullptr ? *at->text() : std::string();
}

std::int64_t integer(const Json& json, Path path) {
  const Json* at = find(json, path);
  return at != nullptr && at->integer() != nullptr ? *at->integer() : 0;
}

Digest digest(const Json& json, Path path) {
  return ledger::digest_from_hex(text(json, path)).value_or(Digest{});
}

std::vector<std::string> texts(const Json& json, std::string_view name) {
  std::vector<std::string> out;
  const Json* at = json.find(name);
  if (at == nullptr || at->array() == nullptr) return out;
  for (const Json& item : *at->array()) out.push_back(item.text() != nullptr ? *item.text() : std::string());
  return out;
}

// A number of at most nine digits that std::to_string would write the same way; else -1.
std::int64_t canonical_number(std::string_view digits) {
  std::int64_t value = 0;
  if (digits.empty() || digits.size() > 9 || (digits.front() == '0' && digits.size() > 1)) return -1;
  for (const char c : digits) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

void read_certification(const Json& json, Certificate& c) {
  c.number = text(json, {"number"});
  c.cycle = text(json, {"cycle"});
  const std::string standard = text(json, {"standard"});
  const std::size_t colon = std::min(standard.rfind(':'), standard.size());
  c.standard = standard.substr(0, colon);
  c.edition = canonical_number(std::string_view(standard).substr(std::min(colon + 1, standard.size())));
  c.scheme = text(json, {"scheme"});
  c.scheme_version = integer(json, {"schemeVersion"});
  c.scheme_assumed = json.find("schemeAssumed") != nullptr;
  c.level = text(json, {"level"});
  c.computed_level = text(json, {"computedLevel"});
  c.data_year = static_cast<int>(std::clamp<std::int64_t>(integer(json, {"dataYear"}), 0, attest::kDataYearMax + 1));
  c.counts.total = integer(json, {"indicatorsVerified"});
  c.totals.total = integer(json, {"indicatorsInStandard"});
  for (const std::string_view kind : kKinds) {
    const std::string name(kind);
    if (json.find(name + "Verified") == nullptr) continue;
    c.counts.by_kind[name] = integer(json, {name + "Verified"});
    c.totals.by_kind[name] = integer(json, {name + "InStandard"});
  }
  c.verifiers = texts(json, "verifiers");
  c.notice = text(json, {"notice"});
}

Certificate read_members(const Json& json) {
  Certificate c;
  c.issuer = text(json, {"issuer", "id"});
  c.issuer_name = text(json, {"issuer", "name"});
  c.valid_from = text(json, {"validFrom"});
  c.valid_until = text(json, {"validUntil"});
  c.city_name = text(json, {"credentialSubject", "name"});
  c.country = text(json, {"credentialSubject", "country"});
  if (const Json* certification = find(json, {"credentialSubject", "certification"}))
    read_certification(*certification, c);
  c.simulated_clock = text(json, {"evidence", "clock"}) == "simulated";
  c.origin = text(json, {"evidence", "origin"});
  c.genesis = digest(json, {"evidence", "genesis"});
  c.reviewed_size = static_cast<std::uint64_t>(std::max<std::int64_t>(0, integer(json, {"evidence", "treeSize"})));
  c.lineage_root = digest(json, {"evidence", "lineageRoot"});
  c.data_root = digest(json, {"evidence", "dataRoot"});
  const Json* status = json.find("credentialStatus");
  if (status != nullptr && status->array() != nullptr && !status->array()->empty())
    c.status_index = canonical_number(text(status->array()->front(), {"statusListIndex"}));
  return c;
}

bool is_country(std::string_view text) {
  return text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool are_names(const std::vector<std::string>& names) {
  return !names.empty() && names.size() <= kVerifiersMax && std::all_of(names.begin(), names.end(), is_name);
}

// Every kind counted has its total; nothing is counted twice or beyond the standard.
bool counts_add_up(const Certificate& c) {
  std::int64_t verified = 0;
  std::int64_t in_standard = 0;
  for (const auto& [kind, count] : c.counts.by_kind) {
    const std::int64_t total = c.totals.by_kind.at(kind);
    if (count < 0 || total < 0 || count > total || total > std::int64_t{attest::kIndicatorsMax}) return false;
    verified += count;
    in_standard += total;
  }
  return verified == c.counts.total && in_standard == c.totals.total;
}

bool is_interval(const Certificate& c) {
  const auto from = attest::parse_moment(c.valid_from);
  const auto until = attest::parse_moment(c.valid_until);
  return from && until && *from < *until;
}

// The first member whose content is wrong by itself; empty when none is.
std::string_view wrong_member(const Certificate& c) {
  const auto cycle = attest::parse_cycle_id(c.cycle);
  if (!is_name(c.issuer_name)) return "issuer.name";
  if (!is_interval(c)) return "validUntil";
  if (!is_name(c.city_name)) return "credentialSubject.name";
  if (!is_country(c.country)) return "credentialSubject.country";
  if (!attest::is_certificate_number(c.number)) return "credentialSubject.certification.number";
  if (!cycle || cycle->data_year != c.data_year) return "credentialSubject.certification.cycle";
  if (!is_name(c.standard) || c.edition < 1) return "credentialSubject.certification.standard";
  if (!is_name(c.scheme)) return "credentialSubject.certification.scheme";
  if (c.scheme_version < 1) return "credentialSubject.certification.schemeVersion";
  if (!is_name(c.level)) return "credentialSubject.certification.level";
  if (!is_name(c.computed_level)) return "credentialSubject.certification.computedLevel";
  if (!counts_add_up(c)) return "credentialSubject.certification.indicatorsVerified";
  if (!are_names(c.verifiers)) return "credentialSubject.certification.verifiers";
  if (!is_plain_text(c.notice)) return "credentialSubject.certification.notice";
  if (!ledger::is_note_name(c.origin)) return "evidence.origin";
  if (c.status_index < 0 || c.status_index >= std::int64_t{attest::kStatusListEntries})
    return "credentialStatus.0.statusListIndex";
  return {};
}

std::string first_difference(const Json& expected, const Json& found, const std::string& where);

std::string difference_in_object(const Json::Object& expected, const Json& found, const std::string& where) {
  for (const auto& [name, value] : *found.object()) {
    if (!expected.contains(name)) return where + name;
  }
  for (const auto& [name, value] : expected) {
    const Json* other = found.find(name);
    if (other == nullptr) return where + name;
    if (*other != value) return first_difference(value, *other, where + name);
  }
  return where;
}

// The name of a member in which two different values differ.
std::string first_difference(const Json& expected, const Json& found, const std::string& where) {
  const std::string prefix = where.empty() ? where : where + ".";
  if (expected.object() != nullptr && found.object() != nullptr)
    return difference_in_object(*expected.object(), found, prefix);
  if (expected.array() == nullptr || found.array() == nullptr || expected.array()->size() != found.array()->size())
    return where;
  for (std::size_t i = 0; i < expected.array()->size(); ++i) {
    const Json& item = (*expected.array())[i];
    const Json& other = (*found.array())[i];
    if (item != other) return first_difference(item, other, prefix + std::to_string(i));
  }
  return where;
}

}  // namespace

bool is_plain_text(std::string_view text) {
  const auto is_control = [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; };
  return text.size() <= attest::kNameBytesMax && std::none_of(text.begin(), text.end(), is_control);
}

bool is_name(std::string_view text) {
  return !text.empty() && is_plain_text(text);
}

Result<Certificate> parse_certificate(const Json& credential) {
  const Json plain = without_proof(credential);
  Certificate certificate = read_members(plain);
  auto base = did_web_base(certificate.issuer);
  if (!base) return ledger::fail(Code::kInvalid, "issuer.id: " + base.error().message, "issuer.id");
  certificate.base = std::move(*base);
  if (const auto cycle = attest::parse_cycle_id(certificate.cycle)) certificate.city = cycle->city;
  if (const std::string_view wrong = wrong_member(certificate); !wrong.empty())
    return ledger::fail(Code::kInvalid, std::string(wrong) + " is missing or malformed", std::string(wrong));
  if (const Json expected = to_json(certificate); expected != plain) {
    std::string where = first_difference(expected, plain, {});
    std::string message = where + " is not as a city data certificate has it";
    return ledger::fail(Code::kInvalid, std::move(message), std::move(where));
  }
  return certificate;
}

}  // namespace certs
