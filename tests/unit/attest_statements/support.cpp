// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace attest::test {

std::filesystem::path source_dir() {
  return CITYLEDGER_SOURCE_DIR;
}

std::optional<std::filesystem::path> shared_catalogues() {
  const char* vectors = std::getenv("CITYLEDGER_VECTORS");
  const std::filesystem::path shared =
      vectors != nullptr ? std::filesystem::path(vectors).parent_path() : source_dir().parent_path() / "shared";
  if (!std::filesystem::is_directory(shared / "catalogue")) return std::nullopt;
  return shared / "catalogue";
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  EXPECT_TRUE(in.good()) << file;
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

Json read_json(const std::filesystem::path& file) {
  const Result<Json> json = parse_json(read_file(file));
  EXPECT_TRUE(json.has_value()) << file << ": " << json.error().message;
  return json ? *json : Json();
}

Json::Array read_vectors(const std::string& name) {
  const Json json = read_json(std::filesystem::path(CITYLEDGER_TEST_VECTORS) / "statements" / name);
  const Json::Array* rows = json.array();
  EXPECT_TRUE(rows != nullptr && !rows->empty()) << name;
  return rows != nullptr ? *rows : Json::Array();
}

std::unique_ptr<Signer> seeded_signer(std::uint8_t seed_byte) {
  Result<std::unique_ptr<Signer>> signer = signer_from_seed(Bytes(32, seed_byte));
  EXPECT_TRUE(signer.has_value());
  return std::move(*signer);
}

Bytes sign_text(std::string_view payload) {
  SignedHeader header;
  header.content_type = kStatementType;
  header.issuer = "some-party";
  header.subject = "some-subject";
  header.issued_at_s = 1'541'757'600;
  const Result<Bytes> out = sign_cose(header, ledger::view(payload), *seeded_signer(1));
  EXPECT_TRUE(out.has_value()) << out.error().message;
  return out ? *out : Bytes();
}

Bytes sign_payload(const Json& payload) {
  return sign_text(canonical_json(payload));
}

Json sample(std::string_view name) {
  for (const Json& row : read_vectors("payloads.json")) {
    if (*row.find("name")->text() == name) return *row.find("payload");
  }
  ADD_FAILURE() << "no sample " << name;
  return {};
}

Statement parsed_sample(std::string_view name) {
  Result<Statement> statement = parse_statement(sign_payload(sample(name)));
  EXPECT_TRUE(statement.has_value()) << name << ": " << statement.error().message;
  return statement ? std::move(*statement) : Statement();
}

Json merge(Json target, const Json& patch) {
  if (patch.object() == nullptr) return patch;
  if (target.object() == nullptr) target = Json::Object();
  for (const auto& [name, value] : *patch.object()) {
    if (value.is_null()) {
      target.object()->erase(name);
    } else {
      Json& member = (*target.object())[name];
      member = merge(member, value);
    }
  }
  return target;
}

Digest digest_of(std::string_view text) {
  return ledger::sha256(ledger::view(text));
}

}  // namespace attest::test
