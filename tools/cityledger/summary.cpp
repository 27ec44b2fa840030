// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/summary.hpp"

#include <algorithm>

#include "attest/ladder.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"

namespace cityledger {
namespace fs = std::filesystem;

namespace {

// The certificate's files, as paths from the demonstration's folder.
Json files_of(const fs::path& out, const std::string& number) {
  std::vector<std::string> files;
  std::error_code error;
  const fs::path folder = fs::path("certificates") / number;
  for (fs::directory_iterator file(out / folder, error), end; !error && file != end; file.increment(error)) {
    files.push_back((folder / file->path().filename()).string());
  }
  std::sort(files.begin(), files.end());
  return certs::texts(files);
}

Result<Json> certificate_json(const attest::LedgerFolder& ledger, const fs::path& out, const std::string& number) {
  const auto record = certs::find_certificate(ledger.store(), number);
  if (!record) return tl::unexpected(record.error());
  const attest::CertificateIssued& issued = record->issued;
  const auto cycle = certs::find_cycle(ledger.store(), issued.cycle);
  if (!cycle) return tl::unexpected(cycle.error());
  const auto catalogue = certs::catalogue_by(ledger.store(), *record);
  if (!catalogue) return tl::unexpected(catalogue.error());
  return Json(Json::Object{{"number", number},
                           {"cycle", issued.cycle},
                           {"city", cycle->city},
                           {"standard", catalogue->standard},
                           {"edition", catalogue->edition},
                           {"data_year", cycle->data_year},
                           {"level", issued.level},
                           {"computed_level", issued.computed_level},
                           {"scheme", issued.scheme},
                           {"counts", certs::to_json(issued.counts)},
                           {"notice", cycle->notice},
                           {"entry", record->entry.index.value},
                           {"valid_from", issued.valid_from},
                           {"valid_until", issued.valid_until},
                           {"files", files_of(out, number)}});
}

Result<Json::Array> certificates_json(const attest::LedgerFolder& ledger, const fs::path& out) {
  const auto numbers = attest::list_certificates(ledger.store());
  if (!numbers) return tl::unexpected(numbers.error());
  Json::Array list;
  for (const auto& number : *numbers) {
    auto json = certificate_json(ledger, out, number);
    if (!json) return tl::unexpected(json.error());
    list.push_back(std::move(*json));
  }
  return list;
}

Result<Json::Array> cycles_json(const attest::LedgerFolder& ledger) {
  const auto cycles = attest::list_cycles(ledger.store());
  if (!cycles) return tl::unexpected(cycles.error());
  Json::Array list;
  for (const auto& cycle : *cycles) {
    const auto standing = certs::standing_of(ledger.store(), cycle);
    if (!standing) return tl::unexpected(standing.error());
    const auto next = attest::next_level(standing->catalogue, standing->counts);
    list.emplace_back(Json::Object{{"cycle", cycle},
                                   {"counts", certs::to_json(standing->counts)},
                                   {"level", standing->level},
                                   {"next", next ? attest::describe(*next) : std::string()}});
  }
  return list;
}

}  // namespace

Result<Json> summary_of(const attest::LedgerFolder& ledger, const fs::path& out,
                        const std::vector<RefusedAttempt>& refused, const std::vector<DemoCheck>& checks) {
  const auto head = ledger.signed_head();
  if (!head) return tl::unexpected(head.error());
  auto certificates = certificates_json(ledger, out);
  if (!certificates) return tl::unexpected(certificates.error());
  auto cycles = cycles_json(ledger);
  if (!cycles) return tl::unexpected(cycles.error());
  Json::Array attempts;
  for (const auto& attempt : refused) {
    attempts.emplace_back(Json::Object{{"attempt", attempt.attempt},
                                       {"rule", attempt.rules.front()},
                                       {"rules", certs::texts(attempt.rules)},
                                       {"message", attempt.message}});
  }
  Json::Array found;
  for (const auto& check : checks) {
    found.emplace_back(Json::Object{{"check", check.check}, {"outcome", check.outcome}});
  }
  return Json(Json::Object{{"format", "cityledger-demo/0"},
                           {"origin", ledger.config().origin},
                           {"genesis", ledger::to_hex(ledger.config().genesis)},
                           {"size", head->size.value},
                           {"clock", "simulated"},
                           {"certificates", std::move(*certificates)},
                           {"cycles", std::move(*cycles)},
                           {"refused", std::move(attempts)},
                           {"checks", std::move(found)}});
}

}  // namespace cityledger
