// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger-sheet: a workbook on standard input, its cells as JSON on standard output. `cityledger submit` starts it;
// once the input is read it can do nothing but answer.
#include <unistd.h>

#include <cerrno>
#include <new>
#include <string>

#include "cityledger/sheet_sandbox.hpp"
#include "cityledger/xlsx_read.hpp"

namespace {

using attest::Json;

bool read_input(std::string& input, std::size_t bytes_max) {
  std::string buffer(64U << 10U, '\0');
  while (input.size() <= bytes_max) {
    const ssize_t got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return got == 0;
    input.append(buffer, 0, static_cast<std::size_t>(got));
  }
  return true;  // too large, which the reader says
}

bool write_output(std::string_view output) {
  while (!output.empty()) {
    const ssize_t done = ::write(STDOUT_FILENO, output.data(), output.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    output.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

Json fault(bool too_large, const std::string& message) {
  return Json::Object{{"too_large", too_large}, {"message", message}};
}

std::string answer_to(const std::string& input) {
  try {
    const auto workbook = cityledger::read_xlsx(ledger::view(input));
    if (workbook) return attest::canonical_json(cityledger::to_json(*workbook));
    const auto& error = workbook.error();
    return attest::canonical_json(fault(error.code == ledger::Code::kTooLarge, error.message));
  } catch (const std::bad_alloc&) {
    return attest::canonical_json(fault(true, "the workbook asks for more memory than a table of values needs"));
  }
}

}  // namespace

int main() {
  std::string input;
  if (!read_input(input, cityledger::XlsxLimits().file_bytes_max)) return 1;
  if (!cityledger::enter_sandbox()) return 1;
  // Without the ends of a normal program, which would ask the system for more.
  _exit(write_output(answer_to(input)) ? 0 : 1);
}
