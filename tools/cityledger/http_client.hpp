// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// One HTTP request of this program to an address that its user named: never to one found in a file.
//
// Every exchange has a deadline and a limit, follows no redirect, keeps no connection and no cookie, and asks no proxy.
// https is verified against the system's authorities (SSL_CERT_FILE names others) and the host's name.
// Threads: any.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/bytes.hpp"
#include "ledger/result.hpp"

namespace cityledger {

inline constexpr std::size_t kHttpHeaderBytesMax = 16'384;
inline constexpr std::size_t kAddressBytesMax = 512;

// http://HOST[:PORT][/PATH] or https://…, in visible ASCII; no user, no fragment.
struct HttpAddress {
  bool tls = false;
  std::string host;
  std::string port;
  std::string target;  // begins with '/'
};
// Errors: kInvalid.
[[nodiscard]] ledger::Result<HttpAddress> parse_address(const std::string& address);

struct HttpPost {
  std::string address;
  std::string content_type;
  std::string accept;
  ledger::Bytes body;
  std::size_t answer_bytes_max = 65'536;
  std::uint32_t deadline_ms = 15'000;  // for all of it; a name server that hangs may add its own time
};

struct HttpAnswer {
  unsigned status = 0;
  std::string content_type;
  ledger::Bytes body;
};

// Any status is an answer. Errors: kInvalid (address, an answer that is no HTTP); kTooLarge (header or body over the
// limit); kBusy (no connection, no or half an answer within the deadline: try again later); kKey (the other side's
// certificate is not the host's or not trusted).
[[nodiscard]] ledger::Result<HttpAnswer> http_post(const HttpPost& post);

}  // namespace cityledger
