// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/config.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

constexpr const char* kLeast = "[listen]\nhttp = [\"127.0.0.1:8080\"]\n";

ledger::Error error_of(const std::string& toml) {
  const auto config = parse_config(toml, "/etc/cityledger");
  return config ? ledger::Error{} : config.error();
}

TEST(Config, WhatIsNotSaidIsTheDefault) {
  const auto config = parse_config(kLeast, "/etc/cityledger");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->ledger, "ledger");
  EXPECT_EQ(config->limits.connections, Config{}.limits.connections);
  EXPECT_FALSE(config->simulated_clock);
}

TEST(Config, PathsAreRelativeToTheFile) {
  const auto config =
      parse_config("ledger = \"data\"\ntrust = \"/srv/trust\"\n" + std::string(kLeast), "/etc/cityledger");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->ledger, "/etc/cityledger/data");
  EXPECT_EQ(config->trust, "/srv/trust");
  EXPECT_TRUE(config->keys.empty());
}

TEST(Config, WhatIsPrintedIsReadBack) {
  auto config = parse_config("ledger = \"/a \\\"b\\\"\"\nsimulated_clock = true\n" + std::string(kLeast) +
                                 "[limits]\nburst = 7\n[deadlines]\nidle = 3\n",
                             "/etc");
  ASSERT_TRUE(config) << config.error().message;
  const auto again = parse_config(format_config(*config), "/etc");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(format_config(*again), format_config(*config));
  EXPECT_EQ(again->limits.burst, 7);
  EXPECT_EQ(again->ledger, "/a \"b\"");
}

TEST(Config, UnknownNamesAreErrorsWithTheirPlace) {
  auto error = error_of("leger = \"x\"\n" + std::string(kLeast));
  EXPECT_EQ(error.field, "leger");
  EXPECT_NE(error.message.find("line 1"), std::string::npos) << error.message;
  EXPECT_EQ(error_of(std::string(kLeast) + "htps = []\n").field, "listen.htps");
  EXPECT_EQ(error_of(std::string(kLeast) + "[limit]\nburst = 1\n").field, "limit");
}

TEST(Config, ValuesHaveTypesAndRanges) {
  EXPECT_EQ(error_of("ledger = 7\n" + std::string(kLeast)).field, "ledger");
  EXPECT_EQ(error_of("simulated_clock = \"yes\"\n" + std::string(kLeast)).field, "simulated_clock");
  EXPECT_EQ(error_of("listen = 1\n").field, "listen");
  EXPECT_EQ(error_of("[listen]\nhttp = \"127.0.0.1:1\"\n").field, "listen.http");
  EXPECT_EQ(error_of("[listen]\nhttp = [1]\n").field, "listen.http");
  EXPECT_EQ(error_of(std::string(kLeast) + "[limits]\nburst = 0\n").field, "limits.burst");
  EXPECT_EQ(error_of(std::string(kLeast) + "[limits]\nburst = 1.5\n").field, "limits.burst");
  EXPECT_EQ(error_of(std::string(kLeast) + "[deadlines]\nidle = 3601\n").field, "deadlines.idle");
  EXPECT_EQ(error_of(std::string(kLeast) + "[deadlines]\nidle = 3600\n").field, "");
}

TEST(Config, WhatDoesNotFitTogetherIsRefused) {
  EXPECT_EQ(error_of("").field, "listen");
  EXPECT_EQ(error_of("[listen]\nhttps = [\"127.0.0.1:1\"]\n").field, "listen.certificate");
  EXPECT_EQ(error_of(std::string(kLeast) + "base = \"ledger.example\"\n").field, "listen.base");
  EXPECT_EQ(error_of(std::string(kLeast) + "base = \"https://ledger.example/\"\n").field, "listen.base");
}

TEST(Config, SaysWhereTheFileIsBroken) {
  const auto error = error_of("[listen\n");
  EXPECT_EQ(error.code, ledger::Code::kInvalid);
  EXPECT_NE(error.message.find("line 1"), std::string::npos) << error.message;
}

}  // namespace
}  // namespace api
