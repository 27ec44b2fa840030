// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Review and issue: the level is computed again from what was verified, never taken on trust.
#include "attest/ladder.hpp"
#include "certificate_basis.hpp"
#include "certificate_changes.hpp"
#include "rules.hpp"
#include "rules_shared.hpp"

namespace attest {
namespace {

constexpr std::uint64_t kStartDaysMax = 31;

// What the state says of a cycle at this place.
struct Verified {
  StandardRecord standard;
  Catalogue catalogue;
  std::vector<LineageItem> items;
  Counts counts;
  Digest lineage_root;
  Digest data_root;
};

std::optional<Verified> verified(Context& context, std::string_view cycle_id, const CycleRecord& cycle) {
  auto standard = context.value_of(get_standard(context.state(), cycle.standard));
  if (!standard) return std::nullopt;
  auto catalogue = catalogue_of(*standard);
  if (!catalogue) {
    context.note(catalogue.error());
    return std::nullopt;
  }
  auto items = context.value_of(accepted_items(context.state(), cycle_id, *catalogue));
  std::vector<std::string> codes;
  for (const LineageItem& item : items) codes.push_back(item.indicator);
  Counts counts = count_accepted(*catalogue, codes);
  const Digest lineage = lineage_root(items);
  const Digest data = data_root(items);
  return Verified{std::move(*standard), std::move(*catalogue), std::move(items), std::move(counts), lineage, data};
}

void review_is_of_the_present(Context& context, const CycleReviewed& body, const Verified& now) {
  if (body.lineage_root != now.lineage_root) {
    context.violate("review.roots", "lineage_root", "the accepted values have changed: review them again");
  }
  if (body.data_root != now.data_root) {
    context.violate("review.roots", "data_root", "the accepted values have changed: review them again");
  }
}

void review_looks_back(Context& context, const CycleReviewed& body) {
  if (body.size.value <= context.place().index.value) return;
  context.violate("review.size", "size", "a review cannot cover entries that do not exist yet");
}

void review_is_the_latest(Context& context, const CertificateIssued& body, const CycleRecord& cycle) {
  if (!cycle.review) {
    context.violate("review.missing", "review", "the cycle was not reviewed");
  } else if (body.review != *cycle.review) {
    context.violate("review.missing", "review", "the latest review is " + name_of(*cycle.review) + ": cite it");
  } else if (cycle.reopened && cycle.review->index < cycle.reopened->index) {
    context.violate("review.missing", "review", "the cycle was reopened after its review: review it again");
  } else if (!cycle.review_recommends_issue) {
    context.violate("review.missing", "review", "the latest review recommends to withhold the certificate");
  }
}

void issuer_did_not_review(Context& context, const CycleRecord& cycle) {
  if (!cycle.review || cycle.reviewer_holder != context.speaker().holder) return;
  context.violate("independence.holder", "kid",
                  "holder " + context.speaker().holder + " reviewed this cycle: somebody else must issue");
}

void roots_are_the_reviewed(Context& context, const CertificateIssued& body, const CycleRecord& cycle,
                            const Verified& now) {
  if (body.lineage_root != now.lineage_root || body.data_root != now.data_root) {
    context.violate("certificate.roots", "lineage_root", "these are not the roots of the values accepted now");
  }
  if (!cycle.review) return;
  if (cycle.reviewed_lineage_root != now.lineage_root || cycle.reviewed_data_root != now.data_root) {
    context.violate("certificate.roots", "review", "the accepted values have changed since the review");
  }
}

// What a city's first certificate shows instead of its level, where the catalogue has such a name.
void printed_level_is_right(Context& context, const CertificateIssued& body, const CycleRecord& cycle,
                            const Verified& now, const Level& level) {
  const auto& label = now.catalogue.rules.early_adopter;
  const bool first =
      label && context.value_of(is_first_certificate(context.state(), body.cycle, cycle.city, now.catalogue.standard));
  const std::string& expected = first ? *label : level.name;
  if (body.level == expected) return;
  context.violate("certificate.level", "level",
                  first ? "the city's first certificate under " + now.catalogue.standard + " shows " + expected
                        : "the level must be the computed one, " + expected);
}

void level_is_computed(Context& context, const CertificateIssued& body, const CycleRecord& cycle, const Verified& now) {
  const Level* level = level_of(now.catalogue, now.counts);
  if (level == nullptr) {
    context.violate("certificate.level", "level", "what was verified reaches no level of this scheme");
    return;
  }
  if (body.computed_level != level->name) {
    context.violate("certificate.computed", "computed_level", "the verified values reach level " + level->name);
  }
  printed_level_is_right(context, body, cycle, now, *level);
}

void counts_are_computed(Context& context, const CertificateIssued& body, const Verified& now) {
  if (body.counts == now.counts) return;
  context.violate("certificate.counts", "counts",
                  "the counts are not those of the verified values, " + std::to_string(now.counts.total) + " in all");
}

void scheme_is_the_catalogues(Context& context, const CertificateIssued& body, const Catalogue& catalogue) {
  if (body.scheme == catalogue.scheme && body.scheme_version == catalogue.scheme_version) return;
  context.violate("certificate.scheme", "scheme",
                  "the scheme is " + catalogue.scheme + ", version " + std::to_string(catalogue.scheme_version));
}

void number_is_new(Context& context, const CertificateIssued& body) {
  if (!context.value_of(get_certificate(context.state(), body.number))) return;
  context.violate("certificate.number", "number", "certificate number " + body.number + " is in use");
}

void status_index_is_new(Context& context, const CertificateIssued& body) {
  if (!context.value_of(get_certificate_at_status_index(context.state(), body.status_index))) return;
  context.violate("certificate.status_index", "status_index", "another certificate has this status index");
}

void validity_is_the_schemes(Context& context, const CertificateIssued& body, const Catalogue& catalogue) {
  const auto from = parse_moment(body.valid_from);
  const auto until = parse_moment(body.valid_until);
  if (!from || !until) return;  // the form has been checked
  const std::uint64_t today = context.place().time.value / kDayMillis;
  const std::uint64_t first_day = from->value / kDayMillis;
  if (first_day < today || first_day > today + kStartDaysMax) {
    context.violate("certificate.validity", "valid_from", "a certificate begins today or within 31 days");
  }
  const int months = static_cast<int>(catalogue.rules.validity_months);
  if (*until != add_months(*from, months)) {
    context.violate("certificate.validity", "valid_until",
                    "a certificate of this scheme is valid for " + std::to_string(months) + " months");
  }
}

// An open correction ends with the certificate that says so, and no other certificate can say it.
void correction_is_named(Context& context, const CertificateIssued& body, const CycleRecord& cycle) {
  if (body.supersedes != cycle.corrects) {
    context.violate("certificate.supersedes", "supersedes",
                    cycle.corrects ? "this cycle is open to correct certificate " + *cycle.corrects + ": name it"
                                   : "no correction is open in this cycle");
    return;
  }
  if (!body.supersedes) return;
  const auto corrected = known_certificate(context, *body.supersedes, "supersedes");
  if (!corrected || may_follow(corrected->state, StatusChange::kSuperseded)) return;
  context.violate("certificate.supersedes", "supersedes",
                  "certificate " + *body.supersedes + " is " + std::string(to_text(corrected->state)) +
                      ": reinstate or revoke it first");
}

void supersede(Context& context, const CertificateIssued& body) {
  auto corrected = context.value_of(get_certificate(context.state(), *body.supersedes));
  if (!corrected) return;
  change_state(context, *corrected,
               {CertificateState::kSuperseded, context.place().time, context.self(), "superseded", {}, body.number});
}

void a_did_is_published(Context& context) {
  const auto dids = context.value_of(list_dids(context.state()));
  if (!dids.empty()) return;
  context.violate("did.issuer", "iss", "publish the issuer's DID document first");
}

}  // namespace

void judge(Context& context, const CycleReviewed& body) {
  ask_role(context, {"reviewer"});
  review_looks_back(context, body);
  const auto cycle = open_cycle(context, body.cycle);
  if (!cycle) return;
  ask_independent_of_cycle(context, *cycle, body.cycle);
  const auto now = verified(context, body.cycle, *cycle);
  if (now) review_is_of_the_present(context, body, *now);
}

void apply(Context& context, const CycleReviewed& body) {
  auto cycle = context.value_of(get_cycle(context.state(), body.cycle));
  if (!cycle) return;
  cycle->review = context.self();
  cycle->review_recommends_issue = body.recommends_issue;
  cycle->reviewer_holder = context.speaker().holder;
  cycle->reviewed_lineage_root = body.lineage_root;
  cycle->reviewed_data_root = body.data_root;
  put_cycle(context.state(), body.cycle, *cycle);
}

void judge(Context& context, const CertificateIssued& body) {
  ask_role(context, {"issuer"});
  number_is_new(context, body);
  status_index_is_new(context, body);
  a_did_is_published(context);
  const auto cycle = open_cycle(context, body.cycle);
  if (!cycle) return;
  review_is_the_latest(context, body, *cycle);
  correction_is_named(context, body, *cycle);
  issuer_did_not_review(context, *cycle);
  ask_independent_of_cycle(context, *cycle, body.cycle);
  const auto now = verified(context, body.cycle, *cycle);
  if (!now) return;
  roots_are_the_reviewed(context, body, *cycle, *now);
  ask_prerequisite(context, cycle->city, now->catalogue.rules);
  level_is_computed(context, body, *cycle, *now);
  counts_are_computed(context, body, *now);
  scheme_is_the_catalogues(context, body, now->catalogue);
  validity_is_the_schemes(context, body, now->catalogue);
}

void apply(Context& context, const CertificateIssued& body) {
  auto cycle = context.value_of(get_cycle(context.state(), body.cycle));
  if (!cycle) return;
  const auto now = verified(context, body.cycle, *cycle);
  if (!now) return;
  keep_basis(context, body, *cycle, now->standard, now->items);
  cycle->certificate = body.number;
  cycle->corrects.reset();
  put_cycle(context.state(), body.cycle, *cycle);
  put_certificate(context.state(), {.issued = body,
                                    .entry = context.self(),
                                    .time = context.place().time,
                                    .city = cycle->city,
                                    .standard = now->catalogue.standard,
                                    .adoption = now->standard.entry,
                                    .issuer_holder = context.speaker().holder,
                                    .reviewer_holder = cycle->reviewer_holder,
                                    .state = CertificateState::kValid,
                                    .history = {},
                                    .correction_open = false,
                                    .renderings = {}});
  if (body.supersedes) supersede(context, body);
  put_status_index(context.state(), body.status_index, body.number);
}

}  // namespace attest
