// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Reading the folder of certificates.
#include <algorithm>

#include "certs/pki_folder.hpp"
#include "folder_files.hpp"
#include "ledger/durable_file.hpp"

namespace certs {
namespace {

using ledger::Code;
namespace fs = std::filesystem;

constexpr std::size_t kPemBytesMax = 512U << 10U;
constexpr std::size_t kCrlFileBytesMax = 4U << 20U;

Result<std::vector<Bytes>> read_pem(const fs::path& file) {
  const auto text = ledger::read_file(file, kPemBytesMax);
  if (!text) return tl::unexpected(text.error());
  auto out = certificates_from_pem(*text);
  if (!out) return ledger::fail(Code::kCorrupt, out.error().message, file.string());
  return out;
}

tl::unexpected<ledger::Error> unknown(const std::string& name) {
  return ledger::fail(Code::kNotFound, "there is no certificate '" + name + "': cityledger pki list names them all",
                      "name");
}

}  // namespace

Result<PkiFolder> PkiFolder::open(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder / kRegisterFile, error)) {
    return ledger::fail(Code::kNotFound, "no certificates are made yet for this ledger: cityledger pki init",
                        folder.string());
  }
  auto reg = read_register(folder / kRegisterFile);
  if (!reg) return tl::unexpected(reg.error());
  PkiFolder out(folder, std::move(*reg));
  if (auto good = out.check_lists(); !good) return tl::unexpected(good.error());
  return out;
}

// The lists are the register's second memory: what they say was revoked must be revoked in the register.
Result<void> PkiFolder::check_lists() const {
  for (const PkiCrl& crl : register_.crls) {
    const auto bytes = ledger::read_file(crl_file(folder_, crl.authority), kCrlFileBytesMax);
    if (!bytes && bytes.error().code == Code::kNotFound) continue;
    if (!bytes) return tl::unexpected(bytes.error());
    const auto facts = crl_facts(ledger::view(*bytes));
    if (!facts) return ledger::fail(Code::kCorrupt, facts.error().message, crl_file(folder_, crl.authority).string());
    const bool known = std::all_of(facts->serials.begin(), facts->serials.end(), [&](const std::string& serial) {
      return std::any_of(register_.certificates.begin(), register_.certificates.end(), [&](const PkiEntry& entry) {
        return entry.serial == serial && entry.authority == crl.authority && entry.revoked;
      });
    });
    if (!known || facts->number > crl.number) {
      return ledger::fail(Code::kStale,
                          "the revocation list of " + crl.authority +
                              " knows more than the register: a restored old copy? Put the newest register.json back",
                          (folder_ / kRegisterFile).string());
    }
  }
  return {};
}

Result<Bytes> PkiFolder::certificate(const std::string& name) const {
  const PkiEntry* entry = register_.find(name);
  if (entry == nullptr) return unknown(name);
  const fs::path file = certificate_file(folder_, name);
  const auto found = read_pem(file);
  if (!found) return tl::unexpected(found.error());
  const auto facts = found->size() == 1 ? certificate_facts(found->front()) : ledger::fail(Code::kCorrupt, "not one");
  if (!facts || facts->serial != entry->serial || facts->subject != entry->subject) {
    return ledger::fail(Code::kCorrupt, "the file does not hold the certificate that the register names",
                        file.string());
  }
  return found->front();
}

Result<std::vector<Bytes>> PkiFolder::chain(const std::string& name) const {
  const PkiEntry* entry = register_.find(name);
  if (entry == nullptr) return unknown(name);
  if (entry->authority == kOutsideAuthority) return read_pem(chain_file(folder_, name));
  std::vector<Bytes> out;
  while (entry->authority != entry->name) {
    const PkiEntry* above = register_.find(entry->authority);
    if (above == nullptr || !is_authority(above->role) || out.size() > register_.certificates.size()) {
      return ledger::fail(Code::kCorrupt, "the register names no authority of " + entry->name,
                          (folder_ / kRegisterFile).string());
    }
    auto certificate_of = certificate(above->name);
    if (!certificate_of) return tl::unexpected(certificate_of.error());
    out.push_back(std::move(*certificate_of));
    entry = above;
  }
  return out;
}

Result<Bytes> PkiFolder::crl(const std::string& authority) const {
  const PkiCrl* known = register_.find_crl(authority);
  if (known == nullptr)
    return ledger::fail(Code::kNotFound, "there is no revocation list of '" + authority + "'", "name");
  const fs::path file = crl_file(folder_, authority);
  const auto bytes = ledger::read_file(file, kCrlFileBytesMax);
  const auto facts = bytes ? crl_facts(ledger::view(*bytes)) : ledger::fail(Code::kNotFound, "");
  if (!facts || facts->number != known->number || facts->next_update != known->next_update) {
    return ledger::fail(Code::kStale,
                        "the revocation list is not the last one: issue it again with cityledger pki crl " + authority,
                        file.string());
  }
  return ledger::to_bytes(*bytes);
}

Result<std::vector<Bytes>> PkiFolder::roots() const {
  std::vector<Bytes> out;
  for (const PkiEntry& entry : register_.certificates) {
    const bool outside = entry.authority == kOutsideAuthority;
    if (!outside && entry.role != PkiRole::kRoot) continue;
    auto path = chain(entry.name);
    if (path && !outside) {
      const auto own = certificate(entry.name);
      if (!own) return tl::unexpected(own.error());
      path->push_back(*own);
    }
    if (!path) return tl::unexpected(path.error());
    if (std::find(out.begin(), out.end(), path->back()) == out.end()) out.push_back(std::move(path->back()));
  }
  return out;
}

Result<PkiSeal> seal_in_force(const PkiFolder& pki, UnixMillis now) {
  const PkiEntry* entry = pki.content().in_force(PkiRole::kSeal, now);
  if (entry == nullptr)
    return ledger::fail(Code::kNotFound, "no seal certificate is valid now: cityledger pki renew seal", "seal");
  auto certificate = pki.certificate(entry->name);
  if (!certificate) return tl::unexpected(certificate.error());
  auto chain = pki.chain(entry->name);
  if (!chain) return tl::unexpected(chain.error());
  return PkiSeal{entry->name, entry->key, std::move(*certificate), std::move(*chain)};
}

Result<TimestampKey> timestamp_key_in_force(const PkiFolder& pki, const KeyPlace& keys, UnixMillis now) {
  const PkiEntry* entry = pki.content().in_force(PkiRole::kTimestamp, now);
  if (entry == nullptr)
    return ledger::fail(Code::kNotFound, "no time-stamp certificate is valid now: cityledger pki renew tsa", "tsa");
  auto key = PkiKey::read(keys.file(entry->key), keys.passphrase);
  if (!key) return tl::unexpected(key.error());
  auto certificate = pki.certificate(entry->name);
  if (!certificate) return tl::unexpected(certificate.error());
  auto chain = pki.chain(entry->name);
  if (!chain) return tl::unexpected(chain.error());
  return TimestampKey{std::move(*key), std::move(*certificate), std::move(*chain)};
}

}  // namespace certs
