// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "http/head.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "api/limits.hpp"
#include "ascii.hpp"

namespace api {
namespace {

constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alnum(c) || kTokenMarks.find(c) != std::string_view::npos;
  });
}

bool is_visible(char c) {
  return c > ' ' && c < 0x7F;
}

bool is_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_visible(c) || c == ' ' || c == '\t'; });
}

Problem invalid(std::string detail, std::string field) {
  return {"invalid", std::move(detail), std::move(field)};
}

// "GET /path HTTP/1.1", one space each.
std::optional<Problem> read_request_line(std::string_view line, Head& head) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return invalid("the request line must be METHOD /path HTTP/1.1, with one space each", "request line");
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view version = line.substr(last + 1);
  head.target = line.substr(first + 1, last - first - 1);
  if (!is_token(method)) return invalid("the method is no word", "method");
  if (head.target.empty() || !std::all_of(head.target.begin(), head.target.end(), is_visible)) {
    return invalid("the address holds a space, a control character or a letter that is not percent-encoded", "path");
  }
  if (version != "HTTP/1.1") {
    const bool other = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.';
    if (other) return Problem{"version_not_supported", "this service speaks HTTP/1.1", "version"};
    return invalid("the request line must end with HTTP/1.1", "version");
  }
  const auto known = parse_method(method);
  if (!known) return Problem{"not_implemented", "this service does not know this method", "method"};
  head.method = *known;
  if (head.target.size() > kTargetBytesMax) {
    return Problem{"target_too_long", "the address has more than " + std::to_string(kTargetBytesMax) + " bytes",
                   "path"};
  }
  return std::nullopt;
}

std::optional<Problem> read_field(std::string_view line, Head& head) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return invalid("a header field must be NAME: VALUE, without a space before the colon or the line", "header");
  }
  const std::string_view value = trim(line.substr(colon + 1));
  if (!is_value(value)) {
    return invalid("the value holds a control character or bytes outside of ASCII", std::string(line.substr(0, colon)));
  }
  if (head.fields.size() == kHeaderFieldsMax) {
    return Problem{"header_too_large", "the header has more than " + std::to_string(kHeaderFieldsMax) + " fields",
                   "header"};
  }
  head.fields.emplace_back(line.substr(0, colon), value);
  return std::nullopt;
}

// Calls `use` with each element of a list that commas part.
template <typename Use>
void each_element(std::string_view list, const Use& use) {
  for (;;) {
    const std::size_t comma = list.find(',');
    use(trim(list.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

std::optional<Problem> read_length(std::string_view value, Head& head) {
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), head.length);
  const bool digits = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (value.empty() || !digits || error != std::errc{} || end != value.data() + value.size()) {
    return invalid("this must be one whole number", "Content-Length");
  }
  head.framing = Framing::kLength;
  return std::nullopt;
}

std::optional<Problem> read_coding(std::string_view value, Head& head) {
  if (equals_in_any_case(value, "chunked")) {
    head.framing = Framing::kChunked;
    return std::nullopt;
  }
  bool known = true;
  each_element(value, [&known](std::string_view coding) {
    const auto is = [coding](std::string_view name) { return equals_in_any_case(coding, name); };
    known = known && (is("chunked") || is("gzip") || is("deflate") || is("compress") || is("identity"));
  });
  if (!known) return invalid("this names no transfer coding", "Transfer-Encoding");
  return Problem{"not_implemented", "the only transfer coding that this service takes is chunked", "Transfer-Encoding"};
}

std::optional<Problem> read_expectation(std::string_view value, Head& head) {
  if (!equals_in_any_case(value, "100-continue")) {
    return Problem{"expectation_failed", "the only expectation that this service knows is 100-continue", "Expect"};
  }
  head.expects_continue = true;
  return std::nullopt;
}

bool is_host(std::string_view value) {
  return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
    return is_alnum(c) || std::string_view(".-:[]_~%!$&'()*+;=").find(c) != std::string_view::npos;
  });
}

// The fields that decide what the request is and where it ends, each at most once.
struct Framers {
  std::optional<std::string_view> host, length, coding, expect;

  // False when the field came before.
  bool take(std::string_view name, std::string_view value) {
    const auto once = [value](std::optional<std::string_view>& kept) {
      const bool first = !kept.has_value();
      kept = value;
      return first;
    };
    switch (name.size()) {
      case 4:
        return !equals_in_any_case(name, "host") || once(host);
      case 6:
        return !equals_in_any_case(name, "expect") || once(expect);
      case 14:
        return !equals_in_any_case(name, "content-length") || once(length);
      case 17:
        return !equals_in_any_case(name, "transfer-encoding") || once(coding);
      default:
        return true;
    }
  }
};

std::optional<Problem> judge_fields(Head& head) {
  Framers framers;
  for (const auto& [name, value] : head.fields) {
    if (!framers.take(name, value)) return invalid("this field must not come twice", std::string(name));
    if (equals_in_any_case(name, "connection")) {
      each_element(value, [&head](std::string_view word) {
        if (equals_in_any_case(word, "close")) head.close = true;
      });
    }
  }
  if (!framers.host || !is_host(*framers.host)) return invalid("a request needs one Host", "Host");
  if (framers.length && framers.coding) {
    return invalid("Content-Length and Transfer-Encoding exclude each other", "Content-Length");
  }
  std::optional<Problem> problem;
  if (framers.length) problem = read_length(*framers.length, head);
  if (framers.coding) problem = read_coding(*framers.coding, head);
  if (!problem && framers.expect) problem = read_expectation(*framers.expect, head);
  return problem;
}

}  // namespace

HeadEnd find_head_end(std::string_view input, std::size_t seen) {
  // A line end and what comes before it may lie in two reads.
  std::size_t at = input.find('\n', seen > 3 ? seen - 3 : 0);
  for (; at != std::string_view::npos; at = input.find('\n', at + 1)) {
    if (at == 0 || input[at - 1] != '\r') return {0, invalid("a line must end with CR LF", "header")};
    if (at + 1 > kHeaderBytesMax) break;
    if (at == 1) return {0, invalid("a request must begin with its request line", "request line")};
    if (input.substr(0, at + 1).ends_with("\r\n\r\n")) return {at + 1, std::nullopt};
  }
  const std::size_t line = std::min(input.find('\n'), input.size());
  if (line > kTargetBytesMax + 32) {
    return {0, Problem{"target_too_long", "the address has more than " + std::to_string(kTargetBytesMax) + " bytes",
                       "path"}};
  }
  if (input.size() < kHeaderBytesMax) return {};
  return {0, Problem{"header_too_large", "the header has more than " + std::to_string(kHeaderBytesMax) + " bytes",
                     "header"}};
}

std::optional<Problem> read_head(std::string_view bytes, Head& head) {
  head.fields.clear();
  head.framing = Framing::kNone;
  head.length = 0;
  head.close = head.expects_continue = false;
  std::size_t end = bytes.find("\r\n");
  if (auto problem = read_request_line(bytes.substr(0, end), head)) return problem;
  for (;;) {
    bytes.remove_prefix(end + 2);
    end = bytes.find("\r\n");
    if (end == 0 || end == std::string_view::npos) break;
    if (auto problem = read_field(bytes.substr(0, end), head)) return problem;
  }
  return judge_fields(head);
}

}  // namespace api
