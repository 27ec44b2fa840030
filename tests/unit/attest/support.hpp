// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "attest/json.hpp"
#include "attest/signer.hpp"

namespace attest::test {

// A folder of its own for one test, removed with it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

[[nodiscard]] std::string read_file(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, ByteView content);
// Runs the openssl program; true when it ends with 0. Its output is kept in `output` where given.
[[nodiscard]] bool openssl(const std::string& arguments, std::string* output = nullptr);
// The public key as a PEM file that openssl reads.
void write_public_pem(const std::filesystem::path& file, const PublicKey& key);

// Vectors of others, at CITYLEDGER_VECTORS or beside the source folder; empty when absent.
[[nodiscard]] std::filesystem::path shared_vectors(std::string_view folder);
// tests/vectors/attest/codec.json, made by make_codec_vectors.py.
[[nodiscard]] const Json& codec_vectors();
[[nodiscard]] std::string vector_text(std::string_view group, std::string_view name);
[[nodiscard]] Bytes vector_bytes(std::string_view group, std::string_view name);

[[nodiscard]] Bytes from_hex(std::string_view hex);
// Fixed Ed25519 key; another `number`, another key.
[[nodiscard]] std::unique_ptr<Signer> fixed_signer(std::uint8_t number = 1);

}  // namespace attest::test
