// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Byte strings and big-endian integers, the only ones in any of our formats.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

// The view points into `text` and lives as long as it.
[[nodiscard]] inline ByteView view(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
// The text points into `bytes` and lives as long as they do. No claim about UTF-8.
[[nodiscard]] inline std::string_view text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
[[nodiscard]] inline Bytes to_bytes(std::string_view text) {
  return {text.begin(), text.end()};
}
[[nodiscard]] inline Bytes to_bytes(ByteView bytes) {
  return {bytes.begin(), bytes.end()};
}
[[nodiscard]] inline std::string to_string(ByteView bytes) {
  return {bytes.begin(), bytes.end()};
}

inline void append(Bytes& out, ByteView more) {
  out.insert(out.end(), more.begin(), more.end());
}

[[nodiscard]] inline std::array<std::uint8_t, 8> big_endian_64(std::uint64_t value) {
  std::array<std::uint8_t, 8> out{};
  for (std::size_t i = 0; i < 8; ++i) out[i] = static_cast<std::uint8_t>(value >> (56U - 8U * i));
  return out;
}
// REQUIRES: bytes.size() >= 8.
[[nodiscard]] inline std::uint64_t read_big_endian_64(ByteView bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value = value << 8U | bytes[i];
  return value;
}

}  // namespace ledger
