// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Owners of OpenSSL's objects. Included by the files of this folder only.
#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <memory>

#include "ledger/c_owner.hpp"

namespace attest {

template <auto kFree>
using OpenSslFree = ledger::CFree<kFree>;

using BioOwner = std::unique_ptr<BIO, OpenSslFree<BIO_free>>;
using BignumOwner = std::unique_ptr<BIGNUM, OpenSslFree<BN_clear_free>>;
using BignumContextOwner = std::unique_ptr<BN_CTX, OpenSslFree<BN_CTX_free>>;
using EcdsaSignatureOwner = std::unique_ptr<ECDSA_SIG, OpenSslFree<ECDSA_SIG_free>>;
using DigestContextOwner = std::unique_ptr<EVP_MD_CTX, OpenSslFree<EVP_MD_CTX_free>>;
using KeyOwner = std::unique_ptr<EVP_PKEY, OpenSslFree<EVP_PKEY_free>>;
using KeyContextOwner = std::unique_ptr<EVP_PKEY_CTX, OpenSslFree<EVP_PKEY_CTX_free>>;
using Pkcs8Owner = std::unique_ptr<PKCS8_PRIV_KEY_INFO, OpenSslFree<PKCS8_PRIV_KEY_INFO_free>>;
using EncryptedPkcs8Owner = std::unique_ptr<X509_SIG, OpenSslFree<X509_SIG_free>>;
using AlgorithmOwner = std::unique_ptr<X509_ALGOR, OpenSslFree<X509_ALGOR_free>>;

}  // namespace attest
