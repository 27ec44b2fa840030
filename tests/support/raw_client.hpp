// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Bytes over a socket, as they are: what a polite client library would never send, and what came back to the last byte.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace http_test {

struct Answer {
  unsigned status = 0;                         // 0: none came
  std::map<std::string, std::string> headers;  // names in lower case; of several the last
  std::string body;                            // chunked coding taken off
  [[nodiscard]] std::string header(const std::string& name) const;
  [[nodiscard]] std::string problem() const;  // "invalid" of "/problems/invalid"; empty when it is none
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0);
  // How long it waits for the next byte of an answer; 5 s unless said otherwise.
  void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // False when the other end is gone.
  bool send(std::string_view bytes);
  void end_sending();
  // Reads one answer. `head`: it is to HEAD, no body comes.
  [[nodiscard]] Answer read(bool head = false);
  [[nodiscard]] Answer ask(std::string_view bytes) {
    send(bytes);
    return read();
  }
  // Whether the other end closes within that time, whatever comes before.
  [[nodiscard]] bool closes(std::chrono::milliseconds within = std::chrono::milliseconds(3'000));
  // What comes within that time.
  [[nodiscard]] std::string read_for(std::chrono::milliseconds time);

 private:
  bool fill(int timeout_ms);
  std::string take(std::size_t bytes);
  std::string take_line();
  int socket_ = -1;
  std::chrono::milliseconds patience_{5'000};
  std::string got_;
};

}  // namespace http_test
