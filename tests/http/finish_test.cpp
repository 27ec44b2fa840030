// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "http/finish.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "api/limits.hpp"
#include "certs/gzip.hpp"
#include "http/conditions.hpp"

namespace api {
namespace {

Request asks(std::vector<std::pair<std::string, std::string>> headers = {}, Method method = Method::kGet) {
  Request request;
  request.method = method;
  request.headers = std::move(headers);
  return request;
}

Response kept(std::string media_type, std::string body, Caching caching = Caching::kRevalidate) {
  Response response = reply(200, std::move(media_type), std::move(body));
  response.caching = caching;
  return response;
}

std::string header(const Reply& reply, const std::string& name) {
  std::string found;
  for (const auto& [key, value] : reply.headers) {
    if (key == name) found += (found.empty() ? "" : "|") + value;
  }
  return found;
}

std::string sent(const Reply& reply) {
  if (const auto* text = std::get_if<std::string>(&reply.body)) return text->substr(reply.first, reply.length);
  if (const auto* ready = std::get_if<ReadyBody>(&reply.body)) return (*ready)->substr(reply.first, reply.length);
  return "file";
}

TEST(Finish, TagsWhatMayBeKeptAndAnswers304) {
  const Reply first = finish(asks(), kept("text/plain", "hello"));
  const std::string etag = header(first, "ETag");
  EXPECT_EQ(etag, "\"2cf24dba5fb0a30e26e83b2ac5b9e29e\"") << "half of SHA-256 of hello";
  EXPECT_EQ(header(first, "Content-Length"), "5");
  EXPECT_EQ(header(first, "Cache-Control"), "no-cache");
  for (const std::string& list : {etag, "W/" + etag, "\"x\", " + etag, std::string("*")}) {
    const Reply again = finish(asks({{"if-none-match", list}}), kept("text/plain", "hello"));
    EXPECT_EQ(again.status, 304U) << list;
    EXPECT_EQ(header(again, "ETag"), etag);
    EXPECT_EQ(header(again, "Content-Length") + header(again, "Content-Type"), "");
    EXPECT_EQ(sent(again), "");
  }
  EXPECT_EQ(finish(asks({{"if-none-match", "\"other\""}}), kept("text/plain", "hello")).status, 200U);
  EXPECT_EQ(finish(asks({{"if-none-match", "\"2cf24"}}), kept("text/plain", "hello")).status, 200U);
}

TEST(Finish, AnswersIfMatch) {
  const std::string etag = header(finish(asks(), kept("text/plain", "hello")), "ETag");
  EXPECT_EQ(finish(asks({{"if-match", etag}}), kept("text/plain", "hello")).status, 200U);
  EXPECT_EQ(finish(asks({{"if-match", "W/" + etag}}), kept("text/plain", "hello")).status, 412U) << "weak";
  EXPECT_EQ(finish(asks({{"if-match", "\"x\""}}), kept("text/plain", "hello")).status, 412U);
}

TEST(Finish, SendsAPart) {
  const auto part = [](const std::string& range, const std::string& if_range = "") {
    auto headers = std::vector<std::pair<std::string, std::string>>{{"range", range}};
    if (!if_range.empty()) headers.emplace_back("if-range", if_range);
    return finish(asks(std::move(headers)), kept("text/plain", "0123456789"));
  };
  const auto says = [&](const Reply& reply) {
    return std::to_string(reply.status) + " " + header(reply, "Content-Range") + " " + sent(reply);
  };
  EXPECT_EQ(says(part("bytes=0-3")), "206 bytes 0-3/10 0123");
  EXPECT_EQ(says(part("bytes=7-")), "206 bytes 7-9/10 789");
  EXPECT_EQ(says(part("bytes=-3")), "206 bytes 7-9/10 789");
  EXPECT_EQ(says(part("bytes=-99")), "206 bytes 0-9/10 0123456789");
  EXPECT_EQ(says(part("bytes=9-99")), "206 bytes 9-9/10 9");
  for (const char* whole : {"bytes=0-1,3-4", "bytes=3-1", "bytes=x-1", "bytes=", "bytes=-", "lines=1-2", "bytes=1",
                            "bytes=--1", "bytes=+1-2"}) {
    EXPECT_EQ(says(part(whole)), "200  0123456789") << whole;
  }
  for (const char* outside : {"bytes=10-", "bytes=10-20", "bytes=-0"}) {
    const Reply reply = part(outside);
    EXPECT_EQ(reply.status, 416U) << outside;
    EXPECT_EQ(header(reply, "Content-Range"), "bytes */10");
    EXPECT_EQ(header(reply, "Cache-Control"), "no-store");
  }
  const std::string etag = header(part("x"), "ETag");
  EXPECT_EQ(part("bytes=0-3", etag).status, 206U);
  EXPECT_EQ(part("bytes=0-3", "W/" + etag).status, 200U);
  EXPECT_EQ(part("bytes=0-3", "\"old\"").status, 200U);
  EXPECT_EQ(part("bytes=0-3", "Sun, 06 Nov 1994 08:49:37 GMT").status, 200U);
}

TEST(Finish, PacksLargeTextForThoseWhoTakeIt) {
  const std::string text(2'000, 'x');
  const Reply packed = finish(asks({{"accept-encoding", "br, gzip"}}), kept("application/json", text));
  EXPECT_EQ(header(packed, "Content-Encoding"), "gzip");
  EXPECT_EQ(header(packed, "Vary"), "Accept-Encoding");
  EXPECT_EQ(ledger::to_string(*certs::gunzip(ledger::view(sent(packed)), 10'000)), text);
  const Reply plain = finish(asks(), kept("application/json", text));
  EXPECT_EQ(header(plain, "Vary"), "Accept-Encoding") << "also when it is not packed";
  EXPECT_NE(header(packed, "ETag"), header(plain, "ETag"));
  EXPECT_EQ(finish(asks({{"accept-encoding", "gzip"}, {"if-none-match", header(packed, "ETag")}}),
                   kept("application/json", text))
                .status,
            304U);
  const auto coding = [&](const std::string& accept, const std::string& type, std::size_t bytes) {
    return header(finish(asks({{"accept-encoding", accept}}), kept(type, std::string(bytes, 'x'))), "Content-Encoding");
  };
  EXPECT_EQ(coding("gzip;q=0", "text/plain", 2'000), "");
  EXPECT_EQ(coding("identity", "text/plain", 2'000), "");
  EXPECT_EQ(coding("*", "text/plain", 2'000), "gzip");
  EXPECT_EQ(coding("gzip", "application/octet-stream", 2'000), "");
  EXPECT_EQ(coding("gzip", "text/plain", 1'024), "");
  EXPECT_EQ(coding("gzip", "text/plain", 1'025), "gzip");
}

TEST(Finish, KeepsWhatCameWithATokenToItsReader) {
  const std::string text(2'000, 'x');
  const Reply reply =
      finish(asks({{"accept-encoding", "gzip"}, {"authorization", "Bearer x"}}), kept("application/json", text));
  EXPECT_EQ(header(reply, "Content-Encoding"), "");
  EXPECT_EQ(header(reply, "Access-Control-Allow-Origin"), "");
  EXPECT_EQ(header(reply, "Cache-Control"), "private, no-cache");
  Response secret = kept("application/json", text, Caching::kNoStore);
  secret.for_any_origin = false;
  const Reply stored = finish(asks(), std::move(secret));
  EXPECT_EQ(header(stored, "Access-Control-Allow-Origin") + header(stored, "ETag"), "");
  EXPECT_EQ(header(stored, "Cache-Control"), "no-store");
}

TEST(Finish, ErrorsAreNeverKept) {
  Response wrong = reply(404, "text/plain", "no");
  wrong.caching = Caching::kImmutable;
  const Reply reply = finish(asks({{"if-none-match", "*"}}), std::move(wrong));
  EXPECT_EQ(reply.status, 404U);
  EXPECT_EQ(header(reply, "Cache-Control"), "no-store");
}

TEST(Finish, HeadHasTheHeadersOfGet) {
  const Reply get = finish(asks(), kept("text/plain", "hello"));
  const Reply head = finish(asks({}, Method::kHead), kept("text/plain", "hello"));
  EXPECT_EQ(head.headers, get.headers);
  EXPECT_EQ(head.length, 0U);
}

TEST(Finish, RefusesAHeaderThatWouldBeTwo) {
  EXPECT_EQ(finish(asks(), kept("text/plain", "x").with("Location", "/a\r\nSet-Cookie: x")).status, 500U);
}

TEST(Finish, GivesPagesAPolicy) {
  EXPECT_NE(header(finish(asks(), kept("text/html; charset=utf-8", "<p>")), "Content-Security-Policy"), "");
  const std::string own = "default-src 'none'";
  EXPECT_EQ(
      header(finish(asks(), kept("text/html", "<p>").with("Content-Security-Policy", own)), "Content-Security-Policy"),
      own);
}

TEST(Finish, ARememberedFormIsTheSameAsAFreshOne) {
  ReadyMemo memo;
  const auto body = std::make_shared<const std::string>(5'000, 'm');
  const auto ready = [&](const std::string& type) {
    Response response = kept(type, "");
    response.body = body;
    return response;
  };
  for (const char* accept : {"", "gzip"}) {
    for (const Method method : {Method::kGet, Method::kHead}) {
      const Request request = asks({{"accept-encoding", accept}}, method);
      const Reply fresh = finish(request, ready("text/plain"));
      for (int i = 0; i < 2; ++i) {
        const Reply known = finish(request, ready("text/plain"), &memo);
        EXPECT_EQ(*known.block, write_block(fresh.status, fresh.headers));
        EXPECT_EQ(sent(known), sent(fresh));
      }
    }
  }
  EXPECT_NE(finish(asks(), ready("text/csv"), &memo).block->find("text/csv"), std::string::npos)
      << "other headers, other form";
  const Reply part = finish(asks({{"range", "bytes=1-2"}}), ready("text/plain"), &memo);
  EXPECT_EQ(std::to_string(part.status) + sent(part), "206mm");
  EXPECT_EQ(
      finish(asks({{"authorization", "Bearer x"}, {"accept-encoding", "gzip"}}), ready("text/plain"), &memo).block,
      nullptr);
}

TEST(ReadyMemo, HoldsItsLimitAndForgetsWhatWasNotAskedFor) {
  ReadyMemo memo;
  std::vector<ReadyBody> bodies;
  constexpr std::size_t kBytes = 8'192;
  const auto ask = [&](const ReadyBody& body) {
    Response response = reply(200, "application/octet-stream", std::string());
    response.body = body;
    response.caching = Caching::kImmutable;
    static_cast<void>(finish(asks(), std::move(response), &memo));
  };
  const auto ask_new = [&](std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      bodies.push_back(std::make_shared<const std::string>(kBytes, 'x'));
      ask(bodies.back());
    }
  };
  const auto held = [&] {
    return static_cast<std::size_t>(
        std::count_if(bodies.begin(), bodies.end(), [](const ReadyBody& body) { return body.use_count() > 1; }));
  };
  const std::size_t form_bytes = 2 * kBytes + 1'024;  // as it is counted: its body, its form's, and what is around
  const std::size_t half = (kMemoBytesMax / 2 + form_bytes - 1) / form_bytes;
  ask_new(2 * half);
  EXPECT_EQ(held(), 2 * half) << "at the limit";
  ask_new(1);
  EXPECT_EQ(held(), half + 1) << "one past it: the older half goes";
  // Asking again and again for what is there takes no more.
  for (int round = 0; round < 5; ++round) {
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      if (bodies[i].use_count() > 1) ask(ReadyBody(bodies[i]));
    }
    ask_new(half);
    EXPECT_LE(held(), 2 * half) << round;
  }
}

}  // namespace
}  // namespace api
