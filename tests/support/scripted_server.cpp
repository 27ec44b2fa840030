// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/scripted_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace test {
namespace {

// One request with its body; empty when the other side has gone.
std::string read_request(int connection) {
  std::string request;
  std::array<char, 65'536> piece{};
  std::size_t wanted = 0;
  while (wanted == 0 || request.size() < wanted) {
    const ssize_t got = recv(connection, piece.data(), piece.size(), 0);
    if (got <= 0) return {};
    request.append(piece.data(), static_cast<std::size_t>(got));
    const std::size_t end = request.find("\r\n\r\n");
    if (end == std::string::npos) continue;
    const std::size_t length = request.find("Content-Length: ");
    wanted = end + 4 + (length < end ? std::stoul(request.substr(length + 16)) : 0);
  }
  return request;
}

}  // namespace

ScriptedServer::ScriptedServer(std::vector<std::string> answers) : answers_(std::move(answers)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  sockaddr* const any = reinterpret_cast<sockaddr*>(&address);
  if (listener_ < 0 || bind(listener_, any, size) != 0 || listen(listener_, 8) != 0 ||
      getsockname(listener_, any, &size) != 0) {
    throw std::runtime_error(std::strerror(errno));
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

ScriptedServer::~ScriptedServer() {
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
}

std::string ScriptedServer::url() const {
  return "http://127.0.0.1:" + std::to_string(port_);
}
int ScriptedServer::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}
std::vector<std::string> ScriptedServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

bool ScriptedServer::serve_one(int connection) {
  std::string request = read_request(connection);
  if (request.empty()) return false;
  std::string answer;
  {
    const std::lock_guard lock(mutex_);
    const std::size_t number = requests_.size();
    requests_.push_back(std::move(request));
    if (number < answers_.size()) answer = answers_[number];
  }
  if (answer == kSilence) return !read_request(connection).empty();
  if (answer.empty()) return false;
  const bool cut = answer.ends_with(kCut);
  if (cut) answer.resize(answer.size() - kCut.size());
  for (std::size_t sent = 0; sent < answer.size();) {
    const ssize_t more = send(connection, answer.data() + sent, answer.size() - sent, MSG_NOSIGNAL);
    if (more <= 0) return false;
    sent += static_cast<std::size_t>(more);
  }
  return !cut;
}

void ScriptedServer::run() {
  for (;;) {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    {
      const std::lock_guard lock(mutex_);
      ++connections_;
    }
    while (serve_one(connection)) {
    }
    close(connection);
  }
}

}  // namespace test
