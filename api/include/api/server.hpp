// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The service on the network: HTTP/1.1 over TCP and TLS in front of a router.
//
// Threads:    start(), stop() and reload_tls() from one thread; ports(), stopping() and the metrics from any. Handlers
//             of Run::kInline and Run::kLater run on a loop's thread, others on a worker's.
// Limits:     api/limits.hpp and ServerOptions; whoever is over one gets a problem or is cut off.
// Durability: none of its own; an upload that was not read whole leaves nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/metrics.hpp"
#include "api/rate_limit.hpp"
#include "api/router.hpp"

namespace api {

struct Listen {
  std::string address = "127.0.0.1";  // an IP address
  std::uint16_t port = 0;             // 0: one that is free, see ports()
  bool tls = false;
};

// PEM files. Only TLS 1.2 and 1.3 are spoken.
struct TlsFiles {
  std::filesystem::path chain;  // the server's certificate first
  std::filesystem::path key;    // without passphrase
};

struct Deadlines {
  std::chrono::milliseconds handshake{10'000};  // of TLS
  std::chrono::milliseconds head{10'000};       // from a request's first byte to the end of its header
  std::chrono::milliseconds idle{60'000};       // between requests
  std::chrono::milliseconds stall{30'000};      // without a byte of a body, in either direction
  std::chrono::milliseconds linger{2'000};      // for the client to read a last answer
  std::chrono::milliseconds ping{15'000};       // of silence in an event stream before a comment is sent
  std::chrono::milliseconds stream{3'600'000};  // of one event stream: clients resume
};

struct ServerOptions {
  std::vector<Listen> listen{Listen{}};
  std::optional<TlsFiles> tls{};
  std::uint64_t strict_transport_seconds = 0;  // Strict-Transport-Security over TLS (RFC 6797); 0: none
  unsigned loops = 2;                          // threads that move bytes
  unsigned workers = 64;                       // threads that may block
  std::size_t worker_queue = 1024;             // requests that wait for a worker: more are answered 503; and as many
                                               // that begin at once and are answered later
  Deadlines deadlines{};
  std::uint64_t bytes_per_second_min = 4'096;  // of a body, on average after the first `stall`
  std::size_t connections_max = 4'096;
  std::size_t connections_per_address_max = 256;
  std::size_t requests_per_connection_max = 1'000'000;
  std::uint64_t bodies_bytes_max = 256ULL << 20U;   // of bodies in memory, all connections together: more get 503
  std::uint64_t answers_bytes_max = 256ULL << 20U;  // of answers over 64 KiB that are sent from memory: more get 503
  std::size_t streams_max = 256;                    // event streams at once
  std::size_t streams_per_address_max = 32;         // of one address
  std::filesystem::path upload_folder{};            // bodies of BodyRule::kFile: 0700, emptied at start; empty: none
  std::uint64_t disk_floor_bytes = 0;               // uploads are refused when less would be free
  std::vector<std::string> trusted_proxies{};       // addresses whose X-Forwarded-For is believed
  std::shared_ptr<RateLimit> by_address{};          // none: no limit
  std::shared_ptr<Metrics> metrics{};               // none: the server makes its own
  std::function<void(std::string)> access_log{};    // one JSON object a request, without line end; any thread
};

class Server {
 public:
  // Listens when it returns. `router` must outlive the server. Errors: kInvalid (an address, a TLS file); kBusy (the
  // port is taken); kStorage (the upload folder).
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(const Router& router, ServerOptions options);
  ~Server();  // stops at once
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const { return ports().front(); }
  [[nodiscard]] const std::vector<std::uint16_t>& ports() const;  // in the order of options.listen
  [[nodiscard]] Metrics& metrics() const;
  [[nodiscard]] bool stopping() const;

  // Takes the TLS files anew for connections to come. Errors: kInvalid, and the old ones stay.
  [[nodiscard]] Result<void> reload_tls();
  // Accepts nothing more, lets requests that run or wait end within `grace`, then cuts the rest and returns when the
  // handlers that run have returned, and those of Run::kLater have resumed; those that still waited for a worker are
  // not run.
  void stop(std::chrono::milliseconds grace);

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace api
