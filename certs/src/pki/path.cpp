// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Certificates as PEM text, and the path from one to a root that is trusted.
#include <openssl/pem.h>

#include <algorithm>

#include "certs/pem.hpp"
#include "owners.hpp"
#include "pdf/x509.hpp"

namespace certs {
namespace {

using ledger::Code;

constexpr std::size_t kChainMax = 20;
constexpr std::size_t kPemBytesMax = 512U << 10U;

// Beside what our verifier asks of a seal: what common readers ask.
Result<void> check_for_readers(X509* certificate) {
  if ((X509_get_extended_key_usage(certificate) & XKU_SMIME) != 0) return {};
  return ledger::fail(Code::kInvalid,
                      "the certificate's extended key usage must have document signing (1.3.6.1.5.5.7.3.36) and "
                      "emailProtection: PDF readers refuse others",
                      "extended_key_usage");
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
  if (!p256_key_of(der)) return ledger::fail(Code::kInvalid, "the certificate's key is not P-256", "key");
  if (const auto good = check_for_readers(certificate.get()); !good) return tl::unexpected(good.error());
  auto path = trusted_path(der, chain, roots, PathUse::kSeal, at);
  if (!path)
    return ledger::fail(Code::kInvalid,
                        (path.error().code == Code::kNotFound ? "no path from the certificate to the root: "
                                                              : "the certificate cannot seal: ") +
                            path.error().message,
                        "chain");
  path->erase(path->begin());
  return path;
}

}  // namespace certs
