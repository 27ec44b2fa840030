// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What no certificate has published is in no answer. The demonstration's ledger holds Melbourne's figures, accepted
// and never certified, with titles, sources and notes; every answer's bytes are searched for them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "asked.hpp"
#include "attest/disclosure.hpp"
#include "attest/reader.hpp"
#include "ledger/lmdb_store.hpp"
#include "support/temp_folder.hpp"

namespace api_test {
namespace {

// Shorter ones stand in any text by chance: "0.0", "12".
constexpr std::size_t kTellingBytes = 6;

struct Fields {
  std::set<std::string> secret;
  std::set<std::string> open;  // published with a certificate, or signed in plain
};

void add_statement(const attest::LedgerFolder& ledger, ledger::EntryIndex index, Fields& fields) {
  const auto statement = ledger.statement(index).value();
  fields.open.insert(ledger::to_string(statement.cose.payload));
  const auto all = attest::open_all(ledger, statement).value();
  const auto published = attest::open_published(ledger, index, statement).value();
  for (const auto& [name, value] : all.values) {
    (published.values.contains(name) ? fields.open : fields.secret).insert(value);
  }
}

Fields fields_of(const attest::LedgerFolder& ledger) {
  Fields fields;
  const std::uint64_t size = ledger.store().head().value().size.value;
  for (std::uint64_t i = 0; i < size; ++i) add_statement(ledger, {i}, fields);
  std::erase_if(fields.secret, [&](const std::string& secret) {
    return secret.size() < kTellingBytes ||
           std::ranges::any_of(
               fields.open, [&](const std::string& open) { return open.find(secret) != std::string::npos; });
  });
  return fields;
}

std::string as_json_text(const std::string& text) {
  const std::string quoted = attest::canonical_json(attest::Json(text));
  return quoted.substr(1, quoted.size() - 2);
}

bool continues_a_word(char byte) {
  return std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '_' || byte == '-';
}

// As a word of its own: six digits stand in the middle of some digest or signature by chance.
bool holds(std::string_view answer, std::string_view secret) {
  for (auto at = answer.find(secret); at != std::string_view::npos; at = answer.find(secret, at + 1)) {
    const std::size_t end = at + secret.size();
    if ((at == 0 || !continues_a_word(answer[at - 1])) && (end == answer.size() || !continues_a_word(answer[end]))) {
      return true;
    }
  }
  return false;
}

std::string first_secret_in(const std::string& answer, const std::set<std::string>& secrets) {
  for (const std::string& secret : secrets) {
    if (holds(answer, secret) || holds(answer, as_json_text(secret))) return secret;
  }
  return {};
}

TEST(Leak, IsFoundAsAWordAndNotInTheMiddleOfADigest) {
  const std::set<std::string> secrets{"146096"};
  for (const char* leak : {"146096", "\"146096\"", "value,146096,ok", "x 146096.", R"({"a":146096})"}) {
    EXPECT_EQ(first_secret_in(leak, secrets), "146096") << leak;
  }
  EXPECT_EQ(first_secret_in("ab146096cd", secrets), "");
  EXPECT_EQ(first_secret_in("ab146096cd 146096", secrets), "146096");
}

TEST(Leak, NoAnswerHoldsWhatNoCertificateHasPublished) {
  const DemoService service;
  const Fields fields = fields_of(service.ledger());
  ASSERT_GE(fields.secret.size(), 60U) << "there is something to keep secret";
  ASSERT_TRUE(fields.secret.contains("113707243229.00")) << "a denominator of Melbourne's";
  for (const Asked& asked : everything()) {
    const auto answer = service.get(asked.target, asked.accept.empty() ? sample::Headers{} : accept(asked.accept));
    const std::string secret = first_secret_in(body_of(answer), fields.secret);
    EXPECT_TRUE(secret.empty()) << asked.target << " as " << asked.accept << " says " << secret;
    for (const auto& [name, value] : answer.headers) {
      EXPECT_TRUE(first_secret_in(value, fields.secret).empty()) << asked.target << ": " << name;
    }
  }
}

// The digests in statements of which a certificate has published something: which field one is stands in it alone.
std::set<std::string> published_digests(const attest::LedgerFolder& ledger) {
  std::set<std::string> digests;
  const std::uint64_t size = ledger.store().head().value().size.value;
  for (std::uint64_t i = 0; i < size; ++i) {
    const auto statement = ledger.statement({i}).value();
    if (attest::open_published(ledger, {i}, statement).value().values.empty()) continue;
    digests.insert(statement.sd.begin(), statement.sd.end());
  }
  return digests;
}

// Everything else in the store becomes what nobody can read without an error. How many that were.
std::size_t make_unreadable_but(const std::set<std::string>& kept, const std::filesystem::path& store) {
  const auto map = ledger::open_durable_map(store, ledger::OpenMode::kWrite).value();
  std::map<std::string, ledger::Bytes, std::less<>> records;
  EXPECT_TRUE(map->each([&](std::string_view digest, ledger::ByteView content) {
    const bool disclosure = attest::parse_disclosure(ledger::to_string(content)).has_value();
    if (disclosure && !kept.contains(std::string(digest))) records.emplace(digest, ledger::to_bytes("no disclosure"));
    return true;
  }));
  EXPECT_TRUE(map->put_all(records));
  return records.size();
}

// What is not read cannot tell by the time that it takes, nor by counts or errors, what stands in it.
TEST(Leak, CannotBeInTimesBecauseNoStatementOfWhichNothingIsPublishedIsOpened) {
  const DemoService service;
  const ledger_test::TempFolder folder;
  const std::filesystem::path copy = folder / "L";
  std::filesystem::copy(DemoService::demo() / "ledger", copy, std::filesystem::copy_options::recursive);
  ASSERT_GE(make_unreadable_but(published_digests(service.ledger()), copy / "disclosures"), 60U);
  const DemoService blind(DemoService::demo() / "trust", copy);
  for (const Asked& asked : everything()) {
    const sample::Headers headers = asked.accept.empty() ? sample::Headers{} : accept(asked.accept);
    const auto answer = blind.get(asked.target, headers);
    EXPECT_EQ(answer.status, service.get(asked.target, headers).status) << asked.target;
    EXPECT_EQ(body_of(answer), body_of(service.get(asked.target, headers))) << asked.target << " as " << asked.accept;
  }
}

TEST(Leak, IsLookedForAtEveryAddressOfData) {
  const DemoService service;
  std::set<std::string> asked;
  for (const Asked& one : everything()) {
    const auto match = service.router().find(api::Method::kGet, api::parse_target(one.target).value());
    ASSERT_NE(match.route, nullptr) << one.target;
    asked.insert(match.route->pattern);
  }
  for (const std::string& pattern : described_patterns()) EXPECT_TRUE(asked.contains(pattern)) << pattern;
}

}  // namespace
}  // namespace api_test
