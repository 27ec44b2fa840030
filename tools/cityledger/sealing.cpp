// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/sealing.hpp"

#include "cityledger/pki.hpp"
#include "cityledger/pki_trust.hpp"

namespace cityledger {

Result<certs::SealKey> seal_key_for(const LedgerOptions& options, KeyRing& keys, ledger::UnixMillis now) {
  const auto pki = certs::PkiFolder::open(pki_folder(options));
  if (!pki) return tl::unexpected(pki.error());
  auto seal = certs::seal_in_force(*pki, now);
  if (!seal) return tl::unexpected(seal.error());
  const auto signer = keys.get(seal->key);
  if (!signer) return tl::unexpected(signer.error());
  const auto info = certs::public_key_info((*signer)->public_key());
  const auto facts = certs::certificate_facts(seal->certificate);
  if (!info || !facts || *info != facts->public_key_info) {
    return fail(Code::kKey,
                "the key '" + seal->key + "' is not the one that the certificate " + seal->name +
                    " is for: put it "
                    "back, or cityledger pki renew seal",
                "seal");
  }
  return certs::SealKey{*signer, std::move(seal->certificate), std::move(seal->chain)};
}

Result<certs::ValidationData> validation_data_for(const LedgerOptions& options) {
  const auto pki = certs::PkiFolder::open(pki_folder(options));
  if (!pki) return tl::unexpected(pki.error());
  auto roots = pki->roots();
  if (!roots) return tl::unexpected(roots.error());
  certs::ValidationData data{std::move(*roots), {}};
  for (const certs::PkiCrl& crl : pki->content().crls) {
    auto list = pki->crl(crl.authority);
    if (!list) return tl::unexpected(list.error());
    data.crls.push_back(std::move(*list));
  }
  const auto authorities = outside_authorities(pki_folder(options));
  if (!authorities) return tl::unexpected(authorities.error());
  data.roots.insert(data.roots.end(), authorities->begin(), authorities->end());
  return data;
}

}  // namespace cityledger
