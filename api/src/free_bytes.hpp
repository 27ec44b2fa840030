// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// How much room the disk has where a folder lies.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace api {

// Nothing when the system does not tell.
[[nodiscard]] inline std::optional<std::uint64_t> free_bytes(const std::filesystem::path& folder) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  return error ? std::nullopt : std::optional<std::uint64_t>(space.available);
}

}  // namespace api
