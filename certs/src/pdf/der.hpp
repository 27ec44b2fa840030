// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// DER (X.690), as much as a seal needs: low tags, definite lengths in their shortest form.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "ledger/bytes.hpp"

namespace certs {

using ledger::Bytes;
using ledger::ByteView;

namespace der {

inline constexpr std::uint8_t kInteger = 0x02;
inline constexpr std::uint8_t kBitString = 0x03;
inline constexpr std::uint8_t kOctetString = 0x04;
inline constexpr std::uint8_t kOid = 0x06;
inline constexpr std::uint8_t kSequence = 0x30;
inline constexpr std::uint8_t kSet = 0x31;
inline constexpr std::uint8_t kContext0 = 0xA0;  // [0], constructed
inline constexpr std::uint8_t kContext1 = 0xA1;

[[nodiscard]] Bytes element(std::uint8_t tag, ByteView content);
// The parts, one after the other, inside one element.
[[nodiscard]] Bytes element(std::uint8_t tag, std::initializer_list<ByteView> parts);
// SET OF: elements in ascending order of their encodings (X.690, 11.6).
[[nodiscard]] Bytes set_of(std::uint8_t tag, std::vector<Bytes> elements);
// An unsigned big-endian number, in its shortest form.
[[nodiscard]] Bytes unsigned_integer(ByteView big_endian);
// `content` is the identifier's encoded arcs.
[[nodiscard]] inline Bytes oid(std::string_view content) {
  return element(kOid, ledger::view(content));
}

// Reads elements one after the other; the views point into the bytes that were given.
class Reader {
 public:
  explicit Reader(ByteView bytes) : rest_(bytes) {}
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  // Whether the next element has that tag.
  [[nodiscard]] bool next_is(std::uint8_t tag) const { return !rest_.empty() && rest_[0] == tag; }
  // The next element's content; nothing when it is malformed or has another tag.
  [[nodiscard]] std::optional<ByteView> content(std::uint8_t tag);
  // The next element with its tag and length.
  [[nodiscard]] std::optional<ByteView> whole(std::uint8_t tag);

 private:
  ByteView rest_;
};

}  // namespace der
}  // namespace certs
