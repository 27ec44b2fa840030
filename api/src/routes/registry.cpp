// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The registry of certificates: searched, as JSON and CSV; one certificate's facts; many numbers at once; lineage.
#include <algorithm>
#include <array>

#include "ascii.hpp"
#include "attest/date.hpp"
#include "attest/ids.hpp"
#include "certs/certificate_report.hpp"
#include "certs/csv.hpp"
#include "certs/lineage.hpp"
#include "certs/lookup.hpp"
#include "routes/answers.hpp"
#include "routes/data_routes.hpp"

namespace api {
namespace {

using attest::Json;
using ledger::fail;

constexpr std::array kListForms = {Form{"json", "application/json"}, Form{"csv", "text/csv"}};
constexpr std::array kLineageForms = {Form{"json", "application/json"}, Form{"dot", "text/vnd.graphviz"}};

// One certificate as the registry tells of it.
struct Item {
  attest::CertificateRecord record;
  attest::CycleId cycle;
  std::string city_name;
  std::string notice;
  bool simulated_clock = false;
  certs::StatusOnDay status;
};

Result<Item> read_item(const attest::LedgerFolder& ledger, certs::StatusTeller& teller,
                       attest::CertificateRecord record) {
  const auto id = attest::parse_cycle_id(record.issued.cycle);
  if (!id) return fail(Code::kCorrupt, "a certificate's record is damaged: run fsck", "certificate");
  const auto city = certs::find_party(ledger.store(), record.city);
  if (!city) return tl::unexpected(city.error());
  const auto cycle = certs::find_cycle(ledger.store(), record.issued.cycle);
  if (!cycle) return tl::unexpected(cycle.error());
  auto status = teller.on(record, ledger.now());
  if (!status) return tl::unexpected(status.error());
  const bool simulated = ledger.config().clock == attest::ClockKind::kSimulated;
  return Item{std::move(record), *id, certs::name_of(city->party.names), cycle->notice, simulated, std::move(*status)};
}

Json item_json(const Item& item) {
  const attest::CertificateIssued& issued = item.record.issued;
  Json::Object out{{"number", issued.number},
                   {"city", item.record.city},
                   {"city_name", item.city_name},
                   {"standard", item.cycle.standard},
                   {"standard_name", item.record.standard},
                   {"data_year", item.cycle.data_year},
                   {"cycle", issued.cycle},
                   {"level", issued.level},
                   {"computed_level", issued.computed_level},
                   {"scheme", issued.scheme},
                   {"scheme_version", issued.scheme_version},
                   {"counts", certs::to_json(issued.counts)},
                   {"valid_from", issued.valid_from},
                   {"valid_until", issued.valid_until},
                   {"status", certs::outcome_name(item.status.outcome)},
                   {"status_text", item.status.text},
                   {"entry", attest::to_json(item.record.entry)}};
  if (!item.status.warning.empty()) out.emplace("warning", item.status.warning);
  if (!item.notice.empty()) out.emplace("notice", item.notice);
  if (item.simulated_clock) out.emplace("simulated_clock", true);
  return out;
}

constexpr std::array kColumns = {"number",      "city",   "city_name",      "standard", "data_year",
                                 "level",       "scheme", "scheme_version", "verified", "valid_from",
                                 "valid_until", "status", "entry",          "notice",   "simulated_clock"};

std::string item_csv(const Item& item) {
  const attest::CertificateIssued& issued = item.record.issued;
  return certs::csv_line(
      {issued.number, item.record.city, item.city_name, item.cycle.standard, std::to_string(item.cycle.data_year),
       issued.level, issued.scheme, std::to_string(issued.scheme_version), std::to_string(issued.counts.total),
       issued.valid_from, issued.valid_until, std::string(certs::outcome_name(item.status.outcome)),
       std::to_string(item.record.entry.index.value), item.notice, item.simulated_clock ? "yes" : "no"});
}

// What the query asks of a certificate, apart from the city, which has an index.
struct Wanted {
  std::optional<std::string_view> standard;
  std::optional<std::string_view> level;
  std::optional<std::string_view> status;
  std::optional<std::uint64_t> year;
  std::optional<std::string_view> text;

