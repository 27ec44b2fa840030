// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "ledger/encoding.hpp"

namespace attest::test {

namespace fs = std::filesystem;

Folder::Folder() {
  std::string pattern = (fs::temp_directory_path() / "cityledger-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code ec;
  fs::remove_all(path_, ec);
}

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& file, ByteView content) {
  std::ofstream out(file, std::ios::binary);
  out << ledger::text(content);
}

bool openssl(const std::string& arguments, std::string* output) {
  const Folder folder;
  const std::string log = (folder / "output").string();
  const int status = std::system(("openssl " + arguments + " >" + log + " 2>&1 </dev/null").c_str());
  if (output != nullptr) *output = read_file(log);
  return status == 0;
}

void write_public_pem(const fs::path& file, const PublicKey& key) {
  // SubjectPublicKeyInfo of RFC 8410 and RFC 5480: everything before the key's bytes is fixed.
  Bytes der = from_hex(key.algorithm == Algorithm::kEdDsa ? "302a300506032b6570032100"
                                                          : "3059301306072a8648ce3d020106082a8648ce3d03010703420004");
  ledger::append(der, key.bytes);
  // PEM lines have 64 characters.
  std::string lines = "-----BEGIN PUBLIC KEY-----\n";
  const std::string body = ledger::base64_encode(der);
  for (std::size_t at = 0; at < body.size(); at += 64) lines += body.substr(at, 64) + "\n";
  lines += "-----END PUBLIC KEY-----\n";
  write_file(file, ledger::view(lines));
}

fs::path shared_vectors(std::string_view folder) {
  const char* named = std::getenv("CITYLEDGER_VECTORS");
  const fs::path root = named != nullptr ? fs::path(named) : fs::path(CITYLEDGER_SOURCE_DIR) / "../shared/vectors";
  return fs::exists(root / folder) ? root / folder : fs::path();
}

const Json& codec_vectors() {
  static const Json vectors = *parse_json(read_file(fs::path(CITYLEDGER_TEST_VECTORS) / "attest/codec.json"));
  return vectors;
}

std::string vector_text(std::string_view group, std::string_view name) {
  return *codec_vectors().find(group)->find(name)->text();
}

Bytes vector_bytes(std::string_view group, std::string_view name) {
  return from_hex(vector_text(group, name));
}

Bytes from_hex(std::string_view hex) {
  return *ledger::hex_decode(hex);
}

std::unique_ptr<Signer> fixed_signer(std::uint8_t number) {
  return *signer_from_seed(Bytes(32, number));
}

}  // namespace attest::test
