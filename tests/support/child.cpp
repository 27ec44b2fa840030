// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/child.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace ledger_test {

Child::Child(const std::vector<std::string>& words) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) return;
  std::vector<std::string> copies = words;
  std::vector<char*> arguments;
  for (std::string& word : copies) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(in[0], STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(in[0]);
  ::close(out[1]);
  input_ = in[1];
  output_ = out[0];
}

Child::~Child() {
  if (pid_ > 0) static_cast<void>(wait());
}

std::string Child::read_line() {
  for (;;) {
    if (const auto end = read_.find('\n'); end != std::string::npos) {
      std::string line = read_.substr(0, end);
      read_.erase(0, end + 1);
      return line;
    }
    std::array<char, 4096> bytes{};
    const ssize_t got = ::read(output_, bytes.data(), bytes.size());
    if (got <= 0) return std::exchange(read_, {});
    read_.append(bytes.data(), static_cast<std::size_t>(got));
  }
}

void Child::close_input() {
  if (input_ >= 0) ::close(std::exchange(input_, -1));
}

Ended Child::wait() {
  Ended ended;
  close_input();
  std::array<char, 4096> bytes{};
  for (ssize_t got = 0; (got = ::read(output_, bytes.data(), bytes.size())) > 0;) {
    read_.append(bytes.data(), static_cast<std::size_t>(got));
  }
  ::close(std::exchange(output_, -1));
  int status = 0;
  ::waitpid(std::exchange(pid_, -1), &status, 0);
  if (WIFEXITED(status)) ended.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  ended.output = std::exchange(read_, {});
  return ended;
}

}  // namespace ledger_test
