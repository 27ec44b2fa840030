// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "did_keys.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "ledger/encoding.hpp"

namespace attest {
namespace {

using ledger::Bytes;

constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t kKeyTextBytesMax = 256;  // far above any key of ours; the cost below is quadratic
constexpr std::size_t kMaterialBytes = 32;

// base58btc; leading ones are leading zero bytes.
std::optional<Bytes> base58_decode(std::string_view text) {
  Bytes bytes;  // least significant byte first
  for (const char c : text) {
    const std::size_t digit = kBase58.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    auto carry = static_cast<std::uint32_t>(digit);
    for (std::uint8_t& byte : bytes) {
      carry += byte * 58U;
      byte = static_cast<std::uint8_t>(carry & 0xFFU);
      carry >>= 8U;
    }
    if (carry != 0) bytes.push_back(static_cast<std::uint8_t>(carry));
  }
  const std::size_t zeros = std::min(text.find_first_not_of('1'), text.size());
  bytes.insert(bytes.end(), zeros, 0);
  std::reverse(bytes.begin(), bytes.end());
  return bytes;
}

// Multikey: multicodec ed25519-pub (0xED 0x01) and the point, or p256-pub (0x80 0x24), sign byte and x.
std::optional<Bytes> material_of_multibase(std::string_view text) {
  if (text.size() > kKeyTextBytesMax || !text.starts_with('z')) return std::nullopt;
  const auto bytes = base58_decode(text.substr(1));
  if (!bytes || bytes->size() < 2) return std::nullopt;
  const bool ed25519 = (*bytes)[0] == 0xED && (*bytes)[1] == 0x01 && bytes->size() == 2 + kMaterialBytes;
  const bool p256 = (*bytes)[0] == 0x80 && (*bytes)[1] == 0x24 && bytes->size() == 3 + kMaterialBytes;
  if (!ed25519 && !p256) return std::nullopt;
  return Bytes(bytes->end() - static_cast<std::ptrdiff_t>(kMaterialBytes), bytes->end());
}

std::optional<Bytes> material_of_jwk(const Json& jwk) {
  const Json* x = jwk.find("x");
  if (x == nullptr || x->text() == nullptr) return std::nullopt;
  auto bytes = ledger::base64url_decode(*x->text());
  if (!bytes || bytes->size() != kMaterialBytes) return std::nullopt;
  return std::move(*bytes);
}

void collect(const Json& value, std::vector<Bytes>& found) {
  if (const Json::Array* items = value.array()) {
    for (const Json& item : *items) collect(item, found);
  }
  const Json::Object* members = value.object();
  if (members == nullptr) return;
  for (const auto& [name, member] : *members) {
    std::optional<Bytes> material;
    if (name == "publicKeyMultibase" && member.text() != nullptr) material = material_of_multibase(*member.text());
    if (name == "publicKeyJwk") material = material_of_jwk(member);
    if (material) found.push_back(std::move(*material));
    collect(member, found);
  }
}

}  // namespace

std::vector<Bytes> key_material_in(const Json& document) {
  std::vector<Bytes> found;
  collect(document, found);
  return found;
}

}  // namespace attest
