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
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/file_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <chrono>
#include <optional>
#include <string_view>

#include "cityledger/server_answers.hpp"

namespace cityledger {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using ledger::Code;
using ledger::Result;

namespace {

using Body = http::vector_body<std::uint8_t>;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;
constexpr std::size_t kReadBytes = 65'536;
constexpr unsigned kOk = 200;
constexpr unsigned kPartialContent = 206;
constexpr std::uint64_t kProblemBytesMax = 65'536;  // of an answer that says what is wrong, however little was expected

tl::unexpected<ledger::Error> failure(const error_code& error, const std::string& host) {
  if (error == http::error::body_limit || error == http::error::header_limit)
    return ledger::fail(Code::kTooLarge, host + " answers more than is read", "address");
  if (error == beast::error::timeout)
    return ledger::fail(Code::kBusy, "no answer from " + host + " in time", "address");
  if (error.category() == asio::error::get_ssl_category() && error != asio::ssl::error::stream_truncated)
    return ledger::fail(Code::kKey, "no secured connection to " + host + ": " + error.message(), "address");
  if (error == boost::system::errc::no_space_on_device) return ledger::fail(Code::kFull, "the disk is full", "file");
  const bool half = error == http::error::end_of_stream || error == http::error::partial_message;
  if (error.category() == http::make_error_code(http::error::bad_version).category() && !half)
    return ledger::fail(Code::kInvalid, host + " does not answer with HTTP: " + error.message(), "address");
  return ledger::fail(Code::kBusy, "no answer from " + host + ": " + error.message(), "address");
}

// How much of the file lies there: what the answer is to go on after.
std::uint64_t bytes_there(const HttpRequest& request) {
  if (request.answer_file.empty() || request.answer_etag.empty()) return 0;
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(request.answer_file, error);
  return error ? 0 : size;
}

http::verb verb_of(HttpMethod method) {
  switch (method) {
    case HttpMethod::kHead:
      return http::verb::head;
    case HttpMethod::kPost:
      return http::verb::post;
    case HttpMethod::kPut:
      return http::verb::put;
    case HttpMethod::kPatch:
      return http::verb::patch;
    case HttpMethod::kGet:
      break;
  }
  return http::verb::get;
}

}  // namespace

// The connection while it stands. After any error it is given up: what was begun on it may still be under way.
struct HttpConnection::Link {
  explicit Link(const HttpAddress& to) : address(to) {}

  // Runs one asynchronous step to its end, or to the deadline. `start` is given what to call at its end.
  template <typename Start>
  [[nodiscard]] error_code run(const Start& start) {
    outcome = beast::error::timeout;
    start([this](error_code error) { outcome = error; });
    context.restart();
    context.run_until(deadline);
    return outcome;
  }
  void begin(std::uint32_t deadline_ms) {
    deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(deadline_ms);
    socket().expires_never();  // run() watches the time
  }
  [[nodiscard]] beast::tcp_stream& socket() { return secured ? secured->next_layer() : *plain; }

  [[nodiscard]] Result<void> open(std::uint32_t deadline_ms);
  [[nodiscard]] error_code connect();
  [[nodiscard]] Result<void> secure();
  template <typename Stream>
  [[nodiscard]] Result<HttpAnswer> exchange(Stream& stream, const HttpRequest& request);
  template <typename Stream, typename RequestBody>
  [[nodiscard]] error_code send(Stream& stream, const HttpRequest& asked, http::request<RequestBody>& request);
  template <typename Stream>
  [[nodiscard]] Result<HttpAnswer> receive(Stream& stream, const HttpRequest& asked);
  template <typename Stream, typename AnswerBody>
  [[nodiscard]] error_code receive_body(Stream& stream, const HttpRequest& asked,
                                        http::response_parser<AnswerBody>& parser);
  template <typename Request>
  void describe(Request& request, const HttpRequest& asked) const;

