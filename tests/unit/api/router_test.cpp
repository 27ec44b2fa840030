// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/router.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "support/sample_service.hpp"

namespace api {
namespace {

Handler says(std::string text) {
  return [text](const Request& request) {
    std::string all = text;
    for (const auto& [name, value] : request.params) all += " " + name + "=" + value;
    return reply(200, "text/plain", all);
  };
}

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    router.add({Method::kGet, "/", says("root")});
    router.add({Method::kGet, "/tile/{path...}", says("tile")});
    router.add({Method::kGet, "/entries/{id}", says("entry")});
    router.add({Method::kGet, "/entries/newest", says("newest")});
    router.add({Method::kPost, "/entries", says("made"), Run::kWorker, {BodyRule::Kind::kMemory, 4}});
    router.add({Method::kGet, "/broken", [](const Request&) -> Response { throw std::runtime_error("secret"); }});
  }
  [[nodiscard]] Response ask(Method method, const std::string& target, const std::string& body = {}) const {
    Request request;
    request.method = method;
    request.target = target;
    request.body = ledger::to_bytes(std::string_view(body));
    return router.answer(request);
  }
  Router router;
};

TEST_F(RouterTest, FindsWordsBeforeNamesBeforeTheRest) {
  EXPECT_EQ(ask(Method::kGet, "/").text(), "root");
  EXPECT_EQ(ask(Method::kGet, "/entries/7").text(), "entry id=7");
  EXPECT_EQ(ask(Method::kGet, "/entries/newest").text(), "newest");
  EXPECT_EQ(ask(Method::kGet, "/tile/0/x001/067").text(), "tile path=0/x001/067");
  EXPECT_EQ(ask(Method::kHead, "/entries/7").text(), "entry id=7") << "the session leaves the body out";
}

TEST_F(RouterTest, SaysWhatIsNotThere) {
  for (const char* nowhere : {"/entries/7/8", "/tile", "/Entries/7", "/x"}) {
    EXPECT_EQ(sample::problem_of(ask(Method::kGet, nowhere)), "not_found") << nowhere;
  }
  const Response response = ask(Method::kDelete, "/entries/7");
  EXPECT_EQ(response.status, 405U);
  EXPECT_EQ(response.header("allow"), "GET, HEAD, OPTIONS");
}

TEST_F(RouterTest, JudgesTheBodyByTheRoute) {
  EXPECT_EQ(ask(Method::kPost, "/entries", "1234").status, 200U);
  EXPECT_EQ(ask(Method::kPost, "/entries", "12345").status, 413U);
  EXPECT_EQ(ask(Method::kGet, "/entries/7", "1").status, 413U);
  EXPECT_EQ(ask(Method::kGet, "/" + std::string(10'000, 'a')).status, 414U);
}

TEST_F(RouterTest, TellsNobodyWhatAHandlerThrew) {
  const Response response = ask(Method::kGet, "/broken");
  EXPECT_EQ(response.status, 500U);
  EXPECT_EQ(response.text().find("secret"), std::string::npos);
}

// Answered by another thread, or at once; and not at all well.
TEST_F(RouterTest, WaitsForWhatIsAnsweredLater) {
  std::thread other;
  Route route{Method::kGet, "/later/{how}", {}, Run::kLater};
  route.later = [&other](const Request& request, Resume resume) -> std::optional<Response> {
    const std::string how = request.param("how");
    if (how == "now") return reply(200, "text/plain", how);
    if (how == "throw") throw std::runtime_error("secret");
    Rest rest = [how, asker = std::this_thread::get_id()] {
      if (how == "throw-then") throw std::runtime_error("secret");
      return reply(200, "text/plain", asker == std::this_thread::get_id() ? how : "on a foreign thread");
    };
    other = std::thread([rest = std::move(rest), resume = std::move(resume)] { resume(rest, Run::kInline); });
    return std::nullopt;
  };
  router.add(std::move(route));
  for (const char* how : {"now", "then", "throw", "throw-then"}) {
    const Response response = ask(Method::kGet, std::string("/later/") + how);
    if (other.joinable()) other.join();
    EXPECT_EQ(response.text().find("secret"), std::string::npos);
    if (std::string_view(how).starts_with("throw")) {
      EXPECT_EQ(sample::problem_of(response), "internal") << how;
    } else {
      EXPECT_EQ(response.text(), how);
    }
  }
}

TEST_F(RouterTest, RefusesTheSameRouteTwice) {
  EXPECT_THROW(router.add({Method::kGet, "/", says("again")}), std::logic_error);
}

}  // namespace
}  // namespace api
