// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// HTTP requests of this program to an address that its user named: never to one found in a file.
//
// Every exchange has a deadline and a limit, follows no redirect, keeps no cookie and asks no proxy. https (TLS 1.2 or
// 1.3) is verified against the system's authorities (SSL_CERT_FILE names others) and the host's name.
// Threads: any; a connection is used by one at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

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

enum class HttpMethod : std::uint8_t { kGet, kHead, kPost, kPut, kPatch };

struct HttpRequest {
  HttpMethod method = HttpMethod::kGet;
  std::string target;  // path and query
  std::vector<std::pair<std::string, std::string>> headers = {};
  ledger::Bytes body = {};
  std::filesystem::path body_file = {};    // sent in place of `body`, streamed
  std::filesystem::path answer_file = {};  // the body of a 200 goes there, streamed; what lies there is replaced
  // Of what the file shall be, without quotes: what lies there is taken for its beginning, and only the rest is asked
  // for (RFC 9110: Range, If-Range), again at each exchange. A 206 is appended; whatever else comes is as without it.
  std::string answer_etag = {};
  std::uint64_t answer_bytes_max = 65'536;  // with what lies there
  // For all of it; with a file, for each piece of it. A name server that hangs may add its own time.
  std::uint32_t deadline_ms = 15'000;
  std::function<void(std::uint64_t done)> sent = {};  // bytes of the request so far
};

struct HttpAnswer {
  unsigned status = 0;
  std::string content_type;
  std::string content_encoding;
  std::string retry_after;
  std::string location;
  std::string upload_offset;  // draft-ietf-httpbis-resumable-upload
  ledger::Bytes body;
};

// One connection, made when it is first needed, kept while the other side keeps it, made again when it is gone.
class HttpConnection {
 public:
  explicit HttpConnection(HttpAddress address);
  ~HttpConnection();
  HttpConnection(HttpConnection&&) noexcept;
  HttpConnection& operator=(HttpConnection&&) noexcept;

  // Any status is an answer. Errors: kInvalid (an answer that is no HTTP, or another part than was asked for);
  // kTooLarge (header or body over the limit); kBusy (no connection, no or half an answer within the deadline: the
  // request may have been carried out, and the file have the beginning); kKey (the other side's certificate is not the
  // host's or not trusted); kNotFound, kStorage, kFull of a file.
  [[nodiscard]] ledger::Result<HttpAnswer> exchange(const HttpRequest& request);
  [[nodiscard]] const HttpAddress& address() const { return address_; }

 private:
  struct Link;
  HttpAddress address_;
  std::unique_ptr<Link> link_;
};

struct HttpPost {
  std::string address;
  std::string content_type;
  std::string accept;
  ledger::Bytes body;
  std::size_t answer_bytes_max = 65'536;
  std::uint32_t deadline_ms = 15'000;
};
// One exchange on a connection of its own. Errors: kInvalid for the address, those of exchange().
[[nodiscard]] ledger::Result<HttpAnswer> http_post(const HttpPost& post);

}  // namespace cityledger
