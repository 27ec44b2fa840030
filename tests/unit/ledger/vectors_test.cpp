// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The tree, the chain and the proofs against our own vectors (a second program wrote them) and against the
// vectors of transparency-dev/merkle and the log of transparency-dev/tessera.
#include <gtest/gtest.h>

#include "ledger/chain.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/proof.hpp"
#include "ledger/tile.hpp"
#include "unit/ledger/support.hpp"

namespace ledger {
namespace {

using testing::digests_of;
using testing::others_vectors;
using testing::text_of;

std::uint64_t number_of(const boost::json::value& object, const char* member) {
  return object.at(member).to_number<std::uint64_t>();
}

TEST(OwnVectors, TreeRootsAndProofsAgree) {
  const auto vectors = testing::read_json(testing::own_vector("tree.json"));
  MemoryTree tree;
  for (const auto& entry : vectors.at("entries").as_array()) {
    tree.append(leaf_hash(view(boost::json::value_to<std::string>(entry))));
  }
  const std::vector<Digest> leaves = digests_of(vectors.at("leaves"));
  const std::vector<Digest> roots = digests_of(vectors.at("roots"));
  ASSERT_EQ(roots.size(), 17U);
  for (std::uint64_t size = 0; size < roots.size(); ++size) EXPECT_EQ(tree_root(tree, {size}), roots[size]);
  for (const auto& one : vectors.at("inclusion").as_array()) {
    const EntryIndex index{number_of(one, "index")};
    const TreeSize size{number_of(one, "size")};
    EXPECT_EQ(make_inclusion(tree, index, size), digests_of(one.at("path")));
    EXPECT_TRUE(check_inclusion(leaves[index.value], index, size, digests_of(one.at("path")), roots[size.value]));
  }
  for (const auto& one : vectors.at("consistency").as_array()) {
    const TreeSize older{number_of(one, "older")};
    const TreeSize newer{number_of(one, "newer")};
    EXPECT_EQ(make_consistency(tree, older, newer), digests_of(one.at("path")));
    EXPECT_TRUE(check_consistency(older, newer, digests_of(one.at("path")), roots[older.value], roots[newer.value]));
  }
}

TEST(OwnVectors, ChainAgrees) {
  const auto vectors = testing::read_json(testing::own_vector("chain.json"));
  Digest chain = chain_start();
  EXPECT_EQ(to_hex(chain), text_of(vectors, "start"));
  for (const auto& link : vectors.at("links").as_array()) {
    const UnixMillis time{std::stoull(text_of(link, "time"))};
    chain = chain_next(chain, time, digest_from_hex(text_of(link, "leaf")).value());
    EXPECT_EQ(to_hex(chain), text_of(link, "chain_after"));
  }
}

// One proof file of transparency-dev/merkle; hashes that are not 32 bytes make the proof bad.
struct ForeignProof {
  bool readable = true;
  HashPath path;
  Digest digest(const boost::json::value& base64) {
    const auto bytes = base64_decode(boost::json::value_to<std::string>(base64));
    const auto digest = digest_from_bytes(bytes.value_or(Bytes{}));
    readable = readable && digest.has_value();
    return digest.value_or(Digest{});
  }
  explicit ForeignProof(const boost::json::value& file) {
    if (const auto* hashes = file.at("proof").if_array()) {
      for (const auto& hash : *hashes) path.push_back(digest(hash));
    }
  }
};

bool foreign_inclusion_is_good(const boost::json::value& file) {
  ForeignProof proof(file);
  const Digest leaf = proof.digest(file.at("leafHash"));
  const Digest root = proof.digest(file.at("root"));
  return proof.readable &&
         check_inclusion(leaf, {number_of(file, "leafIdx")}, {number_of(file, "treeSize")}, proof.path, root);
}

bool foreign_consistency_is_good(const boost::json::value& file) {
  ForeignProof proof(file);
  const Digest older = proof.digest(file.at("root1"));
  const Digest newer = proof.digest(file.at("root2"));
  return proof.readable &&
         check_consistency({number_of(file, "size1")}, {number_of(file, "size2")}, proof.path, older, newer);
}

// The one file that asks for a root of 12 bytes to be accepted.
constexpr std::string_view kNotDigests = "sizes-are-equal-one-and-proof-is-empty.json";

TEST(OthersVectors, ProofsOfTransparencyDevMerkleAgree) {
  const auto folder = others_vectors();
  if (!folder) GTEST_SKIP() << "no folder of other people's vectors here";
  std::size_t files = 0;
  for (const char* kind : {"inclusion", "consistency"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder / "merkle" / "testdata" / kind)) {
      if (!entry.is_regular_file() || entry.path().filename() == kNotDigests) continue;
      const auto file = testing::read_json(entry.path());
      const bool good =
          std::string_view(kind) == "inclusion" ? foreign_inclusion_is_good(file) : foreign_consistency_is_good(file);
      EXPECT_EQ(good, !file.at("wantErr").as_bool()) << entry.path();
      ++files;
    }
  }
  EXPECT_EQ(files, 195U);
}

// The published key of the test log; its ID is on every signature line.
constexpr std::string_view kTesseraKey =
    "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

class TesseraLog : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto folder = others_vectors();
    if (!folder) GTEST_SKIP() << "no folder of other people's vectors here";
    log_ = *folder / "tessera" / "testdata" / "log";
    const std::string bundle = testing::read_file(log_ / "tile/entries/000.p/15");
    entries_ = parse_entry_bundle(view(bundle), 15).value();
    for (const Bytes& entry : entries_) tree_.append(leaf_hash(entry));
  }
  [[nodiscard]] Checkpoint checkpoint(std::uint64_t size) const {
    const std::string note = testing::read_file(log_ / ("checkpoint." + std::to_string(size)));
    return open_checkpoint(note, parse_vkey(kTesseraKey).value()).value();
  }
  std::filesystem::path log_;
  std::vector<Bytes> entries_;
  MemoryTree tree_;
};

