// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A server on loopback that gives prepared answers, one a request, whatever is asked.
#pragma once

#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace test {

class ScriptedServer {
 public:
  static inline const std::string kSilence = "silence";  // the request is read and never answered
  static inline const std::string kCut = "<cut>";        // at the end of an answer: then the connection ends
  // Each answer is sent as it is; an empty one closes the connection, and so does the end of the list.
  explicit ScriptedServer(std::vector<std::string> answers);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  [[nodiscard]] std::string url() const;
  [[nodiscard]] int connections() const;
  [[nodiscard]] std::vector<std::string> requests() const;  // headers and body as they came

 private:
  void run();
  bool serve_one(int connection);
  std::vector<std::string> answers_;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  int connections_ = 0;
  std::vector<std::string> requests_;
  std::thread thread_;
};

}  // namespace test
