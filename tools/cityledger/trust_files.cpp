// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/trust_files.hpp"

#include "cityledger/files.hpp"
#include "cityledger/lookup.hpp"
#include "cityledger/pki.hpp"
#include "ledger/note.hpp"

namespace cityledger {
namespace fs = std::filesystem;
using ledger::Result;

Result<TrustFiles> trust_of(const attest::LedgerFolder& ledger, const std::string& did) {
  const auto document = find_did(ledger.store(), did);
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
  auto roots = roots_pem(ledger.folder() / "pki");
  if (!roots) return tl::unexpected(roots.error());
  files.ca_pem = std::move(*roots);
  auto seals = pinned_seals_pem(ledger.folder() / "pki");
  if (!seals) return tl::unexpected(seals.error());
  files.seal_pem = std::move(*seals);
  auto authorities = outside_authorities_pem(ledger.folder() / "pki");
  if (!authorities) return tl::unexpected(authorities.error());
  files.tsa_pem = std::move(*authorities);
  return files;
}

Result<void> write_trust(const TrustFiles& files, const fs::path& folder) {
  if (auto done = write_file(folder / "log.vkey", files.log_vkey); !done) return done;
  if (auto done = write_file(folder / "genesis", files.genesis); !done) return done;
  if (auto done = write_file(folder / "policy", files.policy); !done) return done;
  if (auto done = write_file(folder / "did.json", files.did_json); !done) return done;
  for (const auto& [name, content] : {std::pair{"ca.pem", &files.ca_pem}, std::pair{"tsa.pem", &files.tsa_pem},
                                      std::pair{"seal.pem", &files.seal_pem}}) {
    std::error_code ignored;
    if (content->empty())
      fs::remove(folder / name, ignored);  // what was trusted before is trusted no more
    else if (auto done = write_file(folder / name, *content); !done)
      return done;
  }
  return {};
}

Result<TrustFiles> read_trust(const fs::path& folder) {
  constexpr std::size_t kTrustFileBytesMax = 1U << 20U;
  TrustFiles files;
  for (const auto& [name, content] : {std::pair{"log.vkey", &files.log_vkey}, std::pair{"genesis", &files.genesis},
                                      std::pair{"policy", &files.policy}, std::pair{"did.json", &files.did_json}}) {
    auto text = read_file(folder / name, kTrustFileBytesMax);
    if (!text) return tl::unexpected(text.error());
    *content = std::move(*text);
  }
  for (const auto& [name, content] : {std::pair{"ca.pem", &files.ca_pem}, std::pair{"tsa.pem", &files.tsa_pem},
                                      std::pair{"seal.pem", &files.seal_pem}}) {
    std::error_code error;
    if (!fs::exists(folder / name, error)) continue;
    auto text = read_file(folder / name, kTrustFileBytesMax);
    if (!text) return tl::unexpected(text.error());
    if (text->empty())
      return ledger::fail(ledger::Code::kInvalid,
                          std::string(name) + " is empty: put the certificates in, or take it away", name);
    *content = std::move(*text);
  }
  return files;
}

Result<certs::Trust> parse(const TrustFiles& files) {
  return certs::parse_trust(files.log_vkey, files.genesis, files.policy, files.did_json, files.ca_pem, files.tsa_pem,
                            files.seal_pem);
}

}  // namespace cityledger
