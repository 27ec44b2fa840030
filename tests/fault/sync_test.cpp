// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the kernel saw, by strace: nothing is acknowledged before it was written through to the disk, and one write
// does it.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "support/child.hpp"
#include "support/temp_folder.hpp"

namespace {

constexpr int kStatements = 200;

struct Seen {
  int acknowledged = 0;
  int unsynced = 0;             // acknowledgements without a synced write to the journal since the one before
  int journal_writes = 0;       // between the first acknowledgement and the last
  int other_syncs = 0;          // the same, of whatever is not the journal
  bool journal_synced = false;  // it was opened with O_DSYNC
};

// Descriptors are shown with their files: "pwrite64(5</tmp/x/db/journal>, ...".
Seen read_trace(const std::string& trace) {
  Seen seen;
  std::istringstream lines(trace);
  std::string line;
  int pending = 0;
  int other = 0;
  while (std::getline(lines, line)) {
    const bool failed = line.find(" = -1 ") != std::string::npos;
    const auto has = [&line](const char* what) { return line.find(what) != std::string::npos; };
    if (failed || has("resumed>")) continue;
    if (has("openat(") && has("/db/journal\"") && has("O_DSYNC")) seen.journal_synced = true;
    if (has("pwrite64(") && has("/db/journal>")) ++pending;
    if (has("fdatasync(") || has("fsync(")) ++other;
    if (!has("write(1<") || !has("\"ack ")) continue;
    if (seen.acknowledged++ > 0) {
      seen.journal_writes += pending;
      seen.other_syncs += other;
    }
    seen.unsynced += pending == 0 ? 1 : 0;
    pending = 0;
    other = 0;
  }
  return seen;
}

TEST(Acknowledged, MeansThatOneSyncedWriteCameBefore) {
  const ledger_test::TempFolder folder;
  const auto log = (folder / "trace").string();
  const auto ended =
      ledger_test::run({"/usr/bin/strace", "-f", "-y", "-o", log, "-e", "trace=openat,pwrite64,write,fsync,fdatasync",
                        VICTIM, folder.path().string(), "append", std::to_string(kStatements)});
  if (ended.exit_code != 0) GTEST_SKIP() << "strace is missing, or tracing is not allowed here";
  std::ifstream in(log);
  const Seen seen = read_trace({std::istreambuf_iterator<char>(in), {}});
  EXPECT_EQ(seen.acknowledged, kStatements);
  EXPECT_TRUE(seen.journal_synced);
  EXPECT_EQ(seen.unsynced, 0);
  // One a commit; a seal shares its batch. What the database takes over now and then has syncs of its own.
  EXPECT_LE(seen.journal_writes, kStatements * 105 / 100);
  std::cout << seen.journal_writes << " writes to the journal, " << seen.other_syncs << " other syncs for "
            << kStatements - 1 << " acknowledgements\n";
}

}  // namespace
