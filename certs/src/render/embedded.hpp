// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Files that are part of the program: texts, the list of fonts, the colour space. Written by embed.cmake.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace certs {

struct EmbeddedFile {
  std::string_view name;  // "en.json"
  std::span<const std::uint8_t> bytes;
};

[[nodiscard]] std::span<const EmbeddedFile> embedded_files();  // sorted by name
// Empty when there is none of that name.
[[nodiscard]] std::span<const std::uint8_t> embedded_file(std::string_view name);

}  // namespace certs
