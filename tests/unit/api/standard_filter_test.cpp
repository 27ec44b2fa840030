// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// ?standard= where several standards have certificates, one has a cycle alone, and one has nothing.
#include <gtest/gtest.h>

#include <set>

#include "support/sample_service.hpp"
#include "support/small_catalogue.hpp"

namespace sample {
namespace {

using attest::Json;

constexpr const char* kOther = "iso37120-2014";     // the sample's verifier is accredited for it too
constexpr const char* kUncertified = "later-2019";  // has a cycle, and no certificate
constexpr const char* kUnused = "unused-2020";

Json renamed(const std::string& id, const std::string& standard, int edition) {
  Json catalogue = small_catalogue();
  catalogue.object()->insert_or_assign("id", id);
  catalogue.object()->insert_or_assign("standard", standard);
  catalogue.object()->insert_or_assign("edition", edition);
  return catalogue;
}

void certify(SampleLedger& made, const std::string& number, std::int64_t status_index) {
  made.accept("C1");
  made.accept("C2");
  made.say("reviewer", made.review());
  made.say("issuer", made.certificate(number, status_index));
}

void certify_under_two(SampleLedger& made) {
  made.ready();
  certify(made, "A-1", 0);
  made.adopt(renamed(kOther, "The Other", 2014));
  made.enrol();
  certify(made, "B-1", 1);
  made.adopt(renamed(kUncertified, "Later", 2019));
  made.enrol();
  made.adopt(renamed(kUnused, "Unused", 2020));
}

using Texts = std::multiset<std::string>;

class StandardFilter : public testing::Test {
 protected:
  // That member of every item of the list at `path`.
  Texts listed(const std::string& path, const std::string& member, const std::string& standard) {
    const api::Response response = service_.get(path + (standard.empty() ? "" : "?standard=" + standard));
    EXPECT_EQ(response.status, 200U) << response.text();
    Texts out;
    const Json page = json_of(response);
    EXPECT_EQ(page.find("next"), nullptr);
    for (const Json& item : *page.find("items")->array()) out.insert(*item.find(member)->text());
    return out;
  }

 private:
  SampleService service_{certify_under_two};
};

TEST_F(StandardFilter, TakesTheValuesOfOneStandard) {
  const auto of = [this](const std::string& standard) { return listed("/api/v1/values", "certificate", standard); };
  EXPECT_EQ(of(""), (Texts{"A-1", "A-1", "B-1", "B-1"}));
  EXPECT_EQ(of(kSmallStandard), (Texts{"A-1", "A-1"}));
  EXPECT_EQ(of(kOther), (Texts{"B-1", "B-1"}));
  EXPECT_EQ(of(kUncertified), Texts{});
  EXPECT_EQ(of(kUnused), Texts{});
}

TEST_F(StandardFilter, TakesTheCertificatesOfOneStandardByIdOrByName) {
  const auto of = [this](const std::string& standard) { return listed("/api/v1/certificates", "number", standard); };
  EXPECT_EQ(of(""), (Texts{"A-1", "B-1"}));
  EXPECT_EQ(of(kSmallStandard), Texts{"A-1"});
  EXPECT_EQ(of(kOther), Texts{"B-1"});
  EXPECT_EQ(of(kUnused), Texts{});
  EXPECT_EQ(of("The%20Other"), Texts{"B-1"});
  EXPECT_EQ(of("No%20Other"), Texts{});
}

TEST_F(StandardFilter, TakesTheCyclesOfOneStandard) {
  const auto of = [this](const std::string& standard) { return listed("/api/v1/cycles", "standard", standard); };
  EXPECT_EQ(of(""), (Texts{kSmallStandard, kOther, kUncertified}));
  EXPECT_EQ(of(kOther), Texts{kOther});
  EXPECT_EQ(of(kUncertified), Texts{kUncertified});
  EXPECT_EQ(of(kUnused), Texts{});
}

}  // namespace
}  // namespace sample
