// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/badge.hpp"

#include <gtest/gtest.h>

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
}

}  // namespace
