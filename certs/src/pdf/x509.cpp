// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "x509.hpp"

#include <openssl/core_names.h>

#include <algorithm>
#include <map>

#include "openssl_objects.hpp"

namespace certs {
namespace {

using ledger::Code;

constexpr int kDepthMax = 8;
constexpr int kSecurityLevel = 2;  // OpenSSL's: 112 bits and more, no SHA-1
constexpr const char* kDocumentSigning = "1.3.6.1.5.5.7.3.36";

bool leads_nowhere(int error) {
  return error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT || error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
         error == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT || error == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN ||
         error == X509_V_ERR_CERT_UNTRUSTED || error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE;
}

// Keeps the certificates alive while a stack points to them.
struct Certificates {
  std::vector<X509Owner> owners;
  X509StackOwner stack{sk_X509_new_null()};
};

bool read_all(const std::vector<Bytes>& from, Certificates& into) {
  for (const Bytes& bytes : from) {
    into.owners.push_back(read_certificate(bytes));
    if (!into.owners.back() || sk_X509_push(into.stack.get(), into.owners.back().get()) <= 0) return false;
  }
  return true;
}

bool is_for_documents(X509* certificate) {
  const UsageOwner usages{
      static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr))};
  if (!usages) return false;
  for (int i = 0; i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
    char text[64] = {};
    OBJ_obj2txt(text, sizeof text, sk_ASN1_OBJECT_value(usages.get(), i), 1);
    if (std::string_view(text) == kDocumentSigning) return true;
  }
  return false;
}

// Why it may not seal; empty when it may.
std::string unfit_to_seal(X509* certificate) {
  constexpr std::uint32_t kNeeded = KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
  if (!is_for_documents(certificate)) return "the signer's certificate is not for signing documents";
  if ((X509_get_extension_flags(certificate) & EXFLAG_KUSAGE) == 0 ||
      (X509_get_key_usage(certificate) & kNeeded) != kNeeded)
    return "the signer's certificate is not for digital signatures that cannot be denied";
  if (X509_check_ca(certificate) != 0) return "the signer's certificate is an authority's own";
  return {};
}

std::vector<Bytes> as_der(STACK_OF(X509) * chain) {
  std::vector<Bytes> out;
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    unsigned char* bytes = nullptr;
    const int size = i2d_X509(sk_X509_value(chain, i), &bytes);
    if (size > 0) out.emplace_back(bytes, bytes + size);
    OPENSSL_free(bytes);
  }
  return out;
}

void ask(X509_VERIFY_PARAM* rules, PathUse use, UnixMillis at) {
  X509_VERIFY_PARAM_set_time(rules, static_cast<time_t>(at.value / 1'000));
  X509_VERIFY_PARAM_set_depth(rules, kDepthMax);
  X509_VERIFY_PARAM_set_auth_level(rules, kSecurityLevel);
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_CHECK_SS_SIGNATURE);
  if (use == PathUse::kTimestamp) X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_TIMESTAMP_SIGN);
}

std::optional<UnixMillis> moment_of(const ASN1_TIME* time) {
  const TimeOwner epoch{ASN1_TIME_set(nullptr, 0)};
  int days = 0;
  int seconds = 0;
  if (time == nullptr || !epoch || ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1 || days < 0 || seconds < 0)
    return std::nullopt;
  return UnixMillis{(static_cast<std::uint64_t>(days) * 86'400 + static_cast<std::uint64_t>(seconds)) * 1'000};
}

// A list of this issuer, with its good signature, whole.
bool is_of(X509_CRL* list, X509* issuer) {
  return X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(issuer)) == 0 &&
         X509_CRL_get_ext_by_critical(list, 1, -1) < 0 &&
         ((X509_get_extension_flags(issuer) & EXFLAG_KUSAGE) == 0 || (X509_get_key_usage(issuer) & KU_CRL_SIGN) != 0) &&
         X509_CRL_verify(list, X509_get0_pubkey(issuer)) == 1 && moment_of(X509_CRL_get0_lastUpdate(list)).has_value();
}

// The revocation, or the earlier moment from which its reason held (RFC 5280, 5.3.2).
UnixMillis end_of_trust(const X509_REVOKED* entry) {
  const UnixMillis revoked = moment_of(X509_REVOKED_get0_revocationDate(entry)).value_or(UnixMillis{});
  const TimeOwner since{
      static_cast<ASN1_GENERALIZEDTIME*>(X509_REVOKED_get_ext_d2i(entry, NID_invalidity_date, nullptr, nullptr))};
  return std::min(revoked, moment_of(since.get()).value_or(revoked));
}

// Any reason but that the key was replaced, given up or its owner's name changed (RFC 5280, 5.3.1).
bool may_be_compromise(const X509_REVOKED* entry) {
  const std::unique_ptr<ASN1_ENUMERATED, OpenSslFree<ASN1_ENUMERATED_free>> reason{
      static_cast<ASN1_ENUMERATED*>(X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nullptr, nullptr))};
  const long code = reason ? ASN1_ENUMERATED_get(reason.get()) : CRL_REASON_UNSPECIFIED;
  return code != CRL_REASON_AFFILIATION_CHANGED && code != CRL_REASON_SUPERSEDED &&
         code != CRL_REASON_CESSATION_OF_OPERATION;
}

