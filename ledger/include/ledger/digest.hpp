// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 (FIPS 180-4), the ledger's only hash function, and SHA-384 where other people's formats ask for it.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/bytes.hpp"
#include "ledger/result.hpp"

namespace ledger {

struct Digest {
  std::array<std::uint8_t, 32> bytes{};
  friend auto operator<=>(const Digest&, const Digest&) = default;
  [[nodiscard]] ByteView view() const { return bytes; }
};

// Hash of the parts put one after the other.
[[nodiscard]] Digest sha256(std::initializer_list<ByteView> parts);
[[nodiscard]] inline Digest sha256(ByteView bytes) {
  return sha256({bytes});
}
[[nodiscard]] std::array<std::uint8_t, 48> sha384(ByteView bytes);

// Hash of a stream whose end is not known yet. Not shared between threads.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;
  void update(ByteView bytes);
  [[nodiscard]] Digest finish();  // once
 private:
  struct State;
  std::unique_ptr<State> state_;
};

// 64 lower-case hexadecimal digits, the form of every digest in text.
[[nodiscard]] std::string to_hex(const Digest& digest);
// Errors: kInvalid unless exactly 64 lower-case hexadecimal digits.
[[nodiscard]] Result<Digest> digest_from_hex(std::string_view hex);
// Errors: kInvalid unless exactly 32 bytes.
[[nodiscard]] Result<Digest> digest_from_bytes(ByteView bytes);

}  // namespace ledger
