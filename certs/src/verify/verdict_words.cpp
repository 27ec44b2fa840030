// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "attest/date.hpp"
#include "attest/screen_text.hpp"
#include "certs/verify.hpp"
#include "ledger/encoding.hpp"

namespace certs {
namespace {

constexpr std::size_t kLabelWidth = 14;
constexpr std::size_t kColumns = 96;
constexpr std::string_view kWhatItAttests =
    "\nIt attests that values were reported to the standard's definitions and independently verified.\n"
    "It does not judge the city's performance.\n";

std::string_view state_name(CheckState state) {
  switch (state) {
    case CheckState::kPassed:
      return "passed";
    case CheckState::kFailed:
      return "failed";
    case CheckState::kNotDone:
      return "not done";
  }
  return "not done";
}

std::string_view state_key(CheckState state) {
  return state == CheckState::kNotDone ? "not_done" : state_name(state);
}

std::string day(const std::string& moment) {
  return attest::format_day_for_people(attest::parse_moment(moment).value_or(ledger::UnixMillis{}));
}

// Broken between words at kColumns; later lines begin below the place where `text` does.
std::string wrapped(std::string_view label, std::string_view text) {
  std::string out(label);
  std::size_t column = label.size();
  bool first = true;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    const std::size_t width = attest::columns_of(word);
    if (!first && column + 1 + width > kColumns) {
      out += "\n" + std::string(label.size(), ' ');
      column = label.size();
    } else if (!first) {
      out += ' ';
      ++column;
    }
    out += word;
    column += width;
    first = false;
    at = end + 1;
  }
  return out + "\n";
}

std::string line(std::string_view label, const std::string& value) {
  std::string margin = "  " + std::string(label);
  margin.resize(2 + kLabelWidth, ' ');
  return wrapped(margin, attest::printable_line(value));
}

// "9 November 2018, 10:00:00 UTC"
std::string moment_for_people(ledger::UnixMillis time) {
  return attest::format_day_for_people(time) + ", " + attest::format_moment(time).substr(11, 8) + " UTC";
}

std::string counts_in_words(const Certificate& c) {
  std::string kinds;
  for (const auto& [kind, count] : c.counts.by_kind)
    kinds += (kinds.empty() ? "" : ", ") + std::to_string(count) + " of " + std::to_string(c.totals.by_kind.at(kind)) +
             " " + kind;
  return std::to_string(c.counts.total) + " of " + std::to_string(c.totals.total) + " indicators (" + kinds + ")";
}

// "suspended from 1 March 2019 on: data_error (entry 40)"
std::string event_text(const attest::StatusEvent& event) {
  return event.change + " from " + attest::format_day_for_people(event.from) + " on" +
         (event.by.empty() ? "" : " by " + event.by) + (event.reason.empty() ? "" : ": " + event.reason) + " (entry " +
         std::to_string(event.entry.index.value) + ")";
}

std::string certificate_text(const Verdict& verdict) {
  const Certificate& c = *verdict.certificate;
  const bool proven = verdict.outcome != Outcome::kNotGenuine && verdict.outcome != Outcome::kCannotBeTold;
  std::string out = proven ? "\n" : "\nThe file says this, and it is not proven:\n";
  out += line("certificate", c.number);
  out += line("city", c.city_name + ", " + c.country);
  out += line("standard", c.standard + ":" + std::to_string(c.edition) + ", data of " + std::to_string(c.data_year));
  const std::string computed = c.computed_level == c.level ? "" : " (computed level: " + c.computed_level + ")";
  out += line("level", c.level + computed + ", by the certifier's scheme " + c.scheme + ", version " +
                           std::to_string(c.scheme_version) + (c.scheme_assumed ? " (an assumed threshold)" : ""));
  out += line("verified", counts_in_words(c));
  out += line("valid", "from " + day(c.valid_from) + " until " + day(c.valid_until));
  out += line("issuer", c.issuer_name + ", " + c.issuer);
  if (!proven && !c.notice.empty()) out += line("notice", c.notice);
  if (proven && verdict.entry && verdict.logged_at)
    out += line("ledger", c.origin + ", entry " + std::to_string(verdict.entry->value) + " of " +
                              moment_for_people(*verdict.logged_at));
  if (proven && verdict.status_as_of)
    out += line(
        "status",
        "known until " + moment_for_people(attest::parse_moment(*verdict.status_as_of).value_or(ledger::UnixMillis{})));
  if (proven) {
    for (const attest::StatusEvent& event : verdict.history) out += line("history", event_text(event));
  }
  return out + std::string(kWhatItAttests);
}

std::string short_form_text(const Verdict& verdict) {
  const ShortForm& form = *verdict.short_form;
  const bool proven = verdict.outcome != Outcome::kNotGenuine && verdict.outcome != Outcome::kCannotBeTold;
  std::string out = proven ? "\n" : "\nThe code says this, and it is not proven:\n";
  out += line("certificate", form.number);
  out += line("city", form.city_name + ", " + form.country);
  out += line("standard", form.standard + ", data of " + std::to_string(form.data_year));
  out += line("level",
              form.level + (form.computed_level == form.level ? "" : " (computed level: " + form.computed_level + ")"));
  out += line("verified", std::to_string(form.verified) + " of " + std::to_string(form.in_standard) + " indicators");
  out += line("valid", "from " + day(form.valid_from) + " until " + day(form.valid_until));
  out += line("fingerprint", ledger::to_hex(form.fingerprint));
  return out + std::string(kWhatItAttests);
}

Json short_form_json(const ShortForm& form) {
  return Json::Object{{"number", form.number},
                      {"city_name", form.city_name},
                      {"country", form.country},
                      {"standard", form.standard},
                      {"data_year", form.data_year},
                      {"level", form.level},
                      {"computed_level", form.computed_level},
                      {"indicators_verified", form.verified},
                      {"indicators_in_standard", form.in_standard},
                      {"valid_from", form.valid_from},
                      {"valid_until", form.valid_until},
                      {"has_notice", form.has_notice},
                      {"fingerprint", ledger::to_hex(form.fingerprint)}};
}

Json history_json(const std::vector<attest::StatusEvent>& history) {
  Json::Array out;
  for (const attest::StatusEvent& event : history) {
    Json::Object one{
        {"change", event.change}, {"from", attest::format_moment(event.from)}, {"entry", event.entry.index.value}};
    if (!event.reason.empty()) one.emplace("reason", event.reason);
    if (!event.by.empty()) one.emplace("by", event.by);
    out.push_back(std::move(one));
  }
  return out;
}

Json certificate_json(const Certificate& c) {
  return Json::Object{{"number", c.number},
                      {"city", c.city},
                      {"city_name", c.city_name},
                      {"country", c.country},
                      {"cycle", c.cycle},
                      {"standard", c.standard + ":" + std::to_string(c.edition)},
                      {"data_year", c.data_year},
                      {"level", c.level},
                      {"computed_level", c.computed_level},
                      {"scheme", c.scheme},
                      {"scheme_version", c.scheme_version},
                      {"scheme_assumed", c.scheme_assumed},
                      {"indicators_verified", c.counts.total},
                      {"indicators_in_standard", c.totals.total},
                      {"valid_from", c.valid_from},
                      {"valid_until", c.valid_until},
                      {"issuer", c.issuer},
                      {"issuer_name", c.issuer_name},
                      {"origin", c.origin},
                      {"notice", c.notice}};
}

}  // namespace

