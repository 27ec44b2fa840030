// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "attest/private_key_file.hpp"
#include "attest/signer.hpp"
#include "support.hpp"

namespace attest {
namespace {

constexpr const char* kPassphrase = "correct horse";

std::string quoted(const std::filesystem::path& file) {
  return "'" + file.string() + "'";
}

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(KeyFile, KeepsAKeyOfEitherKind) {
  const test::Folder folder;
  for (const Algorithm algorithm : {Algorithm::kEdDsa, Algorithm::kEs256}) {
    const auto signer = *generate_signer(algorithm);
    const auto file = folder / (algorithm == Algorithm::kEdDsa ? "ed25519.pem" : "p256.pem");
    ASSERT_TRUE(write_key_file(file, *signer, kPassphrase));
    const auto back = read_key_file(file, kPassphrase);
    ASSERT_TRUE(back);
    EXPECT_EQ((*back)->public_key(), signer->public_key());
    EXPECT_TRUE(verify_signature(signer->public_key(), ledger::view("x"), *(*back)->sign(ledger::view("x"))));
  }
}

TEST(KeyFile, IsReadByItsOwnerAloneAndLeavesNothingElse) {
  const test::Folder folder;
  ASSERT_TRUE(write_key_file(folder / "key.pem", *test::fixed_signer(), kPassphrase));
  struct stat status{};
  ASSERT_EQ(::stat((folder / "key.pem").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(KeyFile, IsNeverOverwritten) {
  const test::Folder folder;
  const auto file = folder / "key.pem";
  ASSERT_TRUE(write_key_file(file, *test::fixed_signer(1), kPassphrase));
  const std::string before = test::read_file(file);
  const Result<void> second = write_key_file(file, *test::fixed_signer(2), kPassphrase);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::kInvalid);
  EXPECT_EQ(test::read_file(file), before);
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(KeyFile, RefusesAWrongPassphrase) {
  const test::Folder folder;
  ASSERT_TRUE(write_key_file(folder / "key.pem", *test::fixed_signer(), kPassphrase));
  for (const auto* wrong : {"", "correct hors", "correct horse ", "Correct horse"}) {
    const auto read = read_key_file(folder / "key.pem", wrong);
    ASSERT_FALSE(read) << wrong;
    EXPECT_EQ(read.error().code, Code::kKey);
  }
}

TEST(KeyFile, TakesPassphrasesFrom8To1023Bytes) {
  const test::Folder folder;
  const auto signer = test::fixed_signer();
  EXPECT_EQ(write_key_file(folder / "a", *signer, "1234567").error().code, Code::kInvalid);
  EXPECT_TRUE(write_key_file(folder / "b", *signer, "12345678"));
  const std::string longest(1023, 'p');
  EXPECT_TRUE(write_key_file(folder / "c", *signer, longest));
  EXPECT_TRUE(read_key_file(folder / "c", longest));
  EXPECT_EQ(write_key_file(folder / "d", *signer, longest + "p").error().code, Code::kInvalid);
}

TEST(KeyFile, SaysWhatIsWrongWithAFile) {
  const test::Folder folder;
  EXPECT_EQ(read_key_file(folder / "absent", kPassphrase).error().code, Code::kNotFound);
  test::write_file(folder / "empty", {});
  EXPECT_EQ(read_key_file(folder / "empty", kPassphrase).error().code, Code::kKey);
  test::write_file(folder / "large", Bytes(100'000, 'x'));
  EXPECT_EQ(read_key_file(folder / "large", kPassphrase).error().code, Code::kKey);
  EXPECT_EQ(read_key_file(folder.path(), kPassphrase).error().code, Code::kStorage);
  EXPECT_EQ(write_key_file(folder / "no/such/folder", *test::fixed_signer(), kPassphrase).error().code, Code::kStorage);
}

TEST(KeyFile, RefusesKeysThatAreNotEncryptedOrNotOurs) {
  const test::Folder folder;
  ASSERT_TRUE(test::openssl("genpkey -algorithm ed25519 -out " + quoted(folder / "plain.pem")));
  EXPECT_EQ(read_key_file(folder / "plain.pem", kPassphrase).error().code, Code::kKey);
  ASSERT_TRUE(
      test::openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -aes-256-cbc -pass pass:12345678 -out " +
                    quoted(folder / "p384.pem")));
  EXPECT_EQ(read_key_file(folder / "p384.pem", "12345678").error().code, Code::kKey);
}

TEST(KeyFile, OpensWhatTheOpensslProgramEncrypted) {
  const test::Folder folder;
  ASSERT_TRUE(
      test::openssl("genpkey -algorithm ed25519 -aes-256-cbc -pass pass:12345678 -out " + quoted(folder / "a.pem")));
  EXPECT_TRUE(read_key_file(folder / "a.pem", "12345678"));
}

TEST(KeyFile, IsOpenedByTheOpensslProgramWithThePassphraseAlone) {
  const test::Folder folder;
  for (const Algorithm algorithm : {Algorithm::kEdDsa, Algorithm::kEs256}) {
    const auto file = folder / (algorithm == Algorithm::kEdDsa ? "ed25519.pem" : "p256.pem");
    ASSERT_TRUE(write_key_file(file, **generate_signer(algorithm), "correct-horse"));
    for (const std::string program : {"pkey -noout", "pkcs8"}) {
      EXPECT_TRUE(test::openssl(program + " -in " + quoted(file) + " -passin pass:correct-horse"));
      EXPECT_FALSE(test::openssl(program + " -in " + quoted(file) + " -passin pass:wrong-horse"));
    }
    std::string parameters;
    ASSERT_TRUE(test::openssl("asn1parse -in " + quoted(file), &parameters));
    for (const auto* expected : {"PBES2", "scrypt", "aes-256-cbc"})
      EXPECT_NE(parameters.find(expected), std::string::npos);
  }
}

TEST(PrivateKeyFile, KeepsAKeyThatSignsNoStatements) {
  const test::Folder folder;
  ASSERT_TRUE(test::openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -outform DER -out " +
                            quoted(folder / "sec1.der")));
  ASSERT_TRUE(test::openssl("pkcs8 -topk8 -nocrypt -inform DER -outform DER -in " + quoted(folder / "sec1.der") +
                            " -out " + quoted(folder / "key.der")));
  const std::string der = test::read_file(folder / "key.der");
  ASSERT_TRUE(write_private_key(folder / "key.pem", Secret(ledger::to_bytes(der)), kPassphrase));
  const auto back = read_private_key(folder / "key.pem", kPassphrase);
  ASSERT_TRUE(back);
  EXPECT_EQ(ledger::text(back->view()), der);
  EXPECT_EQ(read_private_key(folder / "key.pem", "another passphrase").error().code, Code::kKey);
  EXPECT_EQ(write_private_key(folder / "key.pem", Secret(ledger::to_bytes(der)), kPassphrase).error().code,
            Code::kInvalid);
  for (const std::string& wrong : {std::string("no key"), der + "x", std::string()}) {
    EXPECT_EQ(write_private_key(folder / "other.pem", Secret(ledger::to_bytes(wrong)), kPassphrase).error().code,
              Code::kKey);
  }
  EXPECT_EQ(write_private_key(folder / "other.pem", Secret(ledger::to_bytes(der)), "short").error().code,
            Code::kInvalid);
  EXPECT_FALSE(std::filesystem::exists(folder / "other.pem"));
}

}  // namespace
}  // namespace attest
