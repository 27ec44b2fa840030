// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The sample certificate of sample_bundle.hpp as a sealed PDF, with trust that has the test's root.
#pragma once

#include <string>

#include "certs/verify_pdf.hpp"
#include "support/sample_bundle.hpp"
#include "support/sample_pdf.hpp"
#include "support/test_pki.hpp"

namespace certs_test {

inline constexpr const char* kSealedAt = "2018-11-09T10:00:30Z";
inline constexpr const char* kStampedAt = "2018-11-09T10:00:31Z";
inline constexpr const char* kListsAt = "2018-11-15T00:00:00Z";     // the first lists after that
inline constexpr const char* kArchivedAt = "2018-11-16T00:00:00Z";  // the first document time-stamp

class SealedSample {
 public:
  SealedSample();
  [[nodiscard]] const Sample& sample() const { return sample_; }
  [[nodiscard]] const TestPki& pki() const { return pki_; }
  [[nodiscard]] const certs::Trust& trust() const { return trust_; }
  [[nodiscard]] PdfRecipe pages() const;  // credential.json and bundle.json attached
  [[nodiscard]] std::string unsealed() const { return unsealed_pdf(pages()); }
  [[nodiscard]] std::string seal(const std::string& unsealed, bool stamped = true) const;
  // B-B, B-T, B-LT, B-LTA; each grows out of the one before but the first.
  [[nodiscard]] const std::string& plain() const { return plain_; }
  [[nodiscard]] const std::string& stamped() const { return stamped_; }
  [[nodiscard]] const std::string& with_lists() const { return with_lists_; }
  [[nodiscard]] const std::string& archived() const { return archived_; }
  [[nodiscard]] certs::Verdict verify(const std::string& file) const;

 private:
  Sample sample_;
  TestPki pki_;
  certs::Trust trust_;
  std::string plain_, stamped_, with_lists_, archived_;
};

[[nodiscard]] const certs::Check& check_of(const certs::Verdict& verdict, std::string_view id);

}  // namespace certs_test
