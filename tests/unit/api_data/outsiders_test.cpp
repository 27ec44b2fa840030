// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Answers read by programs that nobody here wrote: tidy reads the page, jq JSON, Python's csv the tables.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "asked.hpp"
#include "support/child.hpp"
#include "support/temp_folder.hpp"

namespace api_test {
namespace {

class Outsiders : public testing::Test {
 protected:
  [[nodiscard]] std::string write(const std::string& target, const std::string& media_type) const {
    const std::string file = (folder_ / "answer").string();
    const auto answer = service_.get(target, accept(media_type));
    EXPECT_EQ(answer.status, 200U) << target;
    std::ofstream(file, std::ios::binary) << body_of(answer);
    return file;
  }
  // Errors and warnings go to standard output.
  [[nodiscard]] static ledger_test::Ended sh(const std::string& command) {
    return ledger_test::run({"/bin/sh", "-c", command + " 2>&1"});
  }
  DemoService service_;
  ledger_test::TempFolder folder_;
};

TEST_F(Outsiders, TidyFindsNoFaultInTheCertificatesPage) {
  const std::string file = write(std::string("/certificates/") + kNumber, "text/html");
  const auto tidy = sh("tidy -errors -quiet --show-info no --accessibility-check 2 " + file);
  EXPECT_EQ(tidy.exit_code, 0) << tidy.output;
}

TEST_F(Outsiders, JqReadsEveryJsonAnswer) {
  for (const Asked& asked : everything()) {
    const auto answer = service_.get(asked.target, accept("application/json, */*;q=0.1"));
    const std::string media(answer.header("content-type").value_or(""));
    if (answer.status != 200 || media.find("json") == std::string::npos) continue;
    const auto jq = sh("jq -e type " + write(asked.target, "application/json, */*;q=0.1"));
    EXPECT_EQ(jq.exit_code, 0) << asked.target << ": " << jq.output;
    EXPECT_EQ(jq.output, "\"object\"\n") << asked.target;
  }
}

TEST_F(Outsiders, PythonReadsTheTables) {
  const std::string script =
      "python3 -c 'import csv,sys; rows=list(csv.DictReader(open(sys.argv[1], newline=\"\", encoding=\"utf-8\"))); "
      "assert all(None not in row and None not in row.values() for row in rows), \"ragged\"; "
      "print(len(rows), rows[0][sys.argv[2]])' ";
  const auto values = sh(script + write("/api/v1/values?limit=1000", "text/csv") + " certificate");
  EXPECT_EQ(values.output, std::string("96 ") + kNumber + "\n");
  const auto registry = sh(script + write("/api/v1/certificates", "text/csv") + " city_name");
  EXPECT_EQ(registry.output, "1 City of Mississauga\n");
  const auto compared = sh(script + write("/api/v1/compare?cities=mississauga", "text/csv") + " city");
  EXPECT_EQ(compared.output, "96 mississauga\n");
}

}  // namespace
}  // namespace api_test
