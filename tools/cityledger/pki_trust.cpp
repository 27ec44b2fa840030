// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/pki_trust.hpp"

#include <algorithm>

#include "certs/pki_folder.hpp"
#include "cityledger/files.hpp"
#include "ledger/durable_file.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

using ledger::Bytes;
using ledger::Code;
using ledger::fail;
using ledger::Result;

constexpr std::size_t kPemBytesMax = 512U << 10U;

fs::path outside_authorities_file(const fs::path& folder) {
  return folder / "tsa-roots.pem";
}

// Withdrawn ones too.
Result<std::vector<Bytes>> remembered_authorities(const fs::path& folder) {
  const fs::path file = outside_authorities_file(folder);
  std::error_code error;
  if (!fs::exists(file, error)) return std::vector<Bytes>();
  const auto pem = ledger::read_file(file, kPemBytesMax);
  if (!pem) return tl::unexpected(pem.error());
  auto roots = certs::certificates_from_pem(*pem);
  if (!roots) return fail(Code::kCorrupt, "not the roots that were written there", file.string());
  return roots;
}

std::string pem_of(const std::vector<Bytes>& certificates) {
  std::string pem;
  for (const Bytes& one : certificates) pem += certs::certificate_pem(one);
  return pem;
}

}  // namespace

Result<void> export_pki(const fs::path& folder, const fs::path& public_folder) {
  const auto pki = certs::PkiFolder::open(folder);
  if (!pki && pki.error().code == Code::kNotFound) return {};
  if (!pki) return tl::unexpected(pki.error());
  for (const certs::PkiEntry& entry : pki->content().certificates) {
    if (!certs::is_authority(entry.role)) continue;
    const auto certificate = pki->certificate(entry.name);
    if (!certificate) return tl::unexpected(certificate.error());
    const auto crl = pki->crl(entry.name);
    if (!crl) return tl::unexpected(crl.error());
    auto done = write_file(public_folder / "pki" / (entry.name + ".cer"), *certificate);
    if (done) done = write_file(public_folder / "pki" / (entry.name + ".crl"), *crl);
    if (!done) return tl::unexpected(done.error());
  }
  return {};
}

Result<PkiTrust> pki_trust(const fs::path& folder) {
  const auto pki = certs::PkiFolder::open(folder);
  if (!pki && pki.error().code == Code::kNotFound) return PkiTrust{};
  if (!pki) return tl::unexpected(pki.error());
  const auto roots = pki->roots();
  if (!roots) return tl::unexpected(roots.error());
  const auto seals = pki->pinned_seals();
  if (!seals) return tl::unexpected(seals.error());
  const auto authorities = outside_authorities(folder);
  if (!authorities) return tl::unexpected(authorities.error());
  return PkiTrust{pem_of(*roots), pem_of(*seals), pem_of(*authorities)};
}

Result<std::vector<Bytes>> outside_authorities(const fs::path& folder) {
  const auto pki = certs::PkiFolder::open(folder);
  if (!pki) return tl::unexpected(pki.error());
  auto roots = remembered_authorities(folder);
  if (!roots) return roots;
  const auto withdrawn = [&](const Bytes& root) { return pki->content().is_withdrawn(root); };
  roots->erase(std::remove_if(roots->begin(), roots->end(), withdrawn), roots->end());
  return roots;
}

Result<void> remember_outside_authorities(const fs::path& folder, const std::vector<Bytes>& roots) {
  if (auto good = check_not_withdrawn(folder, roots); !good) return good;
  auto all = outside_authorities(folder);
  if (!all) return tl::unexpected(all.error());
  const std::size_t before = all->size();
  for (const Bytes& root : roots) {
    if (std::find(all->begin(), all->end(), root) == all->end()) all->push_back(root);
  }
  if (all->size() == before) return {};
  if (all->size() > kOutsideAuthoritiesMax)
    return fail(Code::kTooLarge, "a ledger has at most 20 roots of outside time-stamp authorities", "tsa-root");
  return ledger::replace_file(outside_authorities_file(folder), pem_of(*all));
}

Result<void> check_not_withdrawn(const fs::path& folder, const std::vector<Bytes>& roots) {
  const auto pki = certs::PkiFolder::open(folder);
  if (!pki && pki.error().code == Code::kNotFound) return {};
  if (!pki) return tl::unexpected(pki.error());
  for (const Bytes& root : roots) {
    if (!pki->content().is_withdrawn(root)) continue;
    const auto facts = certs::certificate_facts(root);
    return fail(Code::kRefused, "the root " + (facts ? facts->subject : "") + " is withdrawn: cityledger pki list",
                "tsa-root");
  }
  return {};
}

}  // namespace cityledger
