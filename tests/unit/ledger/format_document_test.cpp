// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The worked examples of ledger/FORMAT.md, each computed again.
#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/chain.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/proof.hpp"
#include "ledger/tile.hpp"
#include "ledger/tlog_proof.hpp"
#include "unit/ledger/support.hpp"
#include "unit/ledger/test_key.hpp"

namespace ledger {
namespace {

constexpr std::uint64_t kTimesMs[] = {1767225600000, 1767225600007, 1767225600007};
constexpr std::uint64_t kCosignedAtS = 1767225600;

std::string line(const std::string& name, const std::string& value) {
  return name + " = " + value + "\n";
}

std::string hexes(const HashPath& path) {
  std::string out;
  for (const Digest& hash : path) out += (out.empty() ? "" : " ") + to_hex(hash);
  return out;
}

class FormatDocument : public ::testing::Test {
 protected:
  // The fenced block with this name.
  [[nodiscard]] std::string example(const std::string& name) const {
    const std::string start = "```text " + name + "\n";
    const std::size_t begin = page_.find(start);
    EXPECT_NE(begin, std::string::npos) << name;
    if (begin == std::string::npos) return {};
    const std::size_t end = page_.find("```\n", begin + start.size());
    return page_.substr(begin + start.size(), end - begin - start.size());
  }
  [[nodiscard]] std::string cosigned_checkpoint() const {
    const Checkpoint checkpoint{log_.key.name, tree_.size(), tree_.root()};
    SignedNote note = parse_note(sign_checkpoint(checkpoint, log_.key, log_.sign).value()).value();
    note.signatures.push_back(testing::cosign(witness_, note.text, kCosignedAtS));
    return format_note(note);
  }

  std::string page_ = testing::read_file(std::filesystem::path(CITYLEDGER_SOURCE_DIR) / "ledger" / "FORMAT.md");
  std::vector<Bytes> entries_ = {to_bytes("entry 0"), to_bytes("entry 1"), to_bytes("entry 2")};
  MemoryTree tree_ = testing::tree_of(testing::numbered_leaves(3));
  testing::TestKey log_ = testing::test_key("log.example/one", 1);
  testing::TestKey witness_ = testing::test_key("witness.example/a", 16, NoteKeyType::kCosignature);
};

TEST_F(FormatDocument, TreeIsComputedAsWritten) {
  std::string expected;
  for (std::size_t i = 0; i < 3; ++i) {
    expected += line("entry " + std::to_string(i), hex_encode(entries_[i]));
    expected += line("leaf " + std::to_string(i), to_hex(leaf_hash(entries_[i])));
  }
  expected += line("node (1, 0)", to_hex(tree_.node({1, 0}).value()));
  for (std::uint64_t size = 0; size <= 3; ++size) {
    expected += line("root of " + std::to_string(size), to_hex(tree_root(tree_, {size}).value()));
  }
  for (std::uint64_t i = 0; i < 3; ++i) {
    expected += line("inclusion of " + std::to_string(i) + " in 3", hexes(make_inclusion(tree_, {i}, {3}).value()));
  }
  for (std::uint64_t i = 1; i < 3; ++i) {
    expected +=
        line("consistency of " + std::to_string(i) + " with 3", hexes(make_consistency(tree_, {i}, {3}).value()));
  }
  EXPECT_EQ(example("tree"), expected);
}

TEST_F(FormatDocument, ChainIsComputedAsWritten) {
  Digest chain = chain_start();
  std::string expected = line("c0", to_hex(chain));
  for (std::size_t i = 0; i < 3; ++i) {
    const Digest leaf = leaf_hash(entries_[i]);
    Bytes hashed = {0x02};
    append(hashed, chain.view());
    append(hashed, big_endian_64(kTimesMs[i]));
    append(hashed, leaf.view());
    chain = chain_next(chain, {kTimesMs[i]}, leaf);
    ASSERT_EQ(sha256(hashed), chain);
    expected += line("time " + std::to_string(i), std::to_string(kTimesMs[i]));
    expected += line("hashed " + std::to_string(i), hex_encode(hashed));
    expected += line("c" + std::to_string(i + 1), to_hex(chain));
  }
  EXPECT_EQ(example("chain"), expected);
}

TEST_F(FormatDocument, CheckpointIsSignedAsWritten) {
  EXPECT_EQ(example("vkeys"), format_vkey(log_.key) + "\n" + format_vkey(witness_.key) + "\n");
  EXPECT_EQ(example("checkpoint"), cosigned_checkpoint());
  EXPECT_EQ(open_checkpoint(example("checkpoint"), log_.key)->root, tree_.root());
  const std::string message = example("cosigned-message");
  const SignedNote note = parse_note(example("checkpoint")).value();
  EXPECT_TRUE(ed25519_verify(witness_.key.key, view(message), ByteView(note.signatures.at(1).signature).subspan(8)));
}

TEST_F(FormatDocument, TilesHoldTheBytesAsWritten) {
  Bytes times;
  for (const std::uint64_t time : kTimesMs) append(times, big_endian_64(time));
  std::string expected;
  for (const TilePath& path : tiles_of({3})) {
    const Bytes bytes = path.kind == TilePath::Kind::kHashes    ? hash_tile(tree_, path).value()
                        : path.kind == TilePath::Kind::kEntries ? entry_bundle(entries_)
                                                                : times;
    expected += line(format_tile_path(path), hex_encode(bytes));
  }
  EXPECT_EQ(example("tiles"), expected);
}

TEST_F(FormatDocument, TlogProofIsWrittenAsShown) {
  const TlogProof proof{{1}, make_inclusion(tree_, {1}, {3}).value(), cosigned_checkpoint()};
  EXPECT_EQ(example("tlog-proof"), format_tlog_proof(proof));
  EXPECT_TRUE(check_tlog_proof(proof, leaf_hash(entries_[1]), log_.key).has_value());
}

}  // namespace
}  // namespace ledger
