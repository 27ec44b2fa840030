// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/evidence_store.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>

#include "support/temp_folder.hpp"

namespace attest {
namespace {

const std::string kContent = "indicator,value\nC1,41.5\n";

StoredEvidence of(std::string_view content) {
  return {ledger::sha256(ledger::view(content)), content.size()};
}

class Adopt : public testing::Test {
 protected:
  std::filesystem::path incoming(std::string_view content) {
    std::ofstream(folder_ / "incoming", std::ios::binary) << content;
    return folder_ / "incoming";
  }
  ledger_test::TempFolder folder_;
  EvidenceStore store_{folder_ / "evidence"};
};

TEST_F(Adopt, RenamesTheFileIntoTheStore) {
  const auto file = incoming(kContent);
  const auto adopted = store_.adopt(file, of(kContent));
  ASSERT_TRUE(adopted.has_value()) << adopted.error().message;
  EXPECT_TRUE(adopted->is_new);
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_TRUE(store_.check(of(kContent).digest).has_value());
  const auto again = store_.adopt(incoming(kContent), of(kContent));
  ASSERT_TRUE(again.has_value());
  EXPECT_FALSE(again->is_new);
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(Adopt, LeavesAFileOfAnotherContentOrSizeWhereItIs) {
  for (const std::string& other : {kContent + "x", "X" + kContent.substr(1), std::string()}) {
    const auto refused = store_.adopt(incoming(other), of(kContent));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ledger::Code::kInvalid);
    EXPECT_TRUE(std::filesystem::exists(folder_ / "incoming"));
  }
  EXPECT_FALSE(store_.holds(of(kContent).digest));
  EXPECT_EQ(store_.adopt(folder_ / "none", of(kContent)).error().code, ledger::Code::kNotFound);
}

TEST_F(Adopt, CopiesFromAnotherFileSystem) {
  std::string name = "/dev/shm/cityledger-test-XXXXXX";
  const int descriptor = ::mkstemp(name.data());
  if (descriptor < 0) GTEST_SKIP() << "there is no second file system to write to";
  ::close(descriptor);
  std::ofstream(name, std::ios::binary) << kContent;
  const auto adopted = store_.adopt(name, of(kContent));
  EXPECT_FALSE(std::filesystem::exists(name));
  ASSERT_TRUE(adopted.has_value()) << adopted.error().message;
  EXPECT_TRUE(adopted->is_new);
  EXPECT_TRUE(store_.check(of(kContent).digest).has_value());
}

}  // namespace
}  // namespace attest
