// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a certificate will say, from the ledger's state alone.
#include <algorithm>

#include "attest/catalogue.hpp"
#include "attest/date.hpp"
#include "attest/ladder.hpp"
#include "attest/limits.hpp"
#include "attest/records.hpp"
#include "certs/issue.hpp"
#include "issue/certificate_files.hpp"
#include "issue/named_parties.hpp"

namespace certs {
namespace {

template <typename T>
Result<T> required(Result<std::optional<T>> record, const std::string& what) {
  if (!record) return tl::unexpected(record.error());
  if (!*record) return ledger::fail(Code::kNotFound, "the ledger has no " + what, what);
  return std::move(**record);
}

// A free index, drawn at random so that it tells nothing about the order of issue.
Result<std::int64_t> free_status_index(const ledger::StateReader& state) {
  constexpr int kTries = 256;
  for (int i = 0; i < kTries; ++i) {
    const Bytes random = attest::random_bytes(8);
    const auto index = static_cast<std::int64_t>(ledger::read_big_endian_64(random) % attest::kStatusListEntries);
    const auto taken = attest::get_certificate_at_status_index(state, index);
    if (!taken) return tl::unexpected(taken.error());
    if (!*taken) return index;
  }
  return ledger::fail(Code::kRefused, "the status list is nearly full; no free index was found", "status_index");
}

struct Sources {
  attest::CycleRecord cycle;
  attest::Catalogue catalogue;
  attest::PartyRecord city;
  attest::PartyRecord certifier;
};

Result<Sources> read_sources(const attest::LedgerFolder& ledger, const std::string& cycle_id) {
  const auto& state = ledger.store();
  Sources sources;
  auto cycle = required(attest::get_cycle(state, cycle_id), "cycle " + cycle_id);
  if (!cycle) return tl::unexpected(cycle.error());
  sources.cycle = std::move(*cycle);
  const auto standard =
      required(attest::get_standard(state, sources.cycle.standard), "standard " + sources.cycle.standard);
  if (!standard) return tl::unexpected(standard.error());
  const auto json = attest::parse_canonical_json(standard->catalogue_json);
  if (!json) return tl::unexpected(json.error());
  auto catalogue = attest::parse_catalogue(*json);
  if (!catalogue) return tl::unexpected(catalogue.error());
  sources.catalogue = std::move(*catalogue);
  auto city = required(attest::get_party(state, sources.cycle.city), "party " + sources.cycle.city);
  if (!city) return tl::unexpected(city.error());
  sources.city = std::move(*city);
  auto certifier = required(attest::get_party(state, ledger.config().certifier), "certifier");
  if (!certifier) return tl::unexpected(certifier.error());
  sources.certifier = std::move(*certifier);
  return sources;
}

attest::Counts totals_of(const attest::Catalogue& catalogue) {
  attest::Counts totals;
  for (const auto& kind : catalogue.counted_kinds()) {
    totals.by_kind[kind] = catalogue.total_of(kind);
    totals.total += catalogue.total_of(kind);
  }
  return totals;
}

// The level, or what the catalogue calls a city's first certificate instead.
Result<std::string> shown_level(const attest::LedgerFolder& ledger, const Certificate& certificate,
                                const Sources& sources, const attest::Level& level) {
  const auto& label = sources.catalogue.rules.early_adopter;
  if (!label) return level.name;
  const auto first =
      attest::is_first_certificate(ledger.store(), certificate.cycle, sources.cycle.city, sources.catalogue.standard);
  if (!first) return tl::unexpected(first.error());
  return *first ? *label : level.name;
}

Result<void> fill_level(const attest::LedgerFolder& ledger, Certificate& certificate, const Sources& sources,
                        const std::vector<attest::LineageItem>& items) {
  std::vector<std::string> codes;
  for (const auto& item : items) codes.push_back(item.indicator);
  certificate.counts = attest::count_accepted(sources.catalogue, codes);
  certificate.totals = totals_of(sources.catalogue);
  const auto* level = attest::level_of(sources.catalogue, certificate.counts);
  if (level == nullptr) {
    const auto next = attest::next_level(sources.catalogue, certificate.counts);
    return ledger::fail(Code::kRefused,
                        "no level is reached with " + std::to_string(certificate.counts.total) +
                            " verified indicators; missing: " + (next ? attest::describe(*next) : "a ladder"),
                        "certificate.level");
  }
  auto shown = shown_level(ledger, certificate, sources, *level);
  if (!shown) return tl::unexpected(shown.error());
  certificate.level = std::move(*shown);
  certificate.computed_level = level->name;
  certificate.scheme_assumed = level->assumed;
  return {};
}

}  // namespace

Result<Certificate> draft_certificate(const attest::LedgerFolder& ledger, const IssueRequest& request) {
  if (request.seals.empty())
    return ledger::fail(Code::kKey, "a certificate needs at least the issuer's credential key");
  const auto sources = read_sources(ledger, request.cycle);
  if (!sources) return tl::unexpected(sources.error());
  const auto items = attest::accepted_items(ledger.store(), request.cycle, sources->catalogue);
  if (!items) return tl::unexpected(items.error());

  Certificate certificate;
  certificate.issuer = did_of(request.seals.front().verification_method);
  const auto base = did_web_base(certificate.issuer);
  if (!base) return tl::unexpected(base.error());
  certificate.base = *base;
  certificate.issuer_name = english(sources->certifier.party.names);
  certificate.number = request.number;
  certificate.valid_from = request.valid_from;
  const auto from = attest::parse_moment(request.valid_from);
  if (!from) return tl::unexpected(from.error());
  const auto months = static_cast<int>(sources->catalogue.rules.validity_months);
  certificate.valid_until = attest::format_moment(attest::add_months(*from, months));
  certificate.city = sources->cycle.city;
  certificate.city_name = english(sources->city.party.names);
  certificate.country = sources->city.party.country;
  certificate.cycle = request.cycle;
  certificate.standard = sources->catalogue.standard;
  certificate.edition = sources->catalogue.edition;
  certificate.scheme = sources->catalogue.scheme;
  certificate.scheme_version = sources->catalogue.scheme_version;
  certificate.data_year = sources->cycle.data_year;
  const auto verifiers = verifiers_of(ledger.store(), *items);
  if (!verifiers) return tl::unexpected(verifiers.error());
  for (const attest::PartyRecord& verifier : *verifiers) certificate.verifiers.push_back(english(verifier.party.names));
  certificate.notice = sources->cycle.notice;
  certificate.simulated_clock = ledger.config().clock == attest::ClockKind::kSimulated;
  certificate.origin = ledger.config().origin;
  certificate.genesis = ledger.config().genesis;
  if (auto filled = fill_level(ledger, certificate, *sources, *items); !filled) return tl::unexpected(filled.error());
  if (!sources->cycle.review) {
    return ledger::fail(Code::kRefused, "the cycle was not reviewed yet; a reviewer has to do that first",
                        "review.missing");
  }
  const auto review = ledger.statement(sources->cycle.review->index);
  if (!review) return tl::unexpected(review.error());
  certificate.reviewed_size = std::get<attest::CycleReviewed>(review->body).size.value;
  certificate.lineage_root = attest::lineage_root(*items);
  certificate.data_root = attest::data_root(*items);
  const auto index = free_status_index(ledger.store());
  if (!index) return tl::unexpected(index.error());
  certificate.status_index = *index;
  return certificate;
}

}  // namespace certs
