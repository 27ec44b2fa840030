// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Lists of revoked certificates, written (RFC 5280, section 5).
#include <array>

#include "ledger/encoding.hpp"
#include "owners.hpp"

namespace certs {
namespace {

using ledger::Code;

struct Reason {
  RevocationReason reason;
  const char* name;
  int code;  // of RFC 5280; unspecified is not written
};
constexpr std::array<Reason, 5> kReasons = {{
    {RevocationReason::kUnspecified, "unspecified", CRL_REASON_UNSPECIFIED},
    {RevocationReason::kCompromised, "compromised", CRL_REASON_KEY_COMPROMISE},
    {RevocationReason::kChanged, "changed", CRL_REASON_AFFILIATION_CHANGED},
    {RevocationReason::kSuperseded, "superseded", CRL_REASON_SUPERSEDED},
    {RevocationReason::kCeased, "ceased", CRL_REASON_CESSATION_OF_OPERATION},
}};

int code_of(const CrlOrder::Item& item) {
  const RevocationReason reason = item.revocation.reason;
  if (reason == RevocationReason::kCompromised && item.authority) return CRL_REASON_CA_COMPROMISE;
  for (const Reason& known : kReasons) {
    if (known.reason == reason) return known.code;
  }
  return CRL_REASON_UNSPECIFIED;
}

bool add_reason(X509_REVOKED* revoked, int code) {
  if (code == CRL_REASON_UNSPECIFIED) return true;
  const EnumeratedOwner value{ASN1_ENUMERATED_new()};
  return value && ASN1_ENUMERATED_set(value.get(), code) == 1 &&
         X509_REVOKED_add1_ext_i2d(revoked, NID_crl_reason, value.get(), 0, 0) == 1;
}

// invalidityDate is a GeneralizedTime whatever the year.
bool add_since(X509_REVOKED* revoked, const std::optional<UnixMillis>& since) {
  if (!since) return true;
  const TimeOwner time{ASN1_GENERALIZEDTIME_set(nullptr, static_cast<std::time_t>(since->value / 1000))};
  return time && X509_REVOKED_add1_ext_i2d(revoked, NID_invalidity_date, time.get(), 0, 0) == 1;
}

bool add_item(X509_CRL* crl, const CrlOrder::Item& item) {
  const auto bytes = ledger::hex_decode(item.serial);
  if (!bytes || bytes->empty()) return false;
  const BignumOwner number{BN_bin2bn(bytes->data(), static_cast<int>(bytes->size()), nullptr)};
  const IntegerOwner serial{number ? BN_to_ASN1_INTEGER(number.get(), nullptr) : nullptr};
  const TimeOwner at = asn1_time(item.revocation.at);
  RevokedOwner revoked{X509_REVOKED_new()};
  if (!serial || !at || !revoked || X509_REVOKED_set_serialNumber(revoked.get(), serial.get()) != 1 ||
      X509_REVOKED_set_revocationDate(revoked.get(), at.get()) != 1 || !add_reason(revoked.get(), code_of(item)) ||
      !add_since(revoked.get(), item.revocation.since) || X509_CRL_add0_revoked(crl, revoked.get()) != 1) {
    return false;
  }
  static_cast<void>(revoked.release());  // it belongs to the list now
  return true;
}

bool add_extensions(X509_CRL* crl, X509* issuer, std::uint64_t number) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, nullptr, nullptr, crl, 0);
  X509V3_set_ctx_nodb(&context);
  const ExtensionOwner authority{X509V3_EXT_nconf_nid(nullptr, &context, NID_authority_key_identifier, "keyid:always")};
  const IntegerOwner value{ASN1_INTEGER_new()};
  return authority && value && X509_CRL_add_ext(crl, authority.get(), -1) == 1 &&
         ASN1_INTEGER_set_uint64(value.get(), number) == 1 &&
         X509_CRL_add1_ext_i2d(crl, NID_crl_number, value.get(), 0, 0) == 1;
}

Result<CertificateOwner> issuer_of(const PkiKey& key, ByteView issuer) {
  CertificateOwner by = parse_certificate(issuer);
  if (by && X509_check_ca(by.get()) == 1 && X509_check_private_key(by.get(), key_of(key)) == 1) return by;
  ERR_clear_error();
  return ledger::fail(Code::kKey, "the key is not that of an issuing certificate", "issuer");
}

Bytes der_of(const X509_CRL* crl) {
  Bytes out(static_cast<std::size_t>(std::max(0, i2d_X509_CRL(crl, nullptr))));
  unsigned char* at = out.data();
  if (!out.empty()) i2d_X509_CRL(crl, &at);
  return out;
}

}  // namespace

std::string_view reason_name(RevocationReason reason) {
  for (const Reason& known : kReasons) {
    if (known.reason == reason) return known.name;
  }
  return "unspecified";
}

std::optional<RevocationReason> reason_from_name(std::string_view name) {
  for (const Reason& known : kReasons) {
    if (name == known.name) return known.reason;
  }
  return std::nullopt;
}

Result<Bytes> issue_crl(const CrlOrder& order, const PkiKey& issuer_key, ByteView issuer) {
  const auto by = issuer_of(issuer_key, issuer);
  if (!by) return tl::unexpected(by.error());
  if (order.next_update <= order.this_update) {
    return ledger::fail(Code::kInvalid, "the next list must be due after this one", "next_update");
  }
  const CrlOwner crl{X509_CRL_new()};
  const TimeOwner last = asn1_time(order.this_update);
  const TimeOwner next = asn1_time(order.next_update);
  const bool begun = crl && last && next && X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2) == 1 &&
                     X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(by->get())) == 1 &&
                     X509_CRL_set1_lastUpdate(crl.get(), last.get()) == 1 &&
                     X509_CRL_set1_nextUpdate(crl.get(), next.get()) == 1 &&
                     add_extensions(crl.get(), by->get(), order.number);
  if (!begun) return ledger::fail(Code::kInvalid, "the revocation list cannot be written");
  for (const CrlOrder::Item& item : order.revoked) {
    if (!add_item(crl.get(), item)) {
      ERR_clear_error();
      return ledger::fail(Code::kInvalid, "the revocation of " + item.serial + " cannot be written", "serial");
    }
  }
  EVP_PKEY* signing = key_of(issuer_key);
  X509_CRL_sort(crl.get());
  if (X509_CRL_sign(crl.get(), signing, digest_for(signing)) <= 0 || X509_CRL_verify(crl.get(), signing) != 1) {
    ERR_clear_error();
    return ledger::fail(Code::kKey, "the revocation list could not be signed", "issuer");
  }
  return der_of(crl.get());
}

}  // namespace certs
