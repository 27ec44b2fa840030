// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Owners of OpenSSL's objects, and bytes into and out of them. Included by the files of this folder only.
#pragma once

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

#include "certs/pki.hpp"
#include "ledger/c_owner.hpp"

namespace certs {

struct X509StackFree {
  void operator()(STACK_OF(X509) * stack) const { sk_X509_pop_free(stack, X509_free); }
};

using BioOwner = std::unique_ptr<BIO, ledger::CFree<BIO_free>>;
using BignumOwner = std::unique_ptr<BIGNUM, ledger::CFree<BN_free>>;
using CertificateOwner = std::unique_ptr<X509, ledger::CFree<X509_free>>;
using CertificateStackOwner = std::unique_ptr<STACK_OF(X509), X509StackFree>;
using CrlOwner = std::unique_ptr<X509_CRL, ledger::CFree<X509_CRL_free>>;
using ExtensionOwner = std::unique_ptr<X509_EXTENSION, ledger::CFree<X509_EXTENSION_free>>;
using IntegerOwner = std::unique_ptr<ASN1_INTEGER, ledger::CFree<ASN1_INTEGER_free>>;
using EnumeratedOwner = std::unique_ptr<ASN1_ENUMERATED, ledger::CFree<ASN1_ENUMERATED_free>>;
using KeyOwner = std::unique_ptr<EVP_PKEY, ledger::CFree<EVP_PKEY_free>>;
using NameOwner = std::unique_ptr<X509_NAME, ledger::CFree<X509_NAME_free>>;
using ObjectOwner = std::unique_ptr<ASN1_OBJECT, ledger::CFree<ASN1_OBJECT_free>>;
using RevokedOwner = std::unique_ptr<X509_REVOKED, ledger::CFree<X509_REVOKED_free>>;
using StoreOwner = std::unique_ptr<X509_STORE, ledger::CFree<X509_STORE_free>>;
using TimeOwner = std::unique_ptr<ASN1_TIME, ledger::CFree<ASN1_TIME_free>>;

struct PkiKey::Inside {
  KeyOwner key;
};

[[nodiscard]] inline EVP_PKEY* key_of(const PkiKey& key) {
  return key.inside().key.get();
}
[[nodiscard]] bool is_on_curve(const EVP_PKEY* key, int nid);
// The digest that a signature by this key is made with.
[[nodiscard]] const EVP_MD* digest_for(const EVP_PKEY* key);

// Null unless it is exactly one DER certificate.
[[nodiscard]] CertificateOwner parse_certificate(ByteView der);
[[nodiscard]] Bytes to_der(const X509* certificate);
// A stack that shares the parsed certificates; null when one cannot be read.
[[nodiscard]] CertificateStackOwner certificate_stack(const std::vector<Bytes>& certificates);
// A store that trusts these roots and judges at that moment; null when one cannot be read.
[[nodiscard]] StoreOwner store_of(const std::vector<Bytes>& roots, UnixMillis at);

[[nodiscard]] TimeOwner asn1_time(UnixMillis time);
// Errors: kInvalid for a time before 1970.
[[nodiscard]] Result<UnixMillis> from_asn1_time(const ASN1_TIME* time);
// Positive, 128 random bits.
[[nodiscard]] IntegerOwner random_serial();
[[nodiscard]] std::string serial_hex(const ASN1_INTEGER* serial);

}  // namespace certs
