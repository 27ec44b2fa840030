// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the painter promises by itself; what readers of others make of its files is in outsiders_test.bash.
#include <gtest/gtest.h>

#include <thread>

#include "certs/render.hpp"
#include "largest.hpp"

namespace {

using certs_test::make_sample;
using certs_test::Recipe;
using ledger::Bytes;
using ledger::Code;

Recipe named(const std::string& city, const std::string& country = "CA") {
  Recipe recipe;
  recipe.certificate = [=](certs::Certificate& c) {
    c.city_name = city;
    c.country = country;
  };
  return recipe;
}

Bytes drawn(const Recipe& recipe, ledger::ByteView short_form = {}) {
  const auto sample = make_sample(recipe);
  auto pdf = certs::draw_certificate({sample.bundle, short_form});
  if (!pdf) throw std::runtime_error(pdf.error().field + ": " + pdf.error().message);
  return std::move(*pdf);
}

TEST(Draw, TheSameDrawingGivesTheSameBytesWhateverWasDrawnBefore) {
  const auto sample = make_sample();
  const Bytes short_form(250, 0xA5);
  const Bytes first = certs::draw_certificate({sample.bundle, short_form}).value();
  EXPECT_EQ(certs::draw_certificate({sample.bundle, short_form}).value(), first);

  auto painter = certs::Painter::make().value();
  for (const char* city : {"Łódź", "תל אביב-יפו", "東京都", "دبي"}) {
    const auto other = make_sample(named(city));
    ASSERT_TRUE(painter.draw({other.bundle, {}}).has_value());
  }
  EXPECT_EQ(painter.draw({sample.bundle, short_form}).value(), first);
  EXPECT_EQ(painter.draw({sample.bundle, short_form}).value(), first);
}

TEST(Draw, ThreadsWithPaintersOfTheirOwnDrawTheSame) {
  const auto sample = make_sample(named("Αθήνα · Москва · 서울"));
  const Bytes expected = certs::draw_certificate({sample.bundle, {}}).value();
  std::vector<Bytes> out(4);
  std::vector<std::thread> threads;
  for (Bytes& one : out) threads.emplace_back([&] { one = certs::draw_certificate({sample.bundle, {}}).value(); });
  for (std::thread& thread : threads) thread.join();
  for (const Bytes& one : out) EXPECT_EQ(one, expected);
}

TEST(Draw, EveryFactChangesTheFile) {
  const Bytes plain = drawn({});
  EXPECT_NE(drawn(named("City of Sampletom")), plain);
  EXPECT_NE(drawn({}, Bytes(10, 1)), plain);
  const auto sample = make_sample();
  EXPECT_NE(certs::draw_certificate({sample.bundle, {}, "fr"}).value(), plain);
  EXPECT_NE(certs::draw_certificate({sample.bundle, {}, "en", true}).value(), plain);
}

TEST(Draw, NamesTheCharacterThatNoPinnedFontHas) {
  const auto sample = make_sample(named("Emoji\U0001F600ville"));
  const auto error = certs::draw_certificate({sample.bundle, {}}).error();
  EXPECT_EQ(error.code, Code::kInvalid);
  EXPECT_NE(error.message.find("U+1F600"), std::string::npos) << error.message;
}

TEST(Draw, RefusesCharactersThatTurnTextAround) {
  for (const char* name : {"Lodz\u202Eagain", "a\u2066b", "a\u2028b"}) {
    const auto sample = make_sample(named(name));
    const auto error = certs::draw_certificate({sample.bundle, {}}).error();
    EXPECT_EQ(error.code, Code::kInvalid);
    EXPECT_EQ(error.field, "credentialSubject.name");
    EXPECT_NE(error.message.find("U+20"), std::string::npos) << error.message;
  }
}

TEST(Draw, TakesAShortFormUpToItsLimit) {
  const auto sample = make_sample();
  EXPECT_TRUE(certs::draw_certificate({sample.bundle, Bytes(certs::kShortFormBytesMax, 0xFF)}).has_value());
  const auto error = certs::draw_certificate({sample.bundle, Bytes(certs::kShortFormBytesMax + 1, 0xFF)}).error();
  EXPECT_EQ(error.code, Code::kTooLarge);
  EXPECT_EQ(error.field, "short_form");
}

TEST(Draw, HasRoomForTheLongestTexts) {
  for (const char* letters : {"W", "Wagga Wagga ", "ဪ", "东", "عين "}) {
    const auto bundle = certs_test::largest_bundle(letters);
    const auto pdf = certs::draw_certificate({bundle, Bytes(certs::kShortFormBytesMax, 0xFF), "fr", true});
    EXPECT_TRUE(pdf.has_value()) << letters << ": " << pdf.error().message << " " << pdf.error().field;
  }
}

TEST(Draw, SaysWhichLanguageAndWhichEntryItCannotRead) {
  auto sample = make_sample();
  EXPECT_EQ(certs::draw_certificate({sample.bundle, {}, "xx"}).error().field, "language");
  sample.bundle.standard.statement = sample.bundle.did.statement;
  EXPECT_EQ(certs::draw_certificate({sample.bundle, {}}).error().field, "standard");
}

TEST(Renderer, DescribesFontsLibrariesAndPackage) {
  const auto renderer = certs::renderer().value();
  EXPECT_EQ(renderer.description.version, certs::kLayoutVersion);
  EXPECT_LE(renderer.description.fonts.size(), 64U);
  EXPECT_GT(renderer.description.fonts.size(), 50U);
  EXPECT_LE(renderer.name.size(), 256U) << "text of a statement";
  for (const char* library : {"cairo 1.", "pango 1.", "harfbuzz ", "qpdf ", "freetype "})
    EXPECT_NE(renderer.name.find(library), std::string::npos) << renderer.name;
  EXPECT_EQ(certs::renderer()->description.digest, renderer.description.digest);
}

}  // namespace
