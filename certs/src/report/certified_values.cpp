// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/certified_values.hpp"

#include <algorithm>
#include <span>

#include "attest/ids.hpp"
#include "attest/reader.hpp"
#include "certs/certificate_report.hpp"
#include "certs/lookup.hpp"

namespace certs {
using ledger::fail;

namespace {

constexpr std::string_view kErased = "erased";
constexpr std::string_view kUnknown = "not known here";

// Its text, or why there is none.
struct Told {
  std::string text;
  std::string_view missing;
};
Result<Told> value_of(const attest::LedgerFolder& ledger, const attest::EntryRef& ref,
                      const attest::Statement& statement, const std::string& digest) {
  const auto erased = attest::get_erased(ledger.store(), digest);
  if (!erased) return tl::unexpected(erased.error());
  if (*erased) return Told{{}, kErased};
  const auto opened = attest::open_published(ledger, ref.index, statement);
  if (!opened) return tl::unexpected(opened.error());
  const auto value = opened->values.find("value");
  return value == opened->values.end() ? Told{{}, kUnknown} : Told{value->second, {}};
}

struct Sources {
  std::string texts;  // in their own words, where they are known
  std::string parties;
  std::vector<std::uint64_t> entries;
};
void add_text(std::string& all, const std::string& text) {
  if (text.empty() || ("; " + all + "; ").find("; " + text + "; ") != std::string::npos) return;
  all += (all.empty() ? "" : "; ") + text;
}

Result<Sources> sources_of(const attest::LedgerFolder& ledger, const std::vector<attest::EntryRef>& evidence) {
  Sources sources;
  for (const attest::EntryRef& ref : evidence) {
    const auto statement = ledger.statement(ref.index);
    if (!statement) return tl::unexpected(statement.error());
    const auto opened = attest::open_published(ledger, ref.index, *statement);
    if (!opened) return tl::unexpected(opened.error());
    if (const auto source = opened->values.find("source"); source != opened->values.end())
      add_text(sources.texts, source->second);
    const auto record = attest::get_evidence(ledger.store(), ref.index);
    if (!record) return tl::unexpected(record.error());
    if (*record) add_text(sources.parties, (*record)->provider.value_or((*record)->registered_by));
    sources.entries.push_back(ref.index.value);
  }
  return sources;
}

// What all lines of one certificate have in common.
struct Certified {
  std::string number;
  attest::CertificateRecord record;
  attest::CycleId cycle;
  std::string notice;
  attest::Catalogue catalogue;
  std::string status;
};

Result<CertifiedValue> line(const attest::LedgerFolder& ledger, const Certified& certified,
                            const attest::LineageItem& item) {
  const auto statement = ledger.statement(item.submission.index);
  if (!statement) return tl::unexpected(statement.error());
  const auto* body = std::get_if<attest::ValueSubmitted>(&statement->body);
  if (body == nullptr) return fail(Code::kCorrupt, "a certificate rests on an entry without a value: run audit");
  const auto value = value_of(ledger, item.submission, *statement, item.value_digest);
  if (!value) return tl::unexpected(value.error());
  const auto sources = sources_of(ledger, body->evidence);
  if (!sources) return tl::unexpected(sources.error());
  const attest::Indicator* indicator = certified.catalogue.find(item.indicator);
  return CertifiedValue{certified.number,
                        certified.status,
                        certified.cycle.city,
                        certified.cycle.standard,
                        certified.cycle.data_year,
                        item.indicator,
                        indicator == nullptr ? std::string{} : indicator->name,
                        value->text,
                        std::string(value->missing),
                        body->unit.value_or(""),
                        body->period ? body->period->label : "",
                        sources->texts,
                        sources->parties,
                        item.submission.index.value,
                        item.decision.index.value,
                        sources->entries,
                        certified.record.entry.index.value,
                        certified.notice};
}

Result<Certified> certified_by(const attest::LedgerFolder& ledger, const std::string& number) {
  auto record = find_certificate(ledger.store(), number);
  if (!record) return tl::unexpected(record.error());
  const auto id = attest::parse_cycle_id(record->issued.cycle);
  const auto cycle = find_cycle(ledger.store(), record->issued.cycle);
  if (!cycle) return tl::unexpected(cycle.error());
  if (!id) return fail(Code::kCorrupt, "the certificate's record is damaged: run fsck", "certificate");
  auto catalogue = catalogue_by(ledger.store(), *record);
  if (!catalogue) return tl::unexpected(catalogue.error());
  const auto status = status_on(ledger.store(), *record, ledger.now());
  if (!status) return tl::unexpected(status.error());
  std::string notice = cycle->notice;
  if (ledger.config().clock == attest::ClockKind::kSimulated) add_text(notice, "simulated clock");
  return Certified{number,
                   std::move(*record),
                   *id,
                   std::move(notice),
                   std::move(*catalogue),
                   std::string(outcome_name(status->outcome))};
}

// The items behind the one of choice.after; none when there is no such one.
std::span<const attest::LineageItem> behind(const std::vector<attest::LineageItem>& items, const std::string& after) {
  if (after.empty()) return items;
  const auto at = std::ranges::find(items, after, &attest::LineageItem::indicator);
  return at == items.end() ? std::span<const attest::LineageItem>() : std::span(at + 1, items.end());
}

}  // namespace

Result<std::vector<CertifiedValue>> certified_values(const attest::LedgerFolder& ledger, const std::string& number,
                                                     const ValueChoice& choice) {
  const auto certified = certified_by(ledger, number);
  if (!certified) return tl::unexpected(certified.error());
  const auto basis = attest::get_basis(ledger.store(), number);
  if (!basis) return tl::unexpected(basis.error());
  if (!*basis) return fail(Code::kCorrupt, "what " + number + " rests on is missing: run rebuild", "certificate");
  std::vector<CertifiedValue> values;
  for (const attest::LineageItem& item : behind((*basis)->lineage, choice.after)) {
    if (values.size() == choice.max) break;
    if (!choice.indicator.empty() && item.indicator != choice.indicator) continue;
    auto value = line(ledger, *certified, item);
    if (!value) return tl::unexpected(value.error());
    values.push_back(std::move(*value));
  }
  return values;
}

}  // namespace certs