std::string verdict_text(const Verdict& verdict) {
  std::string out = wrapped({}, attest::printable_line(verdict.sentence));
  for (const std::string& notice : verdict.notices) out += wrapped("Note: ", attest::printable_line(notice));
  if (verdict.certificate) out += certificate_text(verdict);
  if (verdict.short_form) out += short_form_text(verdict);
  out += "\nHow this is known, check by check:\n";
  for (const Check& check : verdict.checks) {
    out += line(state_name(check.state), check.title);
    out += line("", check.detail);
  }
  return out;
}

Json verdict_json(const Verdict& verdict) {
  Json::Array checks;
  for (const Check& check : verdict.checks)
    checks.push_back(Json::Object{
        {"id", check.id}, {"title", check.title}, {"state", state_key(check.state)}, {"detail", check.detail}});
  Json::Array notices;
  for (const std::string& notice : verdict.notices) notices.emplace_back(notice);
  Json::Object out{{"outcome", outcome_name(verdict.outcome)},
                   {"exit_code", exit_code(verdict.outcome)},
                   {"sentence", verdict.sentence},
                   {"at", attest::format_moment(verdict.at)},
                   {"notices", std::move(notices)},
                   {"checks", std::move(checks)}};
  if (verdict.certificate) out["certificate"] = certificate_json(*verdict.certificate);
  if (verdict.short_form) out["short_form"] = short_form_json(*verdict.short_form);
  if (!verdict.history.empty()) out["history"] = history_json(verdict.history);
  if (verdict.entry) out["entry"] = verdict.entry->value;
  if (verdict.logged_at) out["logged_at"] = attest::format_moment(*verdict.logged_at);
  if (verdict.status_as_of) out["status_as_of"] = *verdict.status_as_of;
  return out;
}

}  // namespace certs
