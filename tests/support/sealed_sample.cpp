// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/sealed_sample.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace certs_test {
namespace {

std::string must(ledger::Result<std::string> file) {
  if (file) return std::move(*file);
  std::cerr << "sealed_sample: " << file.error().message << "\n";
  std::abort();
}

}  // namespace

SealedSample::SealedSample() : sample_(make_sample()), trust_(sample_.trust) {
  trust_.ca = {pki_.root()};
  plain_ = seal(unsealed(), false);
  stamped_ = seal(unsealed());
  const certs::ValidationData data{{pki_.root()}, pki_.crls(kListsAt)};
  with_lists_ = must(certs::extend_pdf(stamped_, data));
  archived_ = must(certs::extend_pdf(with_lists_, data, pki_.timestamps(kArchivedAt)));
}

PdfRecipe SealedSample::pages() const {
  return {.attached = {{"credential.json", sample_.credential}, {"bundle.json", sample_.file}}};
}

std::string SealedSample::seal(const std::string& unsealed, bool stamped) const {
  return must(certs::seal_pdf(unsealed, pki_.seal_key(), moment(kSealedAt),
                              stamped ? pki_.timestamps(kStampedAt) : certs::TimestampSource()));
}

certs::Verdict SealedSample::verify(const std::string& file) const {
  return certs::verify_pdf(file, trust_, {moment("2018-11-10T00:00:00Z"), {}, {}});
}

const certs::Check& check_of(const certs::Verdict& verdict, std::string_view id) {
  const auto found =
      std::find_if(verdict.checks.begin(), verdict.checks.end(), [&](const certs::Check& c) { return c.id == id; });
  if (found == verdict.checks.end()) std::abort();
  return *found;
}

}  // namespace certs_test
