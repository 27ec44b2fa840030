// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "cityledger/files.hpp"
#include "cityledger/session.hpp"

namespace cityledger {
namespace {

std::string first_line(const std::string& text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

// Typed without showing it.
std::string ask() {
  std::cerr << "Passphrase for the keys: " << std::flush;
  termios shown{};
  const bool hidden = tcgetattr(STDIN_FILENO, &shown) == 0;
  if (hidden) {
    termios quiet = shown;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    static_cast<void>(tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet));
  }
  std::string line;
  std::getline(std::cin, line);
  if (hidden) static_cast<void>(tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown));
  std::cerr << '\n';
  return line;
}

}  // namespace

Result<std::string> read_passphrase(const LedgerOptions& options) {
  constexpr std::size_t kPassphraseFileBytesMax = 4'096;
  if (!options.passphrase_file.empty()) {
    const Result<std::string> text = read_file(options.passphrase_file, kPassphraseFileBytesMax);
    if (!text) return tl::unexpected(text.error());
    return first_line(*text);
  }
  if (const char* value = std::getenv("CITYLEDGER_PASSPHRASE"); value != nullptr) return std::string(value);
  if (isatty(STDIN_FILENO) != 0) return ask();
  return fail(Code::kKey, "no passphrase for the keys: give --passphrase-file FILE or set CITYLEDGER_PASSPHRASE",
              "passphrase");
}

}  // namespace cityledger
