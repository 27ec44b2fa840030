// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/lineage.hpp"

#include <algorithm>
#include <iterator>

#include "attest/cose.hpp"
#include "certs/lookup.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/proof.hpp"

namespace certs {
using ledger::fail;

namespace {

// Reads entries, each with its inclusion proof and its signature checked.
class ProvenReader {
 public:
  static Result<ProvenReader> make(const attest::Sight& sight) {
    const auto head = sight.ledger.signed_head();
    if (!head) return tl::unexpected(head.error());
    const auto checkpoint = ledger::open_checkpoint(head->checkpoint, sight.ledger.log_key());
    if (!checkpoint) return tl::unexpected(checkpoint.error());
    return ProvenReader(sight, *checkpoint);
  }

  [[nodiscard]] ledger::TreeSize size() const { return checkpoint_.size; }

  [[nodiscard]] Result<SaidEntry> read(const attest::EntryRef& ref) const {
    const std::string name = "entry " + std::to_string(ref.index.value);
    const auto path = ledger::make_inclusion(sight_->ledger.store(), ref.index, checkpoint_.size);
    if (!path) return tl::unexpected(path.error());
    const auto stored = sight_->ledger.store().entry(ref.index);
    if (!stored) return tl::unexpected(stored.error());
    if (ledger::leaf_hash(stored->body) != ref.leaf ||
        !ledger::check_inclusion(ref.leaf, ref.index, checkpoint_.size, *path, checkpoint_.root)) {
      return fail(Code::kCorrupt, name + " is not the one that is cited, or its proof does not hold: run fsck",
                  "entry");
    }
    auto statement = attest::parse_statement(stored->body);
    if (!statement) return tl::unexpected(statement.error());
    const auto key = attest::get_key(sight_->ledger.store(), statement->cose.header.kid);
    if (!key) return tl::unexpected(key.error());
    if (!*key || !attest::verify_cose(statement->cose, (*key)->key)) {
      return fail(Code::kCorrupt, "the signature of " + name + " does not hold: run audit", "signature");
    }
    auto opened = sight_->open(ref.index, *statement);
    if (!opened) return tl::unexpected(opened.error());
    return SaidEntry{
        ref, (*key)->party, (*key)->holder, stored->time, std::move(statement->body), std::move(opened->values)};
  }

  [[nodiscard]] Result<void> read_all(const std::vector<attest::EntryRef>& refs, std::vector<SaidEntry>& out) const {
    for (const auto& ref : refs) {
      auto said = read(ref);
      if (!said) return tl::unexpected(said.error());
      out.push_back(std::move(*said));
    }
    return {};
  }

 private:
  ProvenReader(const attest::Sight& sight, ledger::Checkpoint checkpoint)
      : sight_(&sight), checkpoint_(std::move(checkpoint)) {}
  const attest::Sight* sight_;
  ledger::Checkpoint checkpoint_;
};

// What was said of the indicator up to the decision that the certificate rests on, whatever came later.
std::vector<attest::EntryRef> up_to(const std::vector<attest::EntryRef>& refs, ledger::EntryIndex end) {
  std::vector<attest::EntryRef> out;
  std::copy_if(refs.begin(), refs.end(), std::back_inserter(out),
               [&](const attest::EntryRef& ref) { return ref.index < end; });
  return out;
}

Result<LineageLine> read_line(const ProvenReader& reader, const attest::LedgerFolder& ledger, const std::string& cycle,
                              const attest::Catalogue& catalogue, const attest::LineageItem& item) {
  const auto live = attest::get_live(ledger.store(), cycle, item.indicator);
  if (!live) return tl::unexpected(live.error());
  const attest::Indicator* indicator = catalogue.find(item.indicator);
  if (indicator == nullptr) return fail(Code::kCorrupt, "the catalogue has no " + item.indicator, "lineage");
  auto submission = reader.read(item.submission);
  if (!submission) return tl::unexpected(submission.error());
  const auto* body = std::get_if<attest::ValueSubmitted>(&submission->body);
  const bool decided = *live && std::ranges::find((*live)->decisions, item.decision) != (*live)->decisions.end();
  if (body == nullptr || !decided) {
    return fail(Code::kCorrupt,
                "what is live for " + item.indicator + " does not go back to what was accepted: run fsck", "lineage");
  }
  const auto evidence = body->evidence;
  LineageLine line{*indicator, std::move(*submission), {}, {}, {}};
  const auto replaced = up_to((*live)->replaced, item.submission.index);
  const auto decisions = up_to((*live)->decisions, {item.decision.index.value + 1});
  if (auto done = reader.read_all(replaced, line.replaced); !done) return tl::unexpected(done.error());
  if (auto done = reader.read_all(decisions, line.decisions); !done) return tl::unexpected(done.error());
  if (auto done = reader.read_all(evidence, line.evidence); !done) return tl::unexpected(done.error());
  return line;
}

}  // namespace

Result<CertificateLineage> lineage_of(const attest::Sight& sight, const std::string& certificate) {
  const attest::LedgerFolder& ledger = sight.ledger;
  const auto record = find_certificate(ledger.store(), certificate);
  if (!record) return tl::unexpected(record.error());
  const std::string& cycle_id = record->issued.cycle;
  const auto cycle = find_cycle(ledger.store(), cycle_id);
  if (!cycle) return tl::unexpected(cycle.error());
  const auto catalogue = catalogue_by(ledger.store(), *record);
  if (!catalogue) return tl::unexpected(catalogue.error());
  const auto basis = attest::get_basis(ledger.store(), certificate);
  if (!basis) return tl::unexpected(basis.error());
  if (!*basis || attest::lineage_root((*basis)->lineage) != record->issued.lineage_root) {
    return fail(Code::kCorrupt, "the accepted values are not those that the certificate was issued for: run audit",
                "lineage_root");
  }
  const auto reader = ProvenReader::make(sight);
  if (!reader) return tl::unexpected(reader.error());
  auto issued = reader->read(record->entry);
  if (!issued) return tl::unexpected(issued.error());
  auto review = reader->read(record->issued.review);
  if (!review) return tl::unexpected(review.error());
  auto enrolled = reader->read((*basis)->enrolled);
  if (!enrolled) return tl::unexpected(enrolled.error());
  CertificateLineage lineage{std::move(*issued),
                             std::move(*review),
                             std::move(*enrolled),
                             {},
                             reader->size(),
                             cycle->notice,
                             ledger.config().clock == attest::ClockKind::kSimulated};
  for (const auto& item : (*basis)->lineage) {
    auto line = read_line(*reader, ledger, cycle_id, *catalogue, item);
    if (!line) return tl::unexpected(line.error());
    lineage.lines.push_back(std::move(*line));
  }
  return lineage;
}

}  // namespace certs
