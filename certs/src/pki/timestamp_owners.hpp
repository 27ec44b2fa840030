// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Owners of OpenSSL's objects of RFC 3161, and their bytes.
#pragma once

#include "owners.hpp"

namespace certs {

using TsRequestOwner = std::unique_ptr<TS_REQ, ledger::CFree<TS_REQ_free>>;
using TsResponseOwner = std::unique_ptr<TS_RESP, ledger::CFree<TS_RESP_free>>;
using TsResponderOwner = std::unique_ptr<TS_RESP_CTX, ledger::CFree<TS_RESP_CTX_free>>;
using TsInfoOwner = std::unique_ptr<TS_TST_INFO, ledger::CFree<TS_TST_INFO_free>>;
using TsVerifierOwner = std::unique_ptr<TS_VERIFY_CTX, ledger::CFree<TS_VERIFY_CTX_free>>;
using ImprintOwner = std::unique_ptr<TS_MSG_IMPRINT, ledger::CFree<TS_MSG_IMPRINT_free>>;
using AlgorithmOwner = std::unique_ptr<X509_ALGOR, ledger::CFree<X509_ALGOR_free>>;
using TokenOwner = std::unique_ptr<PKCS7, ledger::CFree<PKCS7_free>>;

// Null unless `der` is exactly one of them.
template <typename Owner, auto kParse>
[[nodiscard]] Owner parse_whole(ByteView der) {
  const unsigned char* at = der.data();
  Owner out{der.empty() ? nullptr : kParse(nullptr, &at, static_cast<long>(der.size()))};
  if (out && at != der.data() + der.size()) out.reset();
  ERR_clear_error();
  return out;
}

// Empty when it cannot be written.
template <auto kWrite, typename T>
[[nodiscard]] Bytes der_of(const T* object) {
  unsigned char* der = nullptr;
  const int size = kWrite(object, &der);
  Bytes out;
  if (size > 0) out.assign(der, der + size);
  OPENSSL_free(der);
  return out;
}

}  // namespace certs
