// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the digests of a statement hide, for those who may read it; and the table that says who may.
#include <algorithm>
#include <charconv>

#include "api/limits.hpp"
#include "api/page.hpp"
#include "api/tokens.hpp"
#include "attest/disclosure.hpp"
#include "attest/rights.hpp"
#include "routes/rights_routes.hpp"

namespace api {
namespace {

using attest::Json;
using ledger::EntryIndex;

Response show_rights() {
  Json::Array rows;
  for (const attest::Right& right : attest::all_rights()) {
    Json::Array readers;
    for (const attest::Relation relation : right.readers) readers.emplace_back(attest::to_text(relation));
    rows.emplace_back(Json::Object{{"type", right.type},
                                   {"field", right.field},
                                   {"readers", std::move(readers)},
                                   {"everybody_once_certified", right.published}});
  }
  Response response = json_reply(Json::Object{{"rights", std::move(rows)}});
  response.caching = Caching::kRevalidate;
  return response;
}

// "3" or "3,5,8": numbers, each once.
Result<std::vector<EntryIndex>> read_entries(std::string_view text, const char* name) {
  std::vector<EntryIndex> entries;
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (;;) {
    EntryIndex index;
    const auto [stop, error] = std::from_chars(at, end, index.value);
    const bool more = error == std::errc{} && stop != end && *stop == ',';
    if (error != std::errc{} || (stop != end && !more)) {
      return ledger::fail(Code::kInvalid, "this must be entries' numbers with commas between them", name);
    }
    if (std::find(entries.begin(), entries.end(), index) != entries.end()) {
      return ledger::fail(Code::kInvalid, "entry " + std::to_string(index.value) + " is there twice", name);
    }
    if (entries.size() == kEntriesAskedMax) {
      return ledger::fail(Code::kInvalid, "ask for at most " + std::to_string(kEntriesAskedMax) + " entries", name);
    }
    entries.push_back(index);
    if (!more) return entries;
    at = stop + 1;
  }
}

struct Asked {
  std::vector<EntryIndex> entries;
  bool one = false;  // by "entry": the answer is about it alone
};
Result<Asked> read_asked(const Request& request) {
  if (auto known = only_query(request, {"entry", "entries"}); !known) return tl::unexpected(known.error());
  const auto one = read_number(request, "entry");
  if (!one) return tl::unexpected(one.error());
  const auto several = request.query("entries");
  if (one->has_value() == several.has_value()) {
    return ledger::fail(Code::kInvalid, "say entry=N or entries=N,N,…", "entry");
  }
  if (*one) return Asked{{EntryIndex{**one}}, true};
  auto entries = read_entries(*several, "entries");
  if (!entries) return tl::unexpected(entries.error());
  return Asked{std::move(*entries), false};
}

Result<std::vector<attest::Placed>> statements_at(const attest::LedgerFolder& ledger, const Asked& asked) {
  const auto head = ledger.store().head();
  if (!head) return tl::unexpected(head.error());
  std::vector<attest::Placed> placed;
  for (const EntryIndex index : asked.entries) {
    if (index.value >= head->size.value) {
      return ledger::fail(Code::kNotFound, "there is no entry " + std::to_string(index.value),
                          asked.one ? "entry" : "entries");
    }
    auto statement = ledger.statement(index);
    if (!statement) return tl::unexpected(statement.error());
    placed.push_back({index, std::move(*statement)});
  }
  return placed;
}

Result<std::vector<attest::Opened>> open_each(const attest::LedgerFolder& ledger,
                                              const std::optional<attest::Reader>& reader,
                                              const std::vector<attest::Placed>& placed) {
  if (reader) return attest::open_each_for(ledger, *reader, placed, ledger.now());
  std::vector<attest::Opened> all;
  for (const attest::Placed& one : placed) {
    auto opened = attest::open_published(ledger, one.index, one.statement);
    if (!opened) return tl::unexpected(opened.error());
    all.push_back(std::move(*opened));
  }
  return all;
}

// The digests are in the entry for everybody to see; what they are of is said only of those that are opened.
Json disclosures_json(const attest::Placed& placed, const attest::Opened& opened) {
  std::vector<std::string> shown;
  for (const std::string& encoded : opened.disclosures) shown.push_back(attest::disclosure_digest(encoded));
  Json::Array erased;
  Json::Array withheld;
  for (const std::string& digest : placed.statement.sd) {
    if (const auto at = opened.erased.find(digest); at != opened.erased.end()) {
      erased.emplace_back(Json::Object{{"digest", digest}, {"entry", at->second}});
    } else if (std::find(shown.begin(), shown.end(), digest) == shown.end()) {
      withheld.emplace_back(digest);
    }
  }
  return Json::Object{{"entry", placed.index.value},
                      {"disclosures", Json::Array(opened.disclosures.begin(), opened.disclosures.end())},
                      {"erased", std::move(erased)},
                      {"withheld", std::move(withheld)}};
}

Response show_disclosures(const Context& context, Tokens& tokens, const Request& request) {
  const auto reader = tokens.reader(request);
  if (!reader) return to_response(reader.error());
  const auto asked = read_asked(request);
  if (!asked) return to_response(asked.error());
  const auto placed = statements_at(context.ledger, *asked);
  if (!placed) return to_response(placed.error());
  const auto opened = open_each(context.ledger, *reader, *placed);
  if (!opened) return to_response(opened.error());
  Json::Array items;
  for (std::size_t i = 0; i < placed->size(); ++i) items.push_back(disclosures_json(placed->at(i), opened->at(i)));
  Response response = json_reply(asked->one ? items.front() : Json(Json::Object{{"items", std::move(items)}}));
  response.for_any_origin = !reader->has_value();
  return response;
}

}  // namespace

void add_disclosure_routes(Router& router, const Context& context, Tokens& tokens) {
  router.add({Method::kGet, "/api/v1/rights", [](const Request&) { return show_rights(); }, Run::kInline});
  router.add({Method::kGet, "/api/v1/disclosures",
              [&context, &tokens](const Request& request) { return show_disclosures(context, tokens, request); }});
}

}  // namespace api
