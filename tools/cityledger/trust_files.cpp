// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/trust_files.hpp"

#include "certs/lookup.hpp"
#include "cityledger/files.hpp"
#include "cityledger/pki_trust.hpp"
#include "ledger/note.hpp"

namespace cityledger {
namespace fs = std::filesystem;
using ledger::Result;

namespace {
constexpr std::size_t kTrustFileBytesMax = 1U << 20U;
}

Result<TrustFiles> trust_of(const attest::LedgerFolder& ledger, const std::string& did) {
  const auto document = certs::find_did(ledger.store(), did);
  if (!document) return tl::unexpected(document.error());
  const attest::ConfigRecord& config = ledger.config();
  TrustFiles files;
  for (const auto& earlier : config.earlier_keys) {
    const std::string vkey =
        ledger::format_vkey({config.origin, ledger::NoteKeyType::kEd25519, attest::as_ed25519(earlier.key)});
    // What it signs counts up to its rotation; larger checkpoints have the signature of a later key.
    files.log_vkey += vkey + " " + std::to_string(earlier.rotated.index.value + 1) + "\n";
    files.policy += "log " + vkey + "\n";
  }
  const std::string vkey = ledger::format_vkey(ledger.log_key());
  files.log_vkey += vkey + "\n";
  files.policy += "log " + vkey + "\nquorum none\n";
  files.genesis = ledger::to_hex(config.genesis) + "\n";
  files.did_json = attest::canonical_json(certs::to_json(*document));
  auto pki = pki_trust(ledger.folder() / "pki");
  if (!pki) return tl::unexpected(pki.error());
  files.ca_pem = std::move(pki->roots);
  files.seal_pem = std::move(pki->seals);
  files.tsa_pem = std::move(pki->authorities);
  return files;
}

Result<void> write_trust(const TrustFiles& files, const fs::path& folder) {
  for (const certs::TrustFile& file : certs::kTrustFiles) {
    const std::string& content = files.*file.content;
    std::error_code ignored;
    const auto present = read_file(folder / file.name, kTrustFileBytesMax);
    if (present && *present == content && !content.empty()) continue;
    if (!file.required && content.empty())
      fs::remove(folder / file.name, ignored);  // what was trusted before is trusted no more
    else if (auto done = write_file(folder / file.name, content); !done)
      return done;
  }
  return {};
}

Result<TrustFiles> read_trust(const fs::path& folder) {
  const auto there = [&](std::string_view name) {
    std::error_code error;
    return fs::exists(folder / name, error);
  };
  return certs::read_trust_files(there,
                                 [&](std::string_view name) { return read_file(folder / name, kTrustFileBytesMax); });
}

}  // namespace cityledger
