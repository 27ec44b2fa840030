// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Fixed keys, vector files and signed payloads for the tests of statements.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "attest/statement.hpp"

namespace attest::test {

// The whole file; a test failure and empty text when it cannot be read.
[[nodiscard]] std::string read_file(const std::filesystem::path& file);
[[nodiscard]] Json read_json(const std::filesystem::path& file);
// tests/vectors/statements/NAME, an array.
[[nodiscard]] Json::Array read_vectors(const std::string& name);
[[nodiscard]] std::filesystem::path source_dir();
// The folder that outsiders share their data in, when there is one.
[[nodiscard]] std::optional<std::filesystem::path> shared_catalogues();

// Ed25519 from the seed of 32 times this byte.
[[nodiscard]] std::unique_ptr<Signer> seeded_signer(std::uint8_t seed_byte);

// A statement with exactly this payload, by the key of seed 1.
[[nodiscard]] Bytes sign_text(std::string_view payload);
[[nodiscard]] Bytes sign_payload(const Json& payload);

// The payload of that name in payloads.json.
[[nodiscard]] Json sample(std::string_view name);
// The same, parsed; a test failure when it is refused.
[[nodiscard]] Statement parsed_sample(std::string_view name);
template <typename Type>
[[nodiscard]] Type body_of(std::string_view name) {
  return std::get<Type>(parsed_sample(name).body);
}

// RFC 7396: null removes.
[[nodiscard]] Json merge(Json target, const Json& patch);

// The digest of a text: how the vectors make their made-up digests.
[[nodiscard]] Digest digest_of(std::string_view text);

}  // namespace attest::test
