// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cycle.reviewed, certificate.issued.
#include <array>

#include "attest/ids.hpp"
#include "attest/limits.hpp"
#include "ledger/encoding.hpp"
#include "statement/body_codec.hpp"
#include "statement/members.hpp"

namespace attest {
namespace {

constexpr std::array<const char*, 4> kCountedKinds = {"core", "supporting", "smart", "resilience"};

void read_counts(Fields& fields, Counts& counts) {
  constexpr auto kMost = static_cast<std::int64_t>(kIndicatorsMax);
  std::int64_t sum = 0;
  for (const char* kind : kCountedKinds) {
    const std::optional<std::int64_t> count = fields.optional_integer(kind, 0, kMost);
    if (!count) continue;
    counts.by_kind.emplace(kind, *count);
    sum += *count;
  }
  counts.total = fields.integer("total", 0, kMost);
  if (counts.total != sum) fields.wrong("total", "must be the sum of the kinds");
}

Json to_json(const Counts& counts) {
  Json::Object out{{"total", counts.total}};
  for (const auto& [kind, count] : counts.by_kind) out.emplace(kind, count);
  return out;
}

// A level's name, or nothing where no level is reached.
std::string read_computed_level(Fields& fields) {
  std::string level = fields.text("computed_level");
  if (!level.empty() && !members::is_plain_text(level)) {
    fields.wrong("computed_level", "must be text without control characters");
  }
  return level;
}

}  // namespace

void read_members(Fields& fields, CycleReviewed& body) {
  body.cycle = members::cycle_id(fields, "cycle");
  body.size = members::tree_size(fields, "size");
  body.lineage_root = members::digest(fields, "lineage_root");
  body.data_root = members::digest(fields, "data_root");
  body.recommends_issue = members::choice(fields, "recommendation", {"issue", "withhold"}) == "issue";
}

Json::Object write_members(const CycleReviewed& body) {
  return {{"cycle", body.cycle},
          {"size", body.size.value},
          {"lineage_root", ledger::to_hex(body.lineage_root)},
          {"data_root", ledger::to_hex(body.data_root)},
          {"recommendation", body.recommends_issue ? "issue" : "withhold"}};
}

void read_members(Fields& fields, CertificateIssued& body) {
  body.number = members::certificate_number(fields, "number");
  body.cycle = members::cycle_id(fields, "cycle");
  body.review = members::entry_ref(fields, "review");
  body.level = members::plain_text(fields, "level");
  body.computed_level = read_computed_level(fields);
  members::inside_object(fields, "scheme", [&](Fields& inner) {
    body.scheme = members::plain_text(inner, "id");
    body.scheme_version = inner.integer("version", 1, kJsonIntegerMax);
  });
  members::inside_object(fields, "counts", [&](Fields& inner) { read_counts(inner, body.counts); });
  body.lineage_root = members::digest(fields, "lineage_root");
  body.data_root = members::digest(fields, "data_root");
  body.valid_from = members::moment(fields, "valid_from");
  body.valid_until = members::moment(fields, "valid_until");
  members::require_rising(fields, "valid_until", body.valid_from, body.valid_until);
  body.status_index = fields.integer("status_index", 0, static_cast<std::int64_t>(kStatusListEntries) - 1);
  body.fingerprint = members::digest(fields, "fingerprint");
  body.signed_digest = members::digest(fields, "signed_digest");
  if (fields.has("supersedes")) body.supersedes = members::certificate_number(fields, "supersedes");
}

Json::Object write_members(const CertificateIssued& body) {
  Json::Object out{{"number", body.number},
                   {"cycle", body.cycle},
                   {"review", to_json(body.review)},
                   {"level", body.level},
                   {"computed_level", body.computed_level},
                   {"scheme", Json::Object{{"id", body.scheme}, {"version", body.scheme_version}}},
                   {"counts", to_json(body.counts)},
                   {"lineage_root", ledger::to_hex(body.lineage_root)},
                   {"data_root", ledger::to_hex(body.data_root)},
                   {"valid_from", body.valid_from},
                   {"valid_until", body.valid_until},
                   {"status_index", body.status_index},
                   {"fingerprint", ledger::to_hex(body.fingerprint)},
                   {"signed_digest", ledger::to_hex(body.signed_digest)}};
  if (body.supersedes) out.emplace("supersedes", *body.supersedes);
  return out;
}

}  // namespace attest
