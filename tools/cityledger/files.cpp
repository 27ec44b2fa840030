// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/files.hpp"

#include <fstream>
#include <system_error>

#include "ledger/durable_file.hpp"

namespace cityledger {
namespace fs = std::filesystem;
using ledger::Code;
using ledger::fail;
using ledger::Result;

Result<std::string> read_file(const fs::path& file, std::size_t bytes_max) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return fail(Code::kNotFound, "there is no file " + file.string(), "file");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(Code::kStorage, "cannot read " + file.string(), "file");
  std::string content;
  std::string block(1U << 16U, '\0');
  while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) || stream.gcount() > 0) {
    content.append(block, 0, static_cast<std::size_t>(stream.gcount()));
    if (content.size() > bytes_max) {
      return fail(Code::kTooLarge, file.string() + " is over " + std::to_string(bytes_max) + " bytes", "file");
    }
  }
  if (stream.bad()) return fail(Code::kStorage, "cannot read " + file.string(), "file");
  return content;
}

Result<void> write_file(const fs::path& file, std::string_view content) {
  const auto written = ledger::replace_file(file, content, ledger::Sync::kNo);
  if (written) return {};
  return fail(written.error().code, "cannot write " + file.string() + ": " + written.error().message, "file");
}

Result<void> write_file(const fs::path& file, ledger::ByteView content) {
  return write_file(file, ledger::text(content));
}

Result<attest::Json> read_json_file(const fs::path& file) {
  const Result<std::string> text = read_file(file, kJsonFileBytesMax);
  if (!text) return tl::unexpected(text.error());
  Result<attest::Json> json = attest::parse_json(*text);
  if (!json) return fail(json.error().code, file.string() + ": " + json.error().message, json.error().field);
  return json;
}

}  // namespace cityledger
