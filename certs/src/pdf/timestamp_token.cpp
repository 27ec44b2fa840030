// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "certs/verify_timestamp.hpp"
#include "openssl_objects.hpp"
#include "x509.hpp"

namespace certs {
namespace {

using ledger::Code;

tl::unexpected<ledger::Error> bad(const std::string& message) {
  return ledger::fail(Code::kInvalid, message);
}

// Hash and the signature algorithms that may go with it. SHA-1 is in none.
struct Pair {
  int digest;
  std::array<int, 3> signatures;
};
constexpr std::array<Pair, 3> kAlgorithms{
    {{NID_sha256, {NID_rsaEncryption, NID_sha256WithRSAEncryption, NID_ecdsa_with_SHA256}},
     {NID_sha384, {NID_rsaEncryption, NID_sha384WithRSAEncryption, NID_ecdsa_with_SHA384}},
     {NID_sha512, {NID_rsaEncryption, NID_sha512WithRSAEncryption, NID_ecdsa_with_SHA512}}}};

int name_of(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  return OBJ_obj2nid(object);
}

// Parameters absent or NULL.
bool is_plain(const X509_ALGOR* algorithm) {
  int type = V_ASN1_UNDEF;
  X509_ALGOR_get0(nullptr, &type, nullptr, algorithm);
  return type == V_ASN1_UNDEF || type == V_ASN1_NULL;
}

bool algorithms_fit(const PKCS7_SIGNER_INFO* signer, const X509_ALGOR* announced) {
  const auto pair = std::find_if(kAlgorithms.begin(), kAlgorithms.end(),
                                 [&](const Pair& one) { return one.digest == name_of(signer->digest_alg); });
  return pair != kAlgorithms.end() && name_of(announced) == pair->digest && is_plain(announced) &&
         is_plain(signer->digest_alg) && is_plain(signer->digest_enc_alg) &&
         std::find(pair->signatures.begin(), pair->signatures.end(), name_of(signer->digest_enc_alg)) !=
             pair->signatures.end();
}

// What no signature covers has one form. The signer, or null.
PKCS7_SIGNER_INFO* only_signer(PKCS7* token) {
  if (PKCS7_type_is_signed(token) != 1 || token->d.sign == nullptr) return nullptr;
  const PKCS7_SIGNED* data = token->d.sign;
  if (sk_PKCS7_SIGNER_INFO_num(data->signer_info) != 1 || sk_X509_ALGOR_num(data->md_algs) != 1 ||
      (data->crl != nullptr && sk_X509_CRL_num(data->crl) >= 0) || ASN1_INTEGER_get(data->version) != 3)
    return nullptr;
  PKCS7_SIGNER_INFO* signer = sk_PKCS7_SIGNER_INFO_value(data->signer_info, 0);
  if (signer->unauth_attr != nullptr || signer->auth_attr == nullptr || ASN1_INTEGER_get(signer->version) != 1)
    return nullptr;
  return algorithms_fit(signer, sk_X509_ALGOR_value(data->md_algs, 0)) ? signer : nullptr;
}

Bytes der_of(X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  Bytes out(bytes, bytes + std::max(size, 0));
  OPENSSL_free(bytes);
  return out;
}

std::string_view der_of(const X509_NAME* name) {
  const unsigned char* bytes = nullptr;
  std::size_t size = 0;
  if (X509_NAME_get0_der(name, &bytes, &size) != 1) return {};
  return ledger::text({bytes, size});
}

// Names the certificate in its own bytes: OpenSSL compares names without case, and no signature covers this one.
bool names_exactly(const PKCS7_SIGNER_INFO* info, X509* signer) {
  const PKCS7_ISSUER_AND_SERIAL* named = info->issuer_and_serial;
  return der_of(named->issuer) == der_of(X509_get_issuer_name(signer)) &&
         ASN1_INTEGER_cmp(named->serial, X509_get0_serialNumber(signer)) == 0;
}

struct Brought {
  Bytes signer;
  std::vector<Bytes> others;
};

Result<Brought> certificates_in(PKCS7* token) {
  const X509StackOwner signers{PKCS7_get0_signers(token, nullptr, 0)};
  if (!signers || sk_X509_num(signers.get()) != 1)
    return bad("the time-stamp does not bring its authority's certificate");
  X509* signer = sk_X509_value(signers.get(), 0);
  if (!names_exactly(sk_PKCS7_SIGNER_INFO_value(token->d.sign->signer_info, 0), signer))
    return bad("the time-stamp names its authority in another way than the authority's certificate");
  Brought out{der_of(signer), {}};
  for (int i = 0; i < sk_X509_num(token->d.sign->cert); ++i) {
    X509* one = sk_X509_value(token->d.sign->cert, i);
    if (one != signer) out.others.push_back(der_of(one));
  }
  return out;
}

bool is_sha256_of(TS_TST_INFO* info, const ledger::Digest& digest) {
  TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(info);
  const ASN1_OCTET_STRING* value = TS_MSG_IMPRINT_get_msg(imprint);
  const ByteView said{ASN1_STRING_get0_data(value), static_cast<std::size_t>(ASN1_STRING_length(value))};
  return name_of(TS_MSG_IMPRINT_get_algo(imprint)) == NID_sha256 &&
         std::equal(said.begin(), said.end(), digest.bytes.begin(), digest.bytes.end());
}

std::optional<UnixMillis> moment_of(TS_TST_INFO* info) {
  const TimeOwner epoch{ASN1_TIME_set(nullptr, 0)};
  int days = 0;
  int seconds = 0;
  if (!epoch || ASN1_TIME_diff(&days, &seconds, epoch.get(), TS_TST_INFO_get_time(info)) != 1 || days < 0 ||
      seconds < 0)
    return std::nullopt;
  return UnixMillis{(static_cast<std::uint64_t>(days) * 86'400 + static_cast<std::uint64_t>(seconds)) * 1'000};
}

// Signature, signed attributes and ESS certificate id, with the path once more, by OpenSSL's own rules.
bool signature_is_good(PKCS7* token, const std::vector<Bytes>& path, UnixMillis at) {
  const StoreOwner store{X509_STORE_new()};
  const X509Owner root = read_certificate(path.back());
  if (!store || !root || X509_STORE_add_cert(store.get(), root.get()) != 1) return false;
  X509_VERIFY_PARAM* rules = X509_STORE_get0_param(store.get());
  X509_VERIFY_PARAM_set_time(rules, static_cast<time_t>(at.value / 1'000));
  std::vector<X509Owner> owners;
  const X509StackOwner between{sk_X509_new_null()};
  for (const Bytes& one : path) {
    owners.push_back(read_certificate(one));
    if (!owners.back() || sk_X509_push(between.get(), owners.back().get()) <= 0) return false;
  }
  return TS_RESP_verify_signature(token, between.get(), store.get(), nullptr) == 1;
}

}  // namespace

ledger::Result<Timestamp> verify_timestamp_token(ByteView token, const ledger::Digest& digest,
                                                 const std::vector<Bytes>& roots, std::optional<UnixMillis> path_at) {
  if (token.size() > kTimestampTokenBytesMax) return ledger::fail(Code::kTooLarge, "the time-stamp is over 16 KiB");
  const ErrorQueue queue;
  const Pkcs7Owner read = read_der<Pkcs7Owner, d2i_PKCS7, i2d_PKCS7>(token);
  if (!read) return bad("the time-stamp is malformed");
  if (only_signer(read.get()) == nullptr)
    return bad("the time-stamp has another form than one signer's, or a weak algorithm");
  const TstInfoOwner info{PKCS7_to_TS_TST_INFO(read.get())};
  if (!info || TS_TST_INFO_get_version(info.get()) != 1) return bad("the time-stamp says nothing");
  if (!is_sha256_of(info.get(), digest)) return bad("the time-stamp is of something else");
  const auto at = moment_of(info.get());
  if (!at) return bad("the time-stamp's moment is malformed");
  const auto brought = certificates_in(read.get());
  if (!brought) return tl::unexpected(brought.error());
  auto path = trusted_path(brought->signer, brought->others, roots, PathUse::kTimestamp, path_at.value_or(*at));
  if (!path) return tl::unexpected(path.error());
  for (const Bytes& one : brought->others) {
    if (std::find(path->begin(), path->end(), one) == path->end())
      return bad("the time-stamp brings a certificate that is not of its authority's path");
  }
  if (!signature_is_good(read.get(), *path, path_at.value_or(*at))) return bad("the time-stamp's signature is wrong");
  return Timestamp{*at, subject_of(brought->signer), std::move(*path)};
}

}  // namespace certs
