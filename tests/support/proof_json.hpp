// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the service's proofs say in JSON, read as somebody reads it who was sent the document.
#pragma once

#include <cstdint>
#include <string_view>

#include "attest/json.hpp"
#include "ledger/encoding.hpp"
#include "ledger/proof.hpp"

namespace sample {

inline ledger::Digest digest_of(const attest::Json& hex) {
  return *ledger::digest_from_bytes(*ledger::hex_decode(*hex.text()));
}

inline ledger::HashPath path_of(const attest::Json& proof) {
  ledger::HashPath path;
  for (const attest::Json& hash : *proof.find("path")->array()) path.push_back(digest_of(hash));
  return path;
}

inline std::uint64_t number(const attest::Json& object, std::string_view name) {
  return static_cast<std::uint64_t>(*object.find(name)->integer());
}

}  // namespace sample
