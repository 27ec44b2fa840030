// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// certs_make_sample DIR: writes the sample certificate as files, for tests by other programs.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "support/sample_bundle.hpp"

namespace {

bool write(const std::filesystem::path& file, const std::string& content) {
  std::ofstream out(file, std::ios::binary);
  out << content;
  return out.flush().good();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: certs_make_sample DIR\n";
    return 2;
  }
  using attest::canonical_json;
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder / "trust");
  const certs_test::Sample sample = certs_test::make_sample();
  const auto later_list = [](std::string_view purpose) {
    return certs_test::signed_list(purpose, "2018-12-01T00:00:00Z", "2018-12-04T00:00:00Z", {certs_test::kStatusIndex});
  };
  const bool written =
      write(folder / "bundle.json", sample.file) && write(folder / "credential.json", sample.credential) &&
      write(folder / "revocation.json", canonical_json(sample.bundle.revocation.list)) &&
      write(folder / "suspension.json", canonical_json(sample.bundle.suspension.list)) &&
      write(folder / "revocation-set.json", later_list("revocation")) &&
      write(folder / "suspension-set.json", later_list("suspension")) &&
      write(folder / "context.json", certs::context_document(certs_test::kBase)) &&
      write(folder / "schema.json", certs::schema_document(certs_test::kBase)) &&
      write(folder / "trust" / "log.vkey", sample.log_vkey) && write(folder / "trust" / "genesis", sample.genesis) &&
      write(folder / "trust" / "policy", sample.policy) && write(folder / "trust" / "did.json", sample.did_json);
  return written ? 0 : 1;
}
