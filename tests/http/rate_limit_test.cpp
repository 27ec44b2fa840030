// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/rate_limit.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

using std::chrono::milliseconds;

class RateLimitTest : public testing::Test {
 protected:
  RateLimit make(RateLimit::Rule rule) {
    return RateLimit(rule, [this] { return now; });
  }
  std::chrono::steady_clock::time_point now{};
};

TEST_F(RateLimitTest, GivesABurstThenARate) {
  RateLimit limit = make({2, 3});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.allow("a")) << i;
  EXPECT_EQ(limit.wait_s("a"), 1U);
  EXPECT_TRUE(limit.allow("b")) << "another key has its own";
  now += milliseconds(499);
  EXPECT_FALSE(limit.allow("a"));
  now += milliseconds(1);
  EXPECT_TRUE(limit.allow("a"));
  EXPECT_FALSE(limit.allow("a"));
  now += std::chrono::hours(1);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.allow("a")) << i;
  EXPECT_FALSE(limit.allow("a")) << "silence fills the bucket, not more";
}

TEST_F(RateLimitTest, SaysHowLongToWait) {
  RateLimit limit = make({0.1, 1});
  EXPECT_EQ(limit.wait_s("a"), 0U);
  EXPECT_EQ(limit.wait_s("a"), 10U);
}

TEST_F(RateLimitTest, ACrowdOfKeysSharesOneBucketAndTakesNoMemory) {
  RateLimit limit = make({1, 2, 100});
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(limit.allow(std::to_string(i)));
  EXPECT_TRUE(limit.allow("x"));
  EXPECT_TRUE(limit.allow("y"));
  EXPECT_FALSE(limit.allow("z")) << "the shared one is empty";
  EXPECT_TRUE(limit.allow("7")) << "who is known keeps his own";
  EXPECT_EQ(limit.keys(), 100U);
  now += std::chrono::seconds(10);
  EXPECT_TRUE(limit.allow("z"));
  EXPECT_EQ(limit.keys(), 1U) << "full buckets are forgotten";
}

TEST(RateKey, IsTheAddressOrTheNetworkOfOneClient) {
  EXPECT_EQ(rate_key("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(rate_key("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(rate_key("2001:db8:1:2::9"), "2001:db8:1:2::/64");
  EXPECT_EQ(rate_key("fe80::1%eth0"), "fe80::/64");
  EXPECT_EQ(rate_key("::ffff:192.0.2.1"), "192.0.2.1");
}

}  // namespace
}  // namespace api
