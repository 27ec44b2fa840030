// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A ledger's server, asked politely: a connection for each request under way, kept for the next; requests repeated
// where that is safe, with growing pauses or those that the server asks for. Who is told to ask less often (429) waits
// as long as two minutes for one request: a server that says so is there.
//
// Everything that is repeated may be: reads, uploads of the same bytes, and signed statements, of which the ledger
// keeps the first and answers with it again. Threads: any.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "attest/json.hpp"
#include "attest/mirror.hpp"
#include "cityledger/http_client.hpp"

namespace cityledger {

inline constexpr int kServerTriesMax = 5;                         // answers of 429 are not counted
inline constexpr std::uint32_t kServerPauseMillisMax = 60'000;    // one pause, whatever the server asks for
inline constexpr std::uint32_t kServerPausesMillisMax = 120'000;  // of one request, together
inline constexpr std::size_t kServerAnswerBytesMax = 32U << 20U;

class ServerClient final : public attest::LogSource {
 public:
  using Pause = std::function<void(std::uint32_t milliseconds)>;
  using Waiting = std::function<void(std::uint32_t milliseconds, const std::string& why)>;
  // https://HOST[:PORT][/PREFIX]; http:// to this machine alone (localhost, 127.0.0.0/8), because tokens and
  // confidential fields travel here. Errors: kInvalid.
  [[nodiscard]] static ledger::Result<ServerClient> make(const std::string& url, Pause pause = {});

  // `target` is below the prefix and begins with '/'. Any status but 429, 502, 503 and 504 is an answer; those are
  // asked again, and kBusy at last. Errors: those of HttpConnection::exchange.
  [[nodiscard]] ledger::Result<HttpAnswer> ask(HttpRequest request);
  // Errors: kNotFound for 404 and 410; those of ask(); what the server says for any other status.
  [[nodiscard]] ledger::Result<ledger::Bytes> get(const std::string& path, std::size_t bytes_max) override;

  // Called before each pause from now on.
  void tell_waiting(Waiting waiting) { waiting_ = std::move(waiting); }

  [[nodiscard]] const std::string& url() const { return url_; }  // without a slash at the end

 private:
  ServerClient(std::string url, const HttpAddress& address, Pause pause);
  std::string url_;
  std::string prefix_;
  // Those that nobody uses just now.
  struct Idle {
    std::mutex mutex;  // also of the words before a pause
    std::vector<HttpConnection> connections;
  };
  [[nodiscard]] HttpConnection take_connection();
  void give_back(HttpConnection connection);
  [[nodiscard]] ledger::Result<HttpAnswer> ask_on(HttpConnection& connection, HttpRequest request);

  HttpAddress address_;
  std::unique_ptr<Idle> idle_ = std::make_unique<Idle>();
  Pause pause_;
  Waiting waiting_;
};

// 200, 201 or 204
[[nodiscard]] bool is_success(const HttpAnswer& answer);

// What a problem document (RFC 9457) or a status alone says went wrong.
[[nodiscard]] ledger::Error problem_of(const HttpAnswer& answer);

// Milliseconds to wait before the try of that number (from 1): what `retry_after` asks for in whole seconds, else about
// twice as long each time. `random` is any number; it spreads the tries of several clients.
[[nodiscard]] std::uint32_t pause_before_retry(int tries, const std::string& retry_after, std::uint32_t random);

}  // namespace cityledger
