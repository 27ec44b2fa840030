// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "ledger/checkpoint.hpp"
#include "ledger/stored_tile.hpp"
#include "support/sample_service.hpp"

namespace api {
namespace {

using ledger::TilePath;

// A full tile, and one at the edge.
void fill(sample::SampleLedger& made) {
  made.ready();
  for (int i = 0; i < 300; ++i) {
    made.say("registrar", sample::SampleLedger::party("city-" + std::to_string(i), attest::PartyKind::kCity));
  }
}

class Tiles : public testing::Test {
 protected:
  static void SetUpTestSuite() { service = new sample::SampleService(fill); }
  static void TearDownTestSuite() {
    delete service;
    service = nullptr;
  }
  static ledger::TreeSize size() { return service->folder().ledger().signed_head()->size; }
  static sample::SampleService* service;
};
sample::SampleService* Tiles::service = nullptr;

TEST_F(Tiles, TheCheckpointIsTheNewestOneAndAskedForAgain) {
  const Response response = service->get("/checkpoint");
  EXPECT_EQ(response.status, 200U);
  EXPECT_EQ(response.header("content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(response.caching, Caching::kRevalidate);
  EXPECT_TRUE(response.for_any_origin);
  const auto& folder = service->folder().ledger();
  const auto checkpoint = ledger::open_checkpoint(response.text(), folder.log_key());
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->size, size());
  service->folder().say("registrar", sample::SampleLedger::party("newest", attest::PartyKind::kCity));
  EXPECT_EQ(ledger::open_checkpoint(service->get("/checkpoint").text(), folder.log_key())->size, size());
  EXPECT_GT(size(), checkpoint->size);
}

TEST_F(Tiles, EveryTileOfTheCheckpointIsThereInEveryWidth) {
  std::size_t asked = 0;
  for (const TilePath& whole : ledger::tiles_of(size())) {
    for (TilePath path = whole; path.width > 0; --path.width) {
      const Response response = service->get("/" + ledger::format_tile_path(path));
      ASSERT_EQ(response.status, 200U) << ledger::format_tile_path(path);
      EXPECT_EQ(response.header("content-type"), "application/octet-stream");
      EXPECT_EQ(response.caching, Caching::kImmutable);
      const auto made = ledger::stored_tile(service->folder().ledger().store(), path);
      EXPECT_EQ(response.text(), ledger::text(*made)) << ledger::format_tile_path(path);
      ++asked;
    }
  }
  EXPECT_EQ(asked, 3 * size().value + 1) << "hashes, entries and times of each entry, one hash of level 1";
}

TEST_F(Tiles, NothingBeyondTheCheckpointIsThere) {
  for (const TilePath& whole : ledger::tiles_of(size())) {
    if (whole.width == 256) continue;
    for (TilePath path = whole; path.width < 256;) {
      ++path.width;
      const Response response = service->get("/" + ledger::format_tile_path(path));
      EXPECT_EQ(sample::problem_of(response), "not_found") << ledger::format_tile_path(path);
      EXPECT_EQ(response.caching, Caching::kNoStore);
    }
  }
  for (const char* beyond : {"/tile/0/002.p/1", "/tile/1/001", "/tile/2/000.p/1", "/tile/63/000.p/1",
                             "/tile/entries/x999/x999/999", "/times/x018/x446/x744/x073/x709/x551/615"}) {
    EXPECT_EQ(service->get(beyond).status, 404U) << beyond;
  }
}

TEST_F(Tiles, OnlyTheCanonicalSpellingIsThere) {
  for (const char* bad : {"/tile/0/0",
                          "/tile/0/00",
                          "/tile/0/0000",
                          "/tile/00/000",
                          "/tile/0/x000/000",
                          "/tile/0/000.p/0",
                          "/tile/0/000.p/256",
                          "/tile/0/000.p/01",
                          "/tile/0/000.p/",
                          "/tile/0/000.p",
                          "/tile/0/000.P/1",
                          "/tile/64/000",
                          "/tile/-1/000",
                          "/tile/0",
                          "/tile/entries",
                          "/tile/entries/0",
                          "/tile/entries/000.p/0",
                          "/times/0",
                          "/times",
                          "/times/000.p/300",
                          "/tile/0/%3000",
                          "/tile/0/000%2Ep/1",
                          "/tile/0/0%300",
                          "/tile/data/000",
                          "/Tile/0/000",
                          "/checkpoint/",
                          "/checkpoint/x",
                          "/tile/0/000x"}) {
    const Response response = service->get(bad);
    EXPECT_EQ(response.caching, Caching::kNoStore) << bad;
    EXPECT_EQ(response.status, 404U) << bad;
  }
  EXPECT_EQ(sample::problem_of(service->get("/tile/0/000?x=1")), "invalid");
  EXPECT_EQ(sample::problem_of(service->get("/checkpoint?x=1")), "invalid");
  EXPECT_EQ(sample::problem_of(service->ask(Method::kPost, "/checkpoint")), "method_not_allowed");
}

TEST_F(Tiles, AreTheSameBodyWhenAskedForAgain) {
  const Response first = service->get("/tile/0/000");
  const Response again = service->get("/tile/0/000");
  EXPECT_EQ(std::get<ReadyBody>(first.body), std::get<ReadyBody>(again.body)) << "kept ready, not made twice";
}

}  // namespace
}  // namespace api
