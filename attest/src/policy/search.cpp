// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/search.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <type_traits>

#include "attest/ids.hpp"
#include "attest/records.hpp"
#include "ledger/encoding.hpp"
#include "state_keys.hpp"

namespace attest {
namespace {

using Indexes = std::vector<EntryIndex>;

tl::unexpected<Error> damaged(std::string_view key) {
  return ledger::fail(Code::kCorrupt, "a record of a search index is damaged: run rebuild", std::string(key));
}

// Those of the half-open range that stand under that word.
Result<Indexes> under(const ledger::StateReader& state, std::string_view kind, std::string_view word, EntryIndex first,
                      EntryIndex end) {
  const std::string prefix = state_key::found(kind, word);
  Indexes indexes;
  std::optional<std::string> wrong;
  const auto scanned = state.scan(prefix, [&](std::string_view key, ByteView) {
    const auto bytes = ledger::hex_decode(key.substr(prefix.size()));
    if (!bytes || bytes->size() != 8) {
      wrong = std::string(key);
      return false;
    }
    const EntryIndex index{ledger::read_big_endian_64(*bytes)};
    if (index >= end) return false;
    if (index >= first) indexes.push_back(index);
    return true;
  });
  if (!scanned) return tl::unexpected<Error>(scanned.error());
  if (wrong) return damaged(*wrong);
  return indexes;
}

// The first of the entries below `size` whose time is not before `time`; `size` when there is none.
Result<EntryIndex> first_not_before(const ledger::StateReader& state, ledger::TreeSize size, UnixMillis time) {
  EntryIndex low{0};
  EntryIndex high{size.value};
  while (low < high) {
    const EntryIndex middle{low.value + (high.value - low.value) / 2};
    const auto facts = get_entry_facts(state, middle);
    if (!facts) return tl::unexpected<Error>(facts.error());
    if (!*facts) return damaged("entry " + std::to_string(middle.value));
    if ((*facts)->time < time) {
      low.value = middle.value + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

Result<std::string> cycle_of_certificate(const ledger::StateReader& state, const std::string& number) {
  const auto certificate = get_certificate(state, number);
  if (!certificate) return tl::unexpected<Error>(certificate.error());
  return *certificate ? (*certificate)->issued.cycle : std::string{};
}

// By what its subject says.
Result<std::string> cycle_of_entry(const ledger::StateReader& state, const EntryRef& ref) {
  const auto facts = get_entry_facts(state, ref.index);
  if (!facts) return tl::unexpected<Error>(facts.error());
  if (!*facts) return std::string{};
  if (parse_cycle_id((*facts)->subject)) return (*facts)->subject;
  if ((*facts)->type.starts_with("certificate.")) return cycle_of_certificate(state, (*facts)->subject);
  return std::string{};
}

Result<std::string> cycle_of_case(const ledger::StateReader& state, const CaseOpened& opened) {
  if (opened.certificate) return cycle_of_certificate(state, *opened.certificate);
  return opened.entry ? cycle_of_entry(state, *opened.entry) : Result<std::string>(std::string{});
}

// The cycle of each type that is about one, or may be.
template <typename T>
Result<std::string> cycle_in(const ledger::StateReader& state, const T& body) {
  if constexpr (std::is_same_v<T, CaseOpened>) {
    return cycle_of_case(state, body);
  } else if constexpr (std::is_same_v<T, CaseDecided>) {
    const auto opened = get_case(state, body.number);
    if (!opened) return tl::unexpected<Error>(opened.error());
    return *opened ? cycle_of_case(state, (*opened)->opened) : Result<std::string>(std::string{});
  } else if constexpr (std::is_same_v<T, DisclosureErased>) {
    return cycle_of_entry(state, body.entry);
  } else if constexpr (requires { body.cycle; }) {
    return body.cycle;
  } else if constexpr (std::is_same_v<T, CertificateRendered> || std::is_same_v<T, CertificateStatus>) {
    return cycle_of_certificate(state, body.number);
  } else {
    return std::string{};
  }
}

Indexes all_between(EntryIndex first, EntryIndex end) {
  Indexes indexes;
  for (EntryIndex index = first; index < end; ++index.value) indexes.push_back(index);
  return indexes;
}

}  // namespace

Result<Indexes> search(const ledger::StateReader& state, ledger::TreeSize size, const Search& wanted) {
  EntryIndex first{0};
  EntryIndex end{size.value};
  if (wanted.from) {
    const auto found = first_not_before(state, size, *wanted.from);
    if (!found) return tl::unexpected<Error>(found.error());
    first = *found;
  }
  if (wanted.until) {
    const auto found = first_not_before(state, size, *wanted.until);
    if (!found) return tl::unexpected<Error>(found.error());
    end = *found;
  }
  const auto cited = wanted.cites ? std::optional(std::to_string(wanted.cites->value)) : std::nullopt;
  std::optional<Indexes> found;
  for (const auto& [kind, word] : {std::pair{"cycle", &wanted.cycle}, std::pair{"city", &wanted.city},
                                   std::pair{"cites", &cited}, std::pair{"indicator", &wanted.indicator},
                                   std::pair{"party", &wanted.party}, std::pair{"type", &wanted.type}}) {
    if (!*word || (found && found->empty())) continue;
    auto these = under(state, kind, **word, first, end);
    if (!these) return these;
    if (!found) {
      found = std::move(*these);
      continue;
    }
    Indexes both;
    std::set_intersection(found->begin(), found->end(), these->begin(), these->end(), std::back_inserter(both));
    found = std::move(both);
  }
  return found ? std::move(*found) : all_between(first, end);
}

namespace {

struct Word {
  std::string_view kind;
  std::string text;
};

// Those that are asked for; the one that says most is the first.
std::vector<Word> words_of(const Search& wanted) {
  std::vector<Word> words;
  const auto add = [&](std::string_view kind, const std::optional<std::string>& text) {
    if (text) words.push_back({kind, *text});
  };
  if (wanted.cites) words.push_back({"cites", std::to_string(wanted.cites->value)});
  add("cycle", wanted.cycle);
  add("city", wanted.city);
  add("indicator", wanted.indicator);
  add("party", wanted.party);
  add("type", wanted.type);
  return words;
}

// Entries from `first` to before `end`, in order, until `visit` returns false: those under the word, so many at most,
// or all.
class Candidates {
 public:
  Candidates(const ledger::StateReader& state, const std::optional<Word>& word, EntryIndex first, EntryIndex end)
      : state_(state), word_(word), first_(first), end_(end) {}

  Result<void> each(std::size_t count_max, const std::function<Result<bool>(EntryIndex)>& visit) {
    if (!word_) {
      for (EntryIndex index = first_; index < end_; ++index.value) {
        const auto more = visit(index);
        if (!more) return tl::unexpected<Error>(more.error());
        if (!*more) return {};
      }
      return {};
    }
    // Keys end with the index in sixteen digits, so that their order is that of the entries.
    const std::string prefix = state_key::found(word_->kind, word_->text);
    Result<void> judged;
    const auto scanned = state_.scan_from(prefix, prefix + ledger::hex_encode(ledger::big_endian_64(first_.value)),
                                          count_max, [&](std::string_view key, ByteView) {
                                            const auto bytes = ledger::hex_decode(key.substr(prefix.size()));
                                            if (!bytes || bytes->size() != 8) {
                                              judged = damaged(key);
                                              return false;
                                            }
                                            const EntryIndex index{ledger::read_big_endian_64(*bytes)};
                                            const auto more = index < end_ ? visit(index) : Result<bool>(false);
                                            if (!more) judged = tl::unexpected<Error>(more.error());
                                            return more && *more;
                                          });
    return scanned ? judged : scanned;
  }

 private:
  const ledger::StateReader& state_;
  const std::optional<Word>& word_;
  EntryIndex first_;
  EntryIndex end_;
};

// Whether the entry stands under each of these words.
Result<bool> stands_under(const ledger::StateReader& state, const std::vector<Word>& words, EntryIndex index) {
  for (const Word& word : words) {
    const auto record = state.get(state_key::found(word.kind, word.text, index));
    if (!record) return tl::unexpected<Error>(record.error());
    if (!*record) return false;
  }
  return true;
}

}  // namespace

Result<SearchPage> search_page(const ledger::StateReader& state, ledger::TreeSize size, const Search& wanted,
                               std::optional<EntryIndex> after, std::size_t entries_max, std::size_t looks_max) {
  const auto first = wanted.from ? first_not_before(state, size, *wanted.from) : Result<EntryIndex>(EntryIndex{0});
  if (!first) return tl::unexpected<Error>(first.error());
  const auto end =
      wanted.until ? first_not_before(state, size, *wanted.until) : Result<EntryIndex>(EntryIndex{size.value});
  if (!end) return tl::unexpected<Error>(end.error());
  EntryIndex begin = *first;
  if (after && *after >= begin && after->value < size.value) begin = {after->value + 1};
  if (after && after->value >= size.value) begin = *end;
  std::vector<Word> words = words_of(wanted);
  const std::optional<Word> leading = words.empty() ? std::nullopt : std::optional(words.front());
  if (leading) words.erase(words.begin());
  SearchPage page;
  std::size_t looked = 0;
  std::optional<EntryIndex> last;
  // What stands under one word alone is all taken; one more says whether there is another page.
  const std::size_t count_max = (words.empty() ? std::min(entries_max, looks_max) : looks_max) + 1;
  auto walked = Candidates(state, leading, begin, *end).each(count_max, [&](EntryIndex index) -> Result<bool> {
    if (page.entries.size() == entries_max || looked == looks_max) {
      page.go_on_after = last;
      return false;
    }
    ++looked;
    last = index;
    const auto fits = stands_under(state, words, index);
    if (!fits) return fits;
    if (*fits) page.entries.push_back(index);
    return true;
  });
  if (!walked) return tl::unexpected<Error>(walked.error());
  return page;
}

Result<std::string> cycle_about(const ledger::StateReader& state, const Body& body) {
  return std::visit([&](const auto& members) { return cycle_in(state, members); }, body);
}

}  // namespace attest
