// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "attest/date.hpp"
#include "attest/receipt.hpp"
#include "attest/search.hpp"
#include "ledger/encoding.hpp"
#include "ledger/tlog_proof.hpp"
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

void fill(SampleLedger& made) {
  made.ready();
  for (int i = 0; i < 40; ++i) {
    made.clock().advance_ms(60'000);
    made.say("registrar", SampleLedger::party("city-" + std::to_string(i), attest::PartyKind::kCity));
  }
  made.say("submitter", made.value("C1", "77.125"));
  made.say("verifier", made.decision("C1"));
}

class Entries : public testing::Test {
 protected:
  static void SetUpTestSuite() { service = new sample::SampleService(fill); }
  static void TearDownTestSuite() {
    delete service;
    service = nullptr;
  }
  static attest::LedgerFolder& ledger() { return service->folder().ledger(); }
  static ledger::TreeSize size() { return ledger().signed_head()->size; }
  static Json json(const std::string& target) {
    const Response response = service->get(target);
    EXPECT_EQ(response.status, 200U) << target << " " << response.text();
    return response.status == 200 ? sample::json_of(response) : Json();
  }
  // Every index of the list, page by page.
  static std::vector<std::uint64_t> listed(std::string target) {
    std::vector<std::uint64_t> all;
    for (int pages = 0; pages < 200; ++pages) {
      const Json page = json(target);
      for (const Json& item : *page.find("items")->array()) all.push_back(number(item, "index"));
      if (page.find("next") == nullptr) return all;
      target = *page.find("next")->text();
    }
    ADD_FAILURE() << "the list has no end";
    return all;
  }
  static std::vector<std::uint64_t> searched(const attest::Search& wanted) {
    std::vector<std::uint64_t> all;
    const auto found = attest::search(ledger().store(), size(), wanted);
    for (const auto index : *found) all.push_back(index.value);
    return all;
  }
  static sample::SampleService* service;
};
sample::SampleService* Entries::service = nullptr;

TEST_F(Entries, AreListedInPagesThatTogetherAreTheLedger) {
  for (const char* limit : {"1", "7", "1000"}) {
    const auto all = listed("/api/v1/entries?limit=" + std::string(limit));
    ASSERT_EQ(all.size(), size().value);
    for (std::uint64_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], i);
  }
}

TEST_F(Entries, AreFoundByWhatTheyAreAbout) {
  attest::Search by_type;
  by_type.type = "party.registered";
  EXPECT_EQ(listed("/api/v1/entries?limit=3&type=party.registered"), searched(by_type));
  EXPECT_GT(searched(by_type).size(), 40U);
  attest::Search both;
  both.type = "value.submitted";
  both.city = sample::kCity;
  both.indicator = "C1";
  EXPECT_EQ(searched(both).size(), 1U);
  EXPECT_EQ(listed("/api/v1/entries?type=value.submitted&city=melbourne&indicator=C1"), searched(both));
  attest::Search cycle;
  cycle.cycle = service->made().cycle();
  EXPECT_EQ(listed("/api/v1/entries?limit=1&cycle=" + service->made().cycle()), searched(cycle));
  attest::Search party;
  party.party = "registrar";
  EXPECT_EQ(listed("/api/v1/entries?limit=2&party=registrar"), searched(party));
  EXPECT_TRUE(listed("/api/v1/entries?city=atlantis").empty());
  EXPECT_TRUE(listed("/api/v1/entries?cites=0").empty());
}

TEST_F(Entries, AreFoundByTime) {
  const auto tenth = ledger().store().entry({size().value - 10})->time;
  attest::Search late;
  late.from = ledger::UnixMillis{tenth.value / 1000 * 1000};
  EXPECT_EQ(listed("/api/v1/entries?from=" + attest::format_moment(tenth)), searched(late));
  EXPECT_FALSE(searched(late).empty());
  EXPECT_TRUE(listed("/api/v1/entries?until=1999-01-01").empty());
  EXPECT_EQ(listed("/api/v1/entries?until=2999-01-01").size(), size().value);
}

TEST_F(Entries, PagesStayTheSameWhileTheLedgerGrows) {
  const Json first = json("/api/v1/entries?limit=5");
  service->folder().say("registrar", SampleLedger::party("grown", attest::PartyKind::kCity));
  EXPECT_EQ(number(json(*first.find("next")->text()).find("items")->array()->front(), "index"), 5U);
}

