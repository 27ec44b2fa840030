// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/server_client.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "cityledger/server_answers.hpp"
#include "cityledger/server_commands.hpp"
#include "ledger/encoding.hpp"
#include "support/scripted_server.hpp"
#include "support/temp_folder.hpp"

namespace cityledger {
namespace {

using ledger::Code;
using test::ScriptedServer;

std::string answer(const std::string& status, const std::string& body, const std::string& headers = "") {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body;
}

// A client whose pauses are noted and not waited for.
struct Patient {
  explicit Patient(const ScriptedServer& server)
      : client(ServerClient::make(server.url(), [this](std::uint32_t ms) { pauses.push_back(ms); }).value()) {}
  std::vector<std::uint32_t> pauses;
  ServerClient client;
};

TEST(ServerClient, GivesWhatIsThereOverOneConnection) {
  ScriptedServer server({answer("200 OK", "first"), answer("200 OK", "second")});
  Patient patient(server);
  EXPECT_EQ(ledger::to_string(patient.client.get("checkpoint", 100).value()), "first");
  EXPECT_EQ(ledger::to_string(patient.client.get("tile/0/000", 100).value()), "second");
  EXPECT_EQ(server.connections(), 1);
  EXPECT_TRUE(server.requests().at(0).starts_with("GET /checkpoint HTTP/1.1\r\n")) << server.requests().at(0);
}

TEST(ServerClient, AsksAgainWhenAConnectionEndsWithoutAnAnswer) {
  ScriptedServer server({"", answer("200 OK", "x")});
  Patient patient(server);
  EXPECT_TRUE(patient.client.get("checkpoint", 100));
  EXPECT_EQ(server.connections(), 2);
  EXPECT_EQ(patient.pauses.size(), 1U);
}

TEST(ServerClient, WaitsAsTheServerAsks) {
  ScriptedServer server({answer("503 Service Unavailable", "", "Retry-After: 7\r\n"),
                         answer("429 Too Many Requests", "", "Retry-After: 999999\r\n"), answer("200 OK", "x")});
  Patient patient(server);
  EXPECT_TRUE(patient.client.get("checkpoint", 100));
  EXPECT_EQ(patient.pauses, (std::vector<std::uint32_t>{7'000, kServerPauseMillisMax}));
}

TEST(ServerClient, GivesUpAfterFiveTries) {
  ScriptedServer server(std::vector<std::string>(6, answer("503 Service Unavailable", "{\"title\":\"busy\"}")));
  Patient patient(server);
  const auto got = patient.client.get("checkpoint", 100);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Code::kBusy);
  EXPECT_NE(got.error().message.find("busy"), std::string::npos);
  EXPECT_EQ(server.requests().size(), 5U);
  EXPECT_EQ(patient.pauses.size(), 4U);
}

TEST(ServerClient, WaitsForAServerThatAsksToBeAskedLessOftenAndSaysSo) {
  std::vector<std::string> answers(
      20, answer("429 Too Many Requests", R"({"title":"Too many requests"})", "Retry-After: 1\r\n"));
  answers.push_back(answer("200 OK", "x"));
  ScriptedServer server(answers);
  Patient patient(server);
  std::vector<std::string> words;
  patient.client.tell_waiting([&](std::uint32_t, const std::string& why) { words.push_back(why); });
  EXPECT_TRUE(patient.client.get("checkpoint", 100));
  EXPECT_EQ(patient.pauses, std::vector<std::uint32_t>(20, 1'000));
  ASSERT_EQ(words.size(), 20U);
  EXPECT_NE(words[0].find("Too many requests"), std::string::npos) << words[0];
}

TEST(ServerClient, WaitsNoLongerThanTwoMinutesForSuchAServer) {
  ScriptedServer server(std::vector<std::string>(200, answer("429 Too Many Requests", "", "Retry-After: 1\r\n")));
  Patient patient(server);
  EXPECT_EQ(patient.client.get("checkpoint", 100).error().code, Code::kBusy);
  EXPECT_EQ(patient.pauses.size(), kServerPausesMillisMax / 1'000);
}

TEST(ServerClient, UsesAConnectionAgainThatIsFree) {
  ScriptedServer server(std::vector<std::string>(8, answer("200 OK", "x")));
  Patient patient(server);
  EXPECT_TRUE(patient.client.get("checkpoint", 8));
  EXPECT_TRUE(patient.client.get("times/000", 8));
  EXPECT_EQ(server.connections(), 1);
}

TEST(ServerClient, WaitsTwoMinutesForOneRequestAtMost) {
  ScriptedServer server(std::vector<std::string>(6, answer("503 Service Unavailable", "", "Retry-After: 60\r\n")));
  Patient patient(server);
  EXPECT_FALSE(patient.client.get("checkpoint", 100));
  EXPECT_EQ(patient.pauses.size(), 2U);
}

TEST(ServerClient, DoesNotAskAgainAfterARefusal) {
  for (const auto& [status, code] : {std::pair{"404 Not Found", Code::kNotFound},
                                     {"410 Gone", Code::kNotFound},
                                     {"403 Forbidden", Code::kKey},
                                     {"413 Too Large", Code::kTooLarge},
                                     {"400 Bad Request", Code::kInvalid},
                                     {"301 Moved", Code::kInvalid},
                                     {"507 Insufficient Storage", Code::kFull},
                                     {"500 Internal", Code::kBusy}}) {
    ScriptedServer server({answer(status, std::string(500, ' '), "Location: http://elsewhere.example/\r\n")});
    Patient patient(server);
    const auto got = patient.client.get("checkpoint", 8);
    ASSERT_FALSE(got);
    EXPECT_EQ(ledger::code_name(got.error().code), ledger::code_name(code)) << status;
    EXPECT_EQ(server.requests().size(), 1U) << status;
  }
}

TEST(ServerClient, ReadsUpToTheLimitAndNoFurther) {
  const std::string long_body(100'000, 'x');
  for (const bool fits : {true, false}) {
    ScriptedServer server({answer("200 OK", long_body)});
    Patient patient(server);
    const auto got = patient.client.get("checkpoint", fits ? long_body.size() : long_body.size() - 1);
    EXPECT_EQ(got.has_value(), fits);
    EXPECT_TRUE(got || got.error().code == Code::kTooLarge);
  }
  ScriptedServer small({answer("200 OK", "123456789")});
  Patient patient(small);
  EXPECT_EQ(patient.client.get("checkpoint", 8).error().code, Code::kTooLarge);
}

TEST(ServerClient, RefusesWhatIsNoHttpOrCompressedOrHasEndlessHeaders) {
  ScriptedServer noise({"SSH-2.0-OpenSSH\r\n\r\n"});
  EXPECT_EQ(Patient(noise).client.get("checkpoint", 8).error().code, Code::kInvalid);
  ScriptedServer gzip({answer("200 OK", "x", "Content-Encoding: gzip\r\n")});
  EXPECT_EQ(Patient(gzip).client.get("checkpoint", 8).error().code, Code::kInvalid);
  ScriptedServer headers({answer("200 OK", "x", "X: " + std::string(kHttpHeaderBytesMax, 'y') + "\r\n")});
  EXPECT_EQ(Patient(headers).client.get("checkpoint", 8).error().code, Code::kTooLarge);
}

TEST(ServerClient, EndsAtTheDeadline) {
  ScriptedServer server({ScriptedServer::kSilence});
  HttpConnection connection(parse_address(server.url()).value());
  HttpRequest request;
  request.target = "/checkpoint";
  request.deadline_ms = 200;
  const auto got = connection.exchange(request);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Code::kBusy);
}

TEST(ServerClient, StreamsFilesBothWays) {
  const ledger_test::TempFolder folder;
  const std::string content(3'000'000, 'e');
  std::ofstream(folder / "up") << content;
  ScriptedServer server({answer("201 Created", "{}"), answer("200 OK", content)});
  HttpConnection connection(parse_address(server.url()).value());
  std::uint64_t sent = 0;
  HttpRequest request;
  request.method = HttpMethod::kPut;
  request.target = "/api/v1/evidence/7";
  request.body_file = folder / "up";
  request.sent = [&](std::uint64_t done) { sent = done; };
  ASSERT_EQ(connection.exchange(request)->status, 201U);
  EXPECT_GE(sent, content.size());
  EXPECT_TRUE(server.requests().at(0).ends_with(content.substr(0, 1'000)));
  HttpRequest back;
  back.target = "/api/v1/evidence/7";
  back.answer_file = folder / "down";
  back.answer_bytes_max = content.size();
  ASSERT_EQ(connection.exchange(back)->status, 200U);
  EXPECT_EQ(std::filesystem::file_size(folder / "down"), content.size());
  EXPECT_EQ(server.connections(), 1);
}

TEST(ServerAddress, IsSecuredUnlessItIsThisMachine) {
  for (const char* good : {"https://ledger.example", "https://ledger.example:8443/city/", "http://localhost:80",
                           "http://127.0.0.1:1234/", "http://127.9.9.9"}) {
    EXPECT_TRUE(ServerClient::make(good)) << good;
  }
  for (const char* bad :
       {"http://ledger.example", "http://127.0.0.1.example", "http://localhost.example", "ledger.example", "https://",
        "https://user@ledger.example", "https://ledger.example/?a=b", "https://l:0", ""}) {
    EXPECT_FALSE(ServerClient::make(bad)) << bad;
  }
  EXPECT_EQ(ServerClient::make("https://ledger.example/city//")->url(), "https://ledger.example/city");
}

TEST(ServerPause, GrowsAndIsSpreadAndBounded) {
  EXPECT_EQ(pause_before_retry(1, "3", 0), 3'000U);
  EXPECT_EQ(pause_before_retry(1, "Wed, 21 Oct 2026 07:28:00 GMT", 0), 200U);
  for (int tries = 1; tries < 50; ++tries) {
    const auto least = pause_before_retry(tries, "", 0);
    const auto most = pause_before_retry(tries, "-1", 0xFFFFFFFFU);
    EXPECT_LE(least, most);
    EXPECT_LE(most, kServerPauseMillisMax);
    EXPECT_GE(least, 200U);
  }
  EXPECT_LT(pause_before_retry(1, "", 0), pause_before_retry(2, "", 0));
}

TEST(ServerAnswers, AreReadStrictlyWhereItMatters) {
  const std::string leaf(64, 'a');
  const std::string entry = R"({"index":5,"leaf":")" + leaf + R"(","duplicate":true,"receipt":"AAEC"})";
  const std::string good = R"({"entries":[)" + entry + R"(],"checkpoint":"c","more":1})";
  const auto parsed = parse_registered(ledger::view(good), 1);
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->entries.at(0).ref.index.value, 5U);
  EXPECT_TRUE(parsed->entries.at(0).duplicate);
  EXPECT_EQ(parsed->entries.at(0).receipt, (ledger::Bytes{0, 1, 2}));
  EXPECT_FALSE(parse_registered(ledger::view(good), 2));
  for (const std::string& bad : std::vector<std::string>{
           std::string("{}"), std::string("[]"), std::string("x"), R"({"entries":[],"checkpoint":"c"})",
           R"({"entries":[{"index":-5,"leaf":")" + leaf + R"(","receipt":"AAEC"}],"checkpoint":"c"})",
           R"({"entries":[{"index":5,"leaf":"aa","receipt":"AAEC"}],"checkpoint":"c"})",
           R"({"entries":[{"index":5,"leaf":")" + leaf + R"(","receipt":"*"}],"checkpoint":"c"})",
           R"({"entries":[)" + entry + R"(]})"}) {
    EXPECT_FALSE(parse_registered(ledger::view(bad), 1)) << bad;
  }
}

TEST(ServerAnswers, NameEveryViolation) {
  const auto refused = parse_refusals(
      ledger::view(std::string_view(R"({"violations":[{"statement":1,"rule":"a","field":"f","message":"m"},)"
                                    R"({"statement":1,"rule":"b"},{"statement":0,"rule":"c"}]})")),
      2);
  ASSERT_TRUE(refused) << refused.error().message;
  ASSERT_EQ(refused->size(), 2U);
  EXPECT_EQ(refused->at(0).violations.size(), 2U);
  EXPECT_FALSE(parse_refusals(ledger::view(std::string_view(R"({"violations":[{"statement":2,"rule":"a"}]})")), 2));
  EXPECT_EQ(parse_refusals(ledger::view(std::string_view(R"({"detail":"no"})")), 1).error().code, Code::kRefused);
}

TEST(ServerAnswers, NameAnUploadPlainlyAndShortly) {
  const std::string longest(kUploadIdBytesMax, 'a');
  EXPECT_EQ(parse_upload_id("/api/v1/evidence/5/uploads/" + longest), longest);
  EXPECT_EQ(parse_upload_id("/uploads/a" + longest), std::nullopt);
  EXPECT_EQ(parse_upload_id("https://elsewhere.example/x/AZaz09-_"), "AZaz09-_") << "the rest is not used";
  EXPECT_EQ(parse_upload_id("AZaz09"), "AZaz09");
  for (const char* bad : {"", "/", "/a/", "/a?b", "/a%2Fb", "/a b", "/..", "/a\r\nX: y"}) {
    EXPECT_EQ(parse_upload_id(bad), std::nullopt) << bad;
  }
}

TEST(ServerAnswers, SayHowFarAnUploadIs) {
  EXPECT_EQ(parse_upload_offset("0"), 0U);
  EXPECT_EQ(parse_upload_offset(std::string(kUploadOffsetDigitsMax, '9')), 999'999'999'999'999U);
  EXPECT_EQ(parse_upload_offset(std::string(kUploadOffsetDigitsMax + 1, '9')), std::nullopt);
  for (const char* bad : {"", "-1", "+1", "1.0", "1 ", " 1", "0x1", "1,2"}) {
    EXPECT_EQ(parse_upload_offset(bad), std::nullopt) << bad;
  }
}

TEST(ServerAnswers, TellWhoReadWhat) {
  const std::string kid(64, 'b');
  const auto page = [](const std::string& item) {
    return parse_accesses(ledger::view(R"({"items":[)" + item + R"(],"next":"/api/v1/access-log?cursor=x"})"), "city");
  };
  const std::string time = R"("time":"2018-11-09T10:00:00.123Z")";
  const std::string rest = R"(,"reader":"checker","entry":7,"fields":["value","digest"])";
  const auto good = page("{" + time + rest + R"(,"kid":")" + kid + "\"}");
  ASSERT_TRUE(good) << good.error().message;
  ASSERT_EQ(good->accesses.size(), 1U);
  const attest::Access& access = good->accesses.front();
  EXPECT_EQ(access.time.value % 1'000, 123U);
  EXPECT_EQ(access.reader, "checker");
  EXPECT_EQ(access.fields, (std::vector<std::string>{"value", "digest"}));
  EXPECT_EQ(good->next, "/api/v1/access-log?cursor=x");
  const auto none = parse_accesses(ledger::view(std::string_view(R"({"items":[]})")), "city");
  ASSERT_TRUE(none);
  EXPECT_EQ(none->next, std::nullopt);
  for (const std::string& bad :
       {"{" + rest.substr(1) + "}", "{" + time + R"(,"entry":7,"fields":[]})",
        "{" + time + R"(,"reader":"r","fields":[]})", "{" + time + R"(,"reader":"r","entry":-7,"fields":[]})",
        "{" + time + R"(,"reader":"r","entry":7,"fields":[1]})", "{" + time + R"(,"reader":"r","entry":7})",
        "{" + time + rest + R"(,"kid":"bb"})", R"({"time":"2018-11-09T10:00:00.12Z")" + rest + "}",
        R"({"time":"2018-11-09T10:00:00.1234Z")" + rest + "}", R"({"time":"2018-11-09T10:00:00.x23Z")" + rest + "}",
        R"({"time":"2018-13-09T10:00:00.123Z")" + rest + "}", std::string("7")}) {
    const auto refused = page(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().field, "server") << bad;
  }
  EXPECT_FALSE(parse_accesses(ledger::view(std::string_view("{}")), "city"));
}

TEST(ServerCommands, AreSortedAndGiveAReasonWhereTheyAreRefused) {
  const auto& all = server_commands();
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_TRUE(i == 0 || all[i - 1].command < all[i].command) << all[i].command;
    EXPECT_EQ(all[i].use == ServerUse::kRefused, !all[i].why.empty()) << all[i].command;
  }
  EXPECT_EQ(server_command("no such").use, ServerUse::kRefused);
}

}  // namespace
}  // namespace cityledger
