// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The body of a request out of what comes over the wire: by Content-Length or chunked, trailers dropped.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace api {

class BodyDecoder {
 public:
  // `head`: the whole head of a request that read_head() found well formed and that has a body.
  explicit BodyDecoder(std::string_view head);
  ~BodyDecoder();
  BodyDecoder(const BodyDecoder&) = delete;
  BodyDecoder& operator=(const BodyDecoder&) = delete;

  enum class State : std::uint8_t { kMore, kDone, kBad };
  struct Step {
    State state = State::kMore;
    std::size_t taken = 0;  // of the input; the rest must be given again, with more
  };
  // Gives the body's bytes in `input` to `use`. kBad also when there is far more framing than body.
  [[nodiscard]] Step take(std::string_view input, const std::function<void(std::string_view)>& use);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
  std::uint64_t raw_bytes_ = 0;
  std::uint64_t body_bytes_ = 0;
};

}  // namespace api
