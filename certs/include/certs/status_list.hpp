// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Bitstring Status List v1.0: one list a purpose, 131,072 bits, index 0 is the left-most bit. A list is a pure
// function of the entries below the size it names.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "certs/data_integrity.hpp"
#include "ledger/ids.hpp"

namespace certs {

struct StatusList {
  std::string address;      // also its id
  std::string issuer;       // DID
  std::string purpose;      // revocation, suspension
  std::string valid_from;   // moment
  std::string valid_until;  // moment
  Bytes bits;               // 16,384 bytes
};

[[nodiscard]] bool status_bit(const StatusList& list, std::size_t index);
// The unsigned credential.
[[nodiscard]] Json to_json(const StatusList& list);
// Strict. Errors: kInvalid, kTooLarge (a list that expands beyond bounds). Checks no proof.
[[nodiscard]] Result<StatusList> parse_status_list(const Json& credential);

}  // namespace certs
