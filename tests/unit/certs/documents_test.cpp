// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// DID documents, credentials, status lists, bundles and trust folders: what is written is read, nothing else is.
#include <gtest/gtest.h>

#include "certs/gzip.hpp"
#include "ledger/encoding.hpp"
#include "support.hpp"
#include "support/sample_bundle.hpp"

namespace certs_test {
namespace {

using certs::Json;

Json sample_credential() {
  return certs::without_proof(make_sample().bundle.credential);
}

// Puts `value` at the end of a path of member names; digits are places in an array.
Json with(Json document, const std::vector<std::string>& path, const Json& value) {
  Json* at = &document;
  for (const std::string& name : path)
    at = at->object() != nullptr ? &(*at->object())[name] : &at->array()->at(std::stoul(name));
  *at = value;
  return document;
}

// Every path to a value inside the document, objects and arrays included.
void collect_paths(const Json& json, const std::vector<std::string>& path, std::vector<std::vector<std::string>>& out) {
  if (!path.empty()) out.push_back(path);
  const auto go_on = [&](const std::string& name, const Json& value) {
    std::vector<std::string> longer = path;
    longer.push_back(name);
    collect_paths(value, longer, out);
  };
  if (json.object() != nullptr)
    for (const auto& [name, value] : *json.object()) go_on(name, value);
  if (json.array() != nullptr)
    for (std::size_t i = 0; i < json.array()->size(); ++i) go_on(std::to_string(i), json.array()->at(i));
}

TEST(Credential, IsReadBackAsItWasWritten) {
  const Json json = sample_credential();
  const auto certificate = certs::parse_certificate(json);
  ASSERT_TRUE(certificate) << certificate.error().message;
  EXPECT_EQ(certs::to_json(*certificate), json);
  EXPECT_EQ(certificate->level, "Silver");
  EXPECT_EQ(certificate->base, kBase);
}

TEST(Credential, RefusesEveryMemberOfAnotherTypeOrMissingOrAdded) {
  const Json json = sample_credential();
  std::vector<std::vector<std::string>> paths;
  collect_paths(json, {}, paths);
  EXPECT_GT(paths.size(), 60U);
  for (const auto& path : paths) {
    for (const Json& value :
         {Json(), Json(false), Json(-1), Json(""), Json("\x01"), Json(Json::Array{}), Json(Json::Object{})})
      EXPECT_FALSE(certs::parse_certificate(with(json, path, value)))
          << path.back() << " " << attest::canonical_json(value);
    std::vector<std::string> beside = path;
    beside.back() = "beside";
    if (std::isdigit(static_cast<unsigned char>(path.back()[0])) != 0) continue;  // an array has no members
    EXPECT_FALSE(certs::parse_certificate(with(json, beside, "x"))) << path.back();
  }
}

TEST(Credential, NamesTheMemberThatIsWrong) {
  const Json json = sample_credential();
  const auto field = [&](const std::vector<std::string>& path, const Json& value) {
    return certs::parse_certificate(with(json, path, value)).error().field;
  };
  EXPECT_EQ(field({"credentialSubject", "certification", "level"}, ""), "credentialSubject.certification.level");
  EXPECT_EQ(field({"credentialStatus", "1", "statusListIndex"}, "5"), "credentialStatus.1.statusListIndex");
  EXPECT_EQ(field({"issuer", "id"}, "did:key:z6Mk"), "issuer.id");
  EXPECT_EQ(field({"evidence", "clock"}, "sundial"), "evidence.clock");
  EXPECT_EQ(field({"praise"}, "fine"), "praise");
  EXPECT_EQ(field({"validUntil"}, "2018-11-09T00:00:00Z"), "validUntil");
}

TEST(Credential, KeepsItsNumbersWithinTheirBounds) {
  auto certificate = *certs::parse_certificate(sample_credential());
  const auto accepted = [&](auto change) {
    certs::Certificate changed = certificate;
    change(changed);
    return certs::parse_certificate(certs::to_json(changed)).has_value();
  };
  EXPECT_TRUE(accepted([](auto& c) { c.status_index = 131'071; }));
  EXPECT_FALSE(accepted([](auto& c) { c.status_index = 131'072; }));
  EXPECT_TRUE(accepted([](auto& c) { c.status_index = 0; }));
  EXPECT_TRUE(accepted([](auto& c) { c.city_name = std::string(256, 'x'); }));
  EXPECT_FALSE(accepted([](auto& c) { c.city_name = std::string(257, 'x'); }));
  EXPECT_FALSE(accepted([](auto& c) { c.city_name = "a\x1b[31mb"; }));
  EXPECT_FALSE(accepted([](auto& c) { c.counts.by_kind["core"] = 4, c.counts.total = 5; })) << "4 of 3";
  EXPECT_FALSE(accepted([](auto& c) { c.counts.total = 3; }));
  EXPECT_FALSE(accepted([](auto& c) { c.country = "Canada"; }));
  EXPECT_TRUE(accepted([](auto& c) { c.verifiers.assign(64, "a verifier"); }));
  EXPECT_FALSE(accepted([](auto& c) { c.verifiers.assign(65, "a verifier"); }));
  EXPECT_FALSE(accepted([](auto& c) { c.verifiers.clear(); }));
  EXPECT_FALSE(accepted([](auto& c) { c.verifiers.emplace_back(257, 'x'); }));
}

TEST(Documents, AreTheSameBytesForTheSameBaseAndAreJson) {
  for (const char* base : {kBase, "https://a.b.example:8443"}) {
    std::string context = certs::context_document(base);  // "@version" is 1.1, a fraction, which JSON of ours has not
    for (std::size_t at = 0; (at = context.find("1.1", at)) != std::string::npos;) context.replace(at, 3, "1");
    EXPECT_TRUE(attest::parse_json(context));
    EXPECT_TRUE(attest::parse_json(certs::schema_document(base)));
    EXPECT_EQ(certs::schema_document(base).find("{{"), std::string::npos);
    EXPECT_EQ(certs::context_document(base).find("{{"), std::string::npos);
  }
  EXPECT_NE(certs::schema_document(kBase).find(R"("^https://attest\\.example/c/)"), std::string::npos);
}

// The addresses and digests of version 1 are in certificates that were given out: they must not change.
TEST(Documents, OfVersionOneNeverChange) {
  const auto digest = [](const std::string& text) { return ledger::to_hex(ledger::sha256(ledger::view(text))); };
  EXPECT_EQ(digest(certs::context_document(kBase)), "9e61b567ba26b5381eca4308f1e44ff701ffdfc6fe13f89c6984b6e27305a514");
  EXPECT_EQ(digest(certs::schema_document(kBase)), "647132327c4b2d44f89714fa85a965ec281399a8ae3c2be10b66e14e5c1928cb");
}

TEST(Did, IsReadBackAsItWasWritten) {
  certs::DidDocument document = make_sample().trust.did;
  document.methods[0].expires = "2020-01-01T00:00:00Z";
  document.methods[1].revoked = "2019-01-01T00:00:00Z";
  const auto again = certs::parse_did_document(certs::to_json(document));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(certs::to_json(*again), certs::to_json(document));
  ASSERT_NE(again->find("did:web:attest.example#k2"), nullptr);
  EXPECT_EQ(again->find("did:web:attest.example#k2")->revoked, "2019-01-01T00:00:00Z");
  EXPECT_EQ(again->find("did:web:attest.example#k3"), nullptr);
}

TEST(Did, RefusesEveryOtherMemberValueOrOrder) {
  const Json json = certs::to_json(make_sample().trust.did);
  std::vector<std::vector<std::string>> paths;
  collect_paths(json, {}, paths);
  for (const auto& path : paths) {
    for (const Json& value : {Json(), Json(1), Json("x"), Json(Json::Array{}), Json(Json::Object{})})
      EXPECT_FALSE(certs::parse_did_document(with(json, path, value))) << path.back();
  }
  EXPECT_FALSE(certs::parse_did_document(with(json, {"service"}, Json::Array{})));
  EXPECT_FALSE(certs::parse_did_document(with(json, {"verificationMethod", "0", "expires"}, "soon")));
  const Json first = *json.find("verificationMethod")->array()->begin();
  EXPECT_FALSE(certs::parse_did_document(with(json, {"verificationMethod", "1"}, first))) << "the same method twice";
  const Json key = *first.find("publicKeyMultibase");
  EXPECT_FALSE(certs::parse_did_document(with(json, {"verificationMethod", "1", "publicKeyMultibase"}, key)));
}

TEST(Did, GivesTheBaseOfAHostAlone) {
  EXPECT_EQ(certs::did_web_base("did:web:attest.example").value(), "https://attest.example");
  EXPECT_EQ(certs::did_web_base("did:web:attest.example%3A8443").value(), "https://attest.example:8443");
  EXPECT_EQ(certs::did_web_base("did:web:localhost").value(), "https://localhost");
  for (const char* did : {"",
                          "did:key:z6Mk",
                          "did:web:",
                          "did:web:127.0.0.1",
                          "did:web:1",
                          "did:web:a.example:path",
                          "did:web:A.example",
                          "did:web:a..example",
                          "did:web:.example",
                          "did:web:a.example.",
                          "did:web:-a.example",
                          "did:web:a-.example",
                          "did:web:a.example%3A",
                          "did:web:a.example%3A0",
                          "did:web:a.example%3A65536",
                          "did:web:a.example%3a80",
                          "did:web:[::1]",
                          "did:web:a/b",
                          "did:web:a.example#k",
                          "did:web:a.example%3A80%3A80",
                          "did:web:ä.example"})
    EXPECT_FALSE(certs::did_web_base(did)) << did;
  EXPECT_TRUE(certs::did_web_base("did:web:" + std::string(63, 'a') + ".example"));
  EXPECT_FALSE(certs::did_web_base("did:web:" + std::string(64, 'a') + ".example"));
}

TEST(Gzip, ReturnsWhatItPackedUpToTheBound) {
  for (const std::size_t size : {0U, 1U, 100U, 16'384U}) {
    ledger::Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * i >> 3U);
    EXPECT_EQ(certs::gunzip(certs::gzip(bytes), size).value(), bytes);
  }
  const ledger::Bytes packed = certs::gzip(ledger::Bytes(16'384, 0));
  EXPECT_EQ(ledger::hex_encode(ledger::ByteView(packed).subspan(4, 4)), "00000000") << "the header's time";
}

TEST(Gzip, StopsAtABombAndAtAnythingMalformed) {
  const ledger::Bytes bomb = certs::gzip(ledger::Bytes(50'000'000, 0));
  EXPECT_LT(bomb.size(), 60'000U);
  EXPECT_EQ(certs::gunzip(bomb, 16'384).error().code, ledger::Code::kTooLarge);
  EXPECT_EQ(certs::gunzip(certs::gzip(ledger::Bytes(16'385, 0)), 16'384).error().code, ledger::Code::kTooLarge);
  ledger::Bytes packed = certs::gzip(ledger::Bytes(100, 7));
  for (std::size_t cut = 0; cut < packed.size(); ++cut)
    EXPECT_FALSE(certs::gunzip(ledger::ByteView(packed).first(cut), 100)) << cut;
  ledger::Bytes twice = packed;
  ledger::append(twice, packed);
  EXPECT_FALSE(certs::gunzip(twice, 200)) << "a second member";
  packed.push_back(0);
  EXPECT_FALSE(certs::gunzip(packed, 100)) << "a byte after the end";
}

Json sample_list() {
  return certs::without_proof(make_sample({.revoked_indices = {0, 9, 131'071}}).bundle.revocation.list);
}

TEST(StatusList, HasIndexNoughtAsItsLeftMostBit) {
  const auto list = certs::parse_status_list(sample_list());
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_EQ(list->bits[0], 0x80);
  EXPECT_EQ(list->bits[1], 0x40);
  EXPECT_EQ(list->bits[16'383], 0x01);
  std::vector<std::size_t> set;
  for (std::size_t i = 0; i < 131'072; ++i)
    if (certs::status_bit(*list, i)) set.push_back(i);
  EXPECT_EQ(set, (std::vector<std::size_t>{0, 9, 131'071}));
  EXPECT_FALSE(certs::status_bit(*list, 131'072));
}

TEST(StatusList, RefusesEveryOtherMemberOrValue) {
  const Json json = sample_list();
  EXPECT_EQ(certs::to_json(*certs::parse_status_list(json)), json);
  std::vector<std::vector<std::string>> paths;
  collect_paths(json, {}, paths);
  for (const auto& path : paths) {
    for (const Json& value : {Json(), Json(1), Json("x"), Json(Json::Array{}), Json(Json::Object{})})
      EXPECT_FALSE(certs::parse_status_list(with(json, path, value))) << path.back();
  }
  EXPECT_FALSE(certs::parse_status_list(with(json, {"credentialSubject", "statusSize"}, 1)));
  EXPECT_FALSE(certs::parse_status_list(with(json, {"credentialSubject", "statusPurpose"}, "suspension")));
  EXPECT_FALSE(certs::parse_status_list(with(json, {"validUntil"}, *json.find("validFrom"))));
}

TEST(StatusList, HoldsExactly131072Bits) {
  const auto of_size = [](std::size_t bytes) {
    const std::string packed = "u" + ledger::base64url_encode(certs::gzip(ledger::Bytes(bytes, 0)));
    return certs::parse_status_list(with(sample_list(), {"credentialSubject", "encodedList"}, packed));
  };
  EXPECT_TRUE(of_size(16'384));
  EXPECT_EQ(of_size(16'383).error().code, ledger::Code::kInvalid);
  EXPECT_EQ(of_size(16'385).error().code, ledger::Code::kTooLarge);
}

TEST(Bundle, IsReadBackAsItWasWritten) {
  const Sample sample = make_sample();
  const auto bundle = certs::parse_bundle(sample.file);
  ASSERT_TRUE(bundle) << bundle.error().message;
  EXPECT_EQ(certs::encode_bundle(*bundle), sample.file);
  EXPECT_EQ(bundle->lineage, sample.bundle.lineage);
}

TEST(Bundle, RefusesEveryOtherMemberOrValue) {
  const Json json = json_of(make_sample().file);
  // With its digest right, so that the members themselves are looked at.
  const auto accepted = [](const Json& changed) {
    Json::Object members = *changed.object();
    members.erase("digest");
    const std::string digest = ledger::to_hex(ledger::sha256(ledger::view(attest::canonical_json(members))));
    members.insert_or_assign("digest", digest);
    return certs::parse_bundle(attest::canonical_json(members)).has_value();
  };
  EXPECT_TRUE(accepted(json));
  std::vector<std::vector<std::string>> paths;
  collect_paths(json, {}, paths);
  for (const auto& path : paths) {
    const bool foreign = path[0] == "credential" || (path.size() > 1 && path[1] == "list");  // judged by verify()
    if (foreign || path[0] == "digest") continue;
    for (const Json& value : {Json(), Json(true), Json(-1), Json("!")})
      EXPECT_TRUE(path[0] == "tlog_proof" || !accepted(with(json, path, value))) << path[0] << " " << path.back();
  }
  EXPECT_FALSE(accepted(with(json, {"more"}, 1)));
  EXPECT_FALSE(accepted(with(json, {"seal", "more"}, 1)));
  EXPECT_FALSE(accepted(with(json, {"issuance", "path"}, Json::Array{})));
  EXPECT_FALSE(certs::parse_bundle(attest::canonical_json(with(json, {"time_ms"}, 1)))) << "the digest";
}

TEST(Bundle, IsCanonicalAndOfLimitedSize) {
  const std::string file = make_sample().file;
  EXPECT_FALSE(certs::parse_bundle(file + "\n"));
  EXPECT_FALSE(certs::parse_bundle(attest::pretty_json(json_of(file))));
  EXPECT_EQ(certs::parse_bundle(std::string(certs::kBundleBytesMax + 1, ' ')).error().code, ledger::Code::kTooLarge);
  EXPECT_EQ(certs::parse_bundle(std::string(certs::kBundleBytesMax, ' ')).error().code, ledger::Code::kInvalid);
}

TEST(Trust, NamesTheFileThatIsWrong) {
  const Sample good = make_sample();
  const auto wrong_file = [](const Sample& s) {
    const auto trust = certs::parse_trust({s.log_vkey, s.genesis, s.policy, s.did_json});
    return trust ? std::string() : trust.error().field;
  };
  const auto changed = [&](std::string Sample::* file, const std::string& content) {
    Sample sample = good;
    sample.*file = content;
    return wrong_file(sample);
  };
  EXPECT_EQ(wrong_file(good), "");
  EXPECT_EQ(changed(&Sample::log_vkey, good.log_vkey + "\n"), "log.vkey");
  EXPECT_EQ(changed(&Sample::genesis, good.genesis.substr(1)), "genesis");
  EXPECT_EQ(changed(&Sample::policy, "quorum none\n"), "policy") << "it must name the log";
  EXPECT_EQ(changed(&Sample::did_json, "{}"), "did.json");
  EXPECT_EQ(changed(&Sample::genesis, good.genesis.substr(0, 64)), "") << "a newline at the end is not needed";
}

}  // namespace
}  // namespace certs_test
