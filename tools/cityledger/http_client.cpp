// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/http_client.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>

namespace cityledger {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using ledger::Code;
using ledger::Result;
using Body = http::vector_body<std::uint8_t>;
using Moment = std::chrono::steady_clock::time_point;

// Runs one asynchronous step to its end, or to the deadline.
class Steps {
 public:
  explicit Steps(Moment deadline) : deadline_(deadline) {}
  [[nodiscard]] asio::io_context& context() { return context_; }
  [[nodiscard]] Moment deadline() const { return deadline_; }
  // `start` begins the step and is given what to call at its end.
  template <typename Start>
  [[nodiscard]] error_code run(const Start& start) {
    outcome_ = beast::error::timeout;
    start([this](error_code error) { outcome_ = error; });
    context_.restart();
    context_.run_until(deadline_);
    return outcome_;
  }

 private:
  Moment deadline_;
  error_code outcome_;
  asio::io_context context_;  // destroyed first: what is still waiting then is not called any more
};

tl::unexpected<ledger::Error> failure(const error_code& error, const std::string& host) {
  if (error == http::error::body_limit || error == http::error::header_limit)
    return ledger::fail(Code::kTooLarge, host + " answers more than is read", "address");
  if (error == beast::error::timeout)
    return ledger::fail(Code::kBusy, "no answer from " + host + " in time", "address");
  if (error.category() == asio::error::get_ssl_category() && error != asio::ssl::error::stream_truncated)
    return ledger::fail(Code::kKey, "no secured connection to " + host + ": " + error.message(), "address");
  const bool half = error == http::error::end_of_stream || error == http::error::partial_message;
  if (error.category() == http::make_error_code(http::error::bad_version).category() && !half)
    return ledger::fail(Code::kInvalid, host + " does not answer with HTTP: " + error.message(), "address");
  return ledger::fail(Code::kBusy, "no answer from " + host + ": " + error.message(), "address");
}

http::request<Body> request_of(const HttpPost& post, const HttpAddress& address) {
  http::request<Body> request{http::verb::post, address.target, 11};
  const bool usual = address.port == (address.tls ? "443" : "80");
  request.set(http::field::host, address.host + (usual ? "" : ":" + address.port));
  request.set(http::field::user_agent, "cityledger");
  request.set(http::field::content_type, post.content_type);
  request.set(http::field::accept, post.accept);
  request.set(http::field::connection, "close");
  request.body() = post.body;
  request.prepare_payload();
  return request;
}

// On a stream that is connected, and secured where it has to be.
template <typename Stream>
Result<HttpAnswer> exchange(Steps& steps, Stream& stream, const HttpPost& post, const HttpAddress& address) {
  http::request<Body> request = request_of(post, address);
  error_code error =
      steps.run([&](auto done) { http::async_write(stream, request, [done](error_code e, std::size_t) { done(e); }); });
  if (error) return failure(error, address.host);
  beast::flat_buffer buffer(kHttpHeaderBytesMax + post.answer_bytes_max);
  http::response_parser<Body> parser;
  parser.header_limit(static_cast<std::uint32_t>(kHttpHeaderBytesMax));
  parser.body_limit(post.answer_bytes_max);
  error = steps.run(
      [&](auto done) { http::async_read(stream, buffer, parser, [done](error_code e, std::size_t) { done(e); }); });
  if (error) return failure(error, address.host);
  HttpAnswer answer;
  answer.status = parser.get().result_int();
  answer.content_type = std::string(parser.get()[http::field::content_type]);
  answer.body = std::move(parser.get().body());
  return answer;
}

error_code connect(Steps& steps, beast::tcp_stream& stream, const HttpAddress& address) {
  asio::ip::tcp::resolver resolver(steps.context());
  asio::ip::tcp::resolver::results_type found;
  error_code error = steps.run([&](auto done) {
    resolver.async_resolve(address.host, address.port, [&found, done](error_code e, const auto& results) {
      found = results;
      done(e);
    });
  });
  if (error) return error;
  stream.expires_at(steps.deadline());
  return steps.run(
      [&](auto done) { stream.async_connect(found, [done](error_code e, const auto& /*endpoint*/) { done(e); }); });
}

Result<HttpAnswer> post_secured(Steps& steps, const HttpPost& post, const HttpAddress& address) {
  asio::ssl::context trust(asio::ssl::context::tls_client);
  error_code error;
  trust.set_default_verify_paths(error);
  beast::ssl_stream<beast::tcp_stream> stream(steps.context(), trust);
  stream.set_verify_mode(asio::ssl::verify_peer);
  stream.set_verify_callback(asio::ssl::host_name_verification(address.host));
  std::string host = address.host;  // OpenSSL's own macro for this does not compile without a cast that we do not allow
  if (SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data()) != 1)
    return ledger::fail(Code::kInvalid, "the host cannot be named", "address");
  if (error = connect(steps, stream.next_layer(), address); error) return failure(error, address.host);
  error = steps.run([&](auto done) { stream.async_handshake(asio::ssl::stream_base::client, done); });
  if (error) return failure(error, address.host);
  return exchange(steps, stream, post, address);
}

Result<HttpAnswer> post_plain(Steps& steps, const HttpPost& post, const HttpAddress& address) {
  beast::tcp_stream stream(steps.context());
  if (const error_code error = connect(steps, stream, address); error) return failure(error, address.host);
  return exchange(steps, stream, post, address);
}

bool is_host(const std::string& host) {
  constexpr std::size_t kHostBytesMax = 253;
  return !host.empty() && host.size() <= kHostBytesMax && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

bool is_port(const std::string& port) {
  constexpr int kPortMax = 65'535;
  return !port.empty() && port.size() <= 5 &&
         std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; }) && std::stoi(port) > 0 &&
         std::stoi(port) <= kPortMax;
}

}  // namespace

Result<HttpAddress> parse_address(const std::string& address) {
  const auto wrong = [] {
    return ledger::fail(Code::kInvalid, "write the address as http://HOST[:PORT]/PATH or https://…", "address");
  };
  HttpAddress out;
  out.tls = address.starts_with("https://");
  const bool visible =
      std::all_of(address.begin(), address.end(), [](char c) { return c > ' ' && c < 0x7F && c != '#'; });
  if (!visible || address.size() > kAddressBytesMax || (!out.tls && !address.starts_with("http://"))) return wrong();
  const std::string rest = address.substr(out.tls ? 8 : 7);
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  const std::string place = rest.substr(0, end);
  const std::size_t colon = std::min(place.find(':'), place.size());
  out.host = place.substr(0, colon);
  out.port = colon < place.size() ? place.substr(colon + 1) : out.tls ? "443" : "80";
  out.target = rest.substr(end);
  if (out.target.empty() || out.target.front() != '/') out.target.insert(0, "/");
  if (!is_host(out.host) || !is_port(out.port)) return wrong();
  return out;
}

Result<HttpAnswer> http_post(const HttpPost& post) {
  const auto address = parse_address(post.address);
  if (!address) return tl::unexpected(address.error());
  try {
    Steps steps(std::chrono::steady_clock::now() + std::chrono::milliseconds(post.deadline_ms));
    return address->tls ? post_secured(steps, post, *address) : post_plain(steps, post, *address);
  } catch (const std::exception& error) {
    return ledger::fail(Code::kBusy, "no answer from " + address->host + ": " + error.what(), "address");
  }
}

}  // namespace cityledger
