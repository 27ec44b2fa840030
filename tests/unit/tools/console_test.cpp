// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/console.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace {

using cityledger::Console;

// Both streams on one screen, as a terminal shows them.
std::string shown(const cityledger::ConsoleStyle& style) {
  std::ostringstream screen;
  Console console(screen, screen, style);
  console.progress("drawing 1 of 3");
  console.say("one is done");
  console.say("two is done");
  console.progress("drawing 3 of 3");
  console.warn("three has no time-stamp");
  console.progress("");
  console.print("3 drawn");
  return screen.str();
}

TEST(Console, ClearsTheLineOfProgressBeforeAnyOtherText) {
  EXPECT_EQ(shown({.terminal = true}),
            "\r\x1b[Kdrawing 1 of 3\r\x1b[Kone is done\ntwo is done\n\r\x1b[Kdrawing 3 of 3\r\x1b[K"
            "warning: three has no time-stamp\n\r\x1b[K3 drawn\n");
}

TEST(Console, DrawsNothingWhereThereIsNoTerminal) {
  EXPECT_EQ(shown({}), "one is done\ntwo is done\nwarning: three has no time-stamp\n3 drawn\n");
  EXPECT_EQ(shown({.quiet = true, .terminal = true}), "3 drawn\n");
  EXPECT_EQ(shown({.json = true, .terminal = true}), "warning: three has no time-stamp\n");
}

}  // namespace
