// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "test_server.hpp"

#include <fstream>
#include <stdexcept>
#include <thread>

namespace http_test {

using api::BodyRule;
using api::Caching;
using api::Method;
using api::Request;
using api::Response;
using api::Run;

namespace {

Response kept(Response response, Caching caching) {
  response.caching = caching;
  return response;
}

Response how_many(const Request& request) {
  return api::reply(200, "text/plain", std::to_string(request.body_bytes) + " " + std::to_string(request.body.size()));
}

Response events(const Request& request) {
  auto next = std::make_shared<int>(std::atoi(std::string(request.header("last-event-id").value_or("0")).c_str()));
  Response response = api::reply(200, "text/event-stream", std::string());
  response.body = api::EventStream{[next]() -> std::optional<std::string> {
                                     if (*next >= 1'000) return std::nullopt;
                                     ++*next;
                                     return "id: " + std::to_string(*next) + "\ndata: x\n\n";
                                   },
                                   std::chrono::milliseconds(5)};
  return response;
}

}  // namespace

void TestServer::add_bodies() {
  const auto ready = std::make_shared<const std::string>(8'192, 'r');
  const auto text = std::make_shared<const std::string>(20'000, 't');
  router.add({Method::kGet, "/small",
              [](const Request&) { return kept(api::reply(200, "text/plain", "hello"), Caching::kRevalidate); },
              Run::kInline});
  router.add({Method::kGet, "/large", [](const Request&) {
                return kept(api::reply(200, "text/plain", std::string(2'000'000, 'l')), Caching::kRevalidate);
              }});
  router.add({Method::kGet, "/ready",
              [ready](const Request&) {
                Response response = api::reply(200, "application/octet-stream", std::string());
                response.body = ready;
                return kept(std::move(response), Caching::kImmutable);
              },
              Run::kInline});
  router.add({Method::kGet, "/text",
              [text](const Request&) {
                Response response = api::reply(200, "text/plain", std::string());
                response.body = text;
                return kept(std::move(response), Caching::kRevalidate);
              },
              Run::kInline});
  router.add({Method::kGet, "/file", [this](const Request&) {
                Response response = api::reply(200, "application/octet-stream", std::string());
                response.body = api::FileBody{folder / "file", 300'000, "f1"};
                return kept(std::move(response), Caching::kImmutable);
              }});
}

void TestServer::add_later() {
  api::Route held{Method::kGet, "/held", {}, Run::kLater};
  held.later = [this](const Request&, api::Resume resume) -> std::optional<Response> {
    ++handled_;
    const std::lock_guard lock(mutex_);
    held_.push_back(std::move(resume));
    return std::nullopt;
  };
  router.add(std::move(held));
  api::Route slow{Method::kGet, "/slow", {}, Run::kLater};
  slow.later = [this](const Request&, const api::Resume&) -> std::optional<Response> {
    ++handled_;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return api::reply(200, "text/plain", "slow");
  };
  slow.announce = [this] {
    ++announced_;
    return std::shared_ptr<void>(this, [](TestServer* self) { --self->announced_; });
  };
  router.add(std::move(slow));
  api::Route later{Method::kPost, "/later", {}, Run::kLater, {BodyRule::Kind::kMemory, 1'000}};
  later.later = [this](const Request& request, api::Resume resume) -> std::optional<Response> {
    ++handled_;
    const std::string how(request.body_text());
    if (how == "now") return api::reply(200, "text/plain", how);
    if (how == "throw") throw std::runtime_error("secret");
    // The request is read again: it must still be there.
    auto rest = [this, &request, asker = std::this_thread::get_id()] {
      ++ended_;
      if (request.body_text() == "throw-then") throw std::runtime_error("secret");
      const bool same = asker == std::this_thread::get_id();
      return api::reply(200, "text/plain", std::string(request.body_text()) + (same ? " here" : " elsewhere"));
    };
    const Run where = how == "worker" ? Run::kWorker : Run::kInline;
    std::thread([rest, where, resume = std::move(resume)] { resume(rest, where); }).detach();
    return std::nullopt;
  };
  router.add(std::move(later));
}

void TestServer::add_others() {
  router.add({Method::kGet, "/secret", [](const Request&) {
                Response response = api::reply(200, "text/plain", std::string(5'000, 's'));
                response.for_any_origin = false;
                return response;
              }});
  router.add({Method::kGet, "/wait", [this](const Request&) {
                ++handled_;
                std::unique_lock lock(mutex_);
                released_.wait(lock, [this] { return open_; });
                return api::reply(200, "text/plain", "done");
              }});
  router.add({Method::kGet, "/events", events, Run::kInline});
  router.add({Method::kGet, "/silent",
              [](const Request&) {
                Response response = api::reply(200, "text/event-stream", std::string());
                response.body = api::EventStream{[]() -> std::optional<std::string> { return ""; }};
                return response;
              },
              Run::kInline});
  router.add(
      {Method::kGet, "/page", [](const Request&) { return api::reply(200, "text/html; charset=utf-8", "<p>"); }});
  router.add({Method::kGet, "/broken", [](const Request&) -> Response { throw std::runtime_error("secret"); }});
  const auto count = [this](const Request& request) {
    ++handled_;
    return how_many(request);
  };
  router.add({Method::kPost, "/memory", count, Run::kWorker, {BodyRule::Kind::kMemory, 1'000}});
  router.add({Method::kPost, "/inline", count, Run::kInline, {BodyRule::Kind::kMemory, 1'000}});
  router.add({Method::kPost,
              "/upload",
              [this](const Request& request) {
                ++handled_;
                std::ifstream file(*request.body_file, std::ios::binary);
                const std::string text((std::istreambuf_iterator<char>(file)), {});
                const auto mode = std::filesystem::status(*request.body_file).permissions();
                return api::reply(200, "text/plain",
                                  std::to_string(text.size()) + " " + std::to_string(static_cast<int>(mode)) + " " +
                                      (text.empty() ? "" : text.substr(text.size() - 1)));
              },
              Run::kWorker,
              {BodyRule::Kind::kFile, 1'000'000}});
}

TestServer::TestServer(const std::function<void(api::ServerOptions&)>& change) {
  std::string content(300'000, '.');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>('a' + i % 26);
  std::ofstream(folder / "file", std::ios::binary) << content;
  add_bodies();
  add_later();
  add_others();
  api::ServerOptions options;
  options.upload_folder = folder / "uploads";
  options.access_log = [this](const std::string& line) {
    const std::lock_guard lock(mutex_);
    log_.push_back(line);
  };
  change(options);
  auto started = api::Server::start(router, std::move(options));
  if (!started) throw std::runtime_error(started.error().field + ": " + started.error().message);
  server = std::move(*started);
}

TestServer::~TestServer() {
  release();
  server.reset();
}

std::size_t TestServer::uploads() const {
  const std::filesystem::directory_iterator all(folder / "uploads");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

void TestServer::release() {
  std::vector<api::Resume> held;
  {
    const std::lock_guard lock(mutex_);
    open_ = true;
    released_.notify_all();
    held.swap(held_);
  }
  for (const api::Resume& resume : held) resume([] { return api::reply(200, "text/plain", "done"); }, Run::kInline);
}

std::vector<std::string> TestServer::log() {
  const std::lock_guard lock(mutex_);
  return log_;
}

std::string get(const std::string& path, const std::string& lines) {
  return "GET " + path + " HTTP/1.1\r\nHost: here\r\n" + lines + "\r\n";
}

std::string post(const std::string& path, const std::string& body, const std::string& lines) {
  return "POST " + path + " HTTP/1.1\r\nHost: here\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + lines +
         "\r\n" + body;
}

}  // namespace http_test
