// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// No bit of a sealed PDF can change unseen, in whichever of its revisions.
#include <gtest/gtest.h>

#include <thread>

#include "pdf/pdf_checks.hpp"
#include "support/sealed_sample.hpp"
#include "support/single_bits.hpp"

namespace certs_test {
namespace {

using certs::CheckState;
using certs::Verdict;

// Within the zeros that fill up a hole one bit is as good as another.
bool is_one_of_many(const std::string& file, std::size_t bit) {
  constexpr std::size_t kZeros = 64;
  return bit % 61 != 0 && file.find_first_not_of('0', bit / 8) > bit / 8 + kZeros;
}

// The half of verify_pdf that judges the PDF and nothing of the bundle, which costs less than all of it: what fails
// here fails a check there. A sample of the bits is judged by verify_file whatever this says (kSample).
bool fails_at_once(const SealedSample& sample, const std::string& file) {
  if (!certs::looks_like_pdf(file)) return false;
  const auto revisions = certs::read_revisions(file);
  if (!revisions) return true;
  const auto seal = certs::find_seal(file, revisions->front());
  if (!seal) return true;
  const certs::PdfRead pdf{seal, certs::read_seal(seal->signature), certs::read_later_revisions(file, *revisions),
                           revisions->size() - 1};
  if (!pdf.cms || !pdf.later) return true;
  const std::vector<ledger::Bytes>& roots = sample.trust().ca;
  const certs::RevocationLists lists(pdf.later->crls);
  const auto stamps = certs::check_timestamps(pdf, roots, lists);
  if (stamps.finding.state == CheckState::kFailed) return true;
  return stamps.of_seal &&
         certs::check_revisions(pdf, stamps, roots, {stamps.of_seal->at, true, {}}).state == CheckState::kFailed;
}

constexpr std::size_t kSample = 101;

std::vector<std::size_t> unseen_flips(const SealedSample& sample, const std::string& file, std::size_t stride,
                                      std::size_t first_byte) {
  const certs::Question question{moment("2018-11-10T00:00:00Z"), {}, {}};
  const Verdict before = certs::verify_file(file, sample.trust(), question);
  const auto is_seen = [&](const std::string& changed, std::size_t bit) {
    return (stride == 1 && bit % kSample != 0 && fails_at_once(sample, changed)) ||
           has_lost_a_check(before, certs::verify_file(changed, sample.trust(), question));
  };
  const auto work = [&](std::size_t begin, std::vector<std::size_t>& unseen) {
    std::string changed = file;
    for (std::size_t bit = first_byte * 8 + begin * stride; bit < file.size() * 8; bit += 2 * stride) {
      if (is_one_of_many(file, bit)) continue;
      const auto flip = [&] {
        changed[bit / 8] = static_cast<char>(static_cast<unsigned char>(changed[bit / 8]) ^ (1U << bit % 8));
      };
      flip();
      if (!is_seen(changed, bit)) unseen.push_back(bit);
      flip();
    }
  };
  std::vector<std::size_t> unseen;
  std::vector<std::size_t> others;
  std::thread other(work, 1, std::ref(others));
  work(0, unseen);
  other.join();
  unseen.insert(unseen.end(), others.begin(), others.end());
  return unseen;
}

TEST(PdfSingleBit, AGoodPdfDoesNotFailAtOnce) {
  const SealedSample sample;
  for (const std::string* file : {&sample.stamped(), &sample.with_lists(), &sample.archived()})
    EXPECT_FALSE(fails_at_once(sample, *file));
}

// Says where: the bytes around the first bit that nobody saw.
void expect_all_seen(const std::string& file, const std::vector<std::size_t>& unseen) {
  ASSERT_TRUE(unseen.empty()) << unseen.size() << " bits, the first in byte " << unseen.front() / 8 << ": "
                              << file.substr(unseen.front() / 8 - std::min<std::size_t>(unseen.front() / 8, 40), 80);
}

// The first revision with seal and time-stamp.
TEST(PdfSingleBit, IsSeenAnywhereInASealedPdf) {
  const SealedSample sample;
  expect_all_seen(sample.stamped(), unseen_flips(sample, sample.stamped(), step_or_one(1'009), 0));
}

// What was added later, while nothing signs it yet.
TEST(PdfSingleBit, IsSeenAnywhereInValidationData) {
  const SealedSample sample;
  expect_all_seen(sample.with_lists(),
                  unseen_flips(sample, sample.with_lists(), step_or_one(101), sample.stamped().size()));
}

TEST(PdfSingleBit, IsSeenAnywhereInADocumentTimeStamp) {
  const SealedSample sample;
  expect_all_seen(sample.archived(),
                  unseen_flips(sample, sample.archived(), step_or_one(1'009), sample.with_lists().size()));
}

// Every bit of what is no hole, even in the quick run: tokens, tables, trailers, and the time-stamp itself.
TEST(PdfSingleBit, IsSeenInTheLastBytesOfEachKind) {
  const SealedSample sample;
  for (const std::string* file : {&sample.stamped(), &sample.with_lists(), &sample.archived()})
    expect_all_seen(*file, unseen_flips(sample, *file, step_or_one(3), file->size() - 200));
}

}  // namespace
}  // namespace certs_test
