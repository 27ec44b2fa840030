// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// JSON as we sign it: I-JSON (RFC 7493) without fractions, in the canonical form of RFC 8785.
//
// Numbers are integers in [-(2^53-1), 2^53-1]; a decimal value is text. Because of that, the canonical form
// is sorting (by UTF-16 code units) and escaping alone.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/result.hpp"

namespace attest {

using ledger::Code;
using ledger::Error;
using ledger::Result;

// Orders names as RFC 8785 does: by UTF-16 code units, not by bytes.
struct Utf16Less {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::map<std::string, Json, Utf16Less>;

  Json() = default;  // null
  Json(bool value) : value_(value) {}
  Json(std::int64_t value) : value_(value) {}
  Json(int value) : value_(std::int64_t{value}) {}
  Json(std::uint64_t value) : value_(static_cast<std::int64_t>(value)) {}  // REQUIRES: at most 2^53-1
  Json(std::string value) : value_(std::move(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
  [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&value_); }
  [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value_); }
  [[nodiscard]] Array* array() { return std::get_if<Array>(&value_); }
  [[nodiscard]] const Object* object() const { return std::get_if<Object>(&value_); }
  [[nodiscard]] Object* object() { return std::get_if<Object>(&value_); }

  // The member of that name; null when this is no object or has none.
  [[nodiscard]] const Json* find(std::string_view name) const;
  friend bool operator==(const Json&, const Json&) = default;

 private:
  std::variant<std::nullptr_t, bool, std::int64_t, std::string, Array, Object> value_;
};

inline constexpr std::size_t kJsonDepthMax = 16;
inline constexpr std::int64_t kJsonIntegerMax = 9'007'199'254'740'991;  // 2^53-1

// Any layout, otherwise strict: no name twice, no fraction or exponent, no larger integer, no lone surrogate,
// valid UTF-8, depth at most kJsonDepthMax, nothing after the value. Errors: kInvalid, with the JSON pointer of
// the place in `field` where it is known.
[[nodiscard]] Result<Json> parse_json(std::string_view text);
// The same, and the text must be the canonical form byte for byte.
[[nodiscard]] Result<Json> parse_canonical_json(std::string_view text);
// RFC 8785.
[[nodiscard]] std::string canonical_json(const Json& value);
// For people: two spaces a level, names in canonical order.
[[nodiscard]] std::string pretty_json(const Json& value);

// Reads the members of an object one by one and names what is wrong. The first error is kept; values read
// after it are empty. finish() also refuses members that nobody asked for.
class Fields {
 public:
  // `where` is put before field names in errors, e.g. "certifier."
  explicit Fields(const Json& value, std::string where = {});
  [[nodiscard]] std::string text(std::string_view name, std::size_t bytes_max = 256);
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view name, std::size_t bytes_max = 256);
  [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max);
  [[nodiscard]] std::optional<std::int64_t> optional_integer(std::string_view name, std::int64_t min, std::int64_t max);
  [[nodiscard]] bool boolean(std::string_view name);
  [[nodiscard]] Json::Array array(std::string_view name, std::size_t items_max);
  [[nodiscard]] Json object(std::string_view name);  // an object, else an error
  [[nodiscard]] std::optional<Json> optional_object(std::string_view name);
  // Says that a member's content is wrong although its type was right.
  void wrong(std::string_view name, std::string message);
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] bool failed() const { return error_.has_value(); }
  [[nodiscard]] Result<void> finish();

 private:
  const Json* take(std::string_view name, bool required);
  const Json* value_;
  std::string where_;
  std::vector<std::string> taken_;
  std::optional<Error> error_;
};

}  // namespace attest
