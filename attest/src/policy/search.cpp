// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/search.hpp"

#include <algorithm>
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

Result<std::string> cycle_about(const ledger::StateReader& state, const Body& body) {
  return std::visit([&](const auto& members) { return cycle_in(state, members); }, body);
}

}  // namespace attest
