// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A program run as a child, with its output.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace ledger_test {

struct Ended {
  int exit_code = -1;  // -1 when a signal ended it
  int signal = 0;
  std::string output;  // standard output
};

class Child {
 public:
  // words[0] is the program's path. Its standard error is thrown away.
  explicit Child(const std::vector<std::string>& words);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // The next line of output, without the newline; empty at its end.
  [[nodiscard]] std::string read_line();
  void close_input();
  // Reads what is left and waits.
  [[nodiscard]] Ended wait();

 private:
  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::string read_;
};

[[nodiscard]] inline Ended run(const std::vector<std::string>& words) {
  Child child(words);
  child.close_input();
  return child.wait();
}

}  // namespace ledger_test
