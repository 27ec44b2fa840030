// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Disclosures that are erased stay erased: with the program killed at each step of the rewrite, with an older copy
// of the store put back, with the statement sent again. What is read are the files, byte by byte.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "attest/disclosure.hpp"
#include "attest/ledger_folder.hpp"
#include "attest/possession.hpp"
#include "attest/search.hpp"
#include "ledger/encoding.hpp"
#include "support/temp_folder.hpp"

namespace attest {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kStatements = 400;  // of three disclosures: more than are copied together

std::unique_ptr<Signer> key_of(std::string_view name) {
  return signer_from_seed(ledger::sha256(ledger::view(name)).view()).value();
}

// A certifier and a provider whose statements have confidential fields.
class SmallLedger {
 public:
  explicit SmallLedger(fs::path folder) : folder_(std::move(folder)) {}

  void make() {
    const LedgerFolder::Opening opening{
        "ledger.example/erasure", ClockKind::kSimulated, "certifier", {{"en", "Certifier"}}, "CA"};
    auto ledger = LedgerFolder::create(folder_, opening, {ledger_key_.get(), {{root_.get(), "holder-root"}}}, clock_);
    ASSERT_TRUE(ledger) << ledger.error().message;
    authorise(**ledger, *registrar_, "certifier", "registrar", *root_);
    PartyRegistered party;
    party.party = "statistics";
    party.kind = PartyKind::kProvider;
    party.names = {{"en", "Statistics"}};
    party.country = "CA";
    say(**ledger, {sign(**ledger, "certifier", party, *registrar_)});
    authorise(**ledger, *provider_, "statistics", "provider", *registrar_);
    std::vector<Submission> evidence;
    for (std::size_t i = 0; i < kStatements; ++i) evidence.push_back(registration(**ledger, i));
    say(**ledger, evidence);
    ASSERT_TRUE((*ledger)->close());
  }

  [[nodiscard]] Result<std::unique_ptr<LedgerFolder>> open(LedgerFolder::Steps at_step = {}) const {
    return LedgerFolder::open(folder_, {ledger_key_.get()}, clock_, std::move(at_step));
  }
  [[nodiscard]] Result<std::unique_ptr<LedgerFolder>> open_to_read() const {
    return LedgerFolder::open_to_read(folder_);
  }
  // With its disclosures, as it was first sent.
  [[nodiscard]] Submission first_registration(const LedgerFolder& ledger) const { return registration(ledger, 0); }

  static DisclosureErased erasure_of(const LedgerFolder& ledger, EntryIndex index) {
    const auto facts = get_entry_facts(ledger.store(), index).value().value();
    return {{index, facts.leaf}, facts.sd, "statistics", "request"};
  }
  static std::vector<EntryIndex> registrations(const LedgerFolder& ledger) {
    return search(ledger.store(), ledger.store().head().value().size, {.type = "evidence.registered"}).value();
  }

 private:
  static std::string nonce(std::string_view seed) {
    return ledger::base64url_encode(ledger::sha256(ledger::view(seed)).view().first(16));
  }
  [[nodiscard]] Submission sign(const LedgerFolder& ledger, const std::string& issuer, Body body, const Signer& key,
                                std::vector<std::string> disclosures = {}) const {
    Saying saying;
    saying.issuer = issuer;
    saying.issued_at_s = static_cast<std::int64_t>(clock_.now().value / 1000);
    saying.common = {nonce(subject_of(body, issuer) + (disclosures.empty() ? "" : disclosures.front())),
                     ledger.config().genesis};
    saying.body = std::move(body);
    for (const auto& disclosure : disclosures) saying.sd.push_back(disclosure_digest(disclosure));
    return {sign_statement(saying, key).value(), std::move(disclosures)};
  }
  void authorise(LedgerFolder& ledger, const Signer& key, const std::string& party, const std::string& role,
                 const Signer& by) const {
    KeyAuthorised body;
    body.party = party;
    body.holder = "holder-" + role;
    body.key = key.public_key();
    body.roles = {role};
    body.valid_from = "2018-01-01T00:00:00Z";
    body.valid_until = "2028-01-01T00:00:00Z";
    const auto issued_at = static_cast<std::int64_t>(clock_.now().value / 1000);
    body.proof = sign_possession({body.holder, party, body.roles, ledger::to_hex(ledger.config().genesis), nonce(role)},
                                 issued_at, key)
                     .value();
    say(ledger, {sign(ledger, "certifier", body, by)});
  }
  [[nodiscard]] Submission registration(const LedgerFolder& ledger, std::size_t number) const {
    const std::string name = "table " + std::to_string(number);
    EvidenceRegistered body;
    body.media_type = "text/csv";
    body.size = 1;
    body.period = "2017";
    body.retention_until = "2030-01-01";
    return sign(ledger, "statistics", body, *provider_,
                {encode_disclosure({nonce(name + "d"), "digest", ledger::to_hex(ledger::sha256(ledger::view(name)))}),
                 encode_disclosure({nonce(name + "t"), "title", name}),
                 encode_disclosure({nonce(name + "s"), "source", "Survey"})});
  }
  static void say(LedgerFolder& ledger, const std::vector<Submission>& submissions) {
    const auto answer = ledger.submit(submissions);
    ASSERT_TRUE(answer) << answer.error().message;
    ASSERT_TRUE(answer->registered) << answer->refused.front().violations.front().message;
  }

