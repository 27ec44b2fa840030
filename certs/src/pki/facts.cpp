// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a certificate and a list of revoked ones say.
#include "owners.hpp"

namespace certs {
namespace {

using ledger::Code;

constexpr std::size_t kCrlBytesMax = 4U << 20U;

std::string one_line(const X509_NAME* name) {
  const BioOwner out{BIO_new(BIO_s_mem())};
  constexpr unsigned long kOneLine = XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB & ~XN_FLAG_SPC_EQ;
  if (!out || X509_NAME_print_ex(out.get(), name, 0, kOneLine) < 0) return {};
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

// Null unless it is exactly one DER list.
CrlOwner parse_crl(ByteView der) {
  const unsigned char* at = der.data();
  CrlOwner crl{d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size()))};
  if (crl && at != der.data() + der.size()) crl.reset();
  ERR_clear_error();
  return crl;
}

}  // namespace

Result<CrlFacts> crl_facts(ByteView der) {
  if (der.size() > kCrlBytesMax) return ledger::fail(Code::kTooLarge, "a revocation list has at most 4 MiB", "crl");
  const CrlOwner crl = parse_crl(der);
  if (!crl) return ledger::fail(Code::kInvalid, "not one revocation list in DER", "crl");
  const IntegerOwner number{
      static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(crl.get(), NID_crl_number, nullptr, nullptr))};
  CrlFacts facts;
  if (!number || ASN1_INTEGER_get_uint64(&facts.number, number.get()) != 1) {
    ERR_clear_error();
    return ledger::fail(Code::kInvalid, "the revocation list has no number", "crl");
  }
  const auto last = from_asn1_time(X509_CRL_get0_lastUpdate(crl.get()));
  const auto next = from_asn1_time(X509_CRL_get0_nextUpdate(crl.get()));
  if (!last || !next) return ledger::fail(Code::kInvalid, "the revocation list does not say when it ends", "crl");
  facts.issuer = one_line(X509_CRL_get_issuer(crl.get()));
  facts.this_update = *last;
  facts.next_update = *next;
  const STACK_OF(X509_REVOKED)* items = X509_CRL_get_REVOKED(crl.get());
  for (int i = 0; i < sk_X509_REVOKED_num(items); ++i) {
    facts.serials.push_back(serial_hex(X509_REVOKED_get0_serialNumber(sk_X509_REVOKED_value(items, i))));
  }
  return facts;
}

Result<CertificateFacts> certificate_facts(ByteView der) {
  if (der.size() > kCertificateBytesMax) return ledger::fail(Code::kTooLarge, "a certificate has at most 16 KiB");
  const CertificateOwner certificate = parse_certificate(der);
  if (!certificate) return ledger::fail(Code::kInvalid, "not one certificate in DER", "certificate");
  const auto from = from_asn1_time(X509_get0_notBefore(certificate.get()));
  const auto until = from_asn1_time(X509_get0_notAfter(certificate.get()));
  if (!from) return tl::unexpected(from.error());
  if (!until) return tl::unexpected(until.error());
  CertificateFacts facts;
  facts.serial = serial_hex(X509_get0_serialNumber(certificate.get()));
  facts.subject = one_line(X509_get_subject_name(certificate.get()));
  facts.issuer = one_line(X509_get_issuer_name(certificate.get()));
  facts.from = *from;
  facts.until = *until;
  unsigned char* info = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &info);
  if (size > 0) facts.public_key_info.assign(info, info + size);
  OPENSSL_free(info);
  const EVP_PKEY* key = X509_get0_pubkey(certificate.get());
  facts.is_p256 = key != nullptr && is_on_curve(key, NID_X9_62_prime256v1);
  facts.self_signed = X509_self_signed(certificate.get(), 1) == 1;
  ERR_clear_error();
  return facts;
}

}  // namespace certs
