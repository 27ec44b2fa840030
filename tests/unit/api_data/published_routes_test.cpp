// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "demo_service.hpp"
#include "ledger/digest.hpp"
#include "ledger/encoding.hpp"

namespace api_test {
namespace {

using sample::json_of;

TEST(Published, IsByteForByteWhatAnExportPublishes) {
  const DemoService service;
  const std::pair<std::string, std::string> files[] = {
      {"/did.json", "did.json"},
      {"/.well-known/did.json", "did.json"},
      {"/context.jsonld", "context.jsonld"},
      {"/schema.json", "schema.json"},
      {"/status/revocation.json", "status/revocation.json"},
      {"/status/suspension.json", "status/suspension.json"},
      {"/pki/root.cer", "pki/root.cer"},
      {"/pki/root.crl", "pki/root.crl"},
      {"/pki/issuing.cer", "pki/issuing.cer"},
      {"/pki/issuing.crl", "pki/issuing.crl"},
  };
  for (const auto& [target, file] : files) {
    const auto answer = service.get(target);
    EXPECT_EQ(answer.status, 200U) << target;
    EXPECT_EQ(answer.caching, api::Caching::kRevalidate) << target;
    EXPECT_TRUE(answer.for_any_origin) << target;
    EXPECT_EQ(answer.text(), DemoService::file("public/" + file)) << target;
  }
}

std::string path_of(const std::string& address) {
  return address.substr(std::string("https://attest.example").size());
}

TEST(Published, IsFoundAtTheAddressesThatACredentialNames) {
  const DemoService service;
  const auto credential = json_of(service.get(std::string("/c/") + kNumber, accept("application/vc")));
  for (const char* member_of : {"credentialSchema", "relatedResource.0"}) {
    const auto document = service.get(path_of(text_at(credential, std::string(member_of) + ".id")));
    ASSERT_EQ(document.status, 200U) << member_of;
    const auto sri = "sha384-" + ledger::base64_encode(ledger::sha384(ledger::view(document.text())));
    EXPECT_EQ(sri, text_at(credential, std::string(member_of) + ".digestSRI"));
  }
  for (const char* purpose : {"0", "1"}) {
    const auto address = text_at(credential, std::string("credentialStatus.") + purpose + ".statusListCredential");
    const auto list = service.get(path_of(address));
    EXPECT_EQ(outcome_of(list), "200 application/vc");
    EXPECT_EQ(text_at(json_of(list), "id"), address);
  }
  const auto did = service.get("/.well-known/did.json");
  EXPECT_EQ(text_at(json_of(did), "id"), text_at(credential, "issuer.id"));
}

TEST(Published, NamesWhatIsNotThere) {
  const DemoService service;
  for (const char* target : {"/status/praise", "/status/revocation.xml"}) {
    EXPECT_EQ(outcome_of(service.get(target)), "not_found list") << target;
  }
  // Neither keys nor the register, nor what is no authority's.
  for (const char* target : {"/pki/register.json", "/pki/root.pem", "/pki/seal.cer", "/pki/lock", "/pki/root"}) {
    EXPECT_EQ(outcome_of(service.get(target)), "not_found file") << target;
  }
}

TEST(Published, IsNotThereBeforeTheCertifierPublishes) {
  sample::SampleService empty([](sample::SampleLedger& made) { made.add_certifier_keys(); });
  EXPECT_EQ(outcome_of(empty.get("/did.json")), "not_found did");
  EXPECT_EQ(outcome_of(empty.get("/status/revocation")), "not_found did");
  EXPECT_EQ(outcome_of(empty.get("/pki/root.cer")), "not_found file");
  EXPECT_EQ(outcome_of(empty.get("/api/v1/values")), "200 application/json");
  EXPECT_EQ(outcome_of(empty.get("/api/v1/certificates")), "200 application/json");
}

}  // namespace
}  // namespace api_test