  fs::path folder_;
  ledger::SimulatedClock clock_{UnixMillis{1'541'757'600'000}};
  std::unique_ptr<Signer> ledger_key_ = key_of("ledger");
  std::unique_ptr<Signer> root_ = key_of("root");
  std::unique_ptr<Signer> registrar_ = key_of("registrar");
  std::unique_ptr<Signer> provider_ = key_of("provider");
};

// In how many files of the folder the text stands.
std::size_t files_with(const fs::path& folder, const std::string& text) {
  std::size_t found = 0;
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string content((std::istreambuf_iterator<char>(in)), {});
    if (content.find(text) != std::string::npos) ++found;
  }
  return found;
}

class ErasureTest : public testing::Test {
 protected:
  ErasureTest() : small_(folder_ / "L") {}
  void SetUp() override {
    small_.make();
    if (HasFatalFailure()) return;
    const auto ledger = small_.open_to_read();
    ASSERT_TRUE(ledger) << ledger.error().message;
    const auto all = SmallLedger::registrations(**ledger);
    ASSERT_EQ(all.size(), kStatements);
    erased_ = all.front();
    const auto facts = get_entry_facts((*ledger)->store(), erased_).value().value();
    for (const auto& digest : facts.sd) {
      secrets_.push_back((*ledger)->disclosure(digest).value().value());
    }
    for (const auto& secret : secrets_) ASSERT_EQ(files_with(folder_.path(), secret), 1U);
  }
  void erase() {
    const auto ledger = small_.open();
    ASSERT_TRUE(ledger) << ledger.error().message;
    const auto answer = (*ledger)->erase(SmallLedger::erasure_of(**ledger, erased_));
    ASSERT_TRUE(answer && answer->registered);
    ASSERT_TRUE((*ledger)->finish_erasures());
  }
  // Nothing opens the erased statement; everything opens every other one.
  void expect_only_the_erased_is_closed(const LedgerFolder& ledger) const {
    for (const EntryIndex index : SmallLedger::registrations(ledger)) {
      const auto opened = ledger.opened(ledger.statement(index).value());
      ASSERT_TRUE(opened) << opened.error().message;
      ASSERT_EQ(opened->size(), index == erased_ ? 0U : 3U) << index.value;
    }
  }
  void expect_the_files_hold_no_secret() const {
    for (const auto& secret : secrets_) EXPECT_EQ(files_with(folder_.path(), secret), 0U);
    EXPECT_FALSE(fs::exists(folder_ / "L/disclosures.rewrite"));
  }
  ledger_test::TempFolder folder_;
  SmallLedger small_;
  EntryIndex erased_;
  std::vector<std::string> secrets_;
};

TEST_F(ErasureTest, TakesTheDisclosuresOutOfTheFilesAndLeavesTheLedgerWhole) {
  erase();
  expect_the_files_hold_no_secret();
  const auto ledger = small_.open_to_read();
  expect_only_the_erased_is_closed(**ledger);
  const auto report = (*ledger)->audit({}).value();
  EXPECT_TRUE(report.findings.empty());
  EXPECT_EQ(report.opened_rules_not_done, std::vector<EntryIndex>{erased_});
  EXPECT_EQ(report.opened_rules_checked, kStatements - 1);
  EXPECT_TRUE((*ledger)->fsck({}).value().differences.empty());
}

