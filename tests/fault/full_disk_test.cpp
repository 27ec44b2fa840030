// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// No room on the disk: said so, nothing changed, reads go on, and with room again writing goes on.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include "ledger/lmdb_store.hpp"
#include "support/check_ledger.hpp"
#include "support/child.hpp"
#include "support/temp_folder.hpp"

namespace {

using ledger_test::run;

// "after SIZE disk_full: …" as the program says it.
std::uint64_t size_when_full(const ledger_test::Ended& ended) {
  EXPECT_EQ(ended.exit_code, 3) << ended.output;
  EXPECT_EQ(ended.output.substr(0, 6), "after ");
  EXPECT_NE(ended.output.find(" disk_full: "), std::string::npos) << ended.output;
  return ended.output.size() > 6 ? std::stoull(ended.output.substr(6)) : 0;
}

void goes_on(const std::filesystem::path& folder, std::uint64_t size) {
  {
    const auto store = ledger::open_lmdb_store(folder / "db", ledger::OpenMode::kRead);
    ASSERT_TRUE(store) << store.error().message;
    ledger_test::check_ledger(**store, size);
  }
  const auto more = run({VICTIM, folder.string(), "append", "5"});
  EXPECT_EQ(more.exit_code, 0) << more.output;
}

TEST(FullDisk, IsToldApartWhenFilesMayNotGrow) {
  const ledger_test::TempFolder folder;
  const auto ended = run({VICTIM, folder.path().string(), "fill", "6000000"});
  const std::uint64_t size = size_when_full(ended);
  EXPECT_GT(size, 100U);
  goes_on(folder.path(), size);
}

TEST(FullDisk, IsToldApartOnASmallFileSystem) {
  const ledger_test::TempFolder folder;
  const auto mounted = folder / "small";
  std::filesystem::create_directory(mounted);
  if (::mount("none", mounted.c_str(), "tmpfs", 0, "size=6m") != 0) GTEST_SKIP() << "mounting needs privileges";
  const auto ended = run({VICTIM, mounted.string(), "fill", "0"});
  const std::uint64_t size = size_when_full(ended);
  EXPECT_GT(size, 100U);
  EXPECT_EQ(::mount("none", mounted.c_str(), "tmpfs", MS_REMOUNT, "size=12m"), 0);
  goes_on(mounted, size);
  EXPECT_EQ(::umount(mounted.c_str()), 0);
}

}  // namespace
