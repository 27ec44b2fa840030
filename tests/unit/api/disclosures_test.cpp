// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "api/limits.hpp"
#include "attest/disclosure.hpp"
#include "attest/rights.hpp"
#include "support/sample_service.hpp"

namespace sample {
namespace {

// Values C1 and C2 accepted and, when asked for, certified; C3 submitted.
class Disclosures : public testing::Test {
 protected:
  explicit Disclosures(bool certified = false)
      : service([this, certified](SampleLedger& made) {
          made.ready();
          evidence = made.say("provider", made.evidence());
          auto value = made.value("C1", "41.5");
          value.as<attest::ValueSubmitted>().evidence = {evidence};
          first = made.say("submitter", value);
          made.say("verifier", made.decision("C1"));
          made.accept("C2", "42.5");
          draft = made.say("submitter", made.value("C3", "43.5"));
          if (!certified) return;
          made.say("reviewer", made.review());
          made.say("issuer", made.certificate("A-1", 0));
        }) {}
  std::string of(const attest::EntryRef& entry) const {
    return "/api/v1/disclosures?entry=" + std::to_string(entry.index.value);
  }
  // "name=value" of each disclosure, and how many digests stay closed.
  std::vector<std::string> opened(const attest::EntryRef& entry, const Headers& headers = {}) {
    const attest::Json json = json_of(service.get(of(entry), headers));
    std::vector<std::string> out;
    for (const attest::Json& encoded : *json.find("disclosures")->array()) {
      const auto disclosure = attest::parse_disclosure(*encoded.text()).value();
      out.push_back(disclosure.name + "=" + disclosure.value);
    }
    std::sort(out.begin(), out.end());
    out.push_back(std::to_string(json.find("withheld")->array()->size()) + " closed");
    return out;
  }
  std::size_t logged() { return service.folder().ledger().access_log().to("").value().size(); }

  attest::EntryRef evidence;
  attest::EntryRef first;
  attest::EntryRef draft;
  SampleService service;
};
struct CertifiedDisclosures : Disclosures {
  CertifiedDisclosures() : Disclosures(true) {}
};
using Texts = std::vector<std::string>;

TEST_F(Disclosures, OpenADraftToThePartiesOfItsCycleAndLogThem) {
  EXPECT_EQ(opened(draft), Texts{"1 closed"});
  EXPECT_EQ(logged(), 0U);
  EXPECT_EQ(opened(draft, service.as("provider")), Texts{"1 closed"});
  EXPECT_EQ(logged(), 0U);
  EXPECT_EQ(opened(draft, service.as("submitter")), (Texts{"value=43.5", "0 closed"}));
  EXPECT_EQ(opened(draft, service.as("verifier")), (Texts{"value=43.5", "0 closed"}));
  const auto log = service.folder().ledger().access_log().to(kCity).value();
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[1].reader, kVerifier);
  EXPECT_EQ(log[1].kid, service.made().kid("verifier"));
  EXPECT_EQ(log[1].entry, draft.index);
  EXPECT_EQ(log[1].fields, Texts{"value"});
}

TEST_F(CertifiedDisclosures, OpenToEverybodyWhatACertificateRestsOn) {
  EXPECT_EQ(opened(first), (Texts{"value=41.5", "0 closed"}));
  EXPECT_EQ(opened(evidence), (Texts{"source=Statistics office", "2 closed"}));
  EXPECT_EQ(opened(draft), Texts{"1 closed"});
  EXPECT_EQ(logged(), 0U);
  EXPECT_TRUE(service.get(of(first)).for_any_origin);
  EXPECT_FALSE(service.get(of(first), service.as("submitter")).for_any_origin);
}

TEST_F(Disclosures, OfSeveralEntriesComeInTheirOrder) {
  const std::string both = std::to_string(draft.index.value) + "," + std::to_string(first.index.value);
  const attest::Json json = json_of(service.get("/api/v1/disclosures?entries=" + both, service.as("verifier")));
  const auto& items = *json.find("items")->array();
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(*items[0].find("entry")->integer(), static_cast<std::int64_t>(draft.index.value));
  EXPECT_EQ(items[1].find("disclosures")->array()->size(), 1U);
  EXPECT_EQ(logged(), 2U);
}

TEST_F(Disclosures, NameTheEntryThatErasedThem) {
  attest::DisclosureErased erased;
  const auto statement = service.folder().ledger().statement(draft.index).value();
  erased.entry = draft;
  erased.digests = statement.sd;
  erased.requested_by = kCity;
  erased.reason = "request";
  const auto answer = service.folder().ledger().erase(erased).value();
  ASSERT_TRUE(answer.registered.has_value()) << answer.refused.at(0).violations.at(0).message;
  const attest::Json json = json_of(service.get(of(draft), service.as("submitter")));
  EXPECT_TRUE(json.find("disclosures")->array()->empty());
  EXPECT_TRUE(json.find("withheld")->array()->empty());
  const auto& gone = json.find("erased")->array()->at(0);
  EXPECT_EQ(*gone.find("digest")->text(), statement.sd.at(0));
  EXPECT_EQ(*gone.find("entry")->integer(),
            static_cast<std::int64_t>(answer.registered->entries.at(0).ref.index.value));
}

TEST_F(Disclosures, AskForEntriesThatExistInOneWay) {
  const auto asked = [&](const std::string& query) {
    const auto response = service.get("/api/v1/disclosures" + query);
    if (response.status == 200) return std::string("200");
    return problem_of(response) + " " + *json_of(response).find("field")->text();
  };
  EXPECT_EQ(asked("?entry=0"), "200");
  EXPECT_EQ(asked("?entries=0"), "200");
  EXPECT_EQ(asked("?entries=0,1"), "200");
  EXPECT_EQ(asked(""), "invalid entry");
  EXPECT_EQ(asked("?entry=0&entries=1"), "invalid entry");
  EXPECT_EQ(asked("?entry=-1"), "invalid entry");
  EXPECT_EQ(asked("?entry=999999"), "not_found entry");
  EXPECT_EQ(asked("?entries=0,999999"), "not_found entries");
  EXPECT_EQ(asked("?entry=18446744073709551616"), "invalid entry");
  for (const char* wrong : {"", ",", "0,", ",0", "0,,1", "0,0", "a", "0,a", "+1", "1%201"}) {
    EXPECT_EQ(asked(std::string("?entries=") + wrong), "invalid entries") << wrong;
  }
  EXPECT_EQ(asked("?entry=0&x=1"), "invalid x");
  std::string many = "?entries=0";
  for (std::size_t i = 1; i < api::kEntriesAskedMax; ++i) many += "," + std::to_string(i + 1000);
  EXPECT_EQ(asked(many), "not_found entries");
  EXPECT_EQ(asked(many + ",5"), "invalid entries");
}

TEST(Rights, AreShownWhole) {
  SampleService service;
  const attest::Json json = json_of(service.get("/api/v1/rights"));
  const auto& rows = *json.find("rights")->array();
  ASSERT_EQ(rows.size(), attest::all_rights().size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const attest::Right& right = attest::all_rights()[i];
    EXPECT_EQ(*rows[i].find("type")->text(), right.type);
    EXPECT_EQ(*rows[i].find("field")->text(), right.field);
    EXPECT_EQ(rows[i].find("readers")->array()->size(), right.readers.size());
    EXPECT_EQ(*rows[i].find("everybody_once_certified")->boolean(), right.published);
  }
}

}  // namespace
}  // namespace sample
