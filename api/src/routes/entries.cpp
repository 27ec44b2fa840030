// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Entries, found by what they are about, and each as it was signed. Nothing here opens a disclosure: confidential
// fields are digests, as in the public tiles.
#include <algorithm>

#include "answers.hpp"
#include "attest/date.hpp"
#include "attest/search.hpp"
#include "entry_facts.hpp"
#include "entry_index.hpp"
#include "log_routes.hpp"

namespace api {
namespace {

using attest::Json;
using ledger::EntryIndex;
using Moment = std::optional<ledger::UnixMillis>;

constexpr std::uint64_t kSecondMillis = 1'000;

std::optional<std::string> text_of(const Request& request, std::string_view name) {
  const auto value = request.query(name);
  return value ? std::optional(std::string(*value)) : std::nullopt;
}

Result<Moment> moment_of(const Request& request, std::string_view name,
                         Result<ledger::UnixMillis> (*parse)(std::string_view)) {
  const auto text = request.query(name);
  if (!text) return Moment{};
  const auto moment = parse(*text);
  if (!moment) return ledger::fail(Code::kInvalid, moment.error().message, std::string(name));
  return Moment(*moment);
}

Result<attest::Search> wanted_by(const Request& request) {
  const auto cites = read_number(request, "cites");
  if (!cites) return tl::unexpected(cites.error());
  const auto from = moment_of(request, "from", attest::parse_day_or_moment);
  if (!from) return tl::unexpected(from.error());
  auto until = moment_of(request, "until", attest::parse_end_of_day_or_moment);
  if (!until) return tl::unexpected(until.error());
  if (*until) (*until)->value += kSecondMillis;  // that second counts
  const auto type = text_of(request, "type");
  const auto types = attest::all_type_names();
  if (type && std::find(types.begin(), types.end(), *type) == types.end()) {
    return ledger::fail(Code::kInvalid, "there is no such type of statement", "type");
  }
  return attest::Search{text_of(request, "city"),
                        text_of(request, "cycle"),
                        text_of(request, "indicator"),
                        text_of(request, "party"),
                        type,
                        *cites ? std::optional(EntryIndex{**cites}) : std::nullopt,
                        *from,
                        *until};
}

Result<std::optional<EntryIndex>> place_of(const Page& page) {
  if (!page.after) return std::optional<EntryIndex>{};
  const auto digits = page.after->find_first_not_of("0123456789") == std::string::npos && page.after->size() <= 19;
  if (!digits) return ledger::fail(Code::kInvalid, "this is no cursor of this list", "cursor");
  return std::optional(EntryIndex{std::stoull(*page.after)});
}

Answer answer_search(const Request& request, const Context& context) {
  if (const auto known = only_query(
          request, {"city", "cycle", "indicator", "party", "type", "cites", "from", "until", "limit", "cursor"});
      !known) {
    return tl::unexpected(known.error());
  }
  const auto page = read_page(request);
  if (!page) return tl::unexpected(page.error());
  const auto after = place_of(*page);
  if (!after) return tl::unexpected(after.error());
  const auto wanted = wanted_by(request);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto head = context.ledger.shared_head();
  if (!head) return tl::unexpected(head.error());
  const auto found = attest::search_page(context.ledger.store(), (*head)->size, *wanted, *after, page->limit);
  if (!found) return tl::unexpected(found.error());
  Json::Array items;
  for (const EntryIndex index : found->entries) {
    auto facts = entry_facts(context.ledger, index);
    if (!facts) return tl::unexpected(facts.error());
    items.push_back(std::move(*facts));
  }
  return list_reply(request, std::move(items), found->go_on_after ? std::to_string(found->go_on_after->value) : "");
}

Answer answer_entry(EntryIndex index, const Context& context) {
  auto facts = entry_facts(context.ledger, index);
  if (!facts) return tl::unexpected(facts.error());
  const auto statement = context.ledger.statement(index);
  if (!statement) return tl::unexpected(statement.error());
  const auto payload = attest::parse_json(ledger::text(statement->cose.payload));
  if (!payload) return tl::unexpected(payload.error());
  Json::Object& entry = *facts->object();
  entry.emplace("issued_at", statement->cose.header.issued_at_s);
  entry.emplace("issuer", statement->cose.header.issuer);
  entry.emplace("kid", ledger::to_hex(statement->cose.header.kid));
  entry.emplace("payload", *payload);
  Response response = public_json(*facts);
  response.caching = Caching::kImmutable;
  return response;
}

Answer answer_statement(EntryIndex index, const Context& context) {
  const auto entry = context.ledger.store().entry(index);
  if (!entry) return tl::unexpected(entry.error());
  Response response = reply(200, "application/cose", ledger::ByteView(entry->body));
  response.caching = Caching::kImmutable;
  return response;
}

Answer answer_receipt(EntryIndex index, const Context& context) {
  const auto receipt = context.ledger.receipt(index);
  if (!receipt) return tl::unexpected(receipt.error());
  return public_reply("application/scitt-receipt+cose", ledger::to_string(*receipt));
}

Answer answer_tlog_proof(EntryIndex index, const Context& context) {
  const auto proof = context.ledger.tlog_proof(index);
  if (!proof) return tl::unexpected(proof.error());
  return public_reply("text/plain; charset=utf-8", *proof);
}

using OfEntry = Answer (*)(EntryIndex, const Context&);

void add_part(Router& router, const Context& context, const std::string& part, OfEntry answer) {
  router.add({Method::kGet, "/api/v1/entries/{index}" + part, answering([&context, answer](const Request& request) {
                const auto known = only_query(request, {});
                if (!known) return Answer(tl::unexpected(known.error()));
                const auto index = entry_index(request, context, "index");
                return index ? answer(*index, context) : Answer(tl::unexpected(index.error()));
              })});
}

}  // namespace

void add_entry_routes(Router& router, const Context& context) {
  router.add({Method::kGet, "/api/v1/entries",
              answering([&context](const Request& request) { return answer_search(request, context); })});
  add_part(router, context, "", answer_entry);
  add_part(router, context, "/statement", answer_statement);
  add_part(router, context, "/receipt", answer_receipt);
  add_part(router, context, "/tlog-proof", answer_tlog_proof);
}

}  // namespace api
