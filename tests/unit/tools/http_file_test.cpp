// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A file that comes in pieces: what lies there is gone on with when the answer says so, and by nothing else.
#include <gtest/gtest.h>

#include <fstream>

#include "cityledger/server_client.hpp"
#include "ledger/durable_file.hpp"
#include "support/scripted_server.hpp"
#include "support/temp_folder.hpp"

namespace cityledger {
namespace {

using ledger::Code;
using test::ScriptedServer;

constexpr const char* kWhole = "0123456789";

// Says that `body` is as long as `length`.
std::string answer(const std::string& status, const std::string& body, std::size_t length, const std::string& range) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(length) + "\r\n" +
         (range.empty() ? "" : "Content-Range: " + range + "\r\n") + "\r\n" + body;
}
std::string whole(const std::string& body = kWhole) {
  return answer("200 OK", body, body.size(), "");
}
std::string rest(const std::string& body, const std::string& range) {
  return answer("206 Partial Content", body, body.size(), range);
}

class HttpFile : public testing::Test {
 protected:
  // What a GET into a file that holds `there` answers.
  ledger::Result<HttpAnswer> get(const ScriptedServer& server, const std::string& there) {
    std::ofstream(part(), std::ios::binary) << there;
    HttpRequest request;
    request.target = "/file";
    request.answer_file = part();
    request.answer_etag = "abc";
    request.answer_bytes_max = 10;
    return ServerClient::make(server.url(), [](std::uint32_t) {}).value().ask(std::move(request));
  }
  [[nodiscard]] std::filesystem::path part() const { return folder_ / "part"; }
  [[nodiscard]] std::string content() const { return ledger::read_file(part(), 1'000).value(); }

 private:
  ledger_test::TempFolder folder_;
};

bool asks_from(const std::string& request, int first) {
  return request.find("Range: bytes=" + std::to_string(first) + "-\r\n") != std::string::npos &&
         request.find("If-Range: \"abc\"\r\n") != std::string::npos;
}

TEST_F(HttpFile, IsGoneOnWithBehindWhatLiesThere) {
  ScriptedServer server({rest("456789", "bytes 4-9/10")});
  EXPECT_EQ(get(server, "0123").value().status, 206U);
  EXPECT_EQ(content(), kWhole);
  EXPECT_TRUE(asks_from(server.requests().at(0), 4)) << server.requests().at(0);
}

TEST_F(HttpFile, IsAskedForWholeWhereNothingLies) {
  ScriptedServer server({whole()});
  EXPECT_EQ(get(server, "").value().status, 200U);
  EXPECT_EQ(content(), kWhole);
  EXPECT_EQ(server.requests().at(0).find("ange:"), std::string::npos) << server.requests().at(0);
}

TEST_F(HttpFile, IsGoneOnWithWhenTheConnectionEndsInTheMiddle) {
  ScriptedServer server({answer("200 OK", "0123", 10, "") + ScriptedServer::kCut,
                         answer("206 Partial Content", "45", 6, "bytes 4-9/10") + ScriptedServer::kCut,
                         rest("6789", "bytes 6-9/10")});
  EXPECT_EQ(get(server, "").value().status, 206U);
  EXPECT_EQ(content(), kWhole);
  EXPECT_TRUE(asks_from(server.requests().back(), 6)) << server.requests().back();
}

TEST_F(HttpFile, IsReplacedByAWholeAnswer) {
  ScriptedServer server({whole("a change")});
  EXPECT_EQ(get(server, "0123").value().status, 200U);
  EXPECT_EQ(content(), "a change");
}

TEST_F(HttpFile, TakesNoOtherPartThanWasAskedFor) {
  for (const char* range :
       {"", "bytes 3-9/10", "bytes 5-9/10", "bytes 4-8/10", "bytes 4-9/*", "bytes 4-9/11", "bytes 4-9", "bytes 4-3/4",
        "bytes 4-10/11", "bytes 4-x/10", "bytes 4-99999999999999999999/10", "octets 4-9/10"}) {
    ScriptedServer server({rest("456789", range)});
    const auto got = get(server, "0123");
    ASSERT_FALSE(got) << range;
    EXPECT_EQ(got.error().code, Code::kInvalid) << range;
    EXPECT_EQ(content(), "0123") << range;
  }
}

TEST_F(HttpFile, EndsWhereItsRangeSaysThatItEnds) {
  ScriptedServer longer({answer("206 Partial Content", "456789A", 7, "bytes 4-9/10")});
  EXPECT_EQ(get(longer, "0123").error().code, Code::kInvalid);
  ScriptedServer endless(
      {"HTTP/1.1 206 Partial Content\r\nTransfer-Encoding: chunked\r\nContent-Range: bytes 4-9/10\r\n"
       "\r\n7\r\n456789A\r\n0\r\n\r\n"});
  EXPECT_EQ(get(endless, "0123").error().code, Code::kTooLarge);
}

TEST_F(HttpFile, IsLeftAloneByAnyOtherAnswer) {
  ScriptedServer server({answer("416 Range Not Satisfiable", "", 0, "bytes */10")});
  EXPECT_EQ(get(server, "0123456789A").value().status, 416U);
  EXPECT_EQ(content(), "0123456789A");
  ScriptedServer refusing({answer("403 Forbidden", "{}", 2, "")});
  EXPECT_EQ(get(refusing, "0123").value().status, 403U);
  EXPECT_EQ(content(), "0123");
}

}  // namespace
}  // namespace cityledger
