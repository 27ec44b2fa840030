// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Bytes as they come over a connection, through a session without a network into a small table of routes. The answers
// must be whole, well formed, and no more than the requests.
#include "require.hpp"
#include "support/fake_home.hpp"

namespace {

using http_test::FakeHome;

// Gives the input in pieces of that size and collects what is written.
class FakeWire final : public api::Wire {
 public:
  FakeWire(FakeHome& home, std::string_view input, std::size_t piece, std::string& output)
      : home_(home), input_(input), piece_(piece), output_(output) {}
  void open() override {
    home_.post([user = user_->shared_from_this()] { user->on_open(true); });
  }
  void read_some(std::span<char> into) override {
    require(!into.empty());
    const std::size_t bytes = std::min({into.size(), piece_, input_.size()});
    std::copy_n(input_.data(), bytes, into.data());
    input_.remove_prefix(bytes);
    home_.post([user = user_->shared_from_this(), bytes] { user->on_read(bytes > 0, bytes); });
  }
  void write_some(std::string_view first, std::string_view second) override {
    const std::string both = std::string(first) + std::string(second);
    const std::size_t bytes = std::min(both.size(), std::max<std::size_t>(piece_, 1) * 64);
    require(!closed_ && bytes > 0);
    output_ += both.substr(0, bytes);
    home_.post([user = user_->shared_from_this(), bytes] { user->on_written(true, bytes); });
  }
  std::size_t write_now(std::string_view, std::string_view) override { return 0; }
  void end_sending() override {
    home_.post([user = user_->shared_from_this()] { user->on_ended(); });
  }
  void close() override { closed_ = true; }

 private:
  FakeHome& home_;
  std::string_view input_;
  std::size_t piece_;
  std::string& output_;
  bool closed_ = false;
};

api::Router make_router() {
  using namespace api;
  Router router;
  router.add({Method::kGet, "/a", [](const Request&) { return reply(200, "text/plain", "a"); }, Run::kInline});
  router.add({Method::kGet, "/b/{name}", [](const Request& r) {
                Response response = reply(200, "text/plain", r.param("name"));
                response.caching = Caching::kRevalidate;
                return response;
              }});
  router.add({Method::kPost,
              "/c",
              [](const Request& r) {
                require(r.body.size() <= 100 && r.body_bytes == r.body.size());
                return reply(200, "text/plain", std::to_string(r.body_bytes));
              },
              Run::kWorker,
              {BodyRule::Kind::kMemory, 100}});
  api::Route later{Method::kPost, "/later", {}, Run::kLater, {BodyRule::Kind::kMemory, 100}};
  later.later = [](const Request& r, const api::Resume& resume) -> std::optional<Response> {
    if (r.body.size() % 3 == 0) return reply(200, "text/plain", "now");
    resume([&r] { return reply(200, "text/plain", std::to_string(r.body.size())); },
           r.body.size() % 3 == 1 ? Run::kInline : Run::kWorker);
    return std::nullopt;
  };
  router.add(std::move(later));
  return router;
}

// Every answer in turn: a status line, headers with one length, its body.
void check_answers(std::string_view output, std::size_t requests_at_most) {
  std::size_t answers = 0;
  while (!output.empty()) {
    require(output.starts_with("HTTP/1.1 ") && output.size() > 12);
    const bool interim = output.substr(9, 3) == "100";
    const std::size_t end = output.find("\r\n\r\n");
    require(end != std::string_view::npos);
    const std::string_view head = output.substr(0, end);
    const std::size_t at = head.find("\r\nContent-Length: ");
    output.remove_prefix(end + 4);
    if (interim) continue;
    ++answers;
    const bool without_body = head.find("X-Fuzz-Head") != std::string_view::npos || at == std::string_view::npos;
    const std::size_t length = without_body ? 0 : std::stoul(std::string(head.substr(at + 18, 12)));
    // An answer to HEAD says a length and has no body: what follows is the next answer.
    if (length > 0 && !(output.starts_with("HTTP/1.1 ") || output.empty())) {
      require(output.size() >= length);
      output.remove_prefix(length);
    }
  }
  require(answers <= requests_at_most);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const api::Router kRouter = make_router();
  api::ServerOptions options;
  options.metrics = std::make_shared<api::Metrics>();
  FakeHome home(kRouter, options);
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::string output;
  auto session = std::make_shared<api::Session>(
      home, std::make_unique<FakeWire>(home, input, std::size_t{1} + data[0] * 7U, output), "192.0.2.1", nullptr);
  session->start();
  require(home.run());
  home.time += std::chrono::hours(1);
  session->sweep(home.time);
  require(home.run());
  // The shortest request is "GET /a HTTP/1.1", a Host and two line ends; one refusal may follow the last.
  session.reset();
  require(home.held == 0 && home.sending == 0 && options.metrics->streams == 0 && options.metrics->queued == 0);
  check_answers(output, input.size() / 20 + 1);
  return 0;
}
