// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "attest/pkcs11.hpp"
#include "ledger/durable_file.hpp"
#include "ledger/encoding.hpp"

namespace attest {
namespace {

constexpr std::size_t kFileBytesMax = 4'096;
constexpr std::size_t kModuleBytesMax = 1'024;
constexpr std::size_t kTokenBytesMax = 32;  // of a token's label, by PKCS#11
constexpr std::size_t kLabelBytesMax = 256;
constexpr std::size_t kIdBytesMax = 64;

bool is_plain(std::string_view text, std::size_t bytes_max) {
  return !text.empty() && text.size() <= bytes_max && text.front() != ' ' && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= ' ' && c != 0x7F; });
}

// Takes "name: value" and its line feed off the front of `rest`; nothing when it is not there.
std::optional<std::string> take(std::string_view& rest, std::string_view name) {
  const std::size_t end = rest.find('\n');
  const std::string begin = std::string(name) + ": ";
  if (end == std::string_view::npos || !rest.starts_with(begin)) return std::nullopt;
  std::string value(rest.substr(begin.size(), end - begin.size()));
  rest.remove_prefix(end + 1);
  return value;
}

tl::unexpected<Error> wrong(const char* what, const char* field) {
  return ledger::fail(Code::kInvalid, std::string("the key file of a token: ") + what, field);
}

}  // namespace

std::string pkcs11_text(const Pkcs11Key& key) {
  return "module: " + key.module + "\ntoken: " + key.token + "\n" +
         (key.id.empty() ? "label: " + key.label : "id: " + ledger::hex_encode(key.id)) + "\n";
}

Result<Pkcs11Key> parse_pkcs11(std::string_view text) {
  Pkcs11Key key;
  const auto module = take(text, "module");
  if (!module || !is_plain(*module, kModuleBytesMax) || module->front() != '/')
    return wrong("the first line is 'module: ' and the absolute path of a shared library", "module");
  const auto token = take(text, "token");
  if (!token || !is_plain(*token, kTokenBytesMax))
    return wrong("the second line is 'token: ' and the token's label, 1 to 32 bytes", "token");
  const auto label = take(text, "label");
  const auto id = label ? std::nullopt : take(text, "id");
  if (label && !is_plain(*label, kLabelBytesMax)) return wrong("a label has 1 to 256 bytes", "label");
  if (id) {
    const auto bytes = ledger::hex_decode(*id);
    if (!bytes || bytes->empty() || bytes->size() > kIdBytesMax)
      return wrong("an id is 1 to 64 bytes in small hexadecimal digits", "id");
    key.id = *bytes;
  }
  if (!label && !id) return wrong("the third line is 'label: ' or 'id: ' and which key it is", "label");
  if (!text.empty()) return wrong("there is something after the third line", "label");
  key.module = *module;
  key.token = *token;
  key.label = label.value_or("");
  return key;
}

Result<Pkcs11Key> read_pkcs11_file(const std::filesystem::path& file) {
  const auto text = ledger::read_file(file, kFileBytesMax);
  if (!text) return tl::unexpected(text.error());
  auto key = parse_pkcs11(*text);
  if (!key) return ledger::fail(Code::kInvalid, key.error().message, file.string());
  return key;
}

Result<void> write_pkcs11_file(const std::filesystem::path& file, const Pkcs11Key& key) {
  const std::string text = pkcs11_text(key);
  if (const auto good = parse_pkcs11(text); !good) return tl::unexpected(good.error());
  std::error_code error;
  if (std::filesystem::exists(file, error))
    return ledger::fail(Code::kInvalid, "the key file exists already; choose another name", file.string());
  return ledger::replace_file(file, text);
}

}  // namespace attest
