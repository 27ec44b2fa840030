// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Files beside the ledger that are not what it names are given to nobody.
#include <gtest/gtest.h>

#include <fstream>

#include "demo_service.hpp"
#include "support/temp_folder.hpp"

namespace api_test {
namespace {

namespace fs = std::filesystem;

class Damaged : public testing::Test {
 protected:
  Damaged() { fs::copy(DemoService::demo() / "ledger", ledger(), fs::copy_options::recursive); }
  [[nodiscard]] fs::path ledger() const { return folder_ / "L"; }
  // One bit in the middle of the file.
  void damage(const fs::path& name) const {
    std::string content = DemoService::file("ledger/" + name.string());
    content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 1);
    std::ofstream(ledger() / name, std::ios::binary) << content;
  }
  // What was an answer before is the operator's trouble now, and says no path.
  void expect_internal(const std::string& target) const {
    const DemoService service(DemoService::demo() / "trust", ledger());
    const auto answer = service.get(target);
    EXPECT_EQ(outcome_of(answer), "internal") << target;
    EXPECT_EQ(answer.text().find(folder_.path().string()), std::string::npos) << answer.text();
  }
  ledger_test::TempFolder folder_;
};

const std::string kFiles = std::string("certificates/") + kNumber;

TEST_F(Damaged, PdfIsNotGiven) {
  damage(kFiles + "/certificate.pdf");
  expect_internal("/" + kFiles + "/certificate.pdf");
}

TEST_F(Damaged, CredentialIsInNoForm) {
  damage(kFiles + "/credential.json");
  for (const char* file : {"", "/credential.json", "/bundle.json", "/badge.svg"}) expect_internal("/" + kFiles + file);
}

TEST_F(Damaged, StatusListIsNotGiven) {
  for (const auto& file : fs::directory_iterator(ledger() / "lists")) damage("lists" / file.path().filename());
  expect_internal("/status/revocation");
  expect_internal("/status/suspension");
}

}  // namespace
}  // namespace api_test
