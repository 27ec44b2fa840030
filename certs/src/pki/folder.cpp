// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Reading the folder of certificates.
#include <algorithm>

#include "attest/date.hpp"
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

Result<std::optional<Bytes>> PkiFolder::trusted_root_of(const PkiEntry& entry) const {
  auto path = chain(entry.name);  // ends, so the way up does
  if (!path) return tl::unexpected(path.error());
  for (const PkiEntry* at = &entry; at != nullptr; at = register_.above(*at)) {
    if (at->withdrawn()) return std::optional<Bytes>();
  }
  auto own = path->empty() ? certificate(entry.name) : Result<Bytes>(std::move(path->back()));
  if (!own) return tl::unexpected(own.error());
  if (register_.is_withdrawn(*own)) return std::optional<Bytes>();
  return std::optional<Bytes>(std::move(*own));
}

Result<std::vector<Bytes>> PkiFolder::roots() const {
  std::vector<Bytes> out;
  for (const PkiEntry& entry : register_.certificates) {
    if (entry.authority != kOutsideAuthority && entry.role != PkiRole::kRoot) continue;
    auto root = trusted_root_of(entry);
    if (!root) return tl::unexpected(root.error());
    if (*root && std::find(out.begin(), out.end(), **root) == out.end()) out.push_back(std::move(**root));
  }
  return out;
}

Result<std::vector<Bytes>> PkiFolder::pinned_seals() const {
  std::vector<Bytes> out;
  bool imported = false;
  for (const PkiEntry& entry : register_.certificates) {
    if (entry.role != PkiRole::kSeal) continue;
    const auto root = trusted_root_of(entry);
    if (!root) return tl::unexpected(root.error());
    if (!*root) continue;
    imported = imported || entry.authority == kOutsideAuthority;
    auto seal = certificate(entry.name);
    if (!seal) return tl::unexpected(seal.error());
    out.push_back(std::move(*seal));
  }
  return imported ? out : std::vector<Bytes>();
}

namespace {

// The certificate of that role to be used now; for people why there is none.
Result<const PkiEntry*> usable(const PkiFolder& pki, PkiRole role, std::string_view what, UnixMillis now) {
  if (const PkiEntry* entry = pki.content().in_force(role, now); entry != nullptr) return entry;
  const std::string name(role_name(role));
  const auto& all = pki.content().certificates;
  const auto last = std::find_if(all.rbegin(), all.rend(), [&](const PkiEntry& entry) {
    return entry.role == role && entry.from <= now && now <= entry.until;
  });
  const PkiEntry* revoked = last == all.rend() ? nullptr : pki.content().revoked_on_path(*last);
  if (revoked == nullptr)
    return ledger::fail(Code::kNotFound,
                        "no " + std::string(what) + " certificate is valid now: cityledger pki renew " + name, name);
  return ledger::fail(
      Code::kRefused,
      "the " + std::string(what) + " certificate " + last->name + " is not used: " +
          (revoked == &*last ? "it" : revoked->name) + " was revoked on " + attest::format_day(revoked->revoked->at) +
          " (" + std::string(reason_name(revoked->revoked->reason)) + "); make another with cityledger pki " +
          "renew " + (revoked == &*last ? name : std::string(role_name(revoked->role)) + " and what is under it"),
      name);
}

}  // namespace

Result<PkiSeal> seal_in_force(const PkiFolder& pki, UnixMillis now) {
  const auto found = usable(pki, PkiRole::kSeal, "seal", now);
  if (!found) return tl::unexpected(found.error());
  const PkiEntry* entry = *found;
  auto certificate = pki.certificate(entry->name);
  if (!certificate) return tl::unexpected(certificate.error());
  auto chain = pki.chain(entry->name);
  if (!chain) return tl::unexpected(chain.error());
  return PkiSeal{entry->name, entry->key, std::move(*certificate), std::move(*chain)};
}

Result<TimestampKey> timestamp_key_in_force(const PkiFolder& pki, const KeyPlace& keys, UnixMillis now) {
  const auto found = usable(pki, PkiRole::kTimestamp, "time-stamp", now);
  if (!found) return tl::unexpected(found.error());
  const PkiEntry* entry = *found;
  auto key = PkiKey::read(keys.file(entry->key), keys.passphrase);
  if (!key) return tl::unexpected(key.error());
  auto certificate = pki.certificate(entry->name);
  if (!certificate) return tl::unexpected(certificate.error());
  auto chain = pki.chain(entry->name);
  if (!chain) return tl::unexpected(chain.error());
  return TimestampKey{std::move(*key), std::move(*certificate), std::move(*chain)};
}

}  // namespace certs
