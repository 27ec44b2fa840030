// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Where a command's answer goes: text for people, or one JSON value with --json. Errors go to stderr as text,
// or to stdout as {"error":{...}}.
#pragma once

#include <iosfwd>
#include <string_view>
#include <vector>

#include "attest/json.hpp"
#include "attest/ledger_folder.hpp"

namespace cityledger {

using attest::Json;
using ledger::Code;
using ledger::Error;
using ledger::fail;
using ledger::Result;

struct ConsoleStyle {
  bool json = false;
  bool quiet = false;
  bool terminal = false;    // stderr is one: progress is drawn
  std::size_t columns = 0;  // lines of text are broken to fit so many; 0: never
};

class Console {
 public:
  Console(std::ostream& out, std::ostream& err, ConsoleStyle style) : out_(out), err_(err), style_(style) {}

  [[nodiscard]] bool json() const { return style_.json; }
  [[nodiscard]] bool terminal() const { return style_.terminal && !style_.json && !style_.quiet; }

  // What the user asked for. Text is shown unless --json; the JSON value only with --json.
  void print(std::string_view text);
  void answer(const Json& value);
  // Text for other programs, CSV: byte for byte. Not with --json.
  void write(std::string_view text);
  // Remarks on the way: not with --quiet, not with --json.
  void say(std::string_view text);
  // A line on stderr, also with --json; not with --quiet.
  void warn(std::string_view text);
  // Drawn over itself on a terminal, and cleared before any other text; empty text clears the line.
  void progress(std::string_view text);

  // Reports and gives the exit code.
  [[nodiscard]] int fail(const Error& error);
  // The statements that the ledger refused, each with every violated rule.
  [[nodiscard]] int refuse(const std::vector<attest::Refusal>& refused);

 private:
  void clear_progress();
  int report(const Error& error, const Json::Array& violations, std::string_view violation_lines);
  std::ostream& out_;
  std::ostream& err_;
  ConsoleStyle style_;
  bool progress_drawn_ = false;
};

}  // namespace cityledger
