// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "http/wires.hpp"

#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace api {
namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;

std::array<asio::const_buffer, 2> buffers(std::string_view first, std::string_view second) {
  return {asio::buffer(first), asio::buffer(second)};
}

// What both kinds share: `Stream` moves the bytes.
template <typename Stream>
class StreamWire : public Wire {
 public:
  void read_some(std::span<char> into) override {
    stream().async_read_some(
        asio::buffer(into.data(), into.size()),
        [user = user_->shared_from_this()](Error error, std::size_t bytes) { user->on_read(!error, bytes); });
  }
  void write_some(std::string_view first, std::string_view second) override {
    stream().async_write_some(
        buffers(first, second),
        [user = user_->shared_from_this()](Error error, std::size_t bytes) { user->on_written(!error, bytes); });
  }

 protected:
  virtual Stream& stream() = 0;
};

class PlainWire final : public StreamWire<Socket> {
 public:
  explicit PlainWire(Socket socket) : socket_(std::move(socket)) {
    Error ignored;
    socket_.non_blocking(true, ignored);
  }
  void open() override {
    asio::post(socket_.get_executor(), [user = user_->shared_from_this()] { user->on_open(true); });
  }
  std::size_t write_now(std::string_view first, std::string_view second) override {
    Error error;  // whatever it is, the next write sees it too
    return socket_.write_some(buffers(first, second), error);
  }
  void end_sending() override {
    Error ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    asio::post(socket_.get_executor(), [user = user_->shared_from_this()] { user->on_ended(); });
  }
  void close() override {
    Error ignored;
    socket_.close(ignored);
  }

 private:
  Socket& stream() override { return socket_; }
  Socket socket_;
};

class TlsWire final : public StreamWire<asio::ssl::stream<Socket>> {
 public:
  TlsWire(Socket socket, std::shared_ptr<asio::ssl::context> tls)
      : tls_(std::move(tls)), stream_(std::move(socket), *tls_) {}
  void open() override {
    stream_.async_handshake(asio::ssl::stream_base::server,
                            [user = user_->shared_from_this()](Error error) { user->on_open(!error); });
  }
  [[nodiscard]] bool is_tls() const override { return true; }
  std::size_t write_now(std::string_view, std::string_view) override {
    return 0;  // records are made where they are waited for
  }
  void end_sending() override {
    stream_.async_shutdown([user = user_->shared_from_this()](Error) { user->on_ended(); });
  }
  void close() override {
    Error ignored;
    stream_.next_layer().close(ignored);
  }

 private:
  asio::ssl::stream<Socket>& stream() override { return stream_; }
  const std::shared_ptr<asio::ssl::context> tls_;  // outlives a reload
  asio::ssl::stream<Socket> stream_;
};

}  // namespace

std::unique_ptr<Wire> make_plain_wire(Socket socket) {
  return std::make_unique<PlainWire>(std::move(socket));
}

std::unique_ptr<Wire> make_tls_wire(Socket socket, std::shared_ptr<asio::ssl::context> tls) {
  return std::make_unique<TlsWire>(std::move(socket), std::move(tls));
}

}  // namespace api
