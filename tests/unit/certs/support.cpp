// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "ledger/encoding.hpp"

namespace certs_test {

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::optional<std::filesystem::path> others_vectors(std::string_view folder) {
  const char* named = std::getenv("CITYLEDGER_VECTORS");
  const std::filesystem::path root =
      named != nullptr ? named : std::filesystem::path(CITYLEDGER_SOURCE_DIR) / ".." / "shared" / "vectors";
  if (!std::filesystem::exists(root / folder)) return std::nullopt;
  return root / folder;
}

attest::Json json_of(std::string_view text) {
  return attest::parse_json(text).value_or(attest::Json());
}

ledger::Bytes from_hex(std::string_view hex) {
  return ledger::hex_decode(hex).value_or(ledger::Bytes{});
}

namespace {

const certs::Check* find(const certs::Verdict& verdict, std::string_view id) {
  for (const certs::Check& check : verdict.checks) {
    if (check.id == id) return &check;
  }
  std::abort();  // every check is always there
}

}  // namespace

certs::CheckState state_of(const certs::Verdict& verdict, std::string_view check) {
  return find(verdict, check)->state;
}

std::string detail_of(const certs::Verdict& verdict, std::string_view check) {
  return find(verdict, check)->detail;
}

std::string failed_checks(const certs::Verdict& verdict) {
  std::string out;
  for (const certs::Check& check : verdict.checks) {
    if (check.state == certs::CheckState::kFailed) out += (out.empty() ? "" : " ") + check.id;
  }
  return out;
}

}  // namespace certs_test
