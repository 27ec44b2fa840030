// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/note.hpp"

#include <gtest/gtest.h>

#include "ledger/limits.hpp"
#include "unit/ledger/support.hpp"
#include "unit/ledger/test_key.hpp"

namespace ledger {
namespace {

using testing::cosign;
using testing::test_key;
using testing::TestKey;

constexpr std::string_view kText = "log.example/one\n11\nroot\n";

TEST(Note, AgreesWithTheOwnVectors) {
  const auto cases = testing::read_json(testing::own_vector("notes.json")).as_array();
  ASSERT_GT(cases.size(), 30U);
  for (const auto& one : cases) {
    const std::string name = testing::text_of(one, "name");
    std::vector<NoteKey> keys;
    for (const auto& vkey : one.at("vkeys").as_array()) {
      const auto key = parse_vkey(boost::json::value_to<std::string>(vkey));
      ASSERT_TRUE(key.has_value()) << name;
      keys.push_back(*key);
    }
    const std::string bytes = testing::text_of(one, "note");
    const auto note = parse_note(bytes);
    const bool good = note && verify_note(*note, keys);
    EXPECT_EQ(good, one.at("good").as_bool()) << name;
    if (note) {
      EXPECT_EQ(format_note(*note), bytes) << name;
    }
  }
}

TEST(Note, TestKeysAreThoseOfTheVectors) {
  const auto cases = testing::read_json(testing::own_vector("notes.json")).as_array();
  const auto vkeys = cases.at(0).at("vkeys").as_array();
  EXPECT_EQ(format_vkey(test_key("log.example/one", 1).key), boost::json::value_to<std::string>(vkeys.at(0)));
  EXPECT_EQ(format_vkey(test_key("witness.example/a", 16, NoteKeyType::kCosignature).key),
            boost::json::value_to<std::string>(vkeys.at(1)));
}

TEST(Note, SignedNoteVerifiesAndReadsBack) {
  const TestKey log = test_key("log.example/one", 1);
  const auto note = sign_note(std::string(kText), log.key, log.sign);
  ASSERT_TRUE(note.has_value());
  const auto read = parse_note(format_note(*note));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->text, kText);
  const auto verdicts = verify_note(*read, {&log.key, 1});
  ASSERT_TRUE(verdicts.has_value());
  ASSERT_EQ(verdicts->size(), 1U);
  EXPECT_EQ(verdicts->front().key, log.key);
  EXPECT_EQ(verdicts->front().cosigned_at_s, 0U);
}

TEST(Note, CosignatureTellsItsTime) {
  const TestKey witness = test_key("witness.example/a", 16, NoteKeyType::kCosignature);
  const SignedNote note{std::string(kText), {cosign(witness, kText, 1767225600)}};
  const auto verdicts = verify_note(note, {&witness.key, 1});
  ASSERT_TRUE(verdicts.has_value());
  EXPECT_EQ(verdicts->front().cosigned_at_s, 1767225600U);
}

TEST(Note, AnyFlippedBitIsRefused) {
  const TestKey log = test_key("log.example/one", 1);
  const TestKey witness = test_key("witness.example/a", 16, NoteKeyType::kCosignature);
  SignedNote note = *sign_note(std::string(kText), log.key, log.sign);
  note.signatures.push_back(cosign(witness, kText, 1767225600));
  const std::vector<NoteKey> both = {log.key, witness.key};
  const std::string bytes = format_note(note);
  ASSERT_EQ(verify_note(*parse_note(bytes), both)->size(), 2U);
  testing::for_each_flipped_bit(bytes, [&](const std::string& flipped, std::size_t bit) {
    const auto parsed = parse_note(flipped);
    if (!parsed) return;
    // A damaged name or ID makes a line unknown: then it must not count.
    const auto verdicts = verify_note(*parsed, both);
    EXPECT_TRUE(!verdicts || verdicts->size() < 2) << "bit " << bit;
  });
}

TEST(Note, KeyThatSignedTwiceIsNamedOnceByItsFirstLine) {
  const TestKey witness = test_key("witness.example/a", 16, NoteKeyType::kCosignature);
  const SignedNote note{std::string(kText), {cosign(witness, kText, 20), cosign(witness, kText, 10)}};
  const auto verdicts = verify_note(note, {&witness.key, 1});
  ASSERT_EQ(verdicts->size(), 1U);
  EXPECT_EQ(verdicts->front().cosigned_at_s, 20U);
}

TEST(Note, SecondLineOfAKnownKeyMustVerifyToo) {
  const TestKey log = test_key("log.example/one", 1);
  SignedNote note = *sign_note(std::string(kText), log.key, log.sign);
  note.signatures.push_back(note.signatures.front());
  note.signatures.back().signature[0] ^= 1U;
  EXPECT_EQ(verify_note(note, {&log.key, 1}).error().code, Code::kInvalid);
}

TEST(Note, KnownLinesMayBeNone) {
  const TestKey log = test_key("log.example/one", 1);
  const TestKey other = test_key("log.example/two", 2);
  const SignedNote note = *sign_note(std::string(kText), log.key, log.sign);
  EXPECT_TRUE(verify_known_lines(note, {&other.key, 1}).value().empty());
  EXPECT_EQ(verify_note(note, {&other.key, 1}).error().code, Code::kInvalid);
}

TEST(Note, IsNotSignedByAKeyThatDoesNotVerifyIt) {
  const TestKey log = test_key("log.example/one", 1);
  const TestKey other = test_key("log.example/one", 2);
  EXPECT_EQ(sign_note(std::string(kText), log.key, other.sign).error().code, Code::kKey);
}

TEST(Note, IsNotSignedWhenItsTextIsNoNoteText) {
  const TestKey log = test_key("log.example/one", 1);
  for (const char* text : {"", "no newline", "tab\t\n", "\xFF\n"}) {
    EXPECT_EQ(sign_note(text, log.key, log.sign).error().code, Code::kInvalid) << text;
  }
  const TestKey witness = test_key("witness.example/a", 16, NoteKeyType::kCosignature);
  EXPECT_EQ(sign_note("a\n", witness.key, witness.sign).error().code, Code::kInvalid);
}

TEST(Note, PassesOnTheErrorOfTheSigner) {
  const TestKey log = test_key("log.example/one", 1);
  const Ed25519Sign locked = [](ByteView) -> Result<Ed25519Signature> { return fail(Code::kKey, "locked"); };
  EXPECT_EQ(sign_note("a\n", log.key, locked).error().message, "locked");
}

TEST(Note, LimitsOfBytesAndLinesAreTooLargeOnePast) {
  const TestKey log = test_key("log.example/one", 1);
  const std::string tail = "\n\xE2\x80\x94 x AAAAAAA=\n";
  const std::string fits = std::string(kNoteBytesMax - tail.size() - 1, 'a') + "\n" + tail;
  ASSERT_EQ(fits.size(), kNoteBytesMax);
  EXPECT_TRUE(parse_note(fits).has_value());
  EXPECT_EQ(parse_note("a" + fits).error().code, Code::kTooLarge);
  SignedNote note = *sign_note(std::string(kText), log.key, log.sign);
  note.signatures.resize(kNoteSignaturesMax, note.signatures.front());
  EXPECT_TRUE(parse_note(format_note(note)).has_value());
  note.signatures.push_back(note.signatures.front());
  EXPECT_EQ(parse_note(format_note(note)).error().code, Code::kTooLarge);
}

TEST(NoteName, HasNoSpacePlusOrControlCharacter) {
  EXPECT_TRUE(is_note_name("log.example/one"));
  EXPECT_TRUE(is_note_name("\xC3\xBC"));
  for (const std::string_view name :
       {std::string_view(""), std::string_view("a b"), std::string_view("a+b"), std::string_view("a\tb"),
        std::string_view("a\nb"), std::string_view("a\0b", 3), std::string_view("a\xC2\xA0"),
        std::string_view("a\xC2\x85"), std::string_view("\xE2\x80\x83"), std::string_view("\xE3\x80\x80"),
        std::string_view("\xE2\x80\xA8"), std::string_view("\xFF"), std::string_view("\xC0\xAF"),
        std::string_view("\xED\xA0\x80"), std::string_view("\xF4\x90\x80\x80"), std::string_view("\xE2\x80")}) {
    EXPECT_FALSE(is_note_name(name)) << name;
  }
}

TEST(NoteName, HasAtMost255Bytes) {
  EXPECT_TRUE(is_note_name(std::string(kOriginBytesMax, 'a')));
  EXPECT_FALSE(is_note_name(std::string(kOriginBytesMax + 1, 'a')));
}

TEST(VerifierKey, ReadsBackItsOwnText) {
  for (const NoteKeyType type : {NoteKeyType::kEd25519, NoteKeyType::kCosignature}) {
    // Some seed gives base64 with a plus sign: the key is split at the first two only.
    bool saw_plus = false;
    for (std::uint8_t seed = 0; seed < 50; ++seed) {
      const NoteKey key = test_key("log.example/one", seed, type).key;
      const std::string vkey = format_vkey(key);
      saw_plus = saw_plus || std::count(vkey.begin(), vkey.end(), '+') > 2;
      EXPECT_EQ(parse_vkey(vkey), key);
    }
    EXPECT_TRUE(saw_plus);
  }
}

TEST(VerifierKey, AnyFlippedBitIsRefused) {
  const std::string vkey = format_vkey(test_key("log.example/one", 1).key);
  testing::for_each_flipped_bit(vkey, [&](const std::string& flipped, std::size_t bit) {
    EXPECT_FALSE(parse_vkey(flipped).has_value()) << "bit " << bit;
  });
}

TEST(VerifierKey, RefusesOtherTypesAndForms) {
  NoteKey key = test_key("log.example/one", 1).key;
  for (const int type : {0, 2, 3, 5, 6, 255}) {
    key.type = static_cast<NoteKeyType>(type);
    EXPECT_FALSE(parse_vkey(format_vkey(key)).has_value()) << type;
  }
  for (const char* text : {"", "+", "++", "name", "name+00000000", "name+00000000+", "+00000000+AQ=="}) {
    EXPECT_FALSE(parse_vkey(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace ledger