TEST_F(TesseraLog, CheckpointsVerifyAndHoldOurRoots) {
  for (std::uint64_t size = 0; size <= 15; ++size) {
    EXPECT_EQ(checkpoint(size), (Checkpoint{"example.com/log/testdata", {size}, *tree_root(tree_, {size})}));
  }
}

TEST_F(TesseraLog, CheckpointBytesAreWhatWeWouldWrite) {
  for (std::uint64_t size = 0; size <= 15; ++size) {
    const std::string note = testing::read_file(log_ / ("checkpoint." + std::to_string(size)));
    EXPECT_EQ(parse_note(note)->text, checkpoint_text(checkpoint(size)));
    EXPECT_EQ(format_note(*parse_note(note)), note);
  }
}

TEST_F(TesseraLog, TilesAndBundlesAreOurs) {
  for (std::uint64_t size = 1; size <= 15; ++size) {
    const std::vector<Bytes> first(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(size));
    for (const TilePath& path : tiles_of({size})) {
      if (path.kind == TilePath::Kind::kTimes) continue;
      const std::string file = testing::read_file(log_ / format_tile_path(path));
      const Bytes ours = path.kind == TilePath::Kind::kHashes ? hash_tile(tree_, path).value() : entry_bundle(first);
      EXPECT_EQ(to_bytes(file), ours) << format_tile_path(path);
    }
  }
}

TEST_F(TesseraLog, EveryPairOfCheckpointsIsConsistent) {
  for (std::uint64_t newer = 0; newer <= 15; ++newer) {
    for (std::uint64_t older = 0; older <= newer; ++older) {
      const HashPath path = *make_consistency(tree_, {older}, {newer});
      EXPECT_TRUE(check_consistency({older}, {newer}, path, checkpoint(older).root, checkpoint(newer).root));
    }
  }
}

}  // namespace
}  // namespace ledger
