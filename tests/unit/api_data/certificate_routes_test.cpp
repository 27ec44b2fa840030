// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "demo_service.hpp"
#include "html.hpp"
#include "ledger/digest.hpp"
#include "ledger/encoding.hpp"

namespace api_test {
namespace {

const std::string kPage = std::string("/certificates/") + kNumber;

TEST(Certificate, HasOneAddressForPeopleAndMachines) {
  const DemoService service;
  const std::pair<std::string, std::string> wanted[] = {
      {"text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "200 text/html"},
      {"*/*", "200 text/html"},
      {"application/vc", "200 application/vc"},
      {"application/json", "200 application/json"},
      {"application/pdf", "200 application/pdf"},
      {"application/json;q=0.5, application/vc", "200 application/vc"},
      {"image/png", "not_acceptable Accept"},
  };
  for (const auto& [media_type, outcome] : wanted) {
    const auto answer = service.get(kPage, accept(media_type));
    EXPECT_EQ(outcome_of(answer), outcome) << media_type;
    if (answer.status != 200) continue;
    EXPECT_EQ(answer.header("vary"), "Accept");
    EXPECT_EQ(answer.caching, api::Caching::kRevalidate);
    EXPECT_EQ(body_of(answer), body_of(service.get(std::string("/c/") + kNumber, accept(media_type))));
  }
}

TEST(Certificate, IsGivenAsItWasIssued) {
  const DemoService service;
  const std::string folder = std::string("certificates/") + kNumber;
  EXPECT_EQ(body_of(service.get(kPage + "/credential.json")), DemoService::file(folder + "/credential.json"));
  EXPECT_EQ(body_of(service.get(kPage + "?format=credential")), DemoService::file(folder + "/credential.json"));
  EXPECT_EQ(body_of(service.get(kPage + "/bundle.json")), DemoService::file(folder + "/bundle-of-today.json"));
  const auto pdf = service.get(kPage + "/certificate.pdf");
  const std::string content = DemoService::file(folder + "/certificate.pdf");
  EXPECT_EQ(body_of(pdf), content);
  EXPECT_EQ(std::get<api::FileBody>(pdf.body).etag, ledger::to_hex(ledger::sha256(ledger::view(content))));
}

TEST(Certificate, SaysGenuineFactsInPlainWords) {
  const DemoService service;
  const std::string page = body_of(service.get(kPage));
  for (const char* said : {"City of Mississauga, CA", "ISO 37120:2014", "Platinum", "scheme cityledger-demo-iso37120",
                           "46 of 46 core", "simulated clock", "Sample data: the single values were made up",
                           "It does not judge the city&#39;s performance.", "in force", "9 November 2019",
                           "Open Figures (verifier, made up for the demonstration)"}) {
    EXPECT_NE(page.find(said), std::string::npos) << said;
  }
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("http"), std::string::npos) << "nothing is fetched from elsewhere";
}

TEST(Certificate, NamesWhatIsWrong) {
  const DemoService service;
  EXPECT_EQ(outcome_of(service.get("/certificates/NONE")), "not_found certificate");
  EXPECT_EQ(outcome_of(service.get("/c/NONE", accept("application/vc"))), "not_found certificate");
  EXPECT_EQ(outcome_of(service.get("/certificates/NONE/bundle.json")), "not_found certificate");
  EXPECT_EQ(outcome_of(service.get(kPage + "/certificate-xx.pdf")), "not_found file");
  EXPECT_EQ(outcome_of(service.get(kPage + "/credential.json.pdf")), "not_found file");
  EXPECT_EQ(outcome_of(service.get(kPage + "/notes.txt")), "not_found file");
  EXPECT_EQ(outcome_of(service.get(kPage + "/%2e%2e/x.pdf")).substr(0, 7), "invalid");
  EXPECT_EQ(outcome_of(service.get(kPage + "?format=docx")), "not_acceptable Accept");
  EXPECT_EQ(outcome_of(service.get(kPage + "?lang=fr")), "invalid lang");
}

TEST(Certificate, AnswersHeadLikeGet) {
  const DemoService service;
  EXPECT_EQ(outcome_of(service.ask(api::Method::kHead, kPage)), "200 text/html");
  EXPECT_EQ(outcome_of(service.ask(api::Method::kHead, kPage + "/certificate.pdf")), "200 application/pdf");
}

TEST(Certificate, HasABadgeThatLeadsToItsAddress) {
  const DemoService service;
  const auto badge = service.get(kPage + "/badge.svg");
  EXPECT_EQ(outcome_of(badge), "200 image/svg+xml");
  EXPECT_NE(badge.text().find(std::string("https://attest.example/c/") + kNumber), std::string::npos);
}

TEST(Certificate, LetsABrowserRunNothing) {
  const DemoService service;
  const std::string page_policy(service.get(kPage).header("content-security-policy").value_or(""));
  EXPECT_EQ(page_policy, api::HtmlPage::policy());
  EXPECT_EQ(page_policy.find("script-src"), std::string::npos) << "so default-src 'none' counts";
  EXPECT_EQ(service.get(kPage + "/badge.svg").header("content-security-policy"), "default-src 'none'");
  EXPECT_EQ(service.get(kPage + "/certificate.pdf").header("content-disposition"),
            std::string("inline; filename=\"") + kNumber + ".pdf\"");
}

}  // namespace
}  // namespace api_test
