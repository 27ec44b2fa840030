// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/console.hpp"

#include <ostream>
#include <string>

#include "attest/screen_text.hpp"
#include "certs/words.hpp"
#include "cityledger/exit_codes.hpp"
#include "cityledger/wrap.hpp"

namespace cityledger {

void Console::print(std::string_view text) {
  if (style_.json) return;
  clear_progress();
  out_ << wrap(attest::printable(text), style_.columns);
  if (text.empty() || text.back() != '\n') out_ << '\n';
  out_.flush();  // a command that goes on, such as serve, is read while it runs
}

void Console::write(std::string_view text) {
  if (!style_.json) out_ << text;
}

void Console::answer(const Json& value) {
  if (!style_.json) return;
  const std::string text = attest::pretty_json(value);
  out_ << text;
  if (text.empty() || text.back() != '\n') out_ << '\n';
}

void Console::say(std::string_view text) {
  if (!style_.quiet) print(text);
}

void Console::warn(std::string_view text) {
  if (style_.quiet) return;
  clear_progress();
  err_ << "warning: " << text << '\n';
}

void Console::progress(std::string_view text) {
  if (!terminal()) return;
  err_ << "\r\x1b[K" << text << std::flush;
  progress_drawn_ = !text.empty();
}

void Console::clear_progress() {
  if (progress_drawn_) progress({});
}

int Console::report(const Error& error, const Json::Array& violations, std::string_view violation_lines) {
  progress({});
  if (style_.json) {
    Json::Object content{{"code", ledger::code_name(error.code)}, {"message", error.message}};
    if (!error.field.empty()) content.emplace("field", error.field);
    if (!violations.empty()) content.emplace("violations", violations);
    answer(Json::Object{{"error", std::move(content)}});
  } else {
    err_ << "error: " << attest::printable(error.message) << '\n';
    if (!error.field.empty()) err_ << "field: " << error.field << '\n';
    err_ << attest::printable(violation_lines);
  }
  return exit_code(error.code);
}

int Console::fail(const Error& error) {
  if (error.code == Code::kFull) {
    const std::string_view mend =
        "; make room on the disk, or raise the limit on file sizes, and run the command again";
    return report(Error{error.code, error.message + std::string(mend), error.field}, {}, {});
  }
  return report(error, {}, {});
}

int Console::refuse(const std::vector<attest::Refusal>& refused) {
  const Json::Array violations = certs::violations_json(refused);
  std::string lines;
  for (const attest::Refusal& refusal : refused) {
    for (const ledger::Violation& violation : refusal.violations) {
      lines += "  " + violation.rule + "  " + violation.field + ": " + violation.message + "\n";
    }
  }
  const std::string message = violations.size() == 1 ? "refused by a rule of the ledger; nothing was appended"
                                                     : "refused by " + std::to_string(violations.size()) +
                                                           " rules of the ledger; nothing was appended";
  const std::string field = refused.empty() || refused[0].violations.empty() ? "" : refused[0].violations[0].field;
  return report(Error{Code::kRefused, message, field}, violations, lines);
}

}  // namespace cityledger
