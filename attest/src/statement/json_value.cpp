// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "attest/json.hpp"

namespace attest {
namespace {

// In UTF-8 the first byte that differs decides the order of code points. UTF-16 differs from that in one place:
// code points over U+FFFF (first byte F0 and up) are surrogates there and come before U+E000...U+FFFF (EE, EF).
unsigned utf16_rank(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0xF0) return byte - 0x02U;
  if (byte >= 0xEE) return byte + 0x10U;
  return byte;
}

}  // namespace

bool Utf16Less::operator()(std::string_view a, std::string_view b) const {
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (in_b == b.end()) return false;
  if (in_a == a.end()) return true;
  return utf16_rank(*in_a) < utf16_rank(*in_b);
}

const Json* Json::find(std::string_view name) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  const auto found = members->find(name);
  return found == members->end() ? nullptr : &found->second;
}

}  // namespace attest
