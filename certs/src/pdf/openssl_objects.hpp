// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Owners of OpenSSL's objects. Included by .cpp files of this folder alone.
#pragma once

#include <openssl/err.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

#include "ledger/bytes.hpp"
#include "ledger/c_owner.hpp"

namespace certs {

template <auto kFree>
using OpenSslFree = ledger::CFree<kFree>;

inline void free_certificates_of_others(STACK_OF(X509) * stack) {
  sk_X509_free(stack);
}

using X509Owner = std::unique_ptr<X509, OpenSslFree<X509_free>>;
using CrlOwner = std::unique_ptr<X509_CRL, OpenSslFree<X509_CRL_free>>;
using StoreOwner = std::unique_ptr<X509_STORE, OpenSslFree<X509_STORE_free>>;
using StoreContextOwner = std::unique_ptr<X509_STORE_CTX, OpenSslFree<X509_STORE_CTX_free>>;
using X509StackOwner = std::unique_ptr<STACK_OF(X509), OpenSslFree<free_certificates_of_others>>;
using UsageOwner = std::unique_ptr<EXTENDED_KEY_USAGE, OpenSslFree<EXTENDED_KEY_USAGE_free>>;
using BignumOwner = std::unique_ptr<BIGNUM, OpenSslFree<BN_free>>;
using Pkcs7Owner = std::unique_ptr<PKCS7, OpenSslFree<PKCS7_free>>;
using TstInfoOwner = std::unique_ptr<TS_TST_INFO, OpenSslFree<TS_TST_INFO_free>>;
using TimeOwner = std::unique_ptr<ASN1_TIME, OpenSslFree<ASN1_STRING_free>>;

// What OpenSSL's functions put into the thread's queue of errors is taken out again when this ends.
struct ErrorQueue {
  ErrorQueue() = default;
  ErrorQueue(const ErrorQueue&) = delete;
  ErrorQueue& operator=(const ErrorQueue&) = delete;
  ~ErrorQueue() { ERR_clear_error(); }
};

// An object from all of the bytes; null when they are malformed, or are not what the object is written as again.
template <typename Owner, auto kRead, auto kWrite>
Owner read_der(ledger::ByteView bytes) {
  const unsigned char* at = bytes.data();
  Owner owner{kRead(nullptr, &at, static_cast<long>(bytes.size()))};
  if (!owner || at != bytes.data() + bytes.size()) return nullptr;
  unsigned char* again = nullptr;
  const int size = kWrite(owner.get(), &again);
  const bool same = size >= 0 && ledger::text({again, static_cast<std::size_t>(size)}) == ledger::text(bytes);
  OPENSSL_free(again);
  return same ? std::move(owner) : nullptr;
}

inline X509Owner read_certificate(ledger::ByteView bytes) {
  return read_der<X509Owner, d2i_X509, i2d_X509>(bytes);
}
inline CrlOwner read_crl(ledger::ByteView bytes) {
  return read_der<CrlOwner, d2i_X509_CRL, i2d_X509_CRL>(bytes);
}

}  // namespace certs
