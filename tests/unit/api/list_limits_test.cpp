// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// How much a page of a list reads at most: at the limit, and one record past it.
#include <gtest/gtest.h>

#include <set>

#include "api/limits.hpp"
#include "routes/answers.hpp"
#include "support/sample_service.hpp"

namespace sample {
namespace {

using api::kListLookedMax;
using api::kValueCertificatesMax;

std::vector<std::string> names(std::size_t count) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back(std::to_string(100'000 + i));
  return all;
}

TEST(Walk, LooksAtSoManyNamesForOnePage) {
  std::size_t looked = 0;
  const auto take_last = [&](std::size_t count) {
    return [&looked, last = names(count).back()](const std::string& name) -> ledger::Result<bool> {
      ++looked;
      return name == last;
    };
  };
  EXPECT_EQ(api::walk(names(kListLookedMax), {}, kListLookedMax, take_last(kListLookedMax)).value(), "");
  EXPECT_EQ(looked, kListLookedMax) << "at the limit: the last one is reached, and it is the end";
  looked = 0;
  const auto more = names(kListLookedMax + 1);
  const std::string last = api::walk(more, {}, kListLookedMax, take_last(kListLookedMax + 1)).value();
  EXPECT_EQ(looked, kListLookedMax) << "one past it is not looked at";
  EXPECT_EQ(last, more[kListLookedMax - 1]) << "and the page says where to go on";
  api::Page next;
  next.after = last;
  looked = 0;
  EXPECT_EQ(api::walk(more, next, kListLookedMax, take_last(kListLookedMax + 1)).value(), "");
  EXPECT_EQ(looked, 1U);
}

TEST(Walk, AsksForNoMoreNamesThanThePageNeeds) {
  const auto all = names(10'000);
  std::size_t asked = 0;
  const api::NamesFrom source = [&, from_all = api::names_in(all)](const std::string& from, std::size_t count_max) {
    auto some = from_all(from, count_max);
    asked += some->size();
    return some;
  };
  const auto take_all = [](const std::string&) -> ledger::Result<bool> { return true; };
  for (const std::size_t at : {std::size_t{0}, std::size_t{5'000}, std::size_t{9'800}}) {
    asked = 0;
    const api::Page page{100, at == 0 ? std::nullopt : std::optional(all[at - 1])};
    EXPECT_EQ(api::walk(source, page, kListLookedMax, take_all).value(), all[at + 99]);
    EXPECT_EQ(asked, 101U) << "one more says that there is another page, " << at;
  }
  asked = 0;
  EXPECT_EQ(api::walk(source, {100, all[9'899]}, kListLookedMax, take_all).value(), "") << "full, and the end";
  EXPECT_EQ(asked, 100U);
  asked = 0;
  const auto take_none = [](const std::string&) -> ledger::Result<bool> { return false; };
  EXPECT_EQ(api::walk(source, {100, {}}, kListLookedMax, take_none).value(), all[kListLookedMax - 1]);
  EXPECT_LE(asked, kListLookedMax + 101);
}

// Every page of every length, of lists of every length, against what it must be.
TEST(Walk, SkipsAndRepeatsNothing) {
  for (std::size_t count = 0; count <= 12; ++count) {
    const auto all = names(count);
    const auto is_even = [](const std::string& name) -> ledger::Result<bool> { return (name.back() - '0') % 2 == 0; };
    for (std::size_t limit = 1; limit <= 7; ++limit) {
      std::vector<std::string> seen;
      const auto take = [&](const std::string& name) {
        seen.push_back(name);
        return is_even(name);
      };
      api::Page page{limit, {}};
      for (std::size_t pages = 0; pages <= count; ++pages) {
        const std::string last = api::walk(all, page, 3, take).value();
        if (last.empty()) break;
        EXPECT_EQ(last, seen.back());
        page.after = last;
      }
      EXPECT_EQ(seen, all) << count << " by " << limit;
    }
  }
}

// One city, a cycle and a certificate a year.
void certify_years(SampleLedger& made, std::size_t count) {
  made.ready();
  for (std::size_t i = 0; i < count; ++i) {
    const int year = kDataYear - static_cast<int>(i);
    if (i > 0) made.enrol(year);
    for (const char* indicator : {"C1", "C2"}) {
      Draft value = made.value(indicator);
      value.as<attest::ValueSubmitted>().period = attest::ValueSubmitted::Period{std::to_string(year), year};
      made.say("submitter", value);
      made.say("verifier", made.decision(indicator));
    }
    made.say("reviewer", made.review());
    made.say("issuer", made.certificate("A-" + std::to_string(100 + i), static_cast<std::int64_t>(i)));
  }
}

std::string next_of(const attest::Json& page) {
  const attest::Json* next = page.find("next");
  return next == nullptr ? "" : *next->text();
}

TEST(ValuesOfCertificates, OfSoManyAreReadForOnePage) {
  SampleService service([](SampleLedger& made) { certify_years(made, kValueCertificatesMax + 1); });
  const auto page = [&](const std::string& target) { return json_of(service.get(target)); };
  const auto certificates_in = [](const attest::Json& json) {
    std::set<std::string> all;
    for (const attest::Json& item : *json.find("items")->array()) all.insert(*item.find("certificate")->text());
    return all;
  };
  const attest::Json first = page("/api/v1/values?limit=1000");
  EXPECT_EQ(certificates_in(first).size(), kValueCertificatesMax);
  ASSERT_NE(next_of(first), "");
  const attest::Json second = page(next_of(first));
  EXPECT_EQ(certificates_in(second), (std::set<std::string>{"A-" + std::to_string(100 + kValueCertificatesMax)}));
  EXPECT_EQ(next_of(second), "");
  // What the query leaves out without opening it does not count.
  const attest::Json one =
      page("/api/v1/values?limit=1000&year=" + std::to_string(kDataYear - static_cast<int>(kValueCertificatesMax)));
  EXPECT_EQ(certificates_in(one).size(), 1U);
  EXPECT_EQ(next_of(one), "");
}

TEST(ValuesOfCertificates, OfExactlySoManyAreOnePage) {
  SampleService service([](SampleLedger& made) { certify_years(made, kValueCertificatesMax); });
  const attest::Json only = json_of(service.get("/api/v1/values?limit=1000"));
  EXPECT_EQ(only.find("items")->array()->size(), 2 * kValueCertificatesMax);
  EXPECT_EQ(next_of(only), "");
}

}  // namespace
}  // namespace sample
