// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/receipt.hpp"

#include <gtest/gtest.h>

#include "ledger/encoding.hpp"
#include "ledger/merkle.hpp"
#include "support.hpp"

namespace attest {
namespace {

ReceiptHeader header_for(const Signer& signer, std::uint64_t size) {
  return {key_thumbprint(signer.public_key()), "ledger.example/test", ledger::sha256(ledger::view("genesis")), {size}};
}

PublicKey vector_key() {
  return {Algorithm::kEdDsa, test::vector_bytes("receipt", "public")};
}

Digest vector_digest(std::string_view name) {
  return *ledger::digest_from_hex(test::vector_text("receipt", name));
}

bool proves(ByteView bytes, const Digest& leaf, const PublicKey& key) {
  const Result<Receipt> receipt = parse_receipt(bytes);
  return receipt && check_receipt(*receipt, leaf, key);
}

ledger::MemoryTree tree_of(std::uint64_t size) {
  ledger::MemoryTree tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.append(ledger::leaf_hash(ledger::big_endian_64(i)));
  return tree;
}

TEST(Receipt, ReadsAndProvesWhatAnotherImplementationMade) {
  const Result<Receipt> receipt = parse_receipt(test::vector_bytes("receipt", "message"));
  ASSERT_TRUE(receipt) << receipt.error().message;
  EXPECT_EQ(receipt->header.origin, "ledger.example/test");
  EXPECT_EQ(receipt->header.size.value, 7U);
  EXPECT_EQ(receipt->index.value, 5U);
  EXPECT_EQ(receipt->path.size(), 3U);
  EXPECT_EQ(check_receipt(*receipt, vector_digest("leaf"), vector_key()).value(), vector_digest("root"));
}

TEST(Receipt, IsWrittenByteForByteAsAnotherImplementation) {
  const auto signer = *signer_from_seed(test::vector_bytes("ed25519", "seed"));
  const Receipt receipt = *parse_receipt(test::vector_bytes("receipt", "message"));
  const Bytes signature = *sign_receipt_root(header_for(*signer, 7), vector_digest("root"), *signer);
  EXPECT_EQ(ledger::hex_encode(encode_receipt(header_for(*signer, 7), {5}, receipt.path, signature)),
            test::vector_text("receipt", "message"));
}

TEST(Receipt, RefusesEveryFlippedBit) {
  Bytes bytes = test::vector_bytes("receipt", "message");
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    const auto mask = static_cast<std::uint8_t>(1U << bit % 8);
    bytes[bit / 8] ^= mask;
    EXPECT_FALSE(proves(bytes, vector_digest("leaf"), vector_key())) << bit;
    bytes[bit / 8] ^= mask;
  }
  EXPECT_TRUE(proves(bytes, vector_digest("leaf"), vector_key()));
}

TEST(Receipt, OneSignatureServesEveryEntryOfEveryTree) {
  const auto signer = test::fixed_signer();
  for (std::uint64_t size = 2; size <= 20; ++size) {
    const ledger::MemoryTree tree = tree_of(size);
    const Bytes signature = *sign_receipt_root(header_for(*signer, size), tree.root(), *signer);
    for (std::uint64_t index = 0; index < size; ++index) {
      const ledger::HashPath path = *ledger::make_inclusion(tree, {index}, {size});
      const Bytes bytes = encode_receipt(header_for(*signer, size), {index}, path, signature);
      const Digest leaf = ledger::leaf_hash(ledger::big_endian_64(index));
      ASSERT_TRUE(proves(bytes, leaf, signer->public_key())) << size << ' ' << index;
      // No other place in a tree of this size fits the same path.
      for (std::uint64_t other = 0; other < size; ++other) {
        const Bytes moved = encode_receipt(header_for(*signer, size), {other}, path, signature);
        ASSERT_EQ(proves(moved, leaf, signer->public_key()), other == index) << size << ' ' << index << ' ' << other;
      }
    }
  }
}

TEST(Receipt, RefusesAnotherSizeAlthoughThePathWouldFit) {
  // Entry 32 of 33 has the path of entry 1 of 2; the signed size tells them apart.
  const auto signer = test::fixed_signer();
  const ledger::MemoryTree tree = tree_of(33);
  const Bytes signature = *sign_receipt_root(header_for(*signer, 33), tree.root(), *signer);
  const ledger::HashPath path = *ledger::make_inclusion(tree, {32}, {33});
  const Digest leaf = ledger::leaf_hash(ledger::big_endian_64(32));
  EXPECT_EQ(ledger::root_from_inclusion(leaf, {1}, {2}, path).value(), tree.root());
  EXPECT_TRUE(proves(encode_receipt(header_for(*signer, 33), {32}, path, signature), leaf, signer->public_key()));
  EXPECT_FALSE(proves(encode_receipt(header_for(*signer, 2), {1}, path, signature), leaf, signer->public_key()));
}

TEST(Receipt, RefusesAnEmptyPathAndTooLongOnes) {
  const auto signer = test::fixed_signer();
  const ReceiptHeader header = header_for(*signer, 1);
  const Bytes signature = *sign_receipt_root(header, tree_of(1).root(), *signer);
  EXPECT_FALSE(parse_receipt(encode_receipt(header, {0}, {}, signature)));
  EXPECT_TRUE(parse_receipt(encode_receipt(header, {0}, ledger::HashPath(64), signature)));
  EXPECT_FALSE(parse_receipt(encode_receipt(header, {0}, ledger::HashPath(65), signature)));
}

TEST(Receipt, RefusesSizesThatDifferAndIndexesThatAreTooLarge) {
  const auto signer = test::fixed_signer();
  const ReceiptHeader seven = header_for(*signer, 7);
  const ledger::HashPath path(3);
  EXPECT_TRUE(parse_receipt(encode_receipt(seven, {6}, path, Bytes(64))));
  EXPECT_FALSE(parse_receipt(encode_receipt(seven, {7}, path, Bytes(64))));
  // The proof of a receipt of size 8 under the header of size 7.
  const Cbor inner = *decode_cbor(encode_receipt(seven, {6}, path, Bytes(64)));
  Cbor::Array parts = *inner.content_of_tag(18)->as_array();
  parts.at(1) =
      decode_cbor(encode_receipt(header_for(*signer, 8), {6}, path, Bytes(64)))->content_of_tag(18)->as_array()->at(1);
  const Result<Receipt> mixed = parse_receipt(encode_cbor(Cbor::tagged(18, Cbor::array(parts))));
  ASSERT_FALSE(mixed);
  EXPECT_NE(mixed.error().message.find("size"), std::string::npos);
}

TEST(Receipt, RefusesAnotherKey) {
  EXPECT_FALSE(
      proves(test::vector_bytes("receipt", "message"), vector_digest("leaf"), test::fixed_signer()->public_key()));
  EXPECT_FALSE(sign_receipt_root(header_for(*test::fixed_signer(1), 2), {}, *test::fixed_signer(2)));
  const auto p256 = *generate_signer(Algorithm::kEs256);
  EXPECT_FALSE(sign_receipt_root(header_for(*p256, 2), {}, *p256));
}

TEST(Receipt, IsNoStatementAndAStatementIsNoReceipt) {
  EXPECT_FALSE(parse_cose(test::vector_bytes("receipt", "message"), kStatementType));
  EXPECT_FALSE(parse_receipt(test::vector_bytes("ed25519", "message")));
}

ledger::HashPath path_of(const Cbor& value) {
  ledger::HashPath path;
  for (const Cbor& hash : *value.as_array()) path.push_back(*ledger::digest_from_bytes(*hash.as_bytes()));
  return path;
}

// The proof [a, b, path] in a receipt of others, whose headers are not in deterministic order.
Cbor published_proof(const std::filesystem::path& file, std::int64_t kind) {
  const Result<Cbor> message = decode_cbor(ledger::view(test::read_file(file)));
  const Cbor* proofs = message->content_of_tag(18)->as_array()->at(1).find(396);
  return *decode_cbor(*proofs->find(kind)->as_array()->front().as_bytes());
}

TEST(Receipt, PublishedExamplesDecodeAndTheirProofsLeadToOneRoot) {
  const auto folder = test::shared_vectors("cose-receipts/examples");
  if (folder.empty()) GTEST_SKIP() << "the shared vectors are not here; set CITYLEDGER_VECTORS";
  const Cbor inclusion = published_proof(folder / "inclusion-receipt.cbor", -1);
  const Cbor consistency = published_proof(folder / "consistency-receipt.cbor", -2);
  const ledger::HashPath inclusion_path = path_of(inclusion.as_array()->at(2));
  const ledger::HashPath consistency_path = path_of(consistency.as_array()->at(2));
  EXPECT_EQ(*inclusion.as_array()->at(0).as_integer(), 5);
  EXPECT_EQ(*inclusion.as_array()->at(1).as_integer(), 3);
  // Consistency of 3 with 5 starts with leaves 2 and 3, so that it holds the leaf that the other receipt is about.
  const Result<Digest> root = ledger::root_from_inclusion(consistency_path.at(1), {3}, {5}, inclusion_path);
  ASSERT_TRUE(root);
  const Digest older = ledger::node_hash(consistency_path.at(2), consistency_path.at(0));
  EXPECT_TRUE(ledger::check_consistency({3}, {5}, consistency_path, older, *root));
}

TEST(Receipt, RefusesThePublishedExamplesWhoseHeadersAreNotOurs) {
  const auto folder = test::shared_vectors("cose-receipts/examples");
  if (folder.empty()) GTEST_SKIP() << "the shared vectors are not here; set CITYLEDGER_VECTORS";
  for (const auto* name : {"inclusion-receipt.cbor", "consistency-receipt.cbor"}) {
    EXPECT_FALSE(parse_receipt(ledger::view(test::read_file(folder / name)))) << name;
  }
}

}  // namespace
}  // namespace attest
