// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Open data: the values that certificates publish, and values side by side, over the years and between cities. No
// ranking. What no certificate has published is in no answer.
#include <algorithm>
#include <array>

#include "attest/ids.hpp"
#include "certs/certified_values.hpp"
#include "certs/comparison.hpp"
#include "certs/lookup.hpp"
#include "routes/answers.hpp"
#include "routes/data_routes.hpp"

namespace api {
namespace {

using attest::Json;
using ledger::fail;

constexpr std::array kForms = {Form{"json", "application/json"}, Form{"csv", "text/csv"}};

// "a,b,c" without empty parts. Errors: kInvalid over `max`.
Result<std::vector<std::string>> read_names(const Request& request, std::string_view name, std::size_t max) {
  std::vector<std::string> names;
  std::string_view rest = request.query(name).value_or("");
  while (!rest.empty()) {
    const std::string_view one = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    if (!one.empty()) names.emplace_back(one);
    if (names.size() > max) {
      return fail(Code::kInvalid, "at most " + std::to_string(max) + " names, with commas between", std::string(name));
    }
  }
  return names;
}

// What the query asks of a certificate.
struct Wanted {
  std::optional<std::string_view> standard;
  std::optional<std::uint64_t> year;
  std::optional<std::string_view> indicator;
  [[nodiscard]] bool matches(const attest::CertificateRecord& record) const {
    const auto id = attest::parse_cycle_id(record.issued.cycle);
    return id && (!standard || id->standard == *standard) &&
           (!year || static_cast<std::uint64_t>(id->data_year) == *year);
  }
};

Result<Wanted> read_wanted(const ledger::StateReader& state, const Request& request) {
  const auto year = read_number(request, "year");
  if (!year) return tl::unexpected(year.error());
  const Wanted wanted{request.query("standard"), *year, request.query("indicator")};
  if (wanted.standard) {
    const auto standard = certs::find_standard(state, std::string(*wanted.standard));
    if (!standard) return tl::unexpected(standard.error());
  }
  return wanted;
}

Result<NamesFrom> wanted_certificates(const ledger::StateReader& state, const Request& request) {
  if (const auto number = request.query("certificate")) {
    const auto record = certs::find_certificate(state, std::string(*number));
    if (!record) return tl::unexpected(record.error());
    return names_in({std::string(*number)});
  }
  return certificates_to_look_at(state, request);
}

// The cursor of a value is NUMBER/INDICATOR: certificates up to NUMBER are done with, but for what comes behind
// INDICATOR in it. NUMBER alone: all of it is done with.
struct Place {
  std::string number;
  std::string indicator;
};
Place read_place(const Page& page) {
  if (!page.after) return {};
  const std::size_t slash = page.after->find('/');
  if (slash == std::string::npos) return {*page.after, {}};
  return {page.after->substr(0, slash), page.after->substr(slash + 1)};
}

class ValuePage {
 public:
  ValuePage(const attest::LedgerFolder& ledger, const Wanted& wanted, const Page& page)
      : ledger_(ledger), wanted_(wanted), page_(page), from_(read_place(page)) {}

  // Empties `last` when the list is at its end.
  Result<void> fill(const NamesFrom& numbers) {
    std::string from = from_.indicator.empty() && !from_.number.empty() ? behind(from_.number) : from_.number;
    for (;;) {
      const auto some = numbers(from, kValueCertificatesMax);
      if (!some) return tl::unexpected(some.error());
      for (const std::string& number : *some) {
        const auto full = look_at(number);
        if (!full) return tl::unexpected(full.error());
        if (*full) return {};
      }
      if (some->size() < kValueCertificatesMax) break;
      from = behind(some->back());
    }
    last.clear();
    return {};
  }

  std::vector<certs::CertifiedValue> values;
  std::string last;

 private:
  // Whether the page is full before the certificate, or its end, is reached.
  Result<bool> look_at(const std::string& number) {
    if (values.size() == page_.limit || opened_ == kValueCertificatesMax || looked_++ == kListLookedMax) return true;
    const auto record = certs::find_certificate(ledger_.store(), number);
    if (!record) return tl::unexpected(record.error());
    last = number;
    if (!wanted_.matches(*record)) return false;
    ++opened_;
    return take(number);
  }

