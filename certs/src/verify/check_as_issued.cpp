// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "attest/ladder.hpp"
#include "checks.hpp"
#include "names.hpp"

namespace certs {
namespace {

struct Comparison {
  bool equal;
  const char* what;
};

template <std::size_t N>
std::optional<Finding> first_unequal(const Comparison (&comparisons)[N]) {
  for (const auto& [equal, what] : comparisons) {
    if (!equal) return failed("It is not as issued: " + std::string(what) + " differs.");
  }
  return std::nullopt;
}

const attest::Level* level_named(const attest::Catalogue& catalogue, const std::string& name) {
  const auto at = std::find_if(catalogue.levels.begin(), catalogue.levels.end(),
                               [&](const attest::Level& level) { return level.name == name; });
  return at == catalogue.levels.end() ? nullptr : &*at;
}

attest::Counts totals_of(const attest::Catalogue& catalogue) {
  attest::Counts totals;
  for (const std::string& kind : catalogue.counted_kinds()) {
    totals.by_kind[kind] = catalogue.total_of(kind);
    totals.total += catalogue.total_of(kind);
  }
  return totals;
}

// What the issuance says of the certificate.
std::optional<Finding> differs_from_issuance(const Certificate& c, const Examined& examined) {
  const attest::CertificateIssued& said = examined.issuance.body;
  const Comparison comparisons[] = {
      {fingerprint(examined.bundle.credential) == said.fingerprint, "the fingerprint"},
      {signed_digest(examined.bundle.credential) == said.signed_digest, "the signed digest"},
      {c.number == said.number, "the number"},
      {c.cycle == said.cycle, "the cycle"},
      {c.level == said.level, "the level"},
      {c.computed_level == said.computed_level, "the computed level"},
      {c.scheme == said.scheme && c.scheme_version == said.scheme_version, "the scheme"},
      {c.counts == said.counts, "the count of indicators"},
      {c.lineage_root == said.lineage_root, "the lineage root"},
      {c.data_root == said.data_root, "the data root"},
      {c.valid_from == said.valid_from && c.valid_until == said.valid_until, "the validity"},
      {c.status_index == said.status_index, "the status index"},
      {c.reviewed_size <= said.review.index.value, "the size that was reviewed"},
      {said.review.index < examined.issuance.index, "the review"}};
  return first_unequal(comparisons);
}

// What the ledger's earlier statements say of it.
std::optional<Finding> differs_from_ledger(const Certificate& c, const Examined& examined, const Trust& trust) {
  const attest::LedgerOpened& opened = examined.opened.body;
  const attest::CityEnrolled& enrolled = examined.enrolled.body;
  const attest::Catalogue& catalogue = examined.catalogue;
  const attest::Level* level = level_named(catalogue, c.computed_level);
  const auto name = opened.certifier_names.find("en");
  const Comparison comparisons[] = {
      {c.cycle == enrolled.cycle && c.city == enrolled.city && c.data_year == enrolled.data_year, "the enrolled cycle"},
      {c.notice == enrolled.notice.value_or(""), "the cycle's notice"},
      {enrolled.standard == examined.standard.body.standard && catalogue.id == enrolled.standard, "the standard's id"},
      {c.standard == catalogue.standard && c.edition == catalogue.edition, "the standard"},
      {c.scheme == catalogue.scheme && c.scheme_version == catalogue.scheme_version, "the catalogue's scheme"},
      {c.totals == totals_of(catalogue), "the number of indicators in the standard"},
      {level != nullptr && c.scheme_assumed == level->assumed, "whether the level's threshold is assumed"},
      {c.origin == opened.origin, "the ledger's origin"},
      {c.genesis == trust.genesis, "the ledger's genesis"},
      {c.simulated_clock == (opened.clock == attest::ClockKind::kSimulated), "the ledger's clock"},
      {name != opened.certifier_names.end() && c.issuer_name == name->second, "the issuer's name"},
      {c.issuer == examined.did.body.did && c.issuer == examined.did_document.did, "the issuer's DID"}};
  return first_unequal(comparisons);
}

std::optional<Finding> list_differs(const Certificate& c, const ExaminedStatus& status, std::string_view purpose) {
  const attest::StatusListPublished& said = status.published.body;
  const Comparison comparisons[] = {
      {status.list.purpose == purpose && said.purpose == purpose, "a status list's purpose"},
      {said.list == status_list_address(c.base, purpose) && status.list.address == said.list,
       "a status list's address"},
      {said.valid_from == status.list.valid_from && said.valid_until == status.list.valid_until,
       "a status list's interval"},
      {signed_digest(status.document) == said.signed_digest, "a status list's digest"}};
  return first_unequal(comparisons);
}

}  // namespace

Finding check_as_issued(const Examined& examined, const Certificate& certificate, const Trust& trust) {
  if (auto wrong = differs_from_issuance(certificate, examined)) return *wrong;
  if (auto wrong = differs_from_ledger(certificate, examined, trust)) return *wrong;
  if (auto wrong = list_differs(certificate, examined.revocation, kRevocation)) return *wrong;
  if (auto wrong = list_differs(certificate, examined.suspension, kSuspension)) return *wrong;
  return passed(
      "Fingerprint and signed digest are those of the issuance, and so is every member that the ledger knows: " +
      ledger::to_hex(examined.issuance.body.fingerprint) + ".");
}

}  // namespace certs
