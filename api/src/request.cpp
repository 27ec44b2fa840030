// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/request.hpp"

#include <algorithm>
#include <array>

#include "api/limits.hpp"
#include "attest/utf8.hpp"

namespace api {
namespace {

using ledger::fail;

constexpr std::array<std::pair<Method, std::string_view>, 7> kMethods = {{{Method::kGet, "GET"},
                                                                          {Method::kHead, "HEAD"},
                                                                          {Method::kPost, "POST"},
                                                                          {Method::kPut, "PUT"},
                                                                          {Method::kPatch, "PATCH"},
                                                                          {Method::kDelete, "DELETE"},
                                                                          {Method::kOptions, "OPTIONS"}}};

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

// Percent-decoded once (RFC 3986 section 2.1); nothing when it cannot be.
std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  if (!attest::is_utf8(out) || std::any_of(out.begin(), out.end(), is_control)) return std::nullopt;
  return out;
}

Result<std::vector<std::string>> read_path(std::string_view path) {
  std::vector<std::string> segments;
  if (path == "/") return segments;
  path.remove_prefix(1);
  for (;;) {
    const std::size_t end = path.find('/');
    auto segment = decode(path.substr(0, end), false);
    if (!segment) return fail(Code::kInvalid, "the path holds a part that cannot be decoded", "path");
    // No address of ours has one, so nothing is there; it is no trick either.
    if (segment->empty()) return fail(Code::kNotFound, "there is nothing at this address", "path");
    if (*segment == "." || *segment == ".." || segment->find_first_of("/\\") != std::string::npos) {
      return fail(Code::kInvalid, "a part of the path is '.', '..' or holds a slash", "path");
    }
    segments.push_back(std::move(*segment));
    if (end == std::string_view::npos) return segments;
    path.remove_prefix(end + 1);
  }
}

Result<std::map<std::string, std::string>> read_query(std::string_view query) {
  std::map<std::string, std::string> names;
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), part.size() + 1));
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    auto name = decode(part.substr(0, equals), true);
    auto value = decode(equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1), true);
    if (!name || !value) return fail(Code::kInvalid, "the query holds a part that cannot be decoded", "query");
    if (names.size() == kQueryNamesMax) {
      return fail(Code::kTooLarge, "the query holds more than " + std::to_string(kQueryNamesMax) + " names", "query");
    }
    if (!names.emplace(*name, std::move(*value)).second) {
      return fail(Code::kInvalid, "the query says this twice; say it once", *name);
    }
  }
  return names;
}

}  // namespace

std::string_view to_text(Method method) {
  return std::find_if(kMethods.begin(), kMethods.end(), [&](const auto& m) { return m.first == method; })->second;
}

std::optional<Method> parse_method(std::string_view text) {
  const auto* const at =
      std::find_if(kMethods.begin(), kMethods.end(), [&](const auto& m) { return m.second == text; });
  if (at == kMethods.end()) return std::nullopt;
  return at->first;
}

Result<Target> parse_target(std::string_view target) {
  if (target.size() > kTargetBytesMax) {
    return fail(Code::kTooLarge, "the address has more than " + std::to_string(kTargetBytesMax) + " bytes", "path");
  }
  if (target.empty() || target.front() != '/' || target.find('#') != std::string_view::npos) {
    return fail(Code::kInvalid, "the address must be a path that begins with '/'", "path");
  }
  const std::size_t question = target.find('?');
  auto segments = read_path(target.substr(0, question));
  if (!segments) return tl::unexpected(segments.error());
  auto query = read_query(question == std::string_view::npos ? std::string_view() : target.substr(question + 1));
  if (!query) return tl::unexpected(query.error());
  return Target{std::move(*segments), std::move(*query)};
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  const auto at = std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == name; });
  if (at == headers.end()) return std::nullopt;
  return at->second;
}

std::optional<std::string_view> Request::query(std::string_view name) const {
  const auto at = parsed.query.find(std::string(name));
  if (at == parsed.query.end()) return std::nullopt;
  return at->second;
}

const std::string& Request::param(std::string_view name) const {
  return params.at(std::string(name));
}

std::string_view Request::body_text() const {
  return ledger::text(body);
}

}  // namespace api
