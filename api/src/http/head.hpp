// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The head of a request (RFC 9112 sections 2 to 7), judged strictly before anything else looks at it: whatever two
// readers could understand differently is refused, so that no proxy before us and we see different requests.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "api/problem.hpp"
#include "api/request.hpp"

namespace api {

// How the end of the body is known.
enum class Framing : std::uint8_t { kNone, kLength, kChunked };

// Views into the bytes that were read.
struct Head {
  Method method = Method::kGet;
  std::string_view target;
  std::vector<std::pair<std::string_view, std::string_view>> fields;  // as they came, values without outer spaces
  Framing framing = Framing::kNone;
  std::uint64_t length = 0;  // of the body, with kLength
  bool close = false;        // the client wants no further request on this connection
  bool expects_continue = false;

  [[nodiscard]] bool has_body() const { return framing == Framing::kChunked || length > 0; }
};

struct HeadEnd {
  std::size_t bytes = 0;           // of the whole head with its empty line; 0: more must be read
  std::optional<Problem> problem;  // more bytes cannot mend it: a line without CR, or too long
};
// Looks for the end of the head in what was read; the first `seen` bytes were looked at before.
[[nodiscard]] HeadEnd find_head_end(std::string_view input, std::size_t seen = 0);

// Reads a whole head, as find_head_end() delimits it, into `head`. Nothing when it is well formed; otherwise what is
// wrong, and the connection cannot be used further.
[[nodiscard]] std::optional<Problem> read_head(std::string_view bytes, Head& head);

}  // namespace api
