// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Files that are part of the program: the parts of the OpenAPI document, pages' style. Written by embed.cmake.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace api {

struct EmbeddedFile {
  std::string_view name;  // "data.json"
  std::span<const std::uint8_t> bytes;
};

[[nodiscard]] std::span<const EmbeddedFile> embedded_files();

}  // namespace api
