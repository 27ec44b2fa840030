// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/listen_address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <cstring>

namespace cityledger {
namespace {

using ledger::Code;

// An address of the machine as the system calls want it; port in host order.
struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
  [[nodiscard]] sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

bool read_address(const std::string& text, SocketAddress& out) {
  sockaddr_in four{};
  sockaddr_in6 six{};
  if (inet_pton(AF_INET, text.c_str(), &four.sin_addr) == 1) {
    four.sin_family = AF_INET;
    std::memcpy(&out.storage, &four, sizeof four);
    out.size = sizeof four;
    return true;
  }
  if (inet_pton(AF_INET6, text.c_str(), &six.sin6_addr) == 1) {
    six.sin6_family = AF_INET6;
    std::memcpy(&out.storage, &six, sizeof six);
    out.size = sizeof six;
    return true;
  }
  return false;
}

// A port that nobody listens on; 0 when the system gives none.
std::uint16_t free_port(SocketAddress address) {
  const int handle = ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (handle < 0) return 0;
  std::uint16_t port = 0;
  if (::bind(handle, address.get(), address.size) == 0 && ::getsockname(handle, address.get(), &address.size) == 0) {
    if (address.storage.ss_family == AF_INET) {
      sockaddr_in four{};
      std::memcpy(&four, &address.storage, sizeof four);
      port = ntohs(four.sin_port);
    } else {
      sockaddr_in6 six{};
      std::memcpy(&six, &address.storage, sizeof six);
      port = ntohs(six.sin6_port);
    }
  }
  ::close(handle);
  return port;
}

}  // namespace

ledger::Result<api::Listen> read_listen(const std::string& text, bool tls) {
  const auto wrong = [&] {
    return ledger::fail(Code::kInvalid, "'" + text + "' must be HOST:PORT, the host as an IP address", "listen");
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return wrong();
  api::Listen listen;
  listen.tls = tls;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data() + colon + 1, last, listen.port);
  if (error != std::errc{} || end != last) return wrong();
  listen.address = text.substr(0, colon);
  if (listen.address.starts_with('[') && listen.address.ends_with(']')) {
    listen.address = listen.address.substr(1, listen.address.size() - 2);
  }
  SocketAddress address;
  if (!read_address(listen.address, address)) return wrong();
  if (listen.port == 0) listen.port = free_port(address);
  return listen;
}

std::string address_of(const api::Listen& listen) {
  const bool six = listen.address.find(':') != std::string::npos;
  return (listen.tls ? "https://" : "http://") + (six ? "[" + listen.address + "]" : listen.address) + ":" +
         std::to_string(listen.port);
}

}  // namespace cityledger
