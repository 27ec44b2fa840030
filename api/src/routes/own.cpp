// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What is a party's own to see: a cycle's values as its verifier has them before it, and who was shown its fields.
#include <algorithm>
#include <charconv>

#include "api/page.hpp"
#include "attest/date.hpp"
#include "attest/ids.hpp"
#include "attest/rights.hpp"
#include "certs/lookup.hpp"
#include "certs/queue.hpp"
#include "routes/rights_routes.hpp"

namespace api {
namespace {

using attest::Json;

Response for_one(const Json& value) {
  Response response = json_reply(value);
  response.for_any_origin = false;
  return response;
}

Result<std::string> asked_cycle(const Request& request) {
  if (auto known = only_query(request, {"cycle"}); !known) return tl::unexpected(known.error());
  const auto cycle = request.query("cycle");
  if (!cycle || !attest::parse_cycle_id(std::string(*cycle))) {
    return ledger::fail(Code::kInvalid, "say cycle=CITY/STANDARD/YEAR", "cycle");
  }
  return std::string(*cycle);
}

// The parties of a cycle see every value in it; a provider sees its evidence alone.
Response show_queue(const Context& context, Tokens& tokens, const Request& request) {
  const auto reader = tokens.known_reader(request);
  if (!reader) return to_response(reader.error());
  const auto cycle = asked_cycle(request);
  if (!cycle) return to_response(cycle.error());
  const ledger::UnixMillis now = context.ledger.now();
  const auto relations = attest::relations_to_cycle(context.ledger.store(), *cycle, reader->party, now);
  if (!relations) return to_response(relations.error());
  if (relations->empty()) {
    return to_response(
        Problem{"forbidden", "your party is neither the city nor one that works on this cycle", "cycle"});
  }
  const auto record = certs::find_cycle(context.ledger.store(), *cycle);
  if (!record) return to_response(record.error());
  attest::Viewing viewing(context.ledger, *reader, now, {"digest"});
  const auto queue = certs::queue_of(viewing.sight(), *cycle, {});
  if (!queue) return to_response(queue.error());
  if (const auto logged = viewing.log(); !logged) return to_response(logged.error());
  const auto undecided = std::count_if(queue->begin(), queue->end(), certs::is_undecided);
  Json::Object answer{
      {"cycle", *cycle}, {"undecided", static_cast<std::int64_t>(undecided)}, {"items", certs::queue_json(*queue)}};
  if (!record->submit_until.empty()) answer.emplace("submit_until", record->submit_until);
  if (!record->decide_until.empty()) answer.emplace("decide_until", record->decide_until);
  return for_one(answer);
}

Json access_json(const attest::Access& access) {
  Json::Object out{{"time", attest::format_millis(access.time)},
                   {"reader", access.reader},
                   {"entry", access.entry.value},
                   {"fields", Json::Array(access.fields.begin(), access.fields.end())}};
  if (access.kid) out.emplace("kid", ledger::to_hex(*access.kid));
  return out;
}

// A cursor is how many of the party's own came before: it tells nothing of others'.
Result<std::uint64_t> first_of(const Page& page) {
  if (!page.after) return std::uint64_t{0};
  std::uint64_t first = 0;
  const auto [end, error] = std::from_chars(page.after->data(), page.after->data() + page.after->size(), first);
  if (error != std::errc{} || end != page.after->data() + page.after->size()) {
    return ledger::fail(Code::kInvalid, "this is no cursor of ours; take it from 'next' of the page before", "cursor");
  }
  return first;
}

Response show_access_log(const Context& context, Tokens& tokens, const Request& request) {
  const auto reader = tokens.known_reader(request);
  if (!reader) return to_response(reader.error());
  if (auto known = only_query(request, {"limit", "cursor"}); !known) return to_response(known.error());
  const auto page = read_page(request);
  if (!page) return to_response(page.error());
  const auto first = first_of(*page);
  if (!first) return to_response(first.error());
  auto accesses = context.ledger.access_log().page_to(reader->party, *first, page->limit + 1);
  if (!accesses) return to_response(accesses.error());
  const bool more = accesses->size() > page->limit;
  if (more) accesses->pop_back();
  Json::Array items;
  for (const attest::Access& access : *accesses) items.push_back(access_json(access));
  Json::Object answer{{"items", std::move(items)}};
  if (more) answer.emplace("next", next_target(request, std::to_string(*first + accesses->size())));
  return for_one(answer);
}

}  // namespace

void add_own_routes(Router& router, const Context& context, Tokens& tokens) {
  router.add({Method::kGet, "/api/v1/queue",
              [&context, &tokens](const Request& request) { return show_queue(context, tokens, request); }});
  router.add({Method::kGet, "/api/v1/access-log",
              [&context, &tokens](const Request& request) { return show_access_log(context, tokens, request); }});
}

}  // namespace api
