// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Where a ledger folder keeps signed credentials and status lists, and how statements about them are sent.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "attest/ledger_folder.hpp"
#include "certs/data_integrity.hpp"

namespace certs {

inline constexpr std::size_t kCredentialBytesMax = 1U << 20U;

// The DID before the '#' of a verification method.
[[nodiscard]] inline std::string did_of(std::string_view verification_method) {
  return std::string(verification_method.substr(0, verification_method.find('#')));
}

// certificates/NUMBER/credential.json
[[nodiscard]] std::filesystem::path credential_file(const attest::LedgerFolder& ledger, std::string_view number);
// lists/DIGEST.json, by the signed digest
[[nodiscard]] std::filesystem::path list_file(const attest::LedgerFolder& ledger, const Digest& digest);

// Reads canonical JSON. Errors: kNotFound, kCorrupt.
[[nodiscard]] Result<Json> read_canonical(const std::filesystem::path& file);
[[nodiscard]] Result<void> write_canonical(const std::filesystem::path& file, const Json& json);

// Says `body` as the certifier and waits until it is an entry. Errors: kRefused, with all rules in the message.
[[nodiscard]] Result<attest::EntryRef> say(attest::LedgerFolder& ledger, attest::Body body, const attest::Signer& key);

}  // namespace certs
