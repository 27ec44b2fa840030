// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Cycles with their progress, parties, and standards with their catalogues.
#include "attest/ids.hpp"
#include "attest/ladder.hpp"
#include "certs/cycle_report.hpp"
#include "certs/party_report.hpp"
#include "routes/answers.hpp"
#include "routes/data_routes.hpp"

namespace api {
namespace {

using attest::Json;
using ledger::fail;

// A simulated clock is said wherever a cycle is told of.
void add_notices(const attest::LedgerFolder& ledger, const std::string& notice, Json::Object& out) {
  if (!notice.empty()) out.insert_or_assign("notice", notice);
  if (ledger.config().clock == attest::ClockKind::kSimulated) out.insert_or_assign("simulated_clock", true);
}

Json cycle_line(const attest::LedgerFolder& ledger, const std::string& id, const attest::CycleRecord& record) {
  Json::Object line{{"cycle", id},
                    {"city", record.city},
                    {"standard", record.standard},
                    {"data_year", record.data_year},
                    {"enrolled", attest::to_json(record.enrolled)}};
  add_notices(ledger, record.notice, line);
  if (!record.programme.empty()) line.emplace("programme", record.programme);
  if (!record.submit_until.empty()) line.emplace("submit_until", record.submit_until);
  if (!record.decide_until.empty()) line.emplace("decide_until", record.decide_until);
  if (record.withdrawn) line.emplace("withdrawn", attest::to_json(*record.withdrawn));
  if (record.certificate) line.emplace("certificate", *record.certificate);
  return line;
}

// What the query asks of a cycle; its id alone answers it.
struct WantedCycle {
  std::optional<std::string_view> standard;
  std::optional<std::uint64_t> year;
  [[nodiscard]] bool matches(const attest::CycleId& id) const {
    return (!standard || id.standard == *standard) && (!year || static_cast<std::uint64_t>(id.data_year) == *year);
  }
};

Result<std::vector<std::string>> cycles_to_look_at(const ledger::StateReader& state, const Request& request) {
  const auto city = request.query("city");
  if (!city) return attest::list_cycles(state);
  if (const auto known = check_city(state, *city); !known) return tl::unexpected(known.error());
  return attest::list_cycles_of(state, *city);
}

Answer cycles(const attest::LedgerFolder& ledger, const Request& request) {
  if (const auto known = only_query(request, {"city", "standard", "year", "limit", "cursor"}); !known) {
    return tl::unexpected(known.error());
  }
  const auto page = read_page(request);
  if (!page) return tl::unexpected(page.error());
  const auto year = read_number(request, "year");
  if (!year) return tl::unexpected(year.error());
  const WantedCycle wanted{request.query("standard"), *year};
  if (wanted.standard) {
    const auto standard = certs::find_standard(ledger.store(), std::string(*wanted.standard));
    if (!standard) return tl::unexpected(standard.error());
  }
  const auto ids = cycles_to_look_at(ledger.store(), request);
  if (!ids) return tl::unexpected(ids.error());
  Json::Array items;
  const auto last = walk(*ids, *page, ids->size(), [&](const std::string& name) -> Result<bool> {
    const auto id = attest::parse_cycle_id(name);
    if (!id || !wanted.matches(*id)) return false;
    const auto record = certs::find_cycle(ledger.store(), name);
    if (!record) return tl::unexpected(record.error());
    items.push_back(cycle_line(ledger, name, *record));
    return true;
  });
  if (!last) return tl::unexpected(last.error());
  return list_reply(request, std::move(items), *last);
}

// Which indicators stand where, and what the next level still wants. Values are in no part of it.
Answer cycle(const attest::LedgerFolder& ledger, const Request& request) {
  if (const auto known = only_query(request, {}); !known) return tl::unexpected(known.error());
  const std::string id = request.param("city") + "/" + request.param("standard") + "/" + request.param("year");
  const auto report = certs::cycle_report(ledger.store(), id);
  if (!report) return tl::unexpected(report.error());
  const attest::Catalogue& catalogue = report->standing.catalogue;
  Json json = certs::to_json(*report);
  Json::Object& out = *json.object();
  add_notices(ledger, report->record.notice, out);
  out.emplace("scheme", catalogue.scheme);
  out.emplace("scheme_version", catalogue.scheme_version);
  Json::Object totals;
  for (const std::string& kind : catalogue.counted_kinds()) totals.emplace(kind, catalogue.total_of(kind));
  out.emplace("in_standard", std::move(totals));
  if (const auto next = attest::next_level(catalogue, report->standing.counts)) {
    out.emplace("next", Json::Object{{"level", next->level},
                                     {"core", next->core},
                                     {"supporting", next->supporting},
                                     {"any", next->any},
                                     {"missing", attest::describe(*next)}});
  }
  return public_json(json);
}

Result<void> check_kind(std::optional<std::string_view> kind) {
  using attest::PartyKind;
  if (!kind) return {};
  std::vector<std::string> known;
  for (const PartyKind one : {PartyKind::kCity, PartyKind::kProvider, PartyKind::kVerifier, PartyKind::kCertifier,
                              PartyKind::kProgramme, PartyKind::kAuditor}) {
    if (attest::to_text(one) == *kind) return {};
    known.emplace_back(attest::to_text(one));
  }
  return fail(Code::kInvalid, "a kind of party is one of " + certs::join(known), "kind");
}

Answer parties(const attest::LedgerFolder& ledger, const Request& request) {
  if (const auto known = only_query(request, {"kind", "limit", "cursor"}); !known) {
    return tl::unexpected(known.error());
  }
  const auto page = read_page(request);
  if (!page) return tl::unexpected(page.error());
  const auto kind = request.query("kind");
  if (const auto known = check_kind(kind); !known) return tl::unexpected(known.error());
  const auto ids = attest::list_parties(ledger.store());
  if (!ids) return tl::unexpected(ids.error());
  Json::Array items;
  const auto last = walk(*ids, *page, kListLookedMax, [&](const std::string& id) -> Result<bool> {
    const auto record = certs::find_party(ledger.store(), id);
    if (!record) return tl::unexpected(record.error());
    if (kind && attest::to_text(record->party.kind) != *kind) return false;
    items.push_back(certs::party_json(*record));
    return true;
  });
  if (!last) return tl::unexpected(last.error());
  return list_reply(request, std::move(items), *last);
}

Answer party(const attest::LedgerFolder& ledger, const Request& request) {
  if (const auto known = only_query(request, {}); !known) return tl::unexpected(known.error());
  const auto record = certs::find_party(ledger.store(), request.param("party"));
  if (!record) return tl::unexpected(record.error());
  return public_json(certs::party_json(*record));
}

Answer standards(const attest::LedgerFolder& ledger, const Request& request) {
  if (const auto known = only_query(request, {"limit", "cursor"}); !known) return tl::unexpected(known.error());
  const auto page = read_page(request);
  if (!page) return tl::unexpected(page.error());
  const auto ids = attest::list_standards(ledger.store());
  if (!ids) return tl::unexpected(ids.error());
  Json::Array items;
  const auto last = walk(*ids, *page, ids->size(), [&](const std::string& id) -> Result<bool> {
    const auto catalogue = certs::find_catalogue(ledger.store(), id);
    if (!catalogue) return tl::unexpected(catalogue.error());
    items.push_back(certs::standard_line_json(*catalogue));
    return true;
  });
  if (!last) return tl::unexpected(last.error());
  return list_reply(request, std::move(items), *last);
}

Answer standard(const attest::LedgerFolder& ledger, const Request& request) {
  if (const auto known = only_query(request, {"adoption"}); !known) return tl::unexpected(known.error());
  const auto adoption = read_number(request, "adoption");
  if (!adoption) return tl::unexpected(adoption.error());
  const std::string& id = request.param("standard");
  const auto present = certs::find_standard(ledger.store(), id);
  if (!present) return tl::unexpected(present.error());
  auto record = *adoption ? attest::get_standard_at(ledger.store(), id, {**adoption})
                          : Result<std::optional<attest::StandardRecord>>(*present);
  if (!record) return tl::unexpected(record.error());
  if (!*record) return fail(Code::kNotFound, "that entry is no adoption of " + id, "adoption");
  const auto json = certs::standard_json(**record, *present);
  if (!json) return tl::unexpected(json.error());
  return public_json(*json);
}

}  // namespace

void add_directory_routes(Router& router, const Context& context) {
  add_answers(router, context,
              {{"/api/v1/cycles", cycles},
               {"/api/v1/cycles/{city}/{standard}/{year}", cycle},
               {"/api/v1/parties", parties},
               {"/api/v1/parties/{party}", party},
               {"/api/v1/standards", standards},
               {"/api/v1/standards/{standard}", standard}});
}

}  // namespace api
