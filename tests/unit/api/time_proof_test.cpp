// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Proofs of an entry's time: the hash chain from it to the next seal, at its greatest length and one link past it.
#include <gtest/gtest.h>

#include "api/limits.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "support/proof_json.hpp"
#include "support/sample_service.hpp"

namespace api {
namespace {

using attest::Json;
using ledger::Digest;
using sample::digest_of;
using sample::number;
using sample::path_of;
using sample::SampleLedger;

// With the log's key and nothing else: as somebody does who was sent the document. Out: how many links it has.
std::size_t check(const Json& proof, std::uint64_t index, const ledger::NoteKey& log) {
  Digest chain = digest_of(*proof.find("chain_before"));
  const Json::Array& links = *proof.find("links")->array();
  for (const Json& link : links) {
    chain = ledger::chain_next(chain, {number(link, "time_ms")}, digest_of(*link.find("leaf")));
  }
  const Json& seal = *proof.find("seal");
  const auto bytes = ledger::base64url_decode(*seal.find("statement")->text());
  const auto statement = attest::parse_statement(*bytes);
  if (!statement) throw std::runtime_error(statement.error().message);
  const auto& said = std::get<attest::LedgerSeal>(statement->body);
  EXPECT_EQ(said.chain, chain) << index;
  EXPECT_EQ(said.size.value, index + links.size());
  const auto checkpoint = ledger::open_checkpoint(*proof.find("checkpoint")->text(), log);
  if (!checkpoint) throw std::runtime_error(checkpoint.error().message);
  EXPECT_TRUE(ledger::check_inclusion(ledger::leaf_hash(*bytes), {number(seal, "index")}, checkpoint->size,
                                      path_of(seal), checkpoint->root));
  return links.size();
}

TEST(TimeProof, LeadsToTheNextSeal) {
  sample::SampleService service([](SampleLedger& made) {
    made.ready();
    for (int i = 0; i < 5; ++i) {
      made.clock().advance_ms(60'000);
      made.say("registrar", SampleLedger::party("city-" + std::to_string(i), attest::PartyKind::kCity));
    }
  });
  attest::LedgerFolder& ledger = service.folder().ledger();
  for (std::uint64_t index = 0; index < 20; ++index) {
    const Response response = service.get("/api/v1/proofs/time?index=" + std::to_string(index));
    ASSERT_EQ(response.status, 200U) << response.text();
    check(sample::json_of(response), index, ledger.log_key());
  }
  const auto last = service.folder().say("registrar", SampleLedger::party("unsealed", attest::PartyKind::kCity));
  const Response none = service.get("/api/v1/entries/" + std::to_string(last.index.value) + "/time-proof");
  EXPECT_EQ(sample::problem_of(none), "not_found");
  EXPECT_EQ(none.header("retry-after"), "10");
}

// Entries that say nothing, so that many of them cost little; everything else is judged as ever.
constexpr std::string_view kFiller = "filler ";
ledger::Result<ledger::Admission> admit_fillers_too(ledger::ByteView statement, const ledger::Place& place,
                                                    ledger::State& state) {
  if (ledger::text(statement).starts_with(kFiller)) return ledger::Append{};
  return attest::admit(statement, place, state);
}

// Behind a seal so many fillers in one moment, and a seal. Out: the index of the first filler.
ledger::EntryIndex fill(SampleLedger& made, std::uint64_t count) {
  EXPECT_TRUE(made.sequencer().seal());
  const ledger::EntryIndex first{made.store().head().value().size.value};
  std::vector<ledger::Bytes> together;
  for (std::uint64_t i = 1; i <= count; ++i) {
    together.push_back(ledger::to_bytes(std::string(kFiller) + std::to_string(i)));
    if (i < count && together.size() < ledger::kBatchEntriesMax) continue;
    EXPECT_TRUE(made.sequencer().submit(std::exchange(together, {})));
  }
  EXPECT_TRUE(made.sequencer().seal());
  EXPECT_EQ(made.store().head().value().size.value, first.value + count + 1) << "one seal, at the end";
  return first;
}

TEST(TimeProof, HasSoManyLinksAndNotOneMore) {
  SampleLedger made(admit_fillers_too);
  made.ready();
  const std::uint64_t past = fill(made, kTimeProofLinksMax + 1).value;
  sample::SampleFolder folder(made);
  Service service(
      Context{folder.ledger(), [] { return ledger::UnixMillis{1'541'757'600'000}; }, "http://127.0.0.1", {}, 0});
  const auto ask = [&](std::uint64_t index) {
    const std::string target = "/api/v1/entries/" + std::to_string(index) + "/time-proof";
    return service.router().answer(sample::request_for(Method::kGet, target, {}));
  };
  const Response longest = ask(past + 1);
  ASSERT_EQ(longest.status, 200U) << longest.text();
  EXPECT_EQ(check(sample::json_of(longest), past + 1, folder.ledger().log_key()), kTimeProofLinksMax);
  const Response refused = ask(past);
  ASSERT_EQ(sample::problem_of(refused), "not_found");
  EXPECT_EQ(*sample::json_of(refused).find("field")->text(), "index");
  EXPECT_NE(refused.text().find("/times/"), std::string_view::npos) << "and says where the times are";
}

}  // namespace
}  // namespace api
