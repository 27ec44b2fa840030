// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Names of the files of a folder of certificates.
#pragma once

#include <filesystem>
#include <string>

namespace certs {

inline constexpr const char* kRegisterFile = "register.json";

[[nodiscard]] inline std::filesystem::path certificate_file(const std::filesystem::path& folder,
                                                            const std::string& name) {
  return folder / (name + ".pem");
}
[[nodiscard]] inline std::filesystem::path chain_file(const std::filesystem::path& folder, const std::string& name) {
  return folder / (name + ".chain.pem");
}
[[nodiscard]] inline std::filesystem::path crl_file(const std::filesystem::path& folder, const std::string& name) {
  return folder / (name + ".crl");
}
[[nodiscard]] inline std::string key_name(const std::string& name) {
  return "pki-" + name;
}

}  // namespace certs
