// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "render/texts.hpp"

#include <gtest/gtest.h>

#include <set>

#include "attest/date.hpp"
#include "certs/render.hpp"
#include "ledger/bytes.hpp"
#include "render/embedded.hpp"

namespace {

using attest::Json;

Json texts_of(const std::string& language) {
  return attest::parse_json(ledger::text(certs::embedded_file(language + ".json"))).value();
}

std::multiset<std::string> places_in(const std::string& text) {
  std::multiset<std::string> out;
  for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1))
    out.insert(text.substr(at, text.find('}', at) - at + 1));
  return out;
}

TEST(Texts, EveryLanguageHasTheSameKeysWithTheSamePlaces) {
  const auto languages = certs::certificate_languages();
  EXPECT_EQ(languages, (std::vector<std::string>{"en", "fr"}));
  const Json english = texts_of("en");
  for (const std::string& language : languages) {
    const Json other = texts_of(language);
    ASSERT_EQ(other.object()->size(), english.object()->size()) << language;
    EXPECT_EQ(*other.find("language")->text(), language);
    EXPECT_EQ(other.find("months")->array()->size(), 12U);
    for (const auto& [key, value] : *english.object()) {
      const Json* text = other.find(key);
      ASSERT_NE(text, nullptr) << language << " lacks " << key;
      if (value.text() == nullptr) continue;
      ASSERT_NE(text->text(), nullptr) << key;
      EXPECT_FALSE(text->text()->empty()) << key;
      EXPECT_EQ(places_in(*text->text()), places_in(*value.text())) << language << " " << key;
    }
    for (const auto& [code, name] : *english.find("countries")->object()) {
      const Json* text = other.find("countries")->find(code);
      ASSERT_TRUE(text != nullptr && text->text() != nullptr) << language << " lacks " << code;
    }
  }
}

TEST(Texts, FillsPlacesOnceAndDoesNotSearchValues) {
  const auto texts = certs::Texts::load("en").value();
  EXPECT_EQ(texts("count_of", {{"n", "{m}"}, {"m", "100"}}), "{m} of 100");
}

TEST(Texts, WriteDaysAndTimesInTheirLanguage) {
  const auto time = attest::parse_moment("2018-11-09T10:00:00Z").value();
  EXPECT_EQ(certs::Texts::load("en")->day(time), "9 November 2018");
  EXPECT_EQ(certs::Texts::load("fr")->day(time), "9 novembre 2018");
  EXPECT_EQ(certs::Texts::load("en")->time(time), "10:00 UTC");
  EXPECT_EQ(certs::Texts::load("en")->time({time.value + 59'000}), "10:00:59 UTC");
}

TEST(Texts, NameCountriesAndKeepUnknownCodes) {
  EXPECT_EQ(certs::Texts::load("en")->country("DE"), "Germany (DE)");
  EXPECT_EQ(certs::Texts::load("fr")->country("DE"), "Allemagne (DE)");
  EXPECT_EQ(certs::Texts::load("en")->country("XX"), "XX");
}

TEST(Texts, SayWhichLanguagesThereAre) {
  const auto error = certs::Texts::load("xx").error();
  EXPECT_EQ(error.field, "language");
  EXPECT_NE(error.message.find("en, fr"), std::string::npos);
  EXPECT_FALSE(certs::Texts::load("../en").has_value());
}

}  // namespace
