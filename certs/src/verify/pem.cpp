// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/pem.hpp"

#include <string>

#include "ledger/encoding.hpp"

namespace certs {
namespace {

using ledger::Bytes;
using ledger::Code;
using ledger::Result;

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kDashes = "-----";
constexpr char kDerSequence = '\x30';

}  // namespace

Result<std::vector<Bytes>> parse_pem(std::string_view text, std::string_view label) {
  const std::string begin = std::string(kBegin) + std::string(label) + std::string(kDashes);
  const std::string end = "-----END " + std::string(label) + std::string(kDashes);
  std::vector<Bytes> out;
  for (std::size_t at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin, at)) {
    if (out.size() == kPemItemsMax) return ledger::fail(Code::kTooLarge, "there are more than 64 items");
    const std::size_t last = text.find(end, at);
    if (!text.substr(at).starts_with(begin) || last == std::string_view::npos)
      return ledger::fail(Code::kInvalid,
                          "there is something else than a " + std::string(label) + ", or it does not end");
    std::string digits;
    for (const char c : text.substr(at + begin.size(), last - at - begin.size())) {
      if (c != '\n' && c != '\r') digits += c;
    }
    auto bytes = ledger::base64_decode(digits);
    if (!bytes) return tl::unexpected(bytes.error());
    out.push_back(std::move(*bytes));
    at = last + end.size();
  }
  if (out.empty()) return ledger::fail(Code::kInvalid, "there is no " + std::string(label) + " in PEM");
  return out;
}

Result<std::vector<Bytes>> parse_pem_or_der(std::string_view file, std::string_view label) {
  if (!file.empty() && file[0] == kDerSequence) return std::vector<Bytes>{ledger::to_bytes(file)};
  return parse_pem(file, label);
}

}  // namespace certs
