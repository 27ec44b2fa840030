// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/badge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "attest/date.hpp"

namespace {

using certs::Badge;
using certs::Outcome;
using certs::status_badge;
using ledger::Code;

Badge badge() {
  return {"City of Sampleton",
          "ISO 37120:2014",
          "Silver",
          2017,
          Outcome::kInForce,
          attest::parse_moment("2018-11-10T08:00:00Z").value(),
          "https://attest.example/c/37120-2014-2017-000001",
          false,
          "en"};
}

bool has(const std::string& svg, std::string_view text) {
  return svg.find(text) != std::string::npos;
}

TEST(StatusBadge, SaysEverythingInWordsAndLeadsToThePage) {
  const std::string svg = status_badge(badge()).value();
  for (const char* text :
       {"City of Sampleton", "ISO 37120:2014 · Silver", "Data year 2017", "In force as of 10 November 2018",
        "role=\"img\"", "<title>", "xlink:href=\"https://attest.example/c/37120-2014-2017-000001\""})
    EXPECT_TRUE(has(svg, text)) << text;
  EXPECT_FALSE(has(svg, "Sample, not real"));
}

TEST(StatusBadge, HasAWordForEveryStatusAndGreenForOneAlone) {
  for (const auto& [status, word] : {std::pair{Outcome::kInForce, "In force"},
                                     {Outcome::kNotYetInForce, "Not yet in force"},
                                     {Outcome::kExpired, "Expired"},
                                     {Outcome::kSuspended, "Suspended"},
                                     {Outcome::kRevoked, "Withdrawn"},
                                     {Outcome::kSuperseded, "Replaced"},
                                     {Outcome::kDisputed, "Disputed"},
                                     {Outcome::kStatusOld, "Cannot be told"},
                                     {Outcome::kCannotBeTold, "Cannot be told"}}) {
    Badge one = badge();
    one.status = status;
    const std::string svg = status_badge(one).value();
    EXPECT_TRUE(has(svg, std::string(">") + word + " as of 10 November 2018<")) << word;
    EXPECT_EQ(has(svg, "#1a6b3c"), status == Outcome::kInForce) << word;
  }
  Badge forged = badge();
  forged.status = Outcome::kNotGenuine;
  EXPECT_EQ(status_badge(forged).error().code, Code::kRefused);
}

// WCAG 2.1, 1.4.3: relative luminance of "#rrggbb".
double luminance(const std::string& colour) {
  const auto linear = [&](std::size_t at) {
    const double c = std::stoi(colour.substr(at, 2), nullptr, 16) / 255.0;
    return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
}

double contrast(const std::string& one, const std::string& other) {
  const auto [darker, lighter] = std::minmax({luminance(one), luminance(other)});
  return (lighter + 0.05) / (darker + 0.05);
}

// Every colour of a letter and of the sign's disc, on white and under white.
TEST(StatusBadge, CanBeReadByTheirContrastAlone) {
  EXPECT_NEAR(contrast("#777777", "#ffffff"), 4.48, 0.01);  // WCAG's own example of what is too little
  for (const Outcome status : {Outcome::kInForce, Outcome::kNotYetInForce, Outcome::kExpired, Outcome::kSuspended,
                               Outcome::kRevoked, Outcome::kSuperseded, Outcome::kDisputed, Outcome::kCannotBeTold}) {
    Badge one = badge();
    one.status = status;
    one.made_up = true;
    const std::string svg = status_badge(one).value();
    std::size_t colours = 0;
    for (std::size_t at = svg.find("fill=\"#"); at != std::string::npos; at = svg.find("fill=\"#", at + 1)) {
      const std::string colour = svg.substr(at + 6, 7);
      if (colour == "#ffffff") continue;
      ++colours;
      EXPECT_GE(contrast(colour, "#ffffff"), 4.5) << colour;
    }
    EXPECT_EQ(colours, 5U);  // letters, the year's, the status's, the notice's, the disc
  }
}

TEST(StatusBadge, SaysThatItsFiguresAreMadeUp) {
  Badge made_up = badge();
  made_up.made_up = true;
  EXPECT_TRUE(has(status_badge(made_up).value(), ">Sample, not real<"));
  made_up.language = "fr";
  EXPECT_TRUE(has(status_badge(made_up).value(), ">Exemple, rien de réel<"));
}

TEST(StatusBadge, HoldsNothingButText) {
  Badge hostile = badge();
  hostile.city_name = "</title><script>alert('x')</script>\"&";
  hostile.level = "\" onload=\"alert(1)";
  hostile.address = "https://attest.example/\"><script>";
  const std::string svg = status_badge(hostile).value();
  EXPECT_FALSE(has(svg, "<script"));
  EXPECT_FALSE(has(svg, "\" onload=\""));
  EXPECT_TRUE(has(svg, "&lt;script&gt;"));
}

TEST(StatusBadge, NamesWhatItCannotShow) {
  const auto refused = [](auto change) {
    Badge one = badge();
    change(one);
    const auto svg = status_badge(one);
    return svg ? std::string("shown") : svg.error().field;
  };
  EXPECT_EQ(refused([](Badge& b) { b.address = "javascript:alert(1)"; }), "address");
  EXPECT_EQ(refused([](Badge& b) { b.address = "http://attest.example/c/1"; }), "address");
  EXPECT_EQ(refused([](Badge& b) { b.city_name.clear(); }), "city_name");
  EXPECT_EQ(refused([](Badge& b) { b.city_name = std::string(256, 'W'); }), "shown");
  EXPECT_EQ(refused([](Badge& b) { b.city_name = std::string(257, 'W'); }), "city_name");
  EXPECT_EQ(refused([](Badge& b) { b.level = "Gold\u202Ereverse"; }), "level");
  EXPECT_EQ(refused([](Badge& b) { b.standard = "ISO\n"; }), "standard");
  EXPECT_EQ(refused([](Badge& b) { b.language = "xx"; }), "language");
}

TEST(StatusBadge, SqueezesLongNamesIntoTheirBox) {
  Badge one = badge();
  EXPECT_FALSE(has(status_badge(one).value(), "textLength"));
  one.city_name = std::string(80, 'W');
  EXPECT_TRUE(has(status_badge(one).value(), "textLength=\"250\""));
  // What fits must not be stretched into the box.
  one.city_name = "City of Springfield Hills";
  one.standard = "Small standard:2014";
  one.level = "Aspirational";
  EXPECT_FALSE(has(status_badge(one).value(), "textLength"));
}

// Nor may what is wider than the box by its letters be taken for less.
TEST(StatusBadge, SqueezesWideLetters) {
  Badge one = badge();
  one.city_name = std::string(18, 'W');  // 15.8 × 16 px and more in Noto Sans Bold
  EXPECT_TRUE(has(status_badge(one).value(), "textLength"));
  one.city_name = "東京都東京都東京都東京都東京都東";
  EXPECT_TRUE(has(status_badge(one).value(), "textLength"));
}

}  // namespace
