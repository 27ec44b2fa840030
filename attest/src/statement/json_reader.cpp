// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <boost/json/basic_parser_impl.hpp>
#include <utility>

#include "attest/json.hpp"
#include "attest/utf8.hpp"

namespace attest {
namespace {

namespace bj = boost::json;

// Bounds the memory that a foreign file of 32 MiB can ask for: a value of two bytes takes over a hundred here.
constexpr std::size_t kJsonValuesMax = 1'000'000;

// What basic_parser calls; it builds our value and refuses what I-JSON without fractions does not have.
class Builder {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  [[nodiscard]] bool on_document_begin(bj::error_code&) { return true; }
  [[nodiscard]] bool on_document_end(bj::error_code&) { return true; }
  [[nodiscard]] bool on_object_begin(bj::error_code& ec) { return open(Json(Json::Object{}), ec); }
  [[nodiscard]] bool on_object_end(std::size_t, bj::error_code& ec) { return close(ec); }
  [[nodiscard]] bool on_array_begin(bj::error_code& ec) { return open(Json(Json::Array{}), ec); }
  [[nodiscard]] bool on_array_end(std::size_t, bj::error_code& ec) { return close(ec); }
  [[nodiscard]] bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) { return collect(part); }
  [[nodiscard]] bool on_key(bj::string_view part, std::size_t, bj::error_code& ec) {
    collect(part);
    Frame& frame = open_.back();
    frame.name = std::exchange(text_, {});
    if (has_noncharacter(frame.name)) return refuse("a name holds a noncharacter", ec);
    if (frame.value.find(frame.name) != nullptr) return refuse("a name stands twice", ec);
    return true;
  }
  [[nodiscard]] bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) { return collect(part); }
  [[nodiscard]] bool on_string(bj::string_view part, std::size_t, bj::error_code& ec) {
    collect(part);
    if (has_noncharacter(text_)) return refuse("a text holds a noncharacter", ec);
    return put(Json(std::exchange(text_, {})), ec);
  }
  [[nodiscard]] bool on_number_part(bj::string_view part, bj::error_code&) { return collect(part); }
  [[nodiscard]] bool on_int64(std::int64_t number, bj::string_view part, bj::error_code& ec) {
    collect(part);
    const bool minus_zero = number == 0 && text_.starts_with('-');
    text_.clear();
    if (minus_zero) return refuse("minus zero is not an integer", ec);
    if (number > kJsonIntegerMax || number < -kJsonIntegerMax) return refuse("an integer is beyond 2^53-1", ec);
    return put(Json(number), ec);
  }
  [[nodiscard]] bool on_uint64(std::uint64_t, bj::string_view, bj::error_code& ec) {
    return refuse("an integer is beyond 2^53-1", ec);
  }
  [[nodiscard]] bool on_double(double, bj::string_view, bj::error_code& ec) {
    return refuse("numbers are integers up to 2^53-1 without fraction or exponent; write a decimal as text", ec);
  }
  [[nodiscard]] bool on_bool(bool value, bj::error_code& ec) { return put(Json(value), ec); }
  [[nodiscard]] bool on_null(bj::error_code& ec) { return put(Json(), ec); }
  [[nodiscard]] bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  [[nodiscard]] bool on_comment(bj::string_view, bj::error_code&) { return true; }

  [[nodiscard]] Json take() { return std::move(result_); }
  [[nodiscard]] const std::string& message() const { return message_; }
  // JSON pointer (RFC 6901) of the value that was being read.
  [[nodiscard]] std::string pointer() const {
    std::string out;
    for (const Frame& frame : open_) {
      out += '/';
      if (const auto* items = frame.value.array()) {
        out += std::to_string(items->size());
        continue;
      }
      for (const char c : frame.name) {
        if (c == '~')
          out += "~0";
        else if (c == '/')
          out += "~1";
        else
          out += c;
      }
    }
    return out;
  }

 private:
  struct Frame {
    Json value;        // an array or an object whose end has not come yet
    std::string name;  // of the member being read, in an object
  };

  bool collect(bj::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool refuse(const char* message, bj::error_code& ec) {
    message_ = message;
    ec = bj::error::syntax;
    return false;
  }
  bool open(Json value, bj::error_code& ec) {
    if (open_.size() == kJsonDepthMax) return refuse("nested deeper than 16", ec);
    open_.push_back({std::move(value), {}});
    return true;
  }
  bool close(bj::error_code& ec) {
    Json value = std::move(open_.back().value);
    open_.pop_back();
    return put(std::move(value), ec);
  }
  bool put(Json value, bj::error_code& ec) {
    if (++values_ > kJsonValuesMax) return refuse("more than 1,000,000 values", ec);
    if (open_.empty()) {
      result_ = std::move(value);
    } else if (auto* items = open_.back().value.array()) {
      items->push_back(std::move(value));
    } else {
      open_.back().value.object()->emplace(std::exchange(open_.back().name, {}), std::move(value));
    }
    return true;
  }

  std::vector<Frame> open_;
  std::size_t values_ = 0;
  std::string text_;  // of a name, text or number that comes in parts
  std::string message_;
  Json result_;
};

bj::parse_options strict_options() {
  bj::parse_options options;
  options.max_depth = kJsonDepthMax + 1;  // so that our own check, with its place, comes first
  return options;
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
  bj::basic_parser<Builder> parser(strict_options());
  bj::error_code ec;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  Builder& builder = parser.handler();
  if (ec.failed()) {
    const std::string reason = builder.message().empty() ? ec.message() : builder.message();
    return ledger::fail(Code::kInvalid, "not JSON of our kind: " + reason, builder.pointer());
  }
  if (used != text.size()) return ledger::fail(Code::kInvalid, "not JSON of our kind: bytes after the value");
  return builder.take();
}

Result<Json> parse_canonical_json(std::string_view text) {
  Result<Json> value = parse_json(text);
  if (!value) return value;
  if (canonical_json(*value) != text) {
    return ledger::fail(Code::kInvalid, "not in the canonical form of RFC 8785: sort the names, drop the spaces");
  }
  return value;
}

}  // namespace attest
