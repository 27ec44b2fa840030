// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a city's earlier certificates decide: whether one is its first under a standard, and prerequisites.
#include "attest/catalogue.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

// Any edition and level; a revoked one counts for nothing.
Result<std::vector<CertificateRecord>> certificates_under(const ledger::StateReader& state, std::string_view city,
                                                          std::string_view standard) {
  const auto numbers = list_certificates_of(state, city);
  if (!numbers) return tl::unexpected<Error>(numbers.error());
  std::vector<CertificateRecord> out;
  for (const std::string& number : *numbers) {
    auto record = get_certificate(state, number);
    if (!record) return tl::unexpected<Error>(record.error());
    const bool counts = *record && (*record)->standard == standard && (*record)->state != CertificateState::kRevoked;
    if (counts) out.push_back(std::move(**record));
  }
  return out;
}

bool in_force(const CertificateRecord& record, UnixMillis now) {
  const auto from = parse_moment(record.issued.valid_from);
  const auto until = parse_moment(record.issued.valid_until);
  return record.state == CertificateState::kValid && from && until && *from <= now && now < *until;
}

}  // namespace

Result<bool> is_first_certificate(const ledger::StateReader& state, std::string_view cycle, std::string_view city,
                                  std::string_view standard) {
  const auto earlier = certificates_under(state, city, standard);
  if (!earlier) return tl::unexpected<Error>(earlier.error());
  return std::all_of(earlier->begin(), earlier->end(),
                     [&](const CertificateRecord& record) { return record.issued.cycle == cycle; });
}

void ask_prerequisite(Context& context, std::string_view city, const CatalogueRules& rules) {
  if (!rules.prerequisite) return;
  const auto earlier = context.value_of(certificates_under(context.state(), city, *rules.prerequisite));
  const UnixMillis now = context.place().time;
  const bool met = std::any_of(earlier.begin(), earlier.end(), [&](const CertificateRecord& record) {
    return !rules.prerequisite_must_be_valid || in_force(record, now);
  });
  if (met) return;
  const std::string what = rules.prerequisite_must_be_valid ? " that is in force" : " that was not revoked";
  context.violate("prerequisite.missing", "standard",
                  std::string(city) + " has no certificate under " + *rules.prerequisite + what);
}

}  // namespace attest
