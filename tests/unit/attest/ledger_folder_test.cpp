// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/ledger_folder.hpp"

#include <gtest/gtest.h>

#include "ledger/clock.hpp"
#include "support.hpp"

namespace attest::test {
namespace {

// A ledger of one certifier, with a simulated clock.
struct SmallLedger {
  Folder folder;
  ledger::SimulatedClock clock{ledger::UnixMillis{1'541'757'600'000}};
  std::unique_ptr<Signer> key = fixed_signer(1);
  std::unique_ptr<Signer> root = fixed_signer(2);

  [[nodiscard]] Result<std::unique_ptr<LedgerFolder>> create() const {
    const LedgerFolder::Opening opening{
        "ledger.example/folder", ClockKind::kSimulated, "certifier", {{"en", "Certifier"}}, "CA"};
    return LedgerFolder::create(folder / "L", opening, {key.get(), {{root.get(), "holder-root"}}}, clock);
  }
  [[nodiscard]] std::filesystem::path head_file() const { return folder / "L" / "signed-head"; }
};

Submission city_registered(const SmallLedger& made, const LedgerFolder& ledger) {
  PartyRegistered body;
  body.party = "springfield";
  body.kind = PartyKind::kCity;
  body.names = {{"en", "Springfield"}};
  body.country = "CA";
  const Saying saying{"certifier", 1'541'757'600, {"AAAAAAAAAAAAAAAAAAAAAA", ledger.config().genesis}, body, {}};
  return {sign_statement(saying, *made.root).value(), {}};
}

TEST(LedgerFolder, AnswersForWhatItAppendedWhenTheFileForReadersCannotBeWritten) {
  const SmallLedger made;
  auto ledger = made.create();
  ASSERT_TRUE(ledger) << ledger.error().message;
  std::filesystem::remove(made.head_file());
  std::filesystem::create_directory(made.head_file());  // stands in for a disk that has just become full
  const auto answer = (*ledger)->submit({city_registered(made, **ledger)});
  ASSERT_TRUE(answer) << answer.error().message;
  ASSERT_TRUE(answer->registered);
  const auto receipt = parse_receipt(answer->registered->entries.at(0).receipt);
  ASSERT_TRUE(receipt);
  EXPECT_TRUE(check_receipt(*receipt, answer->registered->entries.at(0).ref.leaf, made.key->public_key()));
  EXPECT_TRUE((*ledger)->close());
  ledger->reset();

  std::filesystem::remove(made.head_file());
  const auto again = LedgerFolder::open(made.folder / "L", *made.key, made.clock);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE(std::filesystem::is_regular_file(made.head_file())) << "the next start writes it again";
}

}  // namespace
}  // namespace attest::test
