// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "http/access_log.hpp"

#include <algorithm>

#include "attest/date.hpp"
#include "attest/json.hpp"

namespace api {
namespace {

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_zero(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

std::string_view trace_of(const Request& request) {
  const std::string_view text = request.header("traceparent").value_or("");  // 00-TRACE-PARENT-FLAGS
  if (text.size() != 55 || text.substr(0, 3) != "00-" || text[35] != '-' || text[52] != '-') return {};
  const std::string_view trace = text.substr(3, 32);
  const std::string_view parent = text.substr(36, 16);
  if (!is_hex(trace) || !is_hex(parent) || !is_hex(text.substr(53)) || is_zero(trace) || is_zero(parent)) return {};
  return trace;
}

std::string access_line(const Request& request, const Route* route, unsigned status, std::uint64_t bytes,
                        std::chrono::nanoseconds took) {
  const auto now =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch());
  attest::Json::Object line{
      {"time_ms", std::int64_t{now.count()}},
      {"id", request.id},
      {"method", to_text(request.method)},
      {"route", route == nullptr ? "none" : route->pattern},
      {"status", std::uint64_t{status}},
      {"bytes", bytes},
      {"body_bytes", request.body_bytes},
      {"took_us", std::int64_t{std::chrono::duration_cast<std::chrono::microseconds>(took).count()}},
      {"address", request.address}};
  if (const std::string_view trace = trace_of(request); !trace.empty()) line.emplace("trace", trace);
  return attest::canonical_json(line);
}

}  // namespace api
