// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// STATEMENTS.md says what the code does: its worked examples are read from the document and made again.
#include <gtest/gtest.h>

#include <algorithm>

#include "attest/challenge.hpp"
#include "attest/lineage.hpp"
#include "ledger/encoding.hpp"
#include "support.hpp"

namespace attest::test {
namespace {

std::string document() {
  return read_file(source_dir() / "attest" / "STATEMENTS.md");
}

// The block of code after the marker `<!-- example NAME -->`, without its line breaks.
std::string example(const std::string& name) {
  const std::string text = document();
  const std::size_t marker = text.find("<!-- example " + name + " -->\n");
  EXPECT_NE(marker, std::string::npos) << name;
  const std::size_t start = text.find("```text\n", marker) + 8;
  std::string block = text.substr(start, text.find("\n```", start) - start);
  block.erase(std::remove(block.begin(), block.end(), '\n'), block.end());
  return block;
}

TEST(StatementsDocument, HasAWorkedExampleThatComesOutAgain) {
  const auto signer = signer_from_seed(*ledger::hex_decode(example("seed")));
  ASSERT_TRUE(signer.has_value());
  EXPECT_EQ(ledger::hex_encode((*signer)->public_key().bytes), example("public-key"));
  EXPECT_EQ(to_hex(key_thumbprint((*signer)->public_key())), example("kid"));

  PartyRegistered body;
  body.party = "melbourne";
  body.kind = PartyKind::kCity;
  body.names = {{"en", "City of Melbourne"}};
  body.country = "AU";
  Saying saying;
  saying.issuer = "open-city-certifier";
  saying.issued_at_s = 1'541'757'600;
  saying.common = {"AAAAAAAAAAAAAAAAAAAAAA", ledger::sha256(ByteView())};
  saying.body = body;
  const auto bytes = sign_statement(saying, **signer);
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(ledger::hex_encode(*bytes), example("statement"));
  EXPECT_EQ(to_hex(ledger::leaf_hash(*bytes)), example("leaf"));

  const auto statement = parse_statement(*ledger::hex_decode(example("statement")));
  ASSERT_TRUE(statement.has_value());
  EXPECT_EQ(ledger::hex_encode(statement->cose.protected_bytes), example("protected"));
  EXPECT_EQ(ledger::text(statement->cose.payload), example("payload"));
  EXPECT_EQ(ledger::hex_encode(statement->cose.signature), example("signature"));
}

TEST(StatementsDocument, HasAWorkedLineage) {
  const auto first = lineage_item_from_json(*read_vectors("lineage.json")[0].find("item"), "");
  const auto second = lineage_item_from_json(*read_vectors("lineage.json")[1].find("item"), "");
  ASSERT_TRUE(first && second);
  EXPECT_EQ(lineage_leaf(*first), example("lineage-leaf"));
  EXPECT_EQ(data_leaf(*first), example("data-leaf"));
  EXPECT_EQ(to_hex(lineage_root({*first, *second})), example("lineage-root"));
  EXPECT_EQ(to_hex(data_root({*first, *second})), example("data-root"));
}

TEST(StatementsDocument, HasAWorkedChallengeAndItsAnswer) {
  const auto signer = seeded_signer(1);
  const auto challenge = parse_challenge(example("challenge"));
  ASSERT_TRUE(challenge.has_value()) << challenge.error().message;
  EXPECT_EQ(to_hex(challenge->kid), example("kid"));
  const auto answer = sign_challenge(*challenge, "melbourne", 1'541'757'601, *signer);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(ledger::hex_encode(*answer), example("challenge-answer"));
}

TEST(StatementsDocument, DescribesEveryMemberOfEveryType) {
  const std::string text = document();
  for (const Json& row : read_vectors("payloads.json")) {
    const Json& payload = *row.find("payload");
    const std::string heading = "### `" + *payload.find("type")->text() + "`\n";
    const std::size_t start = text.find(heading);
    ASSERT_NE(start, std::string::npos) << heading;
    const std::string section = text.substr(start, text.find("\n##", start + 1) - start);
    for (const auto& [name, value] : *payload.object()) {
      const bool common = name == "type" || name == "nonce" || name == "ledger" || name == "_sd";
      if (common) continue;
      EXPECT_NE(section.find("| `" + name + "`"), std::string::npos) << heading << name;
    }
  }
}

}  // namespace
}  // namespace attest::test
