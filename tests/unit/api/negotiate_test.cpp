// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/negotiate.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

std::string chosen(const std::string& accept) {
  Request request;
  request.headers.emplace_back("accept", accept);
  return std::string(negotiate(request, {"text/html", "application/vc", "application/pdf"}).value_or("none"));
}

TEST(Accept, TheClientsHighestQualityWins) {
  EXPECT_EQ(negotiate(Request{}, {"text/html", "application/vc"}), "text/html");
  EXPECT_EQ(chosen("application/vc"), "application/vc");
  EXPECT_EQ(chosen("*/*"), "text/html");
  EXPECT_EQ(chosen("application/*"), "application/vc");
  EXPECT_EQ(chosen("text/html;q=0.8, application/pdf"), "application/pdf");
  EXPECT_EQ(chosen("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), "text/html");
  EXPECT_EQ(chosen("text/html;q=0, */*;q=0.1"), "application/vc");
  EXPECT_EQ(chosen("application/json"), "none");
  EXPECT_EQ(chosen("text/html;q=0"), "none");
  EXPECT_EQ(chosen("text/html;q=9"), "none") << "no quality at all";
}

}  // namespace
}  // namespace api
