// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a handler answers. How it goes over the wire (ETag, 304, ranges, gzip, HEAD, general headers) is done once for
// all by finish() and the session.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "attest/json.hpp"
#include "ledger/bytes.hpp"

namespace api {

// How long anybody may keep the answer. Problems are never kept.
enum class Caching : std::uint8_t {
  kNoStore,     // confidential, or different each time
  kRevalidate,  // may be kept, and must be asked for again: gets an ETag
  kImmutable,   // never changes: gets an ETag and a year
};

// A file sent from disk, also in parts (Range).
struct FileBody {
  std::filesystem::path file;
  std::uint64_t size = 0;
  std::string etag;  // without quotes: says what the content is; empty: none
};

// Something without end: `next` is asked on a timer, never blocks, and gives what is to be sent now (nothing: empty).
// No value ends the answer.
struct EventStream {
  std::function<std::optional<std::string>()> next;
  std::chrono::milliseconds every{250};
};

using ReadyBody = std::shared_ptr<const std::string>;  // made once, sent often
using Body = std::variant<std::string, ReadyBody, FileBody, EventStream>;

struct Response {
  unsigned status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // Content-Type first
  Body body;
  Caching caching = Caching::kNoStore;
  bool for_any_origin = true;  // CORS: what is public may be read by any page; confidential answers say no

  Response& with(std::string name, std::string value) &;
  Response&& with(std::string name, std::string value) &&;
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;  // any letter case
  [[nodiscard]] std::string_view text() const;  // of a body in memory; empty otherwise
};

[[nodiscard]] Response reply(unsigned status, std::string media_type, std::string body);
[[nodiscard]] Response reply(unsigned status, std::string media_type, ledger::ByteView body);
[[nodiscard]] Response json_reply(const attest::Json& value, unsigned status = 200);

}  // namespace api
