// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger-verify/files.hpp"

#include <array>
#include <fstream>

#include "certs/verify.hpp"

namespace cityledger_verify {

ledger::Result<std::string> read_file(const std::filesystem::path& file) {
  constexpr std::size_t kBytesMax = certs::kFileToVerifyBytesMax + 1;
  std::ifstream in(file, std::ios::binary);
  std::string content;
  std::array<char, 65'536> buffer{};
  while (in && content.size() < kBytesMax) {
    in.read(buffer.data(), static_cast<std::streamsize>(std::min(buffer.size(), kBytesMax - content.size())));
    content.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad() || (in.fail() && !in.eof()))
    return ledger::fail(ledger::Code::kNotFound, file.string() + " cannot be read", file.string());
  return content;
}

ledger::Result<certs::Trust> read_trust(const std::filesystem::path& folder) {
  const auto there = [&](std::string_view name) {
    std::error_code error;
    return std::filesystem::exists(folder / name, error);
  };
  const auto files = certs::read_trust_files(there, [&](std::string_view name) { return read_file(folder / name); });
  return files ? certs::parse_trust(*files) : tl::unexpected(files.error());
}

}  // namespace cityledger_verify