TEST_F(ErasureTest, OfAStoreThatIsRestoredFromAnOlderCopyIsDoneAgainBeforeAnythingIsRead) {
  fs::copy(folder_ / "L/disclosures", folder_ / "older", fs::copy_options::recursive);
  erase();
  fs::remove_all(folder_ / "L/disclosures");
  fs::rename(folder_ / "older", folder_ / "L/disclosures");
  ASSERT_EQ(files_with(folder_.path(), secrets_.front()), 1U);
  expect_only_the_erased_is_closed(**small_.open_to_read());
  const auto ledger = small_.open();
  ASSERT_TRUE(ledger) << ledger.error().message;
  expect_the_files_hold_no_secret();
  expect_only_the_erased_is_closed(**ledger);
}

TEST_F(ErasureTest, IsNotUndoneByTheStatementSentAgain) {
  erase();
  const auto ledger = small_.open();
  ASSERT_TRUE(ledger) << ledger.error().message;
  const auto answer = (*ledger)->submit({small_.first_registration(**ledger)});
  ASSERT_TRUE(answer && answer->registered);
  EXPECT_TRUE(answer->registered->entries.at(0).duplicate);
  EXPECT_EQ(answer->registered->entries.at(0).ref.index, erased_);
  expect_only_the_erased_is_closed(**ledger);
  expect_the_files_hold_no_secret();
}

TEST_F(ErasureTest, IsSeenByWhoHadTheLedgerOpenBefore) {
  const auto ledger = small_.open();
  const auto reader = small_.open_to_read();
  ASSERT_TRUE(ledger && reader);
  ASSERT_TRUE((*ledger)->erase(SmallLedger::erasure_of(**ledger, erased_)));
  expect_only_the_erased_is_closed(**reader);
  expect_only_the_erased_is_closed(**ledger);
}

TEST_F(ErasureTest, IsDoneOnceAndNotAtEveryStart) {
  erase();
  int steps = 0;
  ASSERT_TRUE(small_.open([&](std::string_view) { ++steps; }));
  EXPECT_EQ(steps, 0);
}

class KilledWhileErasing : public ErasureTest, public testing::WithParamInterface<const char*> {
 protected:
  // In a process that kills itself at the step; `status` is how it ended.
  void erase_and_die(int& status) {
    const pid_t child = ::fork();
    if (child == 0) {
      const auto die = [](std::string_view step) {
        if (step == GetParam()) ::kill(::getpid(), SIGKILL);
      };
      const auto ledger = small_.open(die);
      if (ledger) static_cast<void>((*ledger)->erase(SmallLedger::erasure_of(**ledger, erased_)));
      ::_exit(1);
    }
    ASSERT_EQ(::waitpid(child, &status, 0), child);
  }
};
INSTANTIATE_TEST_SUITE_P(EachStep, KilledWhileErasing,
                         testing::Values("before copy", "copying", "before exchange", "after exchange",
                                         "after removal"),
                         [](const auto& step) {
                           std::string name = step.param;
                           std::replace(name.begin(), name.end(), ' ', '_');
                           return name;
                         });

TEST_P(KilledWhileErasing, LeavesTheErasureToBeFinishedByTheNextStart) {
  int status = 0;
  ASSERT_NO_FATAL_FAILURE(erase_and_die(status));
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the step never came";
  {
    const auto reader = small_.open_to_read();
    ASSERT_TRUE(reader) << reader.error().message;
    expect_only_the_erased_is_closed(**reader);
  }
  const auto ledger = small_.open();
  ASSERT_TRUE(ledger) << ledger.error().message;
  expect_only_the_erased_is_closed(**ledger);
  expect_the_files_hold_no_secret();
  EXPECT_TRUE((*ledger)->audit({}).value().findings.empty());
}

// The second kill comes while the first one's leftovers are cleared.
TEST_P(KilledWhileErasing, TwiceLosesNothingEither) {
  for (int times = 0; times < 2; ++times) {
    int status = 0;
    ASSERT_NO_FATAL_FAILURE(erase_and_die(status));
  }
  const auto ledger = small_.open();
  ASSERT_TRUE(ledger) << ledger.error().message;
  expect_only_the_erased_is_closed(**ledger);
  expect_the_files_hold_no_secret();
}

}  // namespace
}  // namespace attest
