// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "attest/date.hpp"
#include "attest/ladder.hpp"
#include "checks.hpp"

namespace certs {
namespace {

// Codes in the catalogue's order, none twice: that is what makes the roots those of one set of indicators.
bool in_catalogue_order(const std::vector<std::string>& codes, const attest::Catalogue& catalogue) {
  auto next = catalogue.indicators.begin();
  for (const std::string& code : codes) {
    next =
        std::find_if(next, catalogue.indicators.end(), [&](const auto& indicator) { return indicator.code == code; });
    if (next == catalogue.indicators.end()) return false;
    ++next;
  }
  return true;
}

bool in_order_of_time(const attest::LineageItem& item, std::uint64_t reviewed_size) {
  return item.submission.index < item.decision.index && item.decision.index.value < reviewed_size;
}

}  // namespace

Finding check_lineage(const Examined& examined, const Certificate& certificate) {
  const std::vector<attest::LineageItem>& items = examined.bundle.lineage;
  std::vector<std::string> codes;
  for (const attest::LineageItem& item : items) {
    codes.push_back(item.indicator);
    if (!in_order_of_time(item, certificate.reviewed_size))
      return failed("Indicator " + item.indicator + " was not submitted, decided and reviewed in this order.");
  }
  if (!in_catalogue_order(codes, examined.catalogue))
    return failed("The indicators are not those of the catalogue, in its order and without repeats.");
  if (attest::lineage_root(items) != certificate.lineage_root || attest::data_root(items) != certificate.data_root)
    return failed("The roots over submissions, decisions and values are not those of the certificate.");
  const attest::Counts counts = attest::count_accepted(examined.catalogue, codes);
  if (counts != certificate.counts) return failed("The indicators do not add up to the certificate's counts.");
  const attest::Level* level = attest::level_of(examined.catalogue, counts);
  // That a certificate with the catalogue's label is the city's first is the ledger's rule for taking it in.
  const bool shown =
      certificate.level == certificate.computed_level || certificate.level == examined.catalogue.rules.early_adopter;
  if (level == nullptr || level->name != certificate.computed_level || !shown)
    return failed("The counts do not reach the certificate's level by the scheme in the ledger.");
  return passed(std::to_string(items.size()) + " accepted values, " + std::to_string(counts.total) +
                " of them counted, lead to both roots and to level " + level->name + " by scheme " +
                examined.catalogue.scheme + ", version " + std::to_string(examined.catalogue.scheme_version) + ".");
}

Finding check_validity(const std::string& valid_from, const std::string& valid_until, ledger::UnixMillis at) {
  const auto from = attest::parse_moment(valid_from);
  const auto until = attest::parse_moment(valid_until);
  if (!from || !until) return failed("The validity is no interval.");
  const std::string interval =
      "from " + attest::format_day_for_people(*from) + " until " + attest::format_day_for_people(*until);
  const bool holds = *from <= at && at < *until;
  if (!holds) return failed("It is valid " + interval + ", not on " + attest::format_day_for_people(at) + ".");
  return passed("It is valid " + interval + ".");
}

}  // namespace certs
