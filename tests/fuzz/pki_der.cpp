// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/pki.hpp"
#include "require.hpp"

// Certificates and lists of others, as DER and as PEM. A certificate that trusts itself alone leads nowhere else.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ledger::ByteView bytes{data, size};
  const auto facts = certs::certificate_facts(bytes);
  if (facts) {
    require(facts->serial.size() % 2 == 0);
    require(certs::certificates_from_pem(certs::certificate_pem(bytes)).has_value());
    static_cast<void>(certs::path_of_seal(bytes, {}, {ledger::to_bytes(bytes)}, facts->from));
    require(!certs::path_of_seal(bytes, {ledger::to_bytes(bytes)}, {}, facts->from));
  }
  const auto crl = certs::crl_facts(bytes);
  if (crl) require(crl->serials.size() <= size);
  const auto pem = certs::certificates_from_pem(ledger::text(bytes));
  if (pem) require(!pem->empty() && pem->size() <= 20);
  return 0;
}
