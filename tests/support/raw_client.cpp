// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <utility>

namespace http_test {
namespace {

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

}  // namespace

std::string Answer::header(const std::string& name) const {
  const auto at = headers.find(name);
  return at == headers.end() ? std::string() : at->second;
}

std::string Answer::problem() const {
  static constexpr std::string_view kMark = R"("type":"/problems/)";
  const std::size_t at = body.find(kMark);
  if (at == std::string::npos || header("content-type") != "application/problem+json") return {};
  const std::size_t from = at + kMark.size();
  return body.substr(from, body.find('"', from) - from);
}

RawClient::RawClient(std::uint16_t port, int receive_buffer) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("no connection");
  }
}

RawClient::~RawClient() {
  ::close(socket_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::end_sending() {
  ::shutdown(socket_, SHUT_WR);
}

// False at the end, or when nothing came in time.
bool RawClient::fill(int timeout_ms) {
  pollfd waited{socket_, POLLIN, 0};
  if (::poll(&waited, 1, timeout_ms) <= 0) return false;
  std::array<char, 65'536> block{};
  const ssize_t read = ::recv(socket_, block.data(), block.size(), 0);
  if (read <= 0) return false;
  got_.append(block.data(), static_cast<std::size_t>(read));
  return true;
}

std::string RawClient::take(std::size_t bytes) {
  while (got_.size() < bytes && fill(static_cast<int>(patience_.count()))) {
  }
  std::string taken = got_.substr(0, bytes);
  got_.erase(0, taken.size());
  return taken;
}

std::string RawClient::take_line() {
  std::size_t end = 0;
  while ((end = got_.find("\r\n")) == std::string::npos) {
    if (!fill(static_cast<int>(patience_.count()))) return {};
  }
  std::string line = got_.substr(0, end);
  got_.erase(0, end + 2);
  return line;
}

Answer RawClient::read(bool head) {
  Answer answer;
  const std::string first = take_line();
  if (!first.starts_with("HTTP/1.1 ")) return answer;
  answer.status = static_cast<unsigned>(std::stoul(first.substr(9, 3)));
  for (std::string line = take_line(); !line.empty(); line = take_line()) {
    const std::size_t colon = line.find(": ");
    answer.headers[lower(line.substr(0, colon))] = line.substr(colon + 2);
  }
  if (head || answer.status == 304 || answer.status == 204 || answer.status < 200) return answer;
  if (answer.header("transfer-encoding") != "chunked") {
    answer.body = take(std::stoul("0" + answer.header("content-length")));
    return answer;
  }
  for (;;) {
    const std::size_t size = std::stoul("0" + take_line(), nullptr, 16);
    answer.body += take(size);
    (void)take_line();
    if (size == 0) return answer;
  }
}

bool RawClient::closes(std::chrono::milliseconds within) {
  const auto end = std::chrono::steady_clock::now() + within;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd waited{socket_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&waited, 1, static_cast<int>(left.count())) <= 0) return false;
    std::array<char, 65'536> block{};
    const ssize_t read = ::recv(socket_, block.data(), block.size(), 0);
    if (read <= 0) return true;
    got_.append(block.data(), static_cast<std::size_t>(read));
  }
}

std::string RawClient::read_for(std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0 || !fill(static_cast<int>(left.count()))) break;
  }
  return std::exchange(got_, {});
}

}  // namespace http_test
