// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "pkcs12.hpp"

#include <openssl/pkcs12.h>

#include "owners.hpp"

namespace certs {
namespace {

using ledger::Code;
using Pkcs12Owner = std::unique_ptr<PKCS12, ledger::CFree<PKCS12_free>>;

constexpr int kOthersMax = 20;

// Whoever made the file must not keep this machine busy for hours.
bool is_cheap_enough(const PKCS12* file) {
  const ASN1_INTEGER* iterations = nullptr;
  PKCS12_get0_mac(nullptr, nullptr, nullptr, &iterations, file);
  return iterations == nullptr ||
         (ASN1_INTEGER_get(iterations) >= 0 && ASN1_INTEGER_get(iterations) <= kPkcs12IterationsMax);
}

Result<Pkcs12> take(KeyOwner key, const X509* certificate, const STACK_OF(X509) * others) {
  Pkcs12 out{PkiKey(std::make_unique<PkiKey::Inside>(PkiKey::Inside{std::move(key)})), to_der(certificate), {}};
  if (sk_X509_num(others) > kOthersMax)
    return ledger::fail(Code::kTooLarge, "the PKCS#12 file has over 20 further certificates", "file");
  for (int i = 0; i < sk_X509_num(others); ++i) out.others.push_back(to_der(sk_X509_value(others, i)));
  return out;
}

}  // namespace

Result<Pkcs12> read_pkcs12(ByteView file, std::string_view password) {
  if (file.size() > kPkcs12BytesMax) return ledger::fail(Code::kTooLarge, "a PKCS#12 file has at most 64 KiB", "file");
  const unsigned char* at = file.data();
  const Pkcs12Owner parsed{file.empty() ? nullptr : d2i_PKCS12(nullptr, &at, static_cast<long>(file.size()))};
  ERR_clear_error();
  if (!parsed || at != file.data() + file.size()) return ledger::fail(Code::kInvalid, "not a PKCS#12 file", "file");
  if (!is_cheap_enough(parsed.get()))
    return ledger::fail(Code::kTooLarge, "the PKCS#12 file asks for over ten million rounds of its password", "file");
  const std::string secret(password);
  if (PKCS12_mac_present(parsed.get()) != 1)
    return ledger::fail(Code::kInvalid, "the PKCS#12 file has no integrity check: export it with a password", "file");
  if (PKCS12_verify_mac(parsed.get(), secret.c_str(), -1) != 1) {
    ERR_clear_error();
    return ledger::fail(Code::kKey, "the password does not open the PKCS#12 file", "p12_passphrase");
  }
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  STACK_OF(X509)* others = nullptr;
  const bool read = PKCS12_parse(parsed.get(), secret.c_str(), &key, &certificate, &others) == 1;
  KeyOwner key_owner{key};
  const CertificateOwner certificate_owner{certificate};
  const CertificateStackOwner others_owner{others};
  ERR_clear_error();
  if (!read)
    return ledger::fail(Code::kInvalid,
                        "the PKCS#12 file is encrypted in an old way (RC2, 3DES) or is damaged: export "
                        "it again with AES-256, as openssl 3 and present browsers do",
                        "file");
  if (!key_owner || !certificate_owner)
    return ledger::fail(Code::kInvalid, "the PKCS#12 file has no private key with the certificate that belongs to it",
                        "file");
  return take(std::move(key_owner), certificate_owner.get(), others_owner.get());
}

}  // namespace certs