TEST_F(Entries, ASearchLooksAtSoManyRecordsAndGoesOn) {
  attest::Search wanted;
  wanted.type = "party.registered";
  wanted.party = "checkers";  // few of them
  for (const std::size_t looks : {std::size_t{1}, std::size_t{5}, std::size_t{1'000}}) {
    std::vector<std::uint64_t> all;
    std::optional<ledger::EntryIndex> after;
    std::size_t pages = 0;
    do {
      const auto page = attest::search_page(ledger().store(), size(), wanted, after, 100, looks);
      ASSERT_TRUE(page);
      EXPECT_LE(page->entries.size(), looks);
      for (const auto index : page->entries) all.push_back(index.value);
      after = page->go_on_after;
      ++pages;
    } while (after && pages < 1'000);
    EXPECT_EQ(all, searched(wanted)) << looks;
  }
  attest::Search type_alone;
  type_alone.type = "party.registered";
  const auto two = attest::search_page(ledger().store(), size(), type_alone, std::nullopt, 100, 2);
  EXPECT_EQ(two->entries.size(), 2U);
  EXPECT_EQ(two->go_on_after, two->entries.back());
  const std::size_t there = searched(type_alone).size();
  EXPECT_FALSE(attest::search_page(ledger().store(), size(), type_alone, std::nullopt, 100, there)->go_on_after);
  EXPECT_TRUE(attest::search_page(ledger().store(), size(), type_alone, std::nullopt, 100, there - 1)->go_on_after);
}

TEST_F(Entries, ShowWhatWasSignedAndNoConfidentialValue) {
  attest::Search wanted;
  wanted.type = "value.submitted";
  const std::uint64_t index = searched(wanted).front();
  const std::string target = "/api/v1/entries/" + std::to_string(index);
  const Response response = service->get(target);
  EXPECT_EQ(response.caching, Caching::kImmutable);
  EXPECT_EQ(response.text().find("77.125"), std::string_view::npos) << response.text();
  const Json entry = sample::json_of(response);
  EXPECT_EQ(*entry.find("type")->text(), "value.submitted");
  EXPECT_EQ(*entry.find("issuer")->text(), sample::kCity);
  EXPECT_EQ(*entry.find("payload")->find("indicator")->text(), "C1");
  EXPECT_NE(entry.find("payload")->find("_sd"), nullptr);
  const Response statement = service->get(target + "/statement");
  EXPECT_EQ(statement.header("content-type"), "application/cose");
  EXPECT_EQ(ledger::to_hex(ledger::leaf_hash(ledger::view(statement.text()))), *entry.find("leaf")->text());
}

TEST_F(Entries, HaveReceiptsAndProofsThatCheck) {
  const auto leaf = ledger::leaf_hash(ledger().store().entry({7})->body);
  const Response receipt = service->get("/api/v1/entries/7/receipt");
  EXPECT_EQ(receipt.header("content-type"), "application/scitt-receipt+cose");
  const auto parsed = attest::parse_receipt(ledger::view(receipt.text()));
  ASSERT_TRUE(parsed);
  EXPECT_TRUE(attest::check_receipt(*parsed, leaf, ledger().config().ledger_key));
  const Response text = service->get("/api/v1/entries/7/tlog-proof");
  const auto proof = ledger::parse_tlog_proof(text.text());
  ASSERT_TRUE(proof);
  EXPECT_TRUE(ledger::check_tlog_proof(*proof, leaf, ledger().log_key()));
  EXPECT_EQ(text.caching, Caching::kRevalidate);
}

TEST_F(Entries, InclusionIsProvenInEveryTreeThatHasThem) {
  for (std::uint64_t tree = 8; tree <= size().value; ++tree) {
    const Json proof = json("/api/v1/proofs/inclusion?index=7&size=" + std::to_string(tree));
    EXPECT_TRUE(ledger::check_inclusion(digest_of(*proof.find("leaf")), {7}, {tree}, path_of(proof),
                                        digest_of(*proof.find("root"))))
        << tree;
    EXPECT_EQ(proof.find("checkpoint") != nullptr, tree == size().value);
  }
  const Json newest = json("/api/v1/proofs/inclusion?index=7");
  const auto checkpoint = ledger::open_checkpoint(*newest.find("checkpoint")->text(), ledger().log_key());
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(ledger::to_hex(checkpoint->root), *newest.find("root")->text());
}

TEST_F(Entries, ConsistencyIsProvenBetweenTrees) {
  for (std::uint64_t older = 0; older <= size().value; older += 5) {
    const Json proof = json("/api/v1/proofs/consistency?from=" + std::to_string(older));
    EXPECT_TRUE(ledger::check_consistency({older}, size(), path_of(proof),
                                          *ledger::tree_root(ledger().store(), {older}),
                                          *ledger::tree_root(ledger().store(), size())))
        << older;
  }
  EXPECT_EQ(json("/api/v1/proofs/consistency?from=3&to=9").find("checkpoint"), nullptr);
}

TEST_F(Entries, BadRequestsHaveTheirStatusAndField) {
  const std::map<std::string, std::pair<std::string, std::string>> bad = {
      {"/api/v1/entries?town=x", {"invalid", "town"}},
      {"/api/v1/entries?type=value.invented", {"invalid", "type"}},
      {"/api/v1/entries?from=yesterday", {"invalid", "from"}},
      {"/api/v1/entries?until=2018-13-01", {"invalid", "until"}},
      {"/api/v1/entries?cites=x", {"invalid", "cites"}},
      {"/api/v1/entries?limit=0", {"invalid", "limit"}},
      {"/api/v1/entries?limit=1001", {"invalid", "limit"}},
      {"/api/v1/entries?cursor=eA", {"invalid", "cursor"}},
      {"/api/v1/entries/x", {"invalid", "index"}},
      {"/api/v1/entries/01", {"invalid", "index"}},
      {"/api/v1/entries/999999", {"not_found", "index"}},
      {"/api/v1/entries/999999/receipt", {"not_found", "index"}},
      {"/api/v1/entries/999999/statement", {"not_found", "index"}},
      {"/api/v1/entries/999999/tlog-proof", {"not_found", "index"}},
      {"/api/v1/entries/999999/time-proof", {"not_found", "index"}},
      {"/api/v1/entries/1?x=1", {"invalid", "x"}},
      {"/api/v1/entries/1/other", {"not_found", "path"}},
      {"/api/v1/proofs/inclusion", {"invalid", "index"}},
      {"/api/v1/proofs/inclusion?index=-1", {"invalid", "index"}},
      {"/api/v1/proofs/inclusion?index=999999", {"not_found", "index"}},
      {"/api/v1/proofs/inclusion?index=1&size=999999", {"not_found", "size"}},
      {"/api/v1/proofs/inclusion?index=5&size=5", {"invalid", "size"}},
      {"/api/v1/proofs/consistency", {"invalid", "from"}},
      {"/api/v1/proofs/consistency?from=9&to=3", {"invalid", "from"}},
      {"/api/v1/proofs/consistency?from=1&to=999999", {"not_found", "to"}},
      {"/api/v1/proofs/time", {"invalid", "index"}},
      {"/api/v1/feed?after=x", {"invalid", "after"}},
      {"/api/v1/feed?after=999999", {"not_found", "after"}},
      {"/api/v1/feed?since=1", {"invalid", "since"}}};
  for (const auto& [target, expected] : bad) {
    const Response response = service->get(target);
    EXPECT_EQ(sample::problem_of(response), expected.first) << target;
    if (response.status < 400) continue;
    EXPECT_EQ(*sample::json_of(response).find("field")->text(), expected.second) << target;
    EXPECT_EQ(response.caching, Caching::kNoStore) << target;
  }
}

std::string next(const Response& response) {
  return *std::get<EventStream>(response.body).next();
}

TEST_F(Entries, AreFollowedLiveAndFromWhereTheReaderWas) {
  const Response live = service->get("/api/v1/feed");
  EXPECT_EQ(live.header("content-type"), "text/event-stream");
  EXPECT_EQ(next(live), "retry: 3000\n\n");
  EXPECT_EQ(next(live), "");
  const auto said = service->folder().say("registrar", SampleLedger::party("told", attest::PartyKind::kCity));
  const std::string event = next(live);
  EXPECT_TRUE(event.starts_with("id: " + std::to_string(said.index.value) + "\nevent: entry\ndata: {")) << event;
  EXPECT_NE(event.find("\"subject\":\"told\""), std::string::npos);
  EXPECT_TRUE(event.ends_with("}\n\n"));

  const Response again = service->get("/api/v1/feed?after=0", {{"last-event-id", "2"}});
  EXPECT_NE(next(again).find("\n\nid: 3\n"), std::string::npos) << "the header is the newer word";
  const Response from_start = service->get("/api/v1/feed?after=0");
  std::string all;
  for (std::string more = next(from_start); !more.empty(); more = next(from_start)) all += more;
  for (std::uint64_t i = 1; i < size().value; ++i) {
    EXPECT_NE(all.find("id: " + std::to_string(i) + "\n"), std::string::npos) << i;
  }
  EXPECT_EQ(all.find("77.125"), std::string::npos);
  EXPECT_EQ(sample::problem_of(service->get("/api/v1/feed", {{"last-event-id", "x"}})), "invalid");
  EXPECT_EQ(sample::problem_of(service->get("/api/v1/feed", {{"last-event-id", "1x"}})), "invalid");
}

}  // namespace
}  // namespace api
