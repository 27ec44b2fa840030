// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/export_certificate.hpp"

#include "certs/lookup.hpp"
#include "certs/verify.hpp"
#include "cityledger/files.hpp"

namespace cityledger {
namespace fs = std::filesystem;
using ledger::Code;
using ledger::fail;
using ledger::Result;

Result<void> write_certificate_files(const attest::LedgerFolder& ledger, const attest::Json& credential,
                                     const certs::Bundle& bundle, const fs::path& folder) {
  const auto entry = ledger.store().entry(bundle.issuance.index);
  if (!entry) return tl::unexpected(entry.error());
  if (auto done = write_file(folder / "credential.json", attest::canonical_json(credential)); !done) return done;
  if (auto done = write_file(folder / "bundle.json", certs::encode_bundle(bundle)); !done) return done;
  if (auto done = write_file(folder / "issuance.cose", entry->body); !done) return done;
  if (auto done = write_file(folder / "receipt.cose", bundle.receipt); !done) return done;
  return write_file(folder / "issuance.tlog-proof", bundle.tlog_proof);
}

namespace {

// In every language in which it was sealed; what was sealed is given away as it is.
Result<void> copy_pdfs(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (fs::weakly_canonical(from, error) == fs::weakly_canonical(to, error)) return {};
  for (fs::directory_iterator file(from, error), end; !error && file != end; file.increment(error)) {
    if (file->path().extension() != ".pdf") continue;
    const auto content = read_file(file->path(), certs::kFileToVerifyBytesMax);
    if (!content) return tl::unexpected(content.error());
    if (auto done = write_file(to / file->path().filename(), *content); !done) return done;
  }
  return {};
}

}  // namespace

Result<void> export_certificate(const attest::LedgerFolder& ledger, const std::string& number, const fs::path& folder) {
  const auto credential = certs::kept_credential(ledger, number);
  if (!credential) return tl::unexpected(credential.error());
  const auto bundle = certs::make_bundle(ledger, *credential);
  if (!bundle) return tl::unexpected(bundle.error());
  if (const auto done = write_certificate_files(ledger, *credential, *bundle, folder); !done) return done;
  return copy_pdfs(certs::kept_folder(ledger, number), folder);
}

}  // namespace cityledger
