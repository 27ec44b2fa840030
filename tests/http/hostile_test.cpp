// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a client must not send, byte for byte: each with its exact status, its problem, and whether the connection is
// closed. After every one the server still answers others, and no handler has seen anything.
#include <gtest/gtest.h>

#include "api/limits.hpp"
#include "test_server.hpp"

namespace http_test {
namespace {

using namespace std::string_literals;

struct Hostile {
  std::string what;
  std::string bytes;
  unsigned status = 400;
  std::string problem = "invalid";
  bool closes = true;
};

const std::string kHost = "Host: here\r\n";

std::string line(const std::string& request_line) {
  return request_line + "\r\n" + kHost + "\r\n";
}

std::string posting(const std::string& lines, const std::string& body = "abc") {
  return "POST /memory HTTP/1.1\r\n" + kHost + lines + "\r\n" + body;
}

std::vector<Hostile> request_lines() {
  const auto at_limit = [](std::size_t bytes) { return "/" + std::string(bytes - 1, 'x'); };
  return {
      {"HTTP/1.0", line("GET /small HTTP/1.0"), 505, "version_not_supported"},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "version_not_supported"},
      {"HTTP/1.2", line("GET /small HTTP/1.2"), 505, "version_not_supported"},
      {"HTTP/0.9", "GET /small\r\n\r\n"},
      {"lower-case version", line("GET /small http/1.1")},
      {"two spaces", line("GET  /small HTTP/1.1")},
      {"a tab", line("GET\t/small HTTP/1.1")},
      {"a space in the target", line("GET /sm all HTTP/1.1")},
      {"a space after the version", line("GET /small HTTP/1.1 ")},
      {"a space before the method", line(" GET /small HTTP/1.1")},
      {"an empty line first", "\r\n" + line("GET /small HTTP/1.1")},
      {"unknown method", line("BREW /small HTTP/1.1"), 501, "not_implemented"},
      {"lower-case method", line("get /small HTTP/1.1"), 501, "not_implemented"},
      {"TRACE", line("TRACE /small HTTP/1.1"), 501, "not_implemented"},
      {"CONNECT", line("CONNECT here:443 HTTP/1.1"), 501, "not_implemented"},
      {"method that is no word", line("G(T /small HTTP/1.1")},
      {"absolute form", line("GET http://here/small HTTP/1.1")},
      {"another host's address", line("GET http://169.254.169.254/ HTTP/1.1")},
      {"asterisk", line("OPTIONS * HTTP/1.1")},
      {"letters outside of ASCII", line("GET /sm\xc3\xa4ll HTTP/1.1")},
      {"a NUL in the target", line("GET /sm\0ll HTTP/1.1"s)},
      {"a NUL encoded", line("GET /sm%00ll HTTP/1.1")},
      {"path climbs", line("GET /../etc/passwd HTTP/1.1")},
      {"path climbs, encoded", line("GET /%2e%2e/etc/passwd HTTP/1.1")},
      {"path climbs, slash encoded", line("GET /a%2f..%2fetc HTTP/1.1")},
      {"a backslash", line("GET /a%5c..%5cetc HTTP/1.1")},
      {"encoded twice is a name", line("GET /%252e%252e HTTP/1.1"), 404, "not_found", false},
      {"double slash", line("GET //small HTTP/1.1"), 404, "not_found", false},
      {"half an escape", line("GET /small%4 HTTP/1.1")},
      {"broken UTF-8", line("GET /%c3%28 HTTP/1.1")},
      {"a fragment", line("GET /small#x HTTP/1.1")},
      {"CR and LF encoded", line("GET /small%0d%0aX:%20y HTTP/1.1")},
      {"the longest target", line("GET " + at_limit(api::kTargetBytesMax) + " HTTP/1.1"), 404, "not_found", false},
      {"one byte longer", line("GET " + at_limit(api::kTargetBytesMax + 1) + " HTTP/1.1"), 414, "target_too_long"},
      {"a target without end", "GET /" + std::string(9'000, 'x'), 414, "target_too_long"},
      {"two names in the query", line("GET /small?a=1&a=2 HTTP/1.1")},
      {"TLS to a plain port", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n"s},
      {"only a newline", "\n"},
  };
}

std::vector<Hostile> fields() {
  const std::string start = "GET /small HTTP/1.1\r\n";
  const auto with = [&](const std::string& lines) { return start + kHost + lines + "\r\n"; };
  const auto filled = [&](std::size_t bytes) {
    const std::string head = start + kHost + "X: ";
    return head + std::string(bytes - head.size() - 4, 'x') + "\r\n\r\n";
  };
  std::string hundred;
  for (std::size_t i = 1; i < api::kHeaderFieldsMax; ++i) hundred += "X: y\r\n";
  return {
      {"bare LF", "GET /small HTTP/1.1\nHost: here\n\n"},
      {"bare LF in the middle", start + "Host: here\nX: y\r\n\r\n"},
      {"bare CR", with("X: a\rb\r\n")},
      {"bare CR before a field", start + "Host: here\rContent-Length: 3\r\n\r\n"},
      {"CR CR LF", start + "Host: here\r\r\n\r\n"},
      {"a NUL", with("X: a\0b\r\n"s)},
      {"a control character", with("X: a\x01"
                                   "b\r\n")},
      {"DEL", with("X: a\x7f\r\n")},
      {"bytes outside of ASCII", with("X: \xc3\xa4\r\n")},
      {"folded line", with("X: a\r\n b\r\n")},
      {"folded by a tab", with("X: a\r\n\tb\r\n")},
      {"space before the first field", start + " " + kHost + "\r\n"},
      {"space before the colon", start + "Host : here\r\n\r\n"},
      {"no colon", with("X\r\n")},
      {"no name", with(": x\r\n")},
      {"a name with brackets", with("X[0]: x\r\n")},
      {"no Host", start + "\r\n"},
      {"two Hosts", start + kHost + kHost + "\r\n"},
      {"an empty Host", start + "Host:\r\n\r\n"},
      {"two in one Host", start + "Host: here, there\r\n\r\n"},
      {"a path in Host", start + "Host: here/x\r\n\r\n"},
      {"a user in Host", start + "Host: me@here\r\n\r\n"},
      {"unknown expectation", with("Expect: a miracle\r\n"), 417, "expectation_failed"},
      {"the largest header", filled(api::kHeaderBytesMax), 200, "", false},
      {"one byte more", filled(api::kHeaderBytesMax + 1), 431, "header_too_large"},
      {"a header without end", start + "X: " + std::string(20'000, 'x'), 431, "header_too_large"},
      {"the most fields", with(hundred), 200, "", false},
      {"one field more", with(hundred + "X: y\r\n"), 431, "header_too_large"},
  };
}

// Shapes by which a proxy and a server are made to see different requests (RFC 9112 section 11.2).
std::vector<Hostile> framing() {
  const std::string inner = "0\r\n\r\nGET /secret HTTP/1.1\r\nHost: here\r\n\r\n";
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  return {
      {"both lengths", posting("Content-Length: 4\r\n" + chunked, inner)},
      {"both lengths, the other way", posting(chunked + "Content-Length: 4\r\n", inner)},
      {"two lengths", posting("Content-Length: 3\r\nContent-Length: 5\r\n")},
      {"the same length twice", posting("Content-Length: 3\r\nContent-Length: 3\r\n")},
      {"a list of lengths", posting("Content-Length: 3, 5\r\n")},
      {"a negative length", posting("Content-Length: -3\r\n")},
      {"a length with plus", posting("Content-Length: +3\r\n")},
      {"a length in hexadecimal", posting("Content-Length: 0x3\r\n")},
      {"a length with a space", posting("Content-Length: 3 3\r\n")},
      {"an empty length", posting("Content-Length:\r\n")},
      {"a length over 64 bits", posting("Content-Length: 18446744073709551616\r\n")},
      {"a huge length", posting("Content-Length: 18446744073709551615\r\n"), 413, "too_large"},
      {"space before the colon", posting("Transfer-Encoding : chunked\r\n", inner)},
      {"coding twice", posting(chunked + chunked, inner)},
      {"chunked twice", posting("Transfer-Encoding: chunked, chunked\r\n", inner), 501, "not_implemented"},
      {"coding and identity", posting(chunked + "Transfer-Encoding: identity\r\n", inner)},
      {"no such coding", posting("Transfer-Encoding: xchunked\r\n", inner)},
      {"a vertical tab before", posting("Transfer-Encoding: \x0b"
                                        "chunked\r\n",
                                        inner)},
      {"quoted", posting("Transfer-Encoding: \"chunked\"\r\n", inner)},
      {"gzip, chunked", posting("Transfer-Encoding: gzip, chunked\r\n", inner), 501, "not_implemented"},
      {"identity", posting("Transfer-Encoding: identity\r\n"), 501, "not_implemented"},
      {"an empty coding", posting("Transfer-Encoding:\r\n")},
      {"no length", posting("", ""), 411, "length_required"},
      {"a body where none is taken", "GET /small HTTP/1.1\r\n" + kHost + "Content-Length: 3\r\n\r\nabc", 413,
       "too_large"},
      {"a body where nothing is", "POST /nowhere HTTP/1.1\r\n" + kHost + "Content-Length: 3\r\n\r\nabc", 404,
       "not_found"},
      {"a method that is not there", "DELETE /small HTTP/1.1\r\n" + kHost + "\r\n", 405, "method_not_allowed", false},
  };
}

std::vector<Hostile> chunks() {
  const auto chunked = [](const std::string& body) { return posting("Transfer-Encoding: chunked\r\n", body); };
  std::string tiny;
  for (int i = 0; i < 1'001; ++i) tiny += "1\r\nx\r\n";
  return {
      {"no number", chunked("x\r\nabc\r\n0\r\n\r\n")},
      {"a negative number", chunked("-3\r\nabc\r\n0\r\n\r\n")},
      {"0x3", chunked("0x3\r\nabc\r\n0\r\n\r\n")},
      {"over 64 bits", chunked("fffffffffffffffff\r\nabc\r\n0\r\n\r\n")},
      {"bare LF after the number", chunked("3\nabc\r\n0\r\n\r\n")},
      {"no line end after the data", chunked("3\r\nabcd\r\n0\r\n\r\n")},
      {"an empty number", chunked("\r\nabc\r\n0\r\n\r\n")},
      {"too long at once", chunked("3e9\r\n" + std::string(1'001, 'x') + "\r\n0\r\n\r\n"), 413, "too_large"},
      {"too long in small pieces", chunked(tiny + "0\r\n\r\n"), 413, "too_large"},
      {"an extension without end", chunked("3;" + std::string(80'000, 'x'))},
      {"trailers without end", chunked("0\r\nX: " + std::string(80'000, 'x'))},
  };
}

class HostileTest : public testing::Test {
 protected:
  void try_all(const std::vector<Hostile>& table) {
    for (const Hostile& hostile : table) {
      SCOPED_TRACE(hostile.what);
      RawClient client(server.port());
      const Answer answer = client.ask(hostile.bytes);
      EXPECT_EQ(answer.status, hostile.status);
      EXPECT_EQ(answer.problem(), hostile.problem);
      if (answer.status != 200) {
        EXPECT_EQ(answer.header("cache-control"), "no-store");
      }
      EXPECT_EQ(answer.header("connection"), hostile.closes ? "close" : "");
      if (hostile.closes) {
        EXPECT_TRUE(client.closes());
        EXPECT_EQ(client.read_for(std::chrono::milliseconds(1)), "") << "nothing of what follows is answered";
      } else {
        EXPECT_EQ(client.ask(get("/small")).body, "hello");
      }
    }
    EXPECT_EQ(server.handled(), 0) << "no handler that takes something was reached";
    RawClient other(server.port());
    EXPECT_EQ(other.ask(get("/small")).body, "hello");
  }
  TestServer server{[](api::ServerOptions& options) { options.deadlines.linger = std::chrono::milliseconds(200); }};
};

TEST_F(HostileTest, RequestLines) {
  try_all(request_lines());
}
TEST_F(HostileTest, HeaderFields) {
  try_all(fields());
}
TEST_F(HostileTest, FramingOfBodies) {
  try_all(framing());
}
TEST_F(HostileTest, Chunks) {
  try_all(chunks());
}

TEST_F(HostileTest, EveryPieceOfARequestMayComeAlone) {
  RawClient client(server.port());
  for (const char c : get("/small") + post("/memory", "abc")) client.send(std::string(1, c));
  EXPECT_EQ(client.read().body, "hello");
  EXPECT_EQ(client.read().body, "3 3");
}

}  // namespace
}  // namespace http_test