  // Whether the page is full before the certificate is at its end.
  Result<bool> take(const std::string& number) {
    const std::size_t room = page_.limit - values.size();
    const std::string after = number == from_.number ? from_.indicator : std::string();
    auto chosen =
        certs::certified_values(ledger_, number, {after, std::string(wanted_.indicator.value_or("")), room + 1});
    if (!chosen) return tl::unexpected(chosen.error());
    const bool more = chosen->size() > room;
    if (more) chosen->pop_back();
    values.insert(values.end(), chosen->begin(), chosen->end());
    if (more) last = number + "/" + values.back().indicator;
    return more;
  }

  const attest::LedgerFolder& ledger_;
  const Wanted& wanted_;
  const Page& page_;
  Place from_;
  std::size_t opened_ = 0;
  std::size_t looked_ = 0;
};

Answer values(const attest::LedgerFolder& ledger, const Request& request) {
  const auto known =
      only_query(request, {"certificate", "city", "standard", "year", "indicator", "limit", "cursor", "format"});
  if (!known) return tl::unexpected(known.error());
  const auto form = form_of(request, kForms);
  if (!form) return not_acceptable(kForms);
  const auto page = read_page(request);
  if (!page) return tl::unexpected(page.error());
  const auto wanted = read_wanted(ledger.store(), request);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto numbers = wanted_certificates(ledger.store(), request);
  if (!numbers) return tl::unexpected(numbers.error());
  ValuePage found(ledger, *wanted, *page);
  if (const auto filled = found.fill(*numbers); !filled) return tl::unexpected(filled.error());
  const bool csv = *form == "text/csv";
  return (csv ? csv_reply(request, certs::certified_values_csv(found.values), found.last)
              : list_reply(request, certs::certified_values_json(found.values), found.last))
      .with("Vary", "Accept");
}

Result<certs::ComparisonChoice> read_choice(const Request& request) {
  auto cities = read_names(request, "cities", kComparedCitiesMax);
  if (!cities) return tl::unexpected(cities.error());
  if (cities->empty()) return fail(Code::kInvalid, "say which cities: cities=a,b", "cities");
  auto indicators = read_names(request, "indicators", kPageItemsMax);
  if (!indicators) return tl::unexpected(indicators.error());
  const auto year = read_number(request, "year");
  if (!year) return tl::unexpected(year.error());
  if (*year && **year > static_cast<std::uint64_t>(attest::kDataYearMax)) {
    return fail(Code::kInvalid, "this is no data year", "year");
  }
  certs::ComparisonChoice choice;
  choice.cities = std::move(*cities);
  choice.indicators = std::move(*indicators);
  choice.standard = std::string(request.query("standard").value_or(""));
  if (*year) choice.year = static_cast<int>(**year);
  const auto profile = request.query("profile").value_or("false");
  if (profile != "true" && profile != "false") return fail(Code::kInvalid, "this is true or false", "profile");
  choice.profile = profile == "true";
  return choice;
}

Answer compare(const attest::LedgerFolder& ledger, const Request& request) {
  const auto known = only_query(request, {"cities", "standard", "year", "indicators", "profile", "format"});
  if (!known) return tl::unexpected(known.error());
  const auto form = form_of(request, kForms);
  if (!form) return not_acceptable(kForms);
  const auto choice = read_choice(request);
  if (!choice) return tl::unexpected(choice.error());
  const auto comparison = certs::compare(attest::everybodys_sight(ledger), *choice);
  if (!comparison) return tl::unexpected(comparison.error());
  if (*form == "text/csv") return csv_reply(request, certs::comparison_csv(*comparison), {}).with("Vary", "Accept");
  Json json = certs::to_json(*comparison);
  if (ledger.config().clock == attest::ClockKind::kSimulated) json.object()->emplace("simulated_clock", true);
  return public_json(json).with("Vary", "Accept");
}

}  // namespace

void add_value_routes(Router& router, const Context& context) {
  add_answers(router, context, {{"/api/v1/values", values}, {"/api/v1/compare", compare}});
}

}  // namespace api
