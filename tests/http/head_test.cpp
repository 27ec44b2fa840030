// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Each rule of a request's header by itself, with the field that is named: over a socket a rule that is missing may
// stay unseen, because a later reader of the same bytes refuses them too.
#include "http/head.hpp"

#include <gtest/gtest.h>

#include "api/limits.hpp"

namespace api {
namespace {

using namespace std::string_literals;

// "name field" of the problem, or what framing there is.
std::string outcome(const std::string& bytes) {
  const HeadEnd end = find_head_end(bytes, 0);
  if (end.problem) return std::string(end.problem->name) + " " + end.problem->field;
  if (end.bytes == 0) return "more";
  Head head;
  if (const auto problem = read_head(std::string_view(bytes).substr(0, end.bytes), head)) {
    return std::string(problem->name) + " " + problem->field;
  }
  const char* const framing[] = {"none", "length", "chunked"};
  return framing[static_cast<int>(head.framing)] + (head.close ? " close"s : ""s);
}

std::string with(const std::string& fields) {
  return outcome("POST /a HTTP/1.1\r\nHost: here\r\n" + fields + "\r\n");
}

TEST(Head, BothLengthsAreRefusedForThatReason) {
  EXPECT_EQ(with("Content-Length: 3\r\n"), "length");
  EXPECT_EQ(with("Transfer-Encoding: chunked\r\n"), "chunked");
  EXPECT_EQ(with("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"), "invalid Content-Length");
  EXPECT_EQ(with("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"), "invalid Content-Length");
  EXPECT_EQ(with("transfer-encoding: chunked\r\nX: y\r\nCONTENT-LENGTH: 0\r\n"), "invalid Content-Length");
}

TEST(Head, FramingFieldsComeOnce) {
  EXPECT_EQ(with("Content-Length: 3\r\nContent-Length: 3\r\n"), "invalid Content-Length");
  EXPECT_EQ(with("Content-Length: 3\r\ncontent-length: 4\r\n"), "invalid content-length");
  EXPECT_EQ(with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), "invalid Transfer-Encoding");
  EXPECT_EQ(with("Expect: 100-continue\r\nExpect: 100-continue\r\n"), "invalid Expect");
  EXPECT_EQ(with("Host: here\r\n"), "invalid Host");
  EXPECT_EQ(with("hOST: there\r\n"), "invalid hOST");
  EXPECT_EQ(outcome("GET /a HTTP/1.1\r\n\r\n"), "invalid Host");
  EXPECT_EQ(with("X: y\r\nX: y\r\n"), "none") << "others may";
}

TEST(Head, ChunkedIsTheOnlyCoding) {
  EXPECT_EQ(with("Transfer-Encoding: Chunked\r\n"), "chunked");
  EXPECT_EQ(with("Transfer-Encoding: chunked, gzip\r\n"), "not_implemented Transfer-Encoding");
  EXPECT_EQ(with("Transfer-Encoding: chunked,chunked\r\n"), "not_implemented Transfer-Encoding");
  EXPECT_EQ(with("Transfer-Encoding: gzip, chunked\r\n"), "not_implemented Transfer-Encoding");
  EXPECT_EQ(with("Transfer-Encoding: chunked, bogus\r\n"), "invalid Transfer-Encoding");
  EXPECT_EQ(with("Transfer-Encoding: chunked;q=1\r\n"), "invalid Transfer-Encoding");
}

TEST(Head, LengthsAreDigits) {
  EXPECT_EQ(with("Content-Length: 0\r\n"), "length");
  EXPECT_EQ(with("Content-Length: 18446744073709551615\r\n"), "length");
  for (const char* wrong : {"", "+3", "-3", "3 3", "3,3", "0x3", "3.0", "18446744073709551616"}) {
    EXPECT_EQ(with("Content-Length: "s + wrong + "\r\n"), "invalid Content-Length") << wrong;
  }
}

TEST(Head, LinesEndWithCrLfAndAreNotFolded) {
  EXPECT_EQ(with("X: a\r\n b\r\n"), "invalid header");
  EXPECT_EQ(with("X: a\r\n\tb\r\n"), "invalid header");
  EXPECT_EQ(with("X: a\n"), "invalid header");
  EXPECT_EQ(outcome("GET /a HTTP/1.1\nHost: here\r\n\r\n"), "invalid header");
  EXPECT_EQ(outcome("GET /a HTTP/1.1\r\nHost: here\r\n\n"), "invalid header");
  EXPECT_EQ(with("X: a\rb\r\n"), "invalid X");
  EXPECT_EQ(outcome("GET /a HTTP/1.1\rHost: here\r\n\r\n"), "invalid path");
  EXPECT_EQ(outcome("\r\nGET /a HTTP/1.1\r\nHost: here\r\n\r\n"), "invalid request line");
  EXPECT_EQ(outcome("GET /a HTTP/1.1\r\nHost: here\r\n"), "more");
}

TEST(Head, NamesAreWordsBeforeTheColon) {
  for (const char* line : {"X : y", " X: y", "\tX: y", ": y", "X", "X\xc3\xa4: y", "X(y): z", "X\"y: z"}) {
    EXPECT_EQ(with(line + "\r\n"s), "invalid header") << line;
  }
  EXPECT_EQ(with("Content-Length : 3\r\n"), "invalid header");
  EXPECT_EQ(with("!#$%&'*+-.^_`|~9: y\r\n"), "none");
}

// Every byte, in the target, in a value, and in Host: what is taken is what is said here.
TEST(Head, TakesNoOtherBytes) {
  for (int i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    const bool visible = i > ' ' && i < 0x7F;
    const std::string target = "GET /a"s + c + "b HTTP/1.1\r\nHost: here\r\n\r\n";
    const std::string told = c == '\n' ? "invalid header" : visible ? "none" : "invalid path";
    if (c != ' ') {
      EXPECT_EQ(outcome(target), told) << i;
    }
    const bool in_value = visible || c == ' ' || c == '\t';
    EXPECT_EQ(with("X: a"s + c + "b\r\n"), in_value ? "none" : c == '\n' ? "invalid header" : "invalid X") << i;
    const bool in_host = visible && std::string_view("\"#,/<>?@\\^`{|}").find(c) == std::string_view::npos;
    const std::string host = "GET /a HTTP/1.1\r\nHost: h"s + c + "e\r\n\r\n";
    EXPECT_EQ(outcome(host), in_host ? "none" : c == '\n' ? "invalid header" : "invalid Host") << i;
  }
}

TEST(Head, ConnectionIsAListOfWords) {
  EXPECT_EQ(with("Connection: close\r\n"), "none close");
  EXPECT_EQ(with("Connection: keep-alive, Close\r\n"), "none close");
  EXPECT_EQ(with("Connection: closed\r\n"), "none");
}

TEST(Head, HasLimits) {
  const auto filled = [](std::size_t bytes) {
    const std::string start = "GET /a HTTP/1.1\r\nHost: here\r\nX: ";
    return start + std::string(bytes - start.size() - 4, 'x') + "\r\n\r\n";
  };
  EXPECT_EQ(outcome(filled(kHeaderBytesMax)), "none");
  EXPECT_EQ(outcome(filled(kHeaderBytesMax + 1)), "header_too_large header");
  std::string fields;
  for (std::size_t i = 1; i < kHeaderFieldsMax; ++i) fields += "X: y\r\n";
  EXPECT_EQ(with(fields), "none");
  EXPECT_EQ(with(fields + "X: y\r\n"), "header_too_large header");
  const auto long_target = [](std::size_t bytes) {
    return "GET /" + std::string(bytes - 1, 'x') + " HTTP/1.1\r\nHost: here\r\n\r\n";
  };
  EXPECT_EQ(outcome(long_target(kTargetBytesMax)), "none");
  EXPECT_EQ(outcome(long_target(kTargetBytesMax + 1)), "target_too_long path");
}

}  // namespace
}  // namespace api