// `of_issuer`: which of the lists are of the certificate's issuer.
void look_up(X509* certificate, const std::vector<CrlOwner>& lists, const std::vector<std::size_t>& of_issuer,
             Revocation& answer) {
  std::optional<UnixMillis> newest;
  for (const std::size_t i : of_issuer) {
    answer.used.push_back(i);
    newest = std::max(newest, moment_of(X509_CRL_get0_lastUpdate(lists[i].get())));
    X509_REVOKED* entry = nullptr;
    if (X509_CRL_get0_by_cert(lists[i].get(), &entry, certificate) == 0) continue;
    const UnixMillis at = end_of_trust(entry);
    answer.revoked_at = std::min(answer.revoked_at.value_or(at), at);
    answer.compromised = answer.compromised || may_be_compromise(entry);
  }
  if (!newest)
    answer.known = false;
  else
    answer.lists_of = std::min(answer.lists_of.value_or(*newest), *newest);
}

}  // namespace

Result<std::vector<Bytes>> trusted_path(ByteView signer, const std::vector<Bytes>& others,
                                        const std::vector<Bytes>& roots, PathUse use, UnixMillis at) {
  const ErrorQueue queue;
  const X509Owner certificate = read_certificate(signer);
  Certificates between;
  Certificates trusted;
  if (!certificate || !read_all(others, between) || !read_all(roots, trusted))
    return ledger::fail(Code::kInvalid, "a certificate is malformed");
  const StoreOwner store{X509_STORE_new()};
  const StoreContextOwner context{X509_STORE_CTX_new()};
  if (!store || !context ||
      X509_STORE_CTX_init(context.get(), store.get(), certificate.get(), between.stack.get()) != 1)
    return ledger::fail(Code::kStorage, "no memory to check certificates");
  X509_STORE_CTX_set0_trusted_stack(context.get(), trusted.stack.get());
  ask(X509_STORE_CTX_get0_param(context.get()), use, at);
  if (X509_verify_cert(context.get()) != 1) {
    const int error = X509_STORE_CTX_get_error(context.get());
    if (leads_nowhere(error)) return ledger::fail(Code::kNotFound, "its certificates lead to no trusted root");
    return ledger::fail(Code::kRefused,
                        std::string("its certificates are not good: ") + X509_verify_cert_error_string(error));
  }
  const std::string why = use == PathUse::kSeal ? unfit_to_seal(certificate.get()) : std::string();
  if (!why.empty()) return ledger::fail(Code::kRefused, why);
  return as_der(X509_STORE_CTX_get0_chain(context.get()));
}

struct RevocationLists::Read {
  std::vector<CrlOwner> lists;                                 // null where malformed
  mutable std::map<Bytes, std::vector<std::size_t>> judged{};  // by the issuer's certificate: which lists are its own

  [[nodiscard]] const std::vector<std::size_t>& of(const Bytes& der, X509* issuer) const {
    const auto [found, is_new] = judged.try_emplace(der);
    for (std::size_t i = 0; is_new && i < lists.size(); ++i) {
      if (lists[i] && is_of(lists[i].get(), issuer)) found->second.push_back(i);
    }
    return found->second;
  }
};

RevocationLists::RevocationLists(const std::vector<Bytes>& lists) : read_(std::make_unique<Read>()) {
  const ErrorQueue queue;
  for (const Bytes& list : lists) read_->lists.push_back(read_crl(list));
}
RevocationLists::RevocationLists(RevocationLists&&) noexcept = default;
RevocationLists::~RevocationLists() = default;

Revocation revocation_of(const std::vector<Bytes>& path, const RevocationLists& lists) {
  const ErrorQueue queue;
  Certificates certificates;
  if (!read_all(path, certificates)) return {};
  Revocation answer{.known = true};
  for (std::size_t i = 0; i + 1 < certificates.owners.size(); ++i)
    look_up(certificates.owners[i].get(), lists.read().lists,
            lists.read().of(path[i + 1], certificates.owners[i + 1].get()), answer);
  return answer;
}

Result<attest::PublicKey> p256_key_of(ByteView certificate) {
  const ErrorQueue queue;
  const auto wrong = [] { return ledger::fail(Code::kInvalid, "the signer's key is not one of P-256", "certificate"); };
  const X509Owner owner = read_certificate(certificate);
  const EVP_PKEY* key = owner ? X509_get0_pubkey(owner.get()) : nullptr;
  char group[32] = {};
  if (key == nullptr || EVP_PKEY_is_a(key, "EC") != 1 ||
      EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) != 1 || std::string_view(group) != SN_X9_62_prime256v1)
    return wrong();
  attest::PublicKey out{attest::Algorithm::kEs256, {}};
  for (const char* name : {OSSL_PKEY_PARAM_EC_PUB_X, OSSL_PKEY_PARAM_EC_PUB_Y}) {
    BIGNUM* number = nullptr;
    const bool found = EVP_PKEY_get_bn_param(key, name, &number) == 1;
    const BignumOwner number_owner{number};
    Bytes coordinate(32);
    if (!found || BN_bn2binpad(number, coordinate.data(), 32) != 32) return wrong();
    ledger::append(out.bytes, coordinate);
  }
  return out;
}

bool are_certificates(const std::vector<Bytes>& all) {
  const ErrorQueue queue;
  return std::all_of(all.begin(), all.end(), [](const Bytes& one) { return read_certificate(one) != nullptr; });
}

std::string subject_of(ByteView certificate) {
  const ErrorQueue queue;
  const X509Owner owner = read_certificate(certificate);
  const std::unique_ptr<BIO, OpenSslFree<BIO_free>> text{BIO_new(BIO_s_mem())};
  if (!owner || !text || X509_NAME_print_ex(text.get(), X509_get_subject_name(owner.get()), 0, XN_FLAG_RFC2253) < 0)
    return {};
  char* data = nullptr;
  const long size = BIO_get_mem_data(text.get(), &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

}  // namespace certs
