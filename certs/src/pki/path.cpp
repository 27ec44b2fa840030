// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Certificates as PEM text, and the path from one to a root that is trusted.
#include <openssl/pem.h>

#include <algorithm>

#include "certs/pem.hpp"
#include "owners.hpp"

namespace certs {
namespace {

using ledger::Code;

constexpr std::size_t kChainMax = 20;
constexpr std::size_t kPemBytesMax = 512U << 10U;

bool has_document_signing(X509* certificate) {
  const std::unique_ptr<EXTENDED_KEY_USAGE, ledger::CFree<EXTENDED_KEY_USAGE_free>> usages{
      static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr))};
  const ObjectOwner wanted{OBJ_txt2obj("1.3.6.1.5.5.7.3.36", 1)};
  for (int i = 0; usages && wanted && i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
    if (OBJ_cmp(sk_ASN1_OBJECT_value(usages.get(), i), wanted.get()) == 0) return true;
  }
  return false;
}

Result<void> check_seal_profile(X509* certificate) {
  const EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr || !is_on_curve(key, NID_X9_62_prime256v1))
    return ledger::fail(Code::kInvalid, "the certificate's key is not P-256", "key");
  constexpr std::uint32_t kSigning = KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
  if ((X509_get_extension_flags(certificate) & EXFLAG_KUSAGE) == 0 || (X509_get_key_usage(certificate) & kSigning) == 0)
    return ledger::fail(Code::kInvalid, "the certificate's key usage has neither signatures nor non-repudiation",
                        "key_usage");
  if (!has_document_signing(certificate) || (X509_get_extended_key_usage(certificate) & XKU_SMIME) == 0)
    return ledger::fail(Code::kInvalid,
                        "the certificate's extended key usage must have document signing (1.3.6.1.5.5.7.3.36) and "
                        "emailProtection: PDF readers refuse others",
                        "extended_key_usage");
  return {};
}

}  // namespace

std::string certificate_pem(ByteView der) {
  const CertificateOwner certificate = parse_certificate(der);
  const BioOwner out{BIO_new(BIO_s_mem())};
  if (!certificate || !out || PEM_write_bio_X509(out.get(), certificate.get()) != 1) return {};
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

Result<std::vector<Bytes>> certificates_from_pem(std::string_view text) {
  if (text.size() > kPemBytesMax) return ledger::fail(Code::kTooLarge, "certificates in PEM have at most 512 KiB");
  auto out = parse_pem(text, "CERTIFICATE");
  const bool good = out && out->size() <= kChainMax && std::all_of(out->begin(), out->end(), [](const Bytes& der) {
                      return parse_certificate(der) != nullptr;
                    });
  if (good) return out;
  return ledger::fail(Code::kInvalid, "write 1 to 20 certificates in PEM and nothing else", "certificates");
}

Result<std::vector<Bytes>> path_of_seal(ByteView der, const std::vector<Bytes>& chain, const std::vector<Bytes>& roots,
                                        UnixMillis at) {
  const CertificateOwner certificate = parse_certificate(der);
  if (!certificate) return ledger::fail(Code::kInvalid, "not one certificate in DER", "certificate");
  if (const auto good = check_seal_profile(certificate.get()); !good) return tl::unexpected(good.error());
  const CertificateStackOwner others = certificate_stack(chain);
  const StoreOwner store = store_of(roots, at);
  const StoreContextOwner context{X509_STORE_CTX_new()};
  if (!others || !store || !context ||
      X509_STORE_CTX_init(context.get(), store.get(), certificate.get(), others.get()) != 1 ||
      X509_STORE_CTX_set_default(context.get(), "smime_sign") != 1) {
    ERR_clear_error();
    return ledger::fail(Code::kInvalid, "a certificate of the path cannot be read", "chain");
  }
  X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(context.get()), static_cast<std::time_t>(at.value / 1000));
  const bool good = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  if (!good) {
    return ledger::fail(Code::kInvalid,
                        std::string("no path from the certificate to the root: ") +
                            X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())),
                        "chain");
  }
  std::vector<Bytes> path;
  const STACK_OF(X509)* found = X509_STORE_CTX_get0_chain(context.get());
  for (int i = 1; i < sk_X509_num(found); ++i) path.push_back(to_der(sk_X509_value(found, i)));
  return path;
}

}  // namespace certs
