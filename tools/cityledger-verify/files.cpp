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
  std::array<std::string, 4> contents;
  const std::array<const char*, 4> names{"log.vkey", "genesis", "policy", "did.json"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto content = read_file(folder / names[i]);
    if (!content) return tl::unexpected(content.error());
    contents[i] = std::move(*content);
  }
  std::array<std::string, 3> pems;
  const std::array<const char*, 3> optional{"ca.pem", "tsa.pem", "seal.pem"};
  for (std::size_t i = 0; i < optional.size(); ++i) {
    std::error_code error;
    if (!std::filesystem::exists(folder / optional[i], error)) continue;
    auto content = read_file(folder / optional[i]);
    if (!content) return tl::unexpected(content.error());
    if (content->empty())
      return ledger::fail(ledger::Code::kInvalid,
                          std::string(optional[i]) + " is empty: put the certificates in, or take it away",
                          optional[i]);
    pems[i] = std::move(*content);
  }
  return certs::parse_trust(contents[0], contents[1], contents[2], contents[3], pems[0], pems[1], pems[2]);
}

}  // namespace cityledger_verify
