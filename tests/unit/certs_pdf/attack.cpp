// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attack.hpp"

#include <gtest/gtest.h>

namespace certs_test {

using certs::PdfObjects;
using certs::PdfValue;

const SealedSample& sample() {
  static const SealedSample sealed;
  return sealed;
}

void expect_refused(const std::string& file, std::string_view check, std::string_view words) {
  const certs::Verdict verdict = sample().verify(file);
  EXPECT_EQ(verdict.outcome, certs::Outcome::kNotGenuine) << verdict.sentence;
  EXPECT_EQ(check_of(verdict, check).state, certs::CheckState::kFailed) << verdict.sentence;
  EXPECT_NE(check_of(verdict, check).detail.find(words), std::string::npos) << check_of(verdict, check).detail;
}

std::uint32_t object_of_type(const PdfObjects& objects, std::string_view type) {
  for (const auto& [number, object] : objects) {
    const PdfValue* found = object->value.find("/Type");
    if (found != nullptr && found->is_name(type)) return number;
  }
  std::abort();
}

std::uint32_t page_of(const PdfObjects& objects) {
  return object_of_type(objects, "/Page");
}

std::uint32_t reference_in(const PdfObjects& objects, std::uint32_t number, const char* name) {
  return objects.at(number)->value.find(name)->reference;
}

std::string with_member(const PdfObjects& objects, std::uint32_t number, const char* name, const std::string& value) {
  PdfValue before = objects.at(number)->value;
  before.members.erase(name);
  const std::string text = certs::written(before);
  return text.substr(0, text.size() - 2) + std::string(name) + " " + value + " >>";
}

}  // namespace certs_test
