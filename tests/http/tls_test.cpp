// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "support/child.hpp"
#include "test_server.hpp"

namespace http_test {
namespace {

using ledger_test::run;

// A key and a certificate for localhost, made by the openssl program.
api::TlsFiles make_files(const ledger_test::TempFolder& folder, const std::string& name = "tls") {
  api::TlsFiles files{folder / (name + ".pem"), folder / (name + ".key")};
  const auto made = run({"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                         "-keyout", files.key.string(), "-out", files.chain.string()});
  EXPECT_EQ(made.exit_code, 0);
  return files;
}

class Tls : public testing::Test {
 protected:
  explicit Tls(std::chrono::milliseconds handshake = api::Deadlines{}.handshake)
      : files(make_files(folder)), server([&](api::ServerOptions& options) {
          options.listen = {{"127.0.0.1", 0, true}, {"127.0.0.1", 0, false}};
          options.tls = files;
          options.strict_transport_seconds = 600;
          options.deadlines.handshake = handshake;
        }) {}
  [[nodiscard]] std::string url(const std::string& path) const {
    return "https://localhost:" + std::to_string(server.port()) + path;
  }
  [[nodiscard]] ledger_test::Ended curl(std::vector<std::string> words) const {
    words.insert(words.begin(), {"/usr/bin/curl", "-sS", "--max-time", "10", "--cacert", files.chain.string(),
                                 "--resolve", "localhost:" + std::to_string(server.port()) + ":127.0.0.1"});
    return run(words);
  }
  [[nodiscard]] ledger_test::Ended s_client(const std::vector<std::string>& more) const {
    std::vector<std::string> words = {"/usr/bin/timeout", "5",
                                      "/usr/bin/openssl", "s_client",
                                      "-connect",         "127.0.0.1:" + std::to_string(server.port()),
                                      "-CAfile",          files.chain.string()};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  ledger_test::TempFolder folder;
  api::TlsFiles files;
  TestServer server;
};

class HurriedTls : public Tls {
 protected:
  HurriedTls() : Tls(std::chrono::milliseconds(300)) {}
};

TEST_F(Tls, SpeaksWithCurlInBothVersions) {
  EXPECT_EQ(curl({"--tlsv1.3", url("/small")}).output, "hello");
  EXPECT_EQ(curl({"--tls-max", "1.2", url("/small")}).output, "hello");
  EXPECT_EQ(curl({url("/large")}).output.size(), 2'000'000U);
  EXPECT_EQ(curl({url("/file")}).output.size(), 300'000U);
  EXPECT_EQ(curl({"--data-binary", std::string(900, 'x'), url("/memory")}).output, "900 900");
  EXPECT_EQ(curl({"-T", (server.folder / "file").string(), "-X", "POST", url("/upload")}).output, "300000 384 l");
  EXPECT_EQ(curl({"-o", "/dev/null", "-w", "%{http_version} %{num_connects}", url("/small"), "-o", "/dev/null",
                  url("/small")})
                .output,
            "1.1 11.1 0")
      << "the connection is kept, and HTTP/1.1 chosen although curl offers 2";
}

TEST_F(Tls, RefusesOldVersionsAndOtherProtocols) {
  const auto tls11 = s_client({"-tls1_1", "-cipher", "ALL:@SECLEVEL=0"});
  EXPECT_NE(tls11.exit_code, 0);
  EXPECT_NE(tls11.output.find("Cipher is (NONE)"), std::string::npos);
  EXPECT_NE(s_client({"-tls1_2", "-cipher", "AES128-SHA"}).exit_code, 0) << "no cipher without forward secrecy";
  EXPECT_EQ(s_client({"-tls1_2"}).exit_code, 0);
  EXPECT_NE(s_client({"-tls1_3"}).output.find("Verify return code: 0"), std::string::npos);
  EXPECT_EQ(s_client({"-alpn", "http/1.1"}).exit_code, 0);
  EXPECT_NE(s_client({"-alpn", "h2"}).exit_code, 0);
}

TEST_F(HurriedTls, CutsPlainHttpAndASilentClient) {
  RawClient plain(server.port());
  plain.send(get("/small"));
  EXPECT_TRUE(plain.closes());
  EXPECT_EQ(plain.read_for(std::chrono::milliseconds(10)).find("HTTP/1.1"), std::string::npos);
  RawClient silent(server.port());
  EXPECT_TRUE(silent.closes(std::chrono::milliseconds(5'000)));
  RawClient client(server.server->ports()[1]);
  EXPECT_EQ(client.ask(get("/small")).body, "hello");
}

TEST_F(Tls, TakesNewFilesAndKeepsTheOldOnesWhenTheyAreBroken) {
  std::ofstream(files.key) << "broken";
  const auto broken = server.server->reload_tls();
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().field, "tls.key");
  EXPECT_EQ(curl({url("/small")}).output, "hello");
  const api::TlsFiles other = make_files(folder, "other");
  std::filesystem::copy_file(other.key, files.key, std::filesystem::copy_options::overwrite_existing);
  EXPECT_FALSE(server.server->reload_tls()) << "the new key is not the old certificate's";
  std::filesystem::copy_file(files.chain, folder / "old.pem");
  std::filesystem::copy_file(other.chain, files.chain, std::filesystem::copy_options::overwrite_existing);
  EXPECT_TRUE(server.server->reload_tls());
  EXPECT_EQ(curl({url("/small")}).output, "hello") << "curl trusts the new certificate";
  EXPECT_NE(curl({"--cacert", (folder / "old.pem").string(), url("/small")}).exit_code, 0);
}

// RFC 6797 section 7.2: never over plain HTTP.
TEST_F(Tls, AsksBrowsersToStayWithItOverTlsAlone) {
  for (const char* path : {"/small", "/nowhere", "/file", "/large"}) {
    const std::string head = curl({"-o", "/dev/null", "-D", "-", url(path)}).output;
    EXPECT_NE(head.find("\r\nStrict-Transport-Security: max-age=600\r\n"), std::string::npos) << path << head;
    RawClient plain(server.server->ports()[1]);
    EXPECT_EQ(plain.ask(get(path)).header("strict-transport-security"), "") << path;
  }
  TestServer silent([this](api::ServerOptions& options) {
    options.listen = {{"127.0.0.1", 0, true}};
    options.tls = files;
  });
  const auto unsaid = run({"/usr/bin/curl", "-sSk", "--max-time", "10", "-D", "-",
                           "https://127.0.0.1:" + std::to_string(silent.port()) + "/small"});
  EXPECT_TRUE(unsaid.output.ends_with("hello"));
  EXPECT_EQ(unsaid.output.find("Strict-Transport"), std::string::npos);
}

}  // namespace
}  // namespace http_test
