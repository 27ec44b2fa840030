// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/access_log.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "ledger/encoding.hpp"
#include "support.hpp"

namespace attest::test {
namespace {

Access access_to(const std::string& owner, std::uint64_t entry) {
  return {
      {1'541'757'600'000 + entry}, "checker", ledger::sha256(ledger::view("key")), {entry}, owner, {"note", "value"}};
}

struct Logged {
  Folder folder;
  AccessLog log{folder / "access-log"};
  void append_raw(std::string_view text) const {
    write_file(folder / "access-log", ledger::view(read_file(folder / "access-log") + std::string(text)));
  }
};

TEST(AccessLog, GivesEachOwnerItsOwnAccessesInOrder) {
  const Logged logged;
  EXPECT_TRUE(logged.log.to("").value().empty());
  auto handed_out = access_to("melbourne", 3);
  handed_out.kid.reset();
  ASSERT_TRUE(logged.log.add({access_to("melbourne", 1), access_to("sydney", 2)}));
  ASSERT_TRUE(logged.log.add({handed_out}));
  EXPECT_EQ(logged.log.to("melbourne").value(), (std::vector{access_to("melbourne", 1), handed_out}));
  EXPECT_EQ(logged.log.to("sydney").value(), std::vector{access_to("sydney", 2)});
  EXPECT_EQ(logged.log.to("").value().size(), 3U);
}

TEST(AccessLog, PassesOverALineThatAPowerCutHasTornAndGoesOnBehindIt) {
  const Logged logged;
  ASSERT_TRUE(logged.log.add({access_to("melbourne", 1)}));
  logged.append_raw(R"({"entry":2,"fields":["no)");
  EXPECT_EQ(logged.log.to("").value().size(), 1U);
  ASSERT_TRUE(logged.log.add({access_to("melbourne", 3)}));
  EXPECT_EQ(logged.log.to("").value(), (std::vector{access_to("melbourne", 1), access_to("melbourne", 3)}));
}

TEST(AccessLog, NamesALineThatIsNone) {
  const Logged logged;
  ASSERT_TRUE(logged.log.add({access_to("melbourne", 1)}));
  logged.append_raw("{\"entry\":2}\n");
  const auto read = logged.log.to("");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ledger::Code::kCorrupt);
  EXPECT_NE(read.error().message.find("line 2"), std::string::npos);
}

TEST(AccessLog, LosesNothingWhenManyWriteAtOnce) {
  const Logged logged;
  std::vector<std::thread> writers;
  for (std::uint64_t writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&, writer] {
      for (std::uint64_t i = 0; i < 25; ++i) EXPECT_TRUE(logged.log.add({access_to("melbourne", writer * 25 + i)}));
    });
  }
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(logged.log.to("melbourne").value().size(), 100U);
}

TEST(AccessLog, SaysThatItCouldNotBeWritten) {
  const Logged logged;
  std::filesystem::create_directory(logged.folder / "access-log");
  EXPECT_FALSE(logged.log.add({access_to("melbourne", 1)}));
}

}  // namespace
}  // namespace attest::test
