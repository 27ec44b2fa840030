// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the sample certifier issues and publishes.
#include <stdexcept>

#include "attest/catalogue.hpp"
#include "attest/date.hpp"
#include "attest/ladder.hpp"
#include "ledger/encoding.hpp"
#include "support/sample_ledger.hpp"

namespace sample {
namespace {

using attest::Json;

ledger::Digest digest_of(std::string_view text) {
  return ledger::sha256(ledger::view(text));
}

}  // namespace

Draft SampleLedger::certificate(const std::string& number, std::int64_t status_index) {
  const auto adopted = catalogue();
  const auto items = attest::accepted_items(store_, cycle_, adopted).value();
  const auto cycle = attest::get_cycle(store_, cycle_).value().value();
  std::vector<std::string> codes;
  for (const auto& item : items) codes.push_back(item.indicator);
  attest::CertificateIssued body;
  body.number = number;
  body.cycle = cycle_;
  body.review = cycle.review.value_or(attest::EntryRef{});
  body.counts = attest::count_accepted(adopted, codes);
  const attest::Level* level = attest::level_of(adopted, body.counts);
  body.level = body.computed_level = level == nullptr ? "none" : level->name;
  const auto& label = adopted.rules.early_adopter;
  if (label && attest::is_first_certificate(store_, cycle_, cycle.city, adopted.standard).value()) body.level = *label;
  body.supersedes = cycle.corrects;
  body.scheme = adopted.scheme;
  body.scheme_version = adopted.scheme_version;
  body.lineage_root = attest::lineage_root(items);
  body.data_root = attest::data_root(items);
  body.valid_from = attest::format_moment(clock_.now());
  const auto from = attest::parse_moment(body.valid_from).value();
  body.valid_until = attest::format_moment(attest::add_months(from, static_cast<int>(adopted.rules.validity_months)));
  body.status_index = status_index;
  body.fingerprint = digest_of("fingerprint of " + number);
  body.signed_digest = digest_of("signed digest of " + number);
  return body;
}

Draft SampleLedger::status(const std::string& number, attest::StatusChange change, const std::string& by) {
  attest::CertificateStatus body;
  body.number = number;
  body.change = change;
  body.from = attest::format_moment(clock_.now());
  body.reason = "other";
  if (!by.empty()) body.by = by;
  return body;
}

Draft SampleLedger::did_document(const std::string& did, const attest::PublicKey& key) {
  const Json method = Json::Object{
      {"id", did + "#key-1"}, {"type", "JsonWebKey"}, {"controller", did}, {"publicKeyJwk", attest::to_jwk(key)}};
  return attest::DidPublished{did, Json::Object{{"id", did}, {"verificationMethod", Json::Array{method}}}};
}

Draft SampleLedger::status_list(const std::string& purpose) {
  attest::StatusListPublished body;
  body.purpose = purpose;
  body.list = "https://certifier.example/status/" + purpose;
  body.size = store_.head().value().size;
  body.valid_from = attest::format_moment(clock_.now());
  body.valid_until = attest::format_moment(attest::add_months(clock_.now(), 1));
  body.signed_digest = digest_of("list");
  return body;
}

}  // namespace sample
