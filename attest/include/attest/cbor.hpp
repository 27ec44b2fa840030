// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The subset of CBOR (RFC 8949) that COSE needs, in core deterministic encoding (section 4.2.1) both ways:
// integers, byte and text strings, arrays, maps, tags, null. No floats, no indefinite lengths, shortest heads,
// map keys in bytewise order without repeats. What we accept is exactly what we would write.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ledger/bytes.hpp"
#include "ledger/result.hpp"

namespace attest {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Result;

class Cbor {
 public:
  using Array = std::vector<Cbor>;
  using Map = std::vector<std::pair<Cbor, Cbor>>;  // any order; the encoder sorts
  struct Tagged;

  Cbor() = default;  // null
  static Cbor integer(std::int64_t value);
  static Cbor bytes(ByteView value);
  static Cbor text(std::string_view value);
  static Cbor array(Array value);
  static Cbor map(Map value);
  static Cbor tagged(std::uint64_t tag, Cbor value);

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
  [[nodiscard]] const std::int64_t* as_integer() const { return std::get_if<std::int64_t>(&value_); }
  [[nodiscard]] const Bytes* as_bytes() const { return std::get_if<Bytes>(&value_); }
  [[nodiscard]] const std::string* as_text() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const Array* as_array() const { return std::get_if<Array>(&value_); }
  [[nodiscard]] const Map* as_map() const { return std::get_if<Map>(&value_); }
  // The content when this is a tag of that number, else null.
  [[nodiscard]] const Cbor* content_of_tag(std::uint64_t tag) const;
  // The value of an integer or text key of a map; null when absent.
  [[nodiscard]] const Cbor* find(std::int64_t key) const;
  [[nodiscard]] const Cbor* find(std::string_view key) const;
  friend bool operator==(const Cbor&, const Cbor&) = default;

 private:
  struct Tag {
    std::uint64_t number = 0;
    std::vector<Cbor> content;  // exactly one
    friend bool operator==(const Tag&, const Tag&) = default;
  };
  std::variant<std::nullptr_t, std::int64_t, Bytes, std::string, Array, Map, Tag> value_;
  void encode_into(Bytes& out) const;
  static void encode_map_into(Bytes& out, const Map& members);
  friend Bytes encode_cbor(const Cbor&);
};

inline constexpr std::size_t kCborDepthMax = 16;

[[nodiscard]] Bytes encode_cbor(const Cbor& value);
// Errors: kInvalid for anything that encode_cbor would not write, trailing bytes included.
[[nodiscard]] Result<Cbor> decode_cbor(ByteView bytes);

// The items of a CBOR sequence (RFC 8742), each as its bytes; what they hold is judged by whoever decodes them.
// Errors: kInvalid where an item cannot be told from the next one: cut short, of indefinite length, nested deeper than
// kCborDepthMax; kTooLarge over `items_max`.
[[nodiscard]] Result<std::vector<ByteView>> split_cbor_sequence(ByteView bytes, std::size_t items_max);

}  // namespace attest