  HttpAddress address;
  std::chrono::steady_clock::time_point deadline;
  error_code outcome;
  asio::io_context context;  // destroyed after the streams: what still waits then is not called any more
  asio::ssl::context trust{asio::ssl::context::tls_client};
  std::optional<beast::tcp_stream> plain;
  std::optional<TlsStream> secured;
  beast::flat_buffer buffer{kHttpHeaderBytesMax + kReadBytes};
  bool keeps = true;        // the other side keeps the connection
  std::uint64_t there = 0;  // bytes of the answer's file before this exchange
};

error_code HttpConnection::Link::connect() {
  asio::ip::tcp::resolver resolver(context);
  asio::ip::tcp::resolver::results_type found;
  error_code error = run([&](auto done) {
    resolver.async_resolve(address.host, address.port, [&found, done](error_code e, const auto& results) {
      found = results;
      done(e);
    });
  });
  if (error) return error;
  error = run(
      [&](auto done) { socket().async_connect(found, [done](error_code e, const auto& /*endpoint*/) { done(e); }); });
  if (error) return error;
  error_code ignored;
  socket().socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  return {};
}

Result<void> HttpConnection::Link::secure() {
  error_code error;
  trust.set_default_verify_paths(error);
  // OpenSSL's own macros for these two do not compile without casts that we do not allow.
  SSL_CTX_ctrl(trust.native_handle(), SSL_CTRL_SET_MIN_PROTO_VERSION, TLS1_2_VERSION, nullptr);
  secured.emplace(context, trust);
  secured->set_verify_mode(asio::ssl::verify_peer);
  secured->set_verify_callback(asio::ssl::host_name_verification(address.host));
  std::string host = address.host;
  if (SSL_ctrl(secured->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data()) != 1)
    return ledger::fail(Code::kInvalid, "the host cannot be named", "address");
  return {};
}

Result<void> HttpConnection::Link::open(std::uint32_t deadline_ms) {
  if (!address.tls) {
    plain.emplace(context);
  } else if (auto prepared = secure(); !prepared) {
    return prepared;
  }
  begin(deadline_ms);
  error_code error = connect();
  if (!error && address.tls)
    error = run([&](auto done) { secured->async_handshake(asio::ssl::stream_base::client, done); });
  if (error) return failure(error, address.host);
  return {};
}

template <typename Request>
void HttpConnection::Link::describe(Request& request, const HttpRequest& asked) const {
  const bool usual = address.port == (address.tls ? "443" : "80");
  request.set(http::field::host, address.host + (usual ? "" : ":" + address.port));
  request.set(http::field::user_agent, "cityledger");
  for (const auto& [name, value] : asked.headers) request.set(name, value);
  if (there > 0) {
    request.set(http::field::range, "bytes=" + std::to_string(there) + "-");
    request.set(http::field::if_range, '"' + asked.answer_etag + '"');
  }
  request.prepare_payload();
}

template <typename Stream, typename RequestBody>
error_code HttpConnection::Link::send(Stream& stream, const HttpRequest& asked, http::request<RequestBody>& request) {
  describe(request, asked);
  http::request_serializer<RequestBody> serializer(request);
  std::uint64_t done_bytes = 0;
  while (!serializer.is_done()) {
    if (!asked.body_file.empty()) begin(asked.deadline_ms);
    const error_code error = run([&](auto done) {
      http::async_write_some(stream, serializer, [&done_bytes, done](error_code e, std::size_t bytes) {
        done_bytes += bytes;
        done(e);
      });
    });
    if (error) return error;
    if (asked.sent) asked.sent(done_bytes);
  }
  return {};
}

template <typename Stream, typename AnswerBody>
error_code HttpConnection::Link::receive_body(Stream& stream, const HttpRequest& asked,
                                              http::response_parser<AnswerBody>& parser) {
  while (!parser.is_done()) {
    if (!asked.answer_file.empty()) begin(asked.deadline_ms);
    const error_code error = run([&](auto done) {
      http::async_read_some(stream, buffer, parser, [done](error_code e, std::size_t) { done(e); });
    });
    if (error) return error;
  }
  keeps = parser.keep_alive();
  return {};
}

template <typename Stream>
Result<HttpAnswer> HttpConnection::Link::receive(Stream& stream, const HttpRequest& asked) {
  http::response_parser<http::empty_body> header;
  header.header_limit(static_cast<std::uint32_t>(kHttpHeaderBytesMax));
  header.skip(asked.method == HttpMethod::kHead);
  header.body_limit(std::max(asked.answer_bytes_max, kProblemBytesMax));
  error_code error = run([&](auto done) {
    http::async_read_header(stream, buffer, header, [done](error_code e, std::size_t) { done(e); });
  });
  if (error) return failure(error, address.host);
  HttpAnswer answer;
  answer.status = header.get().result_int();
  answer.content_type = std::string(header.get()[http::field::content_type]);
  answer.content_encoding = std::string(header.get()[http::field::content_encoding]);
  answer.retry_after = std::string(header.get()[http::field::retry_after]);
  answer.location = std::string(header.get()[http::field::location]);
  answer.upload_offset = std::string(header.get()["Upload-Offset"]);
  const bool goes_on = answer.status == kPartialContent && there > 0;
  const auto behind = parse_bytes_behind(header.get()[http::field::content_range], there, asked.answer_bytes_max);
  if (goes_on && (!behind || header.content_length().value_or(*behind) != *behind))
    return ledger::fail(Code::kInvalid, address.host + " answers with another part than was asked for", "address");
  if (!asked.answer_file.empty() && (answer.status == kOk || goes_on)) {
    http::response_parser<http::file_body> parser(std::move(header));
    if (goes_on) parser.body_limit(*behind);
    parser.get().body().open(asked.answer_file.c_str(),
                             goes_on ? beast::file_mode::append_existing : beast::file_mode::write, error);
    if (error) return ledger::fail(Code::kStorage, "the file cannot be written: " + error.message(), "file");
    error = receive_body(stream, asked, parser);
  } else {
    http::response_parser<Body> parser(std::move(header));
    error = receive_body(stream, asked, parser);
    answer.body = std::move(parser.get().body());
  }
  if (error) return failure(error, address.host);
  if (answer.status == kOk && answer.body.size() > asked.answer_bytes_max)
    return failure(http::error::body_limit, address.host);
  return answer;
}

template <typename Stream>
Result<HttpAnswer> HttpConnection::Link::exchange(Stream& stream, const HttpRequest& asked) {
  constexpr unsigned kVersion = 11;
  there = bytes_there(asked);
  error_code error;
  if (asked.body_file.empty()) {
    http::request<Body> request{verb_of(asked.method), asked.target, kVersion};
    request.body() = asked.body;
    error = send(stream, asked, request);
  } else {
    http::request<http::file_body> request{verb_of(asked.method), asked.target, kVersion};
    request.body().open(asked.body_file.c_str(), beast::file_mode::scan, error);
    if (error) return ledger::fail(Code::kStorage, "the file cannot be read: " + error.message(), "file");
    error = send(stream, asked, request);
  }
  // Who refuses a body answers before it has all of it, and stops reading: what it says may be there.
  if (error && error != asio::error::broken_pipe && error != asio::error::connection_reset)
    return failure(error, address.host);
  return receive(stream, asked);
}

HttpConnection::HttpConnection(HttpAddress address) : address_(std::move(address)) {}
HttpConnection::~HttpConnection() = default;
HttpConnection::HttpConnection(HttpConnection&&) noexcept = default;
HttpConnection& HttpConnection::operator=(HttpConnection&&) noexcept = default;

Result<HttpAnswer> HttpConnection::exchange(const HttpRequest& request) {
  try {
    if (!link_) {
      auto link = std::make_unique<Link>(address_);
      if (auto opened = link->open(request.deadline_ms); !opened) return tl::unexpected(opened.error());
      link_ = std::move(link);
    }
    link_->begin(request.deadline_ms);
    auto answer = link_->secured ? link_->exchange(*link_->secured, request) : link_->exchange(*link_->plain, request);
    if (!answer || !link_->keeps) link_.reset();
    return answer;
  } catch (const std::exception& error) {
    link_.reset();
    return ledger::fail(Code::kBusy, "no answer from " + address_.host + ": " + error.what(), "address");
  }
}

namespace {

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
  HttpRequest request;
  request.method = HttpMethod::kPost;
  request.target = address->target;
  request.headers = {{"Content-Type", post.content_type}, {"Accept", post.accept}, {"Connection", "close"}};
  request.body = post.body;
  request.answer_bytes_max = post.answer_bytes_max;
  request.deadline_ms = post.deadline_ms;
  return HttpConnection(*address).exchange(request);
}

}  // namespace cityledger
