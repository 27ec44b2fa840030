// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/limits.hpp"
#include "api/request.hpp"
#include "require.hpp"

// What a target is taken apart into never climbs, hides a slash or holds a control character.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto target = api::parse_target({reinterpret_cast<const char*>(data), size});
  if (!target) return 0;
  require(size <= api::kTargetBytesMax && target->query.size() <= api::kQueryNamesMax);
  for (const std::string& segment : target->segments) {
    require(!segment.empty() && segment != "." && segment != "..");
    for (const char c : segment) require(c != '/' && c != '\\' && (static_cast<unsigned char>(c) >= 0x20) && c != 0x7F);
  }
  return 0;
}
