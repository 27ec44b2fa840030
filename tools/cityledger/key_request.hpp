// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The file in which a party asks for its new key to be authorised. Its proof of possession is what counts;
// everything else is repeated from it and must agree.
#pragma once

#include <string>
#include <vector>

#include "attest/json.hpp"
#include "attest/public_key.hpp"
#include "attest/signer.hpp"
#include "attest/statement_types.hpp"

namespace cityledger {

inline constexpr std::string_view kKeyRequestFormat = "cityledger-key-request/0";

struct KeyRequest {
  std::string party;
  std::string holder;
  attest::PublicKey key;
  std::vector<std::string> roles;  // sorted
  attest::Bytes proof;
};

// Signed by the new key. Errors: kKey, kInvalid (no role).
[[nodiscard]] ledger::Result<KeyRequest> make_key_request(const std::string& party, const std::string& holder,
                                                          std::vector<std::string> roles, const std::string& genesis,
                                                          std::int64_t issued_at_s, const attest::Signer& key);
[[nodiscard]] attest::Json to_json(const KeyRequest& request);
// Errors: kInvalid with the field, also when the proof is not about exactly this.
[[nodiscard]] ledger::Result<KeyRequest> parse_key_request(const attest::Json& json, const std::string& genesis);

}  // namespace cityledger
