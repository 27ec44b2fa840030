// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ready_cache.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace api {
namespace {

TEST(ReadyCache, GivesBackWhatItKept) {
  ReadyCache cache(100'000);
  EXPECT_EQ(cache.find("a"), nullptr);
  const ReadyBody body = cache.keep("a", "text");
  EXPECT_EQ(*body, "text");
  EXPECT_EQ(cache.find("a"), body);
  static_cast<void>(cache.keep("a", "another"));
  EXPECT_EQ(*cache.find("a"), "text") << "what is there stays";
}

TEST(ReadyCache, LetsGoWhatWasNotAskedForTheLongest) {
  ReadyCache cache(6'000);
  for (const char* key : {"a", "b", "c", "d"}) static_cast<void>(cache.keep(key, std::string(1'200, 'x')));
  static_cast<void>(cache.find("a"));
  static_cast<void>(cache.keep("e", std::string(1'200, 'x')));
  EXPECT_NE(cache.find("a"), nullptr);
  EXPECT_EQ(cache.find("b"), nullptr);
  EXPECT_NE(cache.find("e"), nullptr);
}

TEST(ReadyCache, NeverHoldsMoreThanItMay) {
  ReadyCache cache(10'000);
  EXPECT_EQ(cache.keep("large", std::string(5'000, 'x'))->size(), 5'000U) << "sent, not kept";
  EXPECT_EQ(cache.find("large"), nullptr);
  for (int i = 0; i < 1'000; ++i) {
    static_cast<void>(cache.keep(std::to_string(i), std::string(static_cast<std::size_t>(i), 'x')));
    EXPECT_LE(cache.bytes(), 10'000U);
  }
}

TEST(ReadyCache, IsUsedByManyThreads) {
  ReadyCache cache(20'000);
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&cache] {
      for (int i = 0; i < 500; ++i) {
        const std::string key = std::to_string(i % 50);
        const ReadyBody body = cache.find(key);
        if (body == nullptr) static_cast<void>(cache.keep(key, key + std::string(500, 'x')));
        EXPECT_TRUE(body == nullptr || body->starts_with(key));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace api