  // Needs the certificate's record alone.
  [[nodiscard]] bool may_match(const attest::CertificateRecord& record) const {
    const auto id = attest::parse_cycle_id(record.issued.cycle);
    return id && (!standard || id->standard == *standard || record.standard == *standard) &&
           (!year || static_cast<std::uint64_t>(id->data_year) == *year) &&
           (!level || record.issued.level == *level || record.issued.computed_level == *level);
  }
  [[nodiscard]] bool matches(const Item& item) const {
    if (status && certs::outcome_name(item.status.outcome) != *status) return false;
    return !text || contains(item.record.issued.number) || contains(item.record.city) || contains(item.city_name);
  }

 private:
  // Without regard to the case of ASCII letters.
  [[nodiscard]] bool contains(std::string_view where) const {
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    return std::search(where.begin(), where.end(), text->begin(), text->end(), same) != where.end();
  }
};

constexpr std::array kStatuses = {
    certs::Outcome::kInForce, certs::Outcome::kNotYetInForce, certs::Outcome::kExpired, certs::Outcome::kSuspended,
    certs::Outcome::kRevoked, certs::Outcome::kSuperseded,    certs::Outcome::kDisputed};

Result<void> check_status(const Wanted& wanted) {
  if (!wanted.status) return {};
  std::vector<std::string> known;
  for (const certs::Outcome status : kStatuses) {
    if (certs::outcome_name(status) == *wanted.status) return {};
    known.emplace_back(certs::outcome_name(status));
  }
  return fail(Code::kInvalid, "a status is one of " + certs::join(known), "status");
}

Result<Wanted> read_wanted(const ledger::StateReader& state, const Request& request) {
  const auto year = read_number(request, "year");
  if (!year) return tl::unexpected(year.error());
  Wanted wanted{request.query("standard"), request.query("level"), request.query("status"), *year, request.query("q")};
  if (const auto known = check_status(wanted); !known) return tl::unexpected(known.error());
  // The name of a standard holds a space ("ISO 37120"), which no id does.
  if (wanted.standard && wanted.standard->find(' ') == std::string_view::npos) {
    const auto standard = certs::find_standard(state, std::string(*wanted.standard));
    if (!standard) return tl::unexpected(standard.error());
  }
  return wanted;
}

Answer certificates(const attest::LedgerFolder& ledger, const Request& request) {
  const auto known =
      only_query(request, {"city", "standard", "level", "status", "year", "q", "limit", "cursor", "format"});
  if (!known) return tl::unexpected(known.error());
  const auto form = form_of(request, kListForms);
  if (!form) return not_acceptable(kListForms);
  const auto page = read_page(request);
  if (!page) return tl::unexpected(page.error());
  const auto wanted = read_wanted(ledger.store(), request);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto numbers = certificates_to_look_at(ledger.store(), request);
  if (!numbers) return tl::unexpected(numbers.error());
  certs::StatusTeller teller(ledger.store());
  Json::Array items;
  std::string csv = certs::csv_line({kColumns.begin(), kColumns.end()});
  const auto last = walk(*numbers, *page, kListLookedMax, [&](const std::string& number) -> Result<bool> {
    auto record = certs::find_certificate(ledger.store(), number);
    if (!record) return tl::unexpected(record.error());
    if (!wanted->may_match(*record)) return false;
    const auto item = read_item(ledger, teller, std::move(*record));
    if (!item) return tl::unexpected(item.error());
    if (!wanted->matches(*item)) return false;
    items.push_back(item_json(*item));
    csv += item_csv(*item);
    return true;
  });
  if (!last) return tl::unexpected(last.error());
  return (*form == "text/csv" ? csv_reply(request, std::move(csv), *last)
                              : list_reply(request, std::move(items), *last))
      .with("Vary", "Accept");
}

Answer certificate(const attest::LedgerFolder& ledger, const Request& request) {
  if (const auto known = only_query(request, {}); !known) return tl::unexpected(known.error());
  auto record = certs::find_certificate(ledger.store(), request.param("number"));
  if (!record) return tl::unexpected(record.error());
  auto facts = certs::certificate_json(ledger, *record);
  if (!facts) return tl::unexpected(facts.error());
  certs::StatusTeller teller(ledger.store());
  const auto item = read_item(ledger, teller, std::move(*record));
  if (!item) return tl::unexpected(item.error());
  const Json line = item_json(*item);
  for (const auto& [name, value] : *line.object()) facts->object()->insert_or_assign(name, value);
  facts->object()->erase("now");  // "status" says it
  const Json status = certs::status_json(item->record, item->status, ledger.now());
  for (const char* name : {"history", "correction_open"}) facts->object()->emplace(name, *status.find(name));
  return public_json(*facts);
}

// Never a "not found" for the whole: each number has its own answer.
Result<Json> status_of(const attest::LedgerFolder& ledger, certs::StatusTeller& teller, const std::string& number,
                       ledger::UnixMillis at) {
  const auto record = attest::get_certificate(ledger.store(), number);
  if (!record) return tl::unexpected(record.error());
  if (!*record) return Json(Json::Object{{"number", number}, {"status", "unknown"}});
  const auto status = teller.on(**record, at);
  if (!status) return tl::unexpected(status.error());
  Json::Object out{{"number", number},
                   {"status", certs::outcome_name(status->outcome)},
                   {"status_text", status->text},
                   {"city", (*record)->city},
                   {"cycle", (*record)->issued.cycle},
                   {"level", (*record)->issued.level},
                   {"valid_from", (*record)->issued.valid_from},
                   {"valid_until", (*record)->issued.valid_until}};
  if (!status->warning.empty()) out.emplace("warning", status->warning);
  return Json(std::move(out));
}

struct StatusQuestion {
  std::vector<std::string> numbers;
  ledger::UnixMillis at;
};

Result<StatusQuestion> read_question(const attest::LedgerFolder& ledger, const Request& request) {
  const auto json = attest::parse_json(request.body_text());
  if (!json) return tl::unexpected(json.error());
  attest::Fields fields(*json);
  const Json::Array numbers = fields.array("numbers", kNumbersMax);
  const auto day = fields.optional_text("at");
  StatusQuestion question{{}, ledger.now()};
  for (const Json& number : numbers) {
    if (number.text() == nullptr || !attest::is_certificate_number(*number.text())) {
      fields.wrong("numbers", "holds something that is no certificate number");
      break;
    }
    question.numbers.push_back(*number.text());
  }
  if (const auto read = fields.finish(); !read) return tl::unexpected(read.error());
  if (!day) return question;
  const auto at = attest::parse_end_of_day_or_moment(*day);
  if (!at) return fail(at.error().code, at.error().message, "at");
  question.at = *at;
  return question;
}

Answer many_statuses(const attest::LedgerFolder& ledger, const Request& request) {
  if (const auto known = only_query(request, {}); !known) return tl::unexpected(known.error());
  const auto question = read_question(ledger, request);
  if (!question) return tl::unexpected(question.error());
  certs::StatusTeller teller(ledger.store());
  Json::Array items;
  for (const std::string& number : question->numbers) {
    auto item = status_of(ledger, teller, number, question->at);
    if (!item) return tl::unexpected(item.error());
    items.push_back(std::move(*item));
  }
  Json::Object answer{{"at", attest::format_moment(question->at)}, {"items", std::move(items)}};
  if (ledger.config().clock == attest::ClockKind::kSimulated) answer.emplace("simulated_clock", true);
  return json_reply(answer);
}

Answer lineage(const attest::LedgerFolder& ledger, const Request& request) {
  if (const auto known = only_query(request, {"format"}); !known) return tl::unexpected(known.error());
  const auto form = form_of(request, kLineageForms);
  if (!form) return not_acceptable(kLineageForms);
  const auto lineage = certs::lineage_of(attest::everybodys_sight(ledger), request.param("number"));
  if (!lineage) return tl::unexpected(lineage.error());
  if (*form == "application/json") return public_json(certs::lineage_json(*lineage)).with("Vary", "Accept");
  return public_reply("text/vnd.graphviz; charset=utf-8", certs::lineage_dot(*lineage)).with("Vary", "Accept");
}

}  // namespace

void add_registry_routes(Router& router, const Context& context) {
  add_answers(router, context,
              {{"/api/v1/certificates", certificates},
               {"/api/v1/certificates/{number}", certificate},
               {"/api/v1/certificates/{number}/lineage", lineage}});
  router.add({Method::kPost,
              "/api/v1/certificates/status",
              answering([&context](const Request& request) { return many_statuses(context.ledger, request); }),
              Run::kWorker,
              {BodyRule::Kind::kMemory, kJsonBodyBytesMax}});
}

}  // namespace api
