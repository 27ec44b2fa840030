// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/search.hpp"

#include <algorithm>

#include "attest/date.hpp"
#include "attest/search.hpp"
#include "attest/statement.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/progress.hpp"
#include "cityledger/table.hpp"

namespace cityledger {
namespace {

using ledger::EntryIndex;

constexpr std::uint64_t kSecondMillis = 1'000;

// A word that nothing in the ledger has is a mistake of the one who types it, not an empty answer.
Result<void> words_exist(const SearchOptions& options, const attest::LedgerFolder& ledger) {
  const ledger::Store& store = ledger.store();
  for (const std::string& party : {options.city, options.party}) {
    if (party.empty() || party == ledger.config().origin) continue;
    if (const auto found = certs::find_party(store, party); !found) return tl::unexpected(found.error());
  }
  if (!options.cycle.empty()) {
    if (const auto found = certs::find_cycle(store, options.cycle); !found) return tl::unexpected(found.error());
  }
  const std::vector<std::string> types = attest::all_type_names();
  if (!options.type.empty() && std::find(types.begin(), types.end(), options.type) == types.end()) {
    return tl::unexpected(certs::unknown_name("type", options.type, types));
  }
  return {};
}

using Moment = std::optional<ledger::UnixMillis>;

Result<Moment> moment_of(const std::string& text, Result<ledger::UnixMillis> (*parse)(std::string_view),
                         std::string_view field) {
  if (text.empty()) return Moment{};
  const auto parsed = parse(text);
  if (!parsed) return fail(parsed.error().code, parsed.error().message, std::string(field));
  return Moment(*parsed);
}

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

Result<attest::Search> wanted_by(const SearchOptions& options) {
  const auto from = moment_of(options.from, attest::parse_day_or_moment, "from");
  if (!from) return tl::unexpected(from.error());
  auto until = moment_of(options.until, attest::parse_end_of_day_or_moment, "until");
  if (!until) return tl::unexpected(until.error());
  if (*until) (*until)->value += kSecondMillis;  // that second counts
  return attest::Search{unless_empty(options.city),
                        unless_empty(options.cycle),
                        unless_empty(options.indicator),
                        unless_empty(options.party),
                        unless_empty(options.type),
                        options.cites ? std::optional(EntryIndex{*options.cites}) : std::nullopt,
                        *from,
                        *until};
}

struct Rows {
  Table table{{"entry", "time", "type", "signer", "subject"}};
  Json::Array list;
};

Result<void> add_row(Rows& rows, const attest::LedgerFolder& ledger, EntryIndex index) {
  const auto facts = attest::get_entry_facts(ledger.store(), index);
  if (!facts) return tl::unexpected(facts.error());
  if (!*facts) return fail(Code::kCorrupt, "the record of an entry is missing: run rebuild", "entry");
  const attest::EntryFacts& entry = **facts;
  rows.table.add(
      {std::to_string(index.value), certs::time_text(entry.time), entry.type, entry.signer_party, entry.subject});
  rows.list.push_back(certs::entry_line_json(index, entry));
  return {};
}

int tell(const SearchOptions& options, const attest::LedgerFolder& ledger, const std::vector<EntryIndex>& found,
         Console& console) {
  auto next = found.begin();
  if (options.after) next = std::upper_bound(found.begin(), found.end(), EntryIndex{*options.after});
  const auto left = static_cast<std::uint64_t>(found.end() - next);
  const auto end = next + static_cast<std::ptrdiff_t>(std::min(left, options.limit));
  Rows rows;
  for (; next != end; ++next) {
    if (const auto added = add_row(rows, ledger, *next); !added) return console.fail(added.error());
  }
  std::string text = rows.table.empty() ? std::string{} : rows.table.text();
  text += with_thousands(found.size()) + (found.size() == 1 ? " entry" : " entries");
  if (next != found.end() && next != found.begin()) {
    text += "; for the next ones: --after " + std::to_string((next - 1)->value);
  }
  console.print(text);
  console.answer(Json::Object{
      {"found", std::uint64_t{found.size()}}, {"more", next != found.end()}, {"entries", std::move(rows.list)}});
  return 0;
}

}  // namespace

int run_search(const SearchOptions& options, Console& console) {
  const auto wanted = wanted_by(options);
  if (!wanted) return console.fail(wanted.error());
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  if (const auto known = words_exist(options, folder); !known) return console.fail(known.error());
  const auto head = folder.store().head();
  if (!head) return console.fail(head.error());
  const auto found = attest::search(folder.store(), head->size, *wanted);
  if (!found) return console.fail(found.error());
  return tell(options, folder, *found, console);
}

}  // namespace cityledger
