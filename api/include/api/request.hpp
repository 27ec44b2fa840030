// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a handler is given: one request, read whole, judged for form, its target taken apart.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/bytes.hpp"
#include "ledger/result.hpp"

namespace api {

using ledger::Code;
using ledger::Result;

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions };
[[nodiscard]] std::string_view to_text(Method method);  // "GET"
[[nodiscard]] std::optional<Method> parse_method(std::string_view text);

// Where a request points to, decoded once.
struct Target {
  std::vector<std::string> segments;         // of the path, decoded: "/a/b%20c" is {"a", "b c"}; "/" is none
  std::map<std::string, std::string> query;  // decoded; no name twice
};
// Errors: kInvalid unless it is a path in origin form (RFC 9112 section 3.2.1) whose decoded segments are valid UTF-8
// without '/', '\\', control characters, "." and ".."; kNotFound with an empty one ("/a//b", "/a/"); kTooLarge over
// kTargetBytesMax or kQueryNamesMax.
[[nodiscard]] Result<Target> parse_target(std::string_view target);

struct Request {
  Method method = Method::kGet;
  std::string target = "/";  // as it came
  Target parsed;
  std::map<std::string, std::string> params;                 // what the pattern's {names} stand for; by the router
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case, in the order they came
  ledger::Bytes body;                                        // of a route that takes one in memory
  std::optional<std::filesystem::path> body_file;            // of a route that takes a file: removed after the answer
  std::uint64_t body_bytes = 0;                              // of either
  std::string address;                                       // of the peer: "127.0.0.1"
  std::string id;                                            // for logs and problems; no secret

  // The value of a header, by its name in lower case; the first when there are several.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  // The value of a name in the query.
  [[nodiscard]] std::optional<std::string_view> query(std::string_view name) const;
  // What the pattern's {name} stands for. REQUIRES: the pattern has it.
  [[nodiscard]] const std::string& param(std::string_view name) const;
  [[nodiscard]] std::string_view body_text() const;
};

}  // namespace api
