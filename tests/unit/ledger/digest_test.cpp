// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/digest.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "ledger/encoding.hpp"

namespace ledger {
namespace {

TEST(Digest, GivesTheExamplesOfTheStandard) {  // FIPS 180-4 example values
  EXPECT_EQ(to_hex(sha256(view(""))), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256(view("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex_encode(sha384(view("abc"))),
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
            "8086072ba1e7cc2358baeca134c825a7");
}

TEST(Digest, DoesNotDependOnWhereThePartsAreCut) {
  const std::string whole(700, 'x');
  const Digest expected = sha256(view(whole));
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    const std::string_view text = whole;
    EXPECT_EQ(sha256({view(text.substr(0, cut)), view(text.substr(cut))}), expected);
  }
  // 256 bytes are gathered on the stack, 257 are not.
  for (const std::size_t size : {255U, 256U, 257U}) {
    const std::string_view text = std::string_view(whole).substr(0, size);
    Sha256Stream stream;
    stream.update(view(text));
    EXPECT_EQ(sha256({view(text.substr(0, 100)), ByteView{}, view(text.substr(100))}), stream.finish());
  }
}

TEST(Digest, OfAStreamIsThatOfItsBytes) {
  Sha256Stream stream;
  for (int i = 0; i < 1000; ++i) stream.update(view("a"));
  stream.update({});
  Sha256Stream moved = std::move(stream);
  EXPECT_EQ(moved.finish(), sha256(view(std::string(1000, 'a'))));
}

TEST(DigestDeathTest, OfAStreamIsTakenOnce) {
  Sha256Stream stream;
  (void)stream.finish();
  EXPECT_DEATH((void)stream.finish(), "cannot compute a hash");
}

TEST(Digest, IsTheSameOnEveryThread) {
  const Digest expected = sha256(view("abc"));
  std::vector<std::thread> threads;
  std::array<int, 4> wrong{};
  for (auto& count : wrong) {
    threads.emplace_back([&count, &expected] {
      for (int i = 0; i < 1000; ++i) count += sha256(view("abc")) == expected ? 0 : 1;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, (std::array<int, 4>{}));
}

TEST(Digest, IsReadFromSixtyFourLowerCaseDigitsOnly) {
  const Digest digest = sha256(view("abc"));
  const std::string hex = to_hex(digest);
  EXPECT_EQ(digest_from_hex(hex), digest);
  std::string upper = hex;
  upper[0] = 'B';
  EXPECT_FALSE(digest_from_hex(upper));
  EXPECT_FALSE(digest_from_hex(hex.substr(2)));
  EXPECT_FALSE(digest_from_hex(hex + "00"));
  EXPECT_FALSE(digest_from_hex(hex + " "));
  EXPECT_FALSE(digest_from_hex(""));
}

TEST(Digest, IsReadFromThirtyTwoBytesOnly) {
  EXPECT_EQ(digest_from_bytes(Bytes(32, 0)), Digest{});
  EXPECT_FALSE(digest_from_bytes(Bytes(31, 0)));
  EXPECT_FALSE(digest_from_bytes(Bytes(33, 0)));
  EXPECT_FALSE(digest_from_bytes({}));
}

}  // namespace
}  // namespace ledger
