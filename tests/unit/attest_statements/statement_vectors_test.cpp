// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Every type of statement by the vector files: read, written again, and broken member by member.
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "support.hpp"

namespace attest::test {
namespace {

// Calls `visit(object, name, path)` for each member of each object below `root`; `object` may be changed and is
// restored by the visitor.
using Visit = std::function<void(Json::Object& object, const std::string& name, const std::string& path)>;

void walk(Json& value, const std::string& path, const Visit& visit) {
  if (Json::Array* items = value.array()) {
    for (std::size_t i = 0; i < items->size(); ++i) walk((*items)[i], path + std::to_string(i) + ".", visit);
    return;
  }
  Json::Object* object = value.object();
  if (object == nullptr) return;
  std::vector<std::string> names;
  for (const auto& [name, member] : *object) names.push_back(name);
  for (const std::string& name : names) {
    visit(*object, name, path + name);
    const bool free_form = name == "document";
    if (!free_form) walk(object->at(name), path + name + ".", visit);
  }
}

// The field of the error, or "accepted".
std::string field_of_refusal(const Json& payload) {
  const Result<Statement> statement = parse_statement(sign_payload(payload));
  if (statement) return "accepted";
  EXPECT_EQ(statement.error().code, Code::kInvalid);
  EXPECT_FALSE(statement.error().message.empty());
  return statement.error().field;
}

bool is_inside_a_key(const std::string& path) {
  return path.find("key.") != std::string::npos || path.starts_with("ledger_key.");
}

TEST(Statement, ReadsAndWritesTheSameBytesForEveryType) {
  std::set<std::string> types;
  for (const Json& row : read_vectors("payloads.json")) {
    const std::string payload = canonical_json(*row.find("payload"));
    const Result<Statement> statement = parse_statement(sign_text(payload));
    ASSERT_TRUE(statement.has_value()) << *row.find("name")->text() << ": " << statement.error().message;
    EXPECT_EQ(encode_payload(statement->common, statement->body, statement->sd), payload);
    EXPECT_EQ(type_name(statement->body), *row.find("payload")->find("type")->text());
    types.emplace(type_name(statement->body));
  }
  EXPECT_EQ(types.size(), std::variant_size_v<Body>) << "a type has no sample";
}

TEST(Statement, NamesTheMemberThatIsMissing) {
  for (const Json& row : read_vectors("payloads.json")) {
    Json payload = *row.find("payload");
    const Json* optional = row.find("optional");
    walk(payload, "", [&](Json::Object& object, const std::string& name, const std::string& path) {
      const Json kept = object.at(name);
      object.erase(name);
      const Json* without = optional != nullptr ? optional->find(path) : nullptr;
      const std::string field = field_of_refusal(payload);
      std::string expected = path;
      if (without != nullptr) expected = without->text()->empty() ? "accepted" : *without->text();
      EXPECT_EQ(field, expected) << *row.find("name")->text() << " without " << path;
      object.emplace(name, kept);
    });
  }
}

TEST(Statement, NamesTheMemberOfTheWrongType) {
  for (const Json& row : read_vectors("payloads.json")) {
    Json payload = *row.find("payload");
    walk(payload, "", [&](Json::Object& object, const std::string& name, const std::string& path) {
      if (path.starts_with("document.")) return;
      const Json kept = object.at(name);
      for (const Json& wrong : {Json(), kept.boolean() != nullptr ? Json("true") : Json(true)}) {
        object.at(name) = wrong;
        EXPECT_EQ(field_of_refusal(payload), path) << *row.find("name")->text();
      }
      object.at(name) = kept;
    });
  }
}

TEST(Statement, NamesTheMemberThatNobodyAskedFor) {
  for (const Json& row : read_vectors("payloads.json")) {
    Json payload = *row.find("payload");
    payload.object()->emplace("surplus", 1);
    EXPECT_EQ(field_of_refusal(payload), "surplus");
    payload.object()->erase("surplus");
    walk(payload, "", [&](Json::Object& object, const std::string& name, const std::string& path) {
      Json::Object* inner = object.at(name).object();
      if (inner == nullptr || name == "document") return;
      inner->emplace("surplus", 1);
      // A name's tag is judged before its text.
      const std::string expected = name == "names" ? path : path + ".surplus";
      EXPECT_EQ(field_of_refusal(payload), expected) << *row.find("name")->text();
      inner->erase("surplus");
    });
  }
}

TEST(Statement, RefusesWhatTheVectorsSayAndNamesTheField) {
  for (const Json& row : read_vectors("refused.json")) {
    const Json payload = merge(sample(*row.find("of")->text()), *row.find("merge"));
    const std::string field = field_of_refusal(payload);
    const std::string& expected = *row.find("field")->text();
    const bool in_key = is_inside_a_key(field) && field.starts_with(expected + ".");
    EXPECT_TRUE(field == expected || in_key) << *row.find("why")->text() << ": " << field;
  }
}

TEST(Statement, AcceptsWhatIsAtTheLimit) {
  for (const Json& row : read_vectors("accepted.json")) {
    const Json payload = merge(sample(*row.find("of")->text()), *row.find("merge"));
    EXPECT_EQ(field_of_refusal(payload), "accepted") << *row.find("why")->text();
  }
}

}  // namespace
}  // namespace attest::test
