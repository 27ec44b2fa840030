// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The opened rules: what only somebody who holds the disclosures can check.
#include <algorithm>
#include <map>
#include <set>

#include "attest/decimal.hpp"
#include "attest/policy.hpp"

namespace attest {
namespace {

using Violations = std::vector<ledger::Violation>;

void violate(Violations& out, std::string_view rule, std::string_view field, std::string message) {
  out.push_back({std::string(rule), std::string(field), std::move(message)});
}

// The unit of the few profile indicators whose value is no number; the catalogue fixes it.
constexpr std::string_view kTextUnit = "text";

// Names that a type's statement may confide, and whether it must.
struct Name {
  std::string_view name;
  bool required;
};

std::vector<Name> names_of(const Body& body) {
  if (std::holds_alternative<EvidenceRegistered>(body)) return {{"digest", true}, {"title", true}, {"source", true}};
  if (const auto* value = std::get_if<ValueSubmitted>(&body)) {
    if (value->state != ValueState::kReported) return {{"note", false}};
    return {{"value", true}, {"numerator", false}, {"denominator", false}, {"note", false}};
  }
  if (std::holds_alternative<CaseOpened>(body)) return {{"text", true}};
  if (std::holds_alternative<ValueWithdrawn>(body)) return {{"note", false}};
  return {{"text", false}};  // decisions, reviews, status changes; other types have no _sd
}

// A disclosure that belongs to the statement, with its digest.
struct Opened {
  std::string digest;
  Disclosure disclosure;
};

// Every disclosure parses and opens a digest of its own.
std::vector<Opened> open_all(const Statement& statement, const std::vector<std::string>& disclosures, Violations& out) {
  std::vector<Opened> opened;
  std::set<std::string> seen;
  for (const std::string& encoded : disclosures) {
    std::string digest = disclosure_digest(encoded);
    const bool expected = std::find(statement.sd.begin(), statement.sd.end(), digest) != statement.sd.end();
    if (!expected || !seen.insert(digest).second) {
      violate(out, "disclosure.unknown", "_sd", "a disclosure opens no digest of this statement, or one twice");
      continue;
    }
    auto disclosure = parse_disclosure(encoded);
    if (disclosure) {
      opened.push_back({std::move(digest), std::move(*disclosure)});
    } else {
      violate(out, "disclosure.form", "_sd", disclosure.error().message);
    }
  }
  for (const std::string& digest : statement.sd) {
    if (!seen.contains(digest)) violate(out, "disclosure.missing", "_sd", "nothing opens the digest " + digest);
  }
  return opened;
}

void names_are_the_types(const Statement& statement, const std::vector<Opened>& opened, Violations& out) {
  const auto names = names_of(statement.body);
  std::map<std::string_view, int> times;
  for (const Opened& field : opened) {
    const std::string& name = field.disclosure.name;
    const bool allowed = std::any_of(names.begin(), names.end(), [&](const Name& n) { return n.name == name; });
    if (!allowed) violate(out, "disclosure.name", name, "this statement has no confidential field of that name");
    if (++times[name] == 2) violate(out, "disclosure.name", name, "a confidential field is there twice");
  }
  for (const Name& name : names) {
    if (name.required && !times.contains(name.name)) {
      violate(out, "disclosure.name", name.name, "the confidential field " + std::string(name.name) + " must be there");
    }
  }
}

bool is_readable(std::string_view text) {
  const auto control = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F; };
  return std::none_of(text.begin(), text.end(), control);
}

void texts_are_readable(const std::vector<Opened>& opened, Violations& out) {
  for (const Opened& field : opened) {
    if (is_readable(field.disclosure.value)) continue;
    violate(out, "disclosure.text", field.disclosure.name, "must have no control character but the line feed");
  }
}

void values_are_decimals(const Statement& statement, const std::vector<Opened>& opened, Violations& out) {
  const auto* submitted = std::get_if<ValueSubmitted>(&statement.body);
  if (submitted == nullptr || submitted->unit == kTextUnit) return;
  for (const Opened& field : opened) {
    const std::string& name = field.disclosure.name;
    if (name != "value" && name != "numerator" && name != "denominator") continue;
    const auto decimal = Decimal::parse(field.disclosure.value);
    if (!decimal) violate(out, "value.decimal", name, decimal.error().message);
  }
}

void value_digest_is_the_values(const Statement& statement, const std::vector<Opened>& opened, Violations& out) {
  const auto* value = std::get_if<ValueSubmitted>(&statement.body);
  if (value == nullptr || !value->value_digest) return;
  for (const Opened& field : opened) {
    if (field.disclosure.name != "value" || field.digest == *value->value_digest) continue;
    violate(out, "value.digest", "value_digest", "the value digest is not that of the confidential field value");
  }
}

void evidence_digest_is_one(const Statement& statement, const std::vector<Opened>& opened, Violations& out) {
  if (!std::holds_alternative<EvidenceRegistered>(statement.body)) return;
  for (const Opened& field : opened) {
    if (field.disclosure.name != "digest" || ledger::digest_from_hex(field.disclosure.value)) continue;
    violate(out, "evidence.digest", "digest", "must be a SHA-256, 64 lower-case hexadecimal digits");
  }
}

}  // namespace

std::vector<ledger::Violation> check_disclosures(const Statement& statement,
                                                 const std::vector<std::string>& disclosures) {
  Violations out;
  const auto opened = open_all(statement, disclosures, out);
  names_are_the_types(statement, opened, out);
  texts_are_readable(opened, out);
  values_are_decimals(statement, opened, out);
  value_digest_is_the_values(statement, opened, out);
  evidence_digest_is_one(statement, opened, out);
  return out;
}

}  // namespace attest
