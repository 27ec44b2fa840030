// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Keys on a token: SoftHSM 2 with a configuration of its own. Skipped, and said so, where it is not installed.
#include "attest/pkcs11.hpp"

#include <dlfcn.h>
#include <gtest/gtest.h>

#define CRYPTOKI_GNU 1
#include <p11-kit/pkcs11.h>

#include <array>
#include <cstdlib>

#include "support.hpp"

// SoftHSM 2.6.1 loses a few bytes when it makes a key; in a build with sanitizers its name is seen by the slow way
// alone.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libsofthsm2\n";
}
extern "C" const char* __asan_default_options() {
  return "fast_unwind_on_malloc=0";
}

namespace attest {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPin = "correct horse";

std::string module_path() {
  for (const char* path : {"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                           "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"}) {
    if (fs::exists(path)) return path;
  }
  return {};
}

// Three tokens, two of which have one label; made once, before the module is started.
struct Tokens {
  test::Folder folder;
  bool ready = false;
  Tokens() {
    fs::create_directory(folder / "tokens");
    test::write_file(folder / "conf", ledger::view("directories.tokendir = " + (folder / "tokens").string() +
                                                   "\nobjectstore.backend = file\nlog.level = ERROR\n"));
    ::setenv("SOFTHSM2_CONF", (folder / "conf").c_str(), 1);
    ready = !module_path().empty();
    for (const char* label : {"one", "twice", "twice"}) {
      ready = ready && std::system(("softhsm2-util --init-token --free --so-pin 12345678 --pin '" + std::string(kPin) +
                                    "' --label " + label + " >/dev/null 2>&1")
                                       .c_str()) == 0;
    }
  }
};

class Pkcs11 : public testing::Test {
 protected:
  static Tokens& tokens() {
    static Tokens made;
    return made;
  }
  void SetUp() override {
    if (!tokens().ready) GTEST_SKIP() << "no SoftHSM 2 on this machine: apt install softhsm2";
  }
  // Each test has labels of its own.
  static Pkcs11Key key(const std::string& label) { return {module_path(), "one", label, {}}; }
  static std::unique_ptr<Signer> made(const std::string& label, Algorithm algorithm) {
    auto signer = generate_pkcs11_key(key(label), algorithm, kPin);
    EXPECT_TRUE(signer) << (signer ? "" : signer.error().message);
    return signer ? std::move(*signer) : nullptr;
  }
  static bool pkcs11_tool(const std::string& arguments) {
    return std::system(("pkcs11-tool --module " + module_path() + " --token-label one --login --pin '" + kPin + "' " +
                        arguments + " >/dev/null 2>&1")
                           .c_str()) == 0;
  }
};

TEST_F(Pkcs11, SignsAsTheOpensslProgramVerifies) {
  const test::Folder folder;
  test::write_file(folder / "message", ledger::view("a message"));
  for (const Algorithm algorithm : {Algorithm::kEdDsa, Algorithm::kEs256}) {
    const bool ed25519 = algorithm == Algorithm::kEdDsa;
    const auto signer = made(ed25519 ? "sign-ed25519" : "sign-p256", algorithm);
    ASSERT_NE(signer, nullptr);
    EXPECT_EQ(signer->public_key().algorithm, algorithm);
    Bytes signature = *signer->sign(ledger::view("a message"));
    EXPECT_TRUE(verify_signature(signer->public_key(), ledger::view("a message"), signature));
    EXPECT_FALSE(verify_signature(signer->public_key(), ledger::view("A message"), signature));
    test::write_public_pem(folder / "key.pem", signer->public_key());
    if (!ed25519) continue;  // openssl wants DER; what is verified above is verified by OpenSSL's library
    test::write_file(folder / "signature", signature);
    const std::string verify = "pkeyutl -verify -rawin -pubin -inkey '" + (folder / "key.pem").string() + "' -in '" +
                               (folder / "message").string() + "' -sigfile '" + (folder / "signature").string() + "'";
    EXPECT_TRUE(test::openssl(verify));
    signature[0] ^= 1U;
    test::write_file(folder / "signature", signature);
    EXPECT_FALSE(test::openssl(verify));
  }
}

TEST_F(Pkcs11, SignsP256WithLowSAlways) {
  const auto signer = made("low-s", Algorithm::kEs256);
  ASSERT_NE(signer, nullptr);
  for (int i = 0; i < 32; ++i) {  // half of them come high from the token
    const Bytes message = ledger::to_bytes(std::to_string(i));
    EXPECT_TRUE(verify_signature(signer->public_key(), message, *signer->sign(message)));
  }
}

TEST_F(Pkcs11, SignsAnEmptyAndALongMessage) {
  const auto signer = made("lengths", Algorithm::kEdDsa);
  ASSERT_NE(signer, nullptr);
  for (const std::size_t size : {std::size_t{0}, std::size_t{65'535}}) {
    const Bytes message(size, 7);
    const auto signature = signer->sign(message);
    ASSERT_TRUE(signature) << size;
    EXPECT_TRUE(verify_signature(signer->public_key(), message, *signature));
  }
}

TEST_F(Pkcs11, OpensWhatItMadeAndWhatPkcs11ToolMade) {
  const auto signer = made("again", Algorithm::kEdDsa);
  ASSERT_NE(signer, nullptr);
  const auto again = open_pkcs11_key(key("again"), kPin);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ((*again)->public_key(), signer->public_key());
  ASSERT_TRUE(pkcs11_tool("--keypairgen --key-type EC:prime256v1 --label tool --id 0a1b"));
  const auto by_label = open_pkcs11_key(key("tool"), kPin);
  ASSERT_TRUE(by_label) << by_label.error().message;
  const auto by_id = open_pkcs11_key({module_path(), "one", "", {0x0a, 0x1b}}, kPin);
  ASSERT_TRUE(by_id) << by_id.error().message;
  EXPECT_EQ((*by_id)->public_key(), (*by_label)->public_key());
  ASSERT_TRUE(pkcs11_tool("--keypairgen --key-type EC:edwards25519 --label tool-ed --id 0c"));
  EXPECT_TRUE(open_pkcs11_key(key("tool-ed"), kPin));
}

TEST_F(Pkcs11, KeepsThePrivateHalfOnTheToken) {
  const auto signer = made("stays", Algorithm::kEdDsa);
  ASSERT_NE(signer, nullptr);
  const test::Folder folder;
  EXPECT_EQ(write_key_file(folder / "copy.pem", *signer, "correct horse").error().code, Code::kInvalid);
  EXPECT_TRUE(pkcs11_tool("--list-objects --type privkey --label stays 2>&1 | grep 'never extractable'"));
  EXPECT_TRUE(pkcs11_tool("--read-object --type pubkey --label stays"));
}

TEST_F(Pkcs11, SaysWhatIsMissingOrThereTwice) {
  const auto error_of = [](const Pkcs11Key& wanted, const char* pin = kPin) {
    const auto opened = open_pkcs11_key(wanted, pin);
    return opened ? Error{} : opened.error();
  };
  ASSERT_NE(made("there", Algorithm::kEdDsa), nullptr);
  Pkcs11Key wanted = key("there");
  wanted.module = "/nowhere/module.so";
  EXPECT_EQ(error_of(wanted).code, Code::kNotFound);
  EXPECT_EQ(error_of(wanted).field, "module");
  wanted.module = "/lib/x86_64-linux-gnu/libc.so.6";
  ASSERT_TRUE(fs::exists(wanted.module)) << "another library that is no module";
  EXPECT_EQ(error_of(wanted).code, Code::kInvalid);
  wanted = key("there");
  wanted.token = "three";
  EXPECT_EQ(error_of(wanted).code, Code::kNotFound);
  EXPECT_NE(error_of(wanted).message.find("one"), std::string::npos);
  wanted.token = "twice";
  EXPECT_EQ(error_of(wanted).code, Code::kInvalid);
  EXPECT_EQ(error_of(key("not there")).code, Code::kNotFound);
  EXPECT_EQ(error_of({module_path(), "one", "", {0x77}}).code, Code::kNotFound);
  EXPECT_EQ(generate_pkcs11_key(key("there"), Algorithm::kEdDsa, kPin).error().code, Code::kInvalid);
  EXPECT_EQ(generate_pkcs11_key({module_path(), "one", "", {1}}, Algorithm::kEdDsa, kPin).error().field, "label");
  ASSERT_TRUE(pkcs11_tool("--keypairgen --key-type EC:prime256v1 --label both --id 21"));
  ASSERT_TRUE(pkcs11_tool("--keypairgen --key-type EC:prime256v1 --label both --id 22"));
  EXPECT_EQ(error_of(key("both")).code, Code::kInvalid);
  EXPECT_NE(error_of(key("both")).message.find("by its id"), std::string::npos);
  EXPECT_EQ(error_of({module_path(), "one", "", {0x22}}).message, "");
}

TEST_F(Pkcs11, RefusesAnotherKindOfKey) {
  ASSERT_TRUE(pkcs11_tool("--keypairgen --key-type EC:secp384r1 --label p384 --id 31"));
  const auto opened = open_pkcs11_key(key("p384"), kPin);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Code::kKey);
  ASSERT_TRUE(pkcs11_tool("--keypairgen --key-type rsa:2048 --label rsa --id 32"));
  EXPECT_FALSE(open_pkcs11_key(key("rsa"), kPin));
}

TEST_F(Pkcs11, SaysThatThePinIsWrongAndWhatThatDoes) {
  for (const char* wrong : {"wrong horse", "", "1"}) {
    const auto opened = open_pkcs11_key(key("any"), wrong);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Code::kKey);
    EXPECT_EQ(opened.error().field, "passphrase");
    EXPECT_NE(opened.error().message.find("locks itself"), std::string::npos);
  }
}

TEST_F(Pkcs11, SaysThatTheSessionIsLost) {
  const auto signer = made("lost", Algorithm::kEdDsa);
  ASSERT_NE(signer, nullptr);
  void* library = ::dlopen(module_path().c_str(), RTLD_NOW);
  ck_function_list* calls = nullptr;
  ASSERT_EQ(reinterpret_cast<ck_rv_t (*)(ck_function_list**)>(::dlsym(library, "C_GetFunctionList"))(&calls), CKR_OK);
  std::array<ck_slot_id_t, 16> slots{};
  unsigned long count = slots.size();
  ASSERT_EQ(calls->C_GetSlotList(1, slots.data(), &count), CKR_OK);
  for (unsigned long i = 0; i < count; ++i) calls->C_CloseAllSessions(slots.at(i));
  const auto signature = signer->sign(ledger::view("x"));
  ASSERT_FALSE(signature);
  EXPECT_EQ(signature.error().code, Code::kKey);
  EXPECT_NE(signature.error().message.find("session has ended"), std::string::npos);
  EXPECT_TRUE(open_pkcs11_key(key("lost"), kPin));  // a new session heals it
}

TEST(Pkcs11File, IsReadBackAsItWasWritten) {
  const test::Folder folder;
  for (const Pkcs11Key& key : {Pkcs11Key{"/usr/lib/x.so", "city ledger", "seal, 2026", {}},
                               Pkcs11Key{"/usr/lib/x.so", std::string(32, 't'), "", {0x0a, 0xff}}}) {
    const auto file = folder / (key.id.empty() ? "a.pkcs11" : "b.pkcs11");
    ASSERT_TRUE(write_pkcs11_file(file, key));
    EXPECT_EQ(*read_pkcs11_file(file), key);
    EXPECT_EQ(write_pkcs11_file(file, key).error().code, Code::kInvalid);
  }
  EXPECT_EQ(read_pkcs11_file(folder / "none").error().code, Code::kNotFound);
}

TEST(Pkcs11File, HasThreeLinesAndNoOthers) {
  const std::string good = "module: /m.so\ntoken: t\nlabel: l\n";
  ASSERT_TRUE(parse_pkcs11(good));
  for (const std::string& wrong :
       {std::string(), good.substr(0, good.size() - 1), good + "\n", good + "id: 0a\n",
        std::string("token: t\nlabel: l\n"), std::string("module: m.so\ntoken: t\nlabel: l\n"),
        std::string("module: /m.so\ntoken: \nlabel: l\n"), std::string("module: /m.so\ntoken: t\nlabel:l\n"),
        std::string("module: /m.so\ntoken: t\nid: 0A\n"), std::string("module: /m.so\ntoken: t\nid: \n"),
        std::string("module: /m.so\ntoken: t\x1b[2J\nlabel: l\n"),
        std::string("module: /m.so\r\ntoken: t\r\nlabel: l\r\n"),
        "module: /m.so\ntoken: " + std::string(33, 't') + "\nlabel: l\n",
        "module: /m.so\ntoken: t\nlabel: " + std::string(257, 'l') + "\n",
        "module: /" + std::string(1'024, 'm') + "\ntoken: t\nlabel: l\n"}) {
    EXPECT_FALSE(parse_pkcs11(wrong)) << wrong;
  }
  EXPECT_TRUE(
      parse_pkcs11("module: /m.so\ntoken: " + std::string(32, 't') + "\nlabel: " + std::string(256, 'l') + "\n"));
  std::string id;
  for (int i = 0; i < 64; ++i) id += "0a";
  EXPECT_TRUE(parse_pkcs11("module: /m.so\ntoken: t\nid: " + id + "\n"));
  EXPECT_FALSE(parse_pkcs11("module: /m.so\ntoken: t\nid: " + id + "0a\n"));
}

}  // namespace
}  // namespace attest
