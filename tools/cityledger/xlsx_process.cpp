// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/xlsx_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fstream>

#include "attest/json.hpp"

namespace cityledger {
using ledger::Code;
using ledger::fail;
using ledger::Result;

namespace {

constexpr std::chrono::seconds kPatience{60};
constexpr std::size_t kAnswerBytesMax = 256U << 20U;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  void close() {
    if (fd_ >= 0) static_cast<void>(::close(fd_));
    fd_ = -1;
  }

 private:
  int fd_;
};

// The child has the file as its input, the pipe as its output, no other descriptor and no environment.
class Child {
 public:
  Result<void> start(const std::filesystem::path& program, int input, int output) {
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) return fail(Code::kStorage, "there is no memory");
    static_cast<void>(posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO));
    static_cast<void>(posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO));
    static_cast<void>(posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0));
    static_cast<void>(posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1));
    std::string name = program.filename();
    std::array<char*, 2> arguments = {name.data(), nullptr};
    std::array<char*, 1> environment = {nullptr};
    const int failed = posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), environment.data());
    static_cast<void>(posix_spawn_file_actions_destroy(&actions));
    if (failed == 0) return {};
    pid_ = -1;
    return fail(Code::kStorage, "workbooks are read by " + program.string() +
                                    ", which cannot be started: install it, or save the sheets as CSV");
  }
  ~Child() {
    if (pid_ > 0) static_cast<void>(end(true));
  }
  // Its wait status.
  int end(bool kill_it) {
    if (kill_it) static_cast<void>(::kill(pid_, SIGKILL));
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

 private:
  pid_t pid_ = -1;
};

// Everything that the child writes; less when its time is up or it writes too much, then `whole` is false.
std::string read_answer(int fd, bool& whole) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  std::string answer;
  std::vector<char> buffer(64U << 10U);
  whole = false;
  while (answer.size() <= kAnswerBytesMax) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) break;
    pollfd waiting{fd, POLLIN, 0};
    const int ready = poll(&waiting, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) break;
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0) break;
    if (got == 0) {
      whole = true;
      break;
    }
    answer.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return answer;
}

Result<Workbook> understood(const std::string& answer) {
  const auto json = attest::parse_json(answer);
  if (!json) return fail(Code::kInvalid, "the workbook holds text that is not Unicode: save it again");
  if (json->find("message") == nullptr) return workbook_from_json(*json);
  attest::Fields fields(*json);
  const bool too_large = fields.boolean("too_large");
  const std::string message = fields.text("message", 4'096);
  if (auto done = fields.finish(); !done) return tl::unexpected(done.error());
  return fail(too_large ? Code::kTooLarge : Code::kInvalid, message);
}

}  // namespace

std::filesystem::path sheet_program() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return (error ? std::filesystem::path(".") : self.parent_path()) / "cityledger-sheet";
}

bool looks_like_workbook(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error) || error) return false;
  std::ifstream in(file, std::ios::binary);
  std::array<char, 4> start{};
  in.read(start.data(), start.size());
  const std::string_view bytes(start.data(), static_cast<std::size_t>(in.gcount()));
  return bytes == "PK\x03\x04" || bytes == "\xD0\xCF\x11\xE0";
}

Result<Workbook> read_workbook(const std::filesystem::path& file, const std::filesystem::path& program) {
  Descriptor input(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (input.get() < 0) return fail(Code::kNotFound, file.string() + " cannot be opened", "file");
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(Code::kStorage, "no pipe can be made");
  Descriptor from(ends[0]);
  Descriptor to(ends[1]);
  Child child;
  if (auto started = child.start(program, input.get(), to.get()); !started) return tl::unexpected(started.error());
  to.close();
  bool whole = false;
  const std::string answer = read_answer(from.get(), whole);
  const int status = child.end(!whole);
  if (whole && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
    auto workbook = understood(answer);
    if (!workbook) return fail(workbook.error().code, file.string() + ": " + workbook.error().message, "file");
    return workbook;
  }
  return fail(Code::kInvalid,
              file.string() + ": the reader of workbooks was stopped at this file" +
                  (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS ? ", which made it overstep its rights"
                                                                     : ": it asks for too much time or memory") +
                  "; save the sheets alone in a new workbook, or as CSV",
              "file");
}

}  // namespace cityledger
