// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A program that is made to fail, for kill_test, full_disk_test and damage_test:
//   victim FOLDER append COUNT          submits statements one by one; prints "ack INDEX SIZE" for each
//   victim FOLDER kill STEP AT          the same for ever, but dies by SIGKILL when STEP comes for the AT-th time,
//                                       be it the sequencer's or the journal's
//   victim FOLDER abandon COUNT         the same COUNT times, then dies with all of it still in the journal
//   victim FOLDER fill BYTES            submits until an error, files limited to BYTES (0: no limit); prints its code
//   victim FOLDER hold                  opens for writing, prints "open" or the error's code, waits for its input
//   victim FOLDER inspect SIZE          looks at everything; prints "sound" only when all is as it was
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "ledger/fsck.hpp"
#include "ledger/lmdb_store.hpp"
#include "support/check_ledger.hpp"
#include "support/test_ledger.hpp"

namespace {

using namespace ledger;

struct Opened {
  std::unique_ptr<Store> store;
  std::unique_ptr<Guard> guard;
};

Result<Opened> open_or_create(const std::filesystem::path& folder, JournalOptions options = {}) {
  const bool there = std::filesystem::exists(folder / "db/data.mdb");
  auto store = open_lmdb_store(folder / "db", there ? OpenMode::kWrite : OpenMode::kCreate, std::move(options));
  if (!store) return tl::unexpected(store.error());
  auto guard = there ? open_guard_file(folder / "guard") : create_guard_file(folder / "guard");
  if (!guard) return tl::unexpected(guard.error());
  return Opened{std::move(*store), std::move(*guard)};
}

int say(const Error& error) {
  std::cout << code_name(error.code) << ": " << error.message << std::endl;
  return 3;
}

Bytes numbered(std::uint64_t number) {
  std::string text = "put k" + std::to_string(number) + " v" + std::to_string(number) + " ";
  text.resize(600, 'x');
  return to_bytes(text);
}

// Submits from the present size on; `count` of them, or until an error.
int append(const std::filesystem::path& folder, std::uint64_t count, SequencerConfig config,
           JournalOptions options = {}) {
  auto opened = open_or_create(folder, std::move(options));
  if (!opened) return say(opened.error());
  const MachineClock clock;
  auto sequencer = Sequencer::start(*opened->store, *opened->guard, clock, std::move(config));
  if (!sequencer) return say(sequencer.error());
  const std::uint64_t first = (*(*sequencer)->latest())->head.size.value;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto answer = (*sequencer)->submit({numbered(first + i)});
    if (!answer) return say(answer.error());
    std::cout << "ack " << answer->entries.at(0).index.value << " " << answer->commit->head.size.value << " "
              << to_hex(answer->commit->head.root) << std::endl;
  }
  return 0;
}

int kill_at(const std::filesystem::path& folder, const std::string& step, int at) {
  SequencerConfig config = ledger_test::test_config();
  const auto die = [step, at, seen = 0](std::string_view now) mutable {
    if (now == step && ++seen == at) ::kill(::getpid(), SIGKILL);
  };
  config.at_step = die;
  return append(folder, 1'000'000, std::move(config), {std::chrono::milliseconds(1), die});
}

int abandon(const std::filesystem::path& folder, std::uint64_t count) {
  SequencerConfig config = ledger_test::test_config();
  config.at_step = [count, seen = 0ULL](std::string_view now) mutable {
    if (now == "before fix_time" && seen++ == count) ::kill(::getpid(), SIGKILL);
  };
  return append(folder, count + 1, std::move(config), {std::chrono::hours(1), {}});
}

int fill(const std::filesystem::path& folder, rlim_t bytes) {
  if (bytes != 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  auto opened = open_or_create(folder);
  if (!opened) return say(opened.error());
  const MachineClock clock;
  auto sequencer = Sequencer::start(*opened->store, *opened->guard, clock, ledger_test::test_config());
  if (!sequencer) return say(sequencer.error());
  for (std::uint64_t i = 0;; ++i) {
    const auto head = opened->store->head();
    const auto answer = (*sequencer)->submit({numbered(i), numbered(1'000'000 + i), numbered(2'000'000 + i)});
    if (answer) continue;
    // Nothing was changed, and reads go on.
    const auto after = opened->store->head();
    const std::string problem = ledger_test::ledger_problem(*opened->store, head->size.value);
    if (!after || *after != *head || !problem.empty()) return std::cout << "changed: " << problem << std::endl, 4;
    std::cout << "after " << head->size.value << " ";
    return say(answer.error());
  }
}

int hold(const std::filesystem::path& folder) {
  const auto opened = open_lmdb_store(folder / "db", OpenMode::kWrite);
  if (!opened) return say(opened.error());
  std::cout << "open" << std::endl;
  std::string line;
  std::getline(std::cin, line);
  return 0;
}

// Everything that a program would look at before it believes a ledger, then what it must hold.
int inspect(const std::filesystem::path& folder, std::uint64_t size) {
  const auto guard = open_guard_file(folder / "guard");
  if (!guard) return say(guard.error());
  const auto store = open_lmdb_store(folder / "db", OpenMode::kRead);
  if (!store) return say(store.error());
  const auto head = (*store)->head();
  if (!head) return say(head.error());
  if (auto allowed = (*guard)->check(**store, *head); !allowed) return say(allowed.error());
  const auto report = fsck(**store, ledger_test::test_admit, {});
  if (!report) return say(report.error());
  if (!report->differences.empty()) return std::cout << "fsck: " << report->differences.front() << std::endl, 3;
  // fsck was content: now everything must really be there.
  if (head->size.value != size) return std::cout << "WRONG size" << std::endl, 5;
  for (std::uint64_t i = 0; i < size; ++i) {
    const auto entry = (*store)->entry({i});
    if (!entry) return say(entry.error());
    if (entry->body != numbered(i)) return std::cout << "WRONG entry " << i << std::endl, 5;
    const auto state = (*store)->get("put/k" + std::to_string(i));
    if (!state) return say(state.error());
    if (*state != to_bytes("v" + std::to_string(i))) return std::cout << "WRONG state " << i << std::endl, 5;
  }
  const std::string problem = ledger_test::ledger_problem(**store, size);
  if (!problem.empty()) return std::cout << "WRONG " << problem << std::endl, 5;
  std::cout << "sound" << std::endl;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() < 2) return 2;
  const std::filesystem::path folder = words[0];
  if (words[1] == "hold") return hold(folder);
  if (words.size() < 3) return 2;
  if (words[1] == "append") return append(folder, std::stoull(words[2]), ledger_test::test_config());
  if (words[1] == "abandon") return abandon(folder, std::stoull(words[2]));
  if (words[1] == "fill") return fill(folder, std::stoull(words[2]));
  if (words[1] == "inspect") return inspect(folder, std::stoull(words[2]));
  if (words[1] == "kill" && words.size() == 4) return kill_at(folder, words[2], std::stoi(words[3]));
  return 2;
}
