// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "http/client_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace api {
namespace {

bool is_address(const std::string& text) {
  std::array<unsigned char, 16> bytes{};
  return inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 || inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

}  // namespace

std::string client_address(const std::string& peer, const Request& request,
                           const std::vector<std::string>& trusted_proxies) {
  const auto trusted = [&](const std::string& address) {
    return std::find(trusted_proxies.begin(), trusted_proxies.end(), address) != trusted_proxies.end();
  };
  if (trusted_proxies.empty() || !trusted(peer)) return peer;
  std::string list;
  for (const auto& [name, value] : request.headers) {
    if (name == "x-forwarded-for") list += (list.empty() ? "" : ",") + value;
  }
  while (!list.empty()) {
    const std::size_t comma = list.rfind(',');
    std::string last = comma == std::string::npos ? list : list.substr(comma + 1);
    list.resize(comma == std::string::npos ? 0 : comma);
    std::erase_if(last, [](char c) { return c == ' ' || c == '\t'; });
    if (!is_address(last)) return peer;
    if (!trusted(last)) return last;
  }
  return peer;
}

}  // namespace api
