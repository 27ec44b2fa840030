// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "owners.hpp"

#include <ctime>

#include "attest/signer.hpp"
#include "ledger/encoding.hpp"

namespace certs {
namespace {

constexpr std::size_t kSerialBytes = 16;

}  // namespace

bool is_on_curve(const EVP_PKEY* key, int nid) {
  char group[32] = {};
  return EVP_PKEY_is_a(key, "EC") == 1 && EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1 &&
         std::string_view(group) == OBJ_nid2sn(nid);
}

const EVP_MD* digest_for(const EVP_PKEY* key) {
  return is_on_curve(key, NID_secp384r1) ? EVP_sha384() : EVP_sha256();
}

CertificateOwner parse_certificate(ByteView der) {
  if (der.empty() || der.size() > kCertificateBytesMax) return nullptr;
  const unsigned char* at = der.data();
  CertificateOwner certificate{d2i_X509(nullptr, &at, static_cast<long>(der.size()))};
  if (certificate && at != der.data() + der.size()) certificate.reset();
  ERR_clear_error();
  return certificate;
}

Bytes to_der(const X509* certificate) {
  Bytes out(static_cast<std::size_t>(std::max(0, i2d_X509(certificate, nullptr))));
  unsigned char* at = out.data();
  if (out.empty() || i2d_X509(certificate, &at) <= 0) return {};
  return out;
}

CertificateStackOwner certificate_stack(const std::vector<Bytes>& certificates) {
  CertificateStackOwner stack{sk_X509_new_null()};
  for (const Bytes& der : certificates) {
    CertificateOwner certificate = parse_certificate(der);
    if (!stack || !certificate || sk_X509_push(stack.get(), certificate.get()) <= 0) return nullptr;
    static_cast<void>(certificate.release());  // it belongs to the stack now
  }
  return stack;
}

StoreOwner store_of(const std::vector<Bytes>& roots, UnixMillis at) {
  StoreOwner store{X509_STORE_new()};
  if (!store) return nullptr;
  for (const Bytes& der : roots) {
    const CertificateOwner root = parse_certificate(der);
    if (!root || X509_STORE_add_cert(store.get(), root.get()) != 1) return nullptr;
  }
  X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), static_cast<std::time_t>(at.value / 1000));
  return store;
}

TimeOwner asn1_time(UnixMillis time) {
  return TimeOwner(ASN1_TIME_set(nullptr, static_cast<std::time_t>(time.value / 1000)));
}

Result<UnixMillis> from_asn1_time(const ASN1_TIME* time) {
  const TimeOwner epoch = asn1_time({0});
  int days = 0;
  int seconds = 0;
  if (time == nullptr || !epoch || ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1 || days < 0 || seconds < 0) {
    ERR_clear_error();
    return ledger::fail(ledger::Code::kInvalid, "a time in it is no time from 1970 on", "validity");
  }
  return UnixMillis{(static_cast<std::uint64_t>(days) * 86'400 + static_cast<std::uint64_t>(seconds)) * 1000};
}

IntegerOwner random_serial() {
  const Bytes random = attest::random_bytes(kSerialBytes);
  const BignumOwner number{BN_bin2bn(random.data(), static_cast<int>(random.size()), nullptr)};
  if (!number || BN_is_zero(number.get()) == 1) return nullptr;
  return IntegerOwner(BN_to_ASN1_INTEGER(number.get(), nullptr));
}

std::string serial_hex(const ASN1_INTEGER* serial) {
  const BignumOwner number{ASN1_INTEGER_to_BN(serial, nullptr)};
  if (!number || BN_is_negative(number.get()) == 1) return {};
  Bytes bytes(static_cast<std::size_t>(BN_num_bytes(number.get())));
  BN_bn2bin(number.get(), bytes.data());
  return ledger::hex_encode(bytes);
}

}  // namespace certs
