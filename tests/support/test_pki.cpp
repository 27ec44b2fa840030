// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/test_pki.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include <cstdlib>
#include <iostream>

#include "attest/date.hpp"
#include "ledger/encoding.hpp"

namespace certs_test {
namespace {

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Crl = std::unique_ptr<X509_CRL, Free<X509_CRL_free>>;
using Time = std::unique_ptr<ASN1_TIME, Free<ASN1_STRING_free>>;

// A world that cannot be made is a fault of the test.
void must(bool done, const char* what) {
  if (done) return;
  std::cerr << "test_pki: " << what << "\n";
  ERR_print_errors_fp(stderr);
  std::abort();
}

time_t seconds(const std::string& moment) {
  const auto time = attest::parse_moment(moment);
  must(time.has_value(), "a moment");
  return static_cast<time_t>(time->value / 1'000);
}

Time asn1(const std::string& moment) {
  return Time(ASN1_TIME_set(nullptr, seconds(moment)));
}

template <typename T, typename Write>
Bytes der(T* object, Write write) {
  unsigned char* bytes = nullptr;
  const int size = write(object, &bytes);
  must(size > 0, "writing DER");
  Bytes out(bytes, bytes + size);
  OPENSSL_free(bytes);
  return out;
}

void extend(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_nconf_nid(nullptr, &context, nid, value.c_str());
  must(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, value.c_str());
  X509_EXTENSION_free(extension);
}

// Null issuer: signs itself.
Certificate make(const CertificateRecipe& recipe, EVP_PKEY* subject, X509* issuer, EVP_PKEY* issuer_key) {
  Certificate out(X509_new());
  X509_set_version(out.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(out.get()), recipe.serial);
  X509_set1_notBefore(out.get(), asn1(recipe.from).get());
  X509_set1_notAfter(out.get(), asn1(recipe.until).get());
  X509_NAME* name = X509_get_subject_name(out.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(recipe.name.c_str()), -1,
                             -1, 0);
  X509* from = issuer != nullptr ? issuer : out.get();
  X509_set_issuer_name(out.get(), X509_get_subject_name(from));
  X509_set_pubkey(out.get(), subject);
  extend(out.get(), from, NID_basic_constraints, recipe.basic);
  extend(out.get(), from, NID_key_usage, recipe.key_usage);
  extend(out.get(), from, NID_subject_key_identifier, "hash");
  if (issuer != nullptr) {
    extend(out.get(), from, NID_authority_key_identifier, "keyid:always");
    extend(out.get(), from, NID_crl_distribution_points, "URI:http://pki.example/issuing.crl");
  }
  if (!recipe.extended_usage.empty()) extend(out.get(), from, NID_ext_key_usage, recipe.extended_usage);
  must(X509_sign(out.get(), issuer_key, recipe.sha1 ? EVP_sha1() : EVP_sha256()) > 0, "signing a certificate");
  return out;
}

Key public_half(const attest::PublicKey& key) {
  Bytes point{POINT_CONVERSION_UNCOMPRESSED};
  ledger::append(point, key.bytes);
  char group[] = "P-256";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end(),
  };
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
  EVP_PKEY* out = nullptr;
  must(EVP_PKEY_fromdata_init(context) == 1 && EVP_PKEY_fromdata(context, &out, EVP_PKEY_PUBLIC_KEY, parameters) == 1,
       "a public key");
  EVP_PKEY_CTX_free(context);
  return Key(out);
}

CertificateRecipe tsa_recipe() {
  CertificateRecipe recipe{"Test Time-Stamps"};
  recipe.key_usage = "critical,digitalSignature";
  recipe.extended_usage = "critical,timeStamping";
  recipe.serial = kTsaSerial;
  return recipe;
}

ASN1_INTEGER* next_serial(TS_RESP_CTX*, void* data) {
  ASN1_INTEGER* out = ASN1_INTEGER_new();
  ASN1_INTEGER_set(out, ++*static_cast<long*>(data));
  return out;
}

int fixed_time(TS_RESP_CTX*, void* data, long* seconds_out, long* microseconds) {
  *seconds_out = static_cast<long>(*static_cast<time_t*>(data));
  *microseconds = 0;
  return 1;
}

TS_REQ* request_for(const ledger::Digest& digest) {
  TS_REQ* request = TS_REQ_new();
  TS_REQ_set_version(request, 1);
  TS_MSG_IMPRINT* imprint = TS_MSG_IMPRINT_new();
  X509_ALGOR* algorithm = X509_ALGOR_new();
  X509_ALGOR_set_md(algorithm, EVP_sha256());
  TS_MSG_IMPRINT_set_algo(imprint, algorithm);
  Bytes bytes(digest.bytes.begin(), digest.bytes.end());
  TS_MSG_IMPRINT_set_msg(imprint, bytes.data(), static_cast<int>(bytes.size()));
  TS_REQ_set_msg_imprint(request, imprint);
  TS_REQ_set_cert_req(request, 1);
  X509_ALGOR_free(algorithm);
  TS_MSG_IMPRINT_free(imprint);
  return request;
}

Bytes stamp(const ledger::Digest& digest, X509* certificate, EVP_PKEY* key, X509* issuing, time_t at) {
  static long serial = 0;
  TS_REQ* request = request_for(digest);
  BIO* question = BIO_new(BIO_s_mem());
  i2d_TS_REQ_bio(question, request);
  TS_RESP_CTX* context = TS_RESP_CTX_new();
  STACK_OF(X509)* others = sk_X509_new_null();
  sk_X509_push(others, issuing);
  ASN1_OBJECT* policy = OBJ_txt2obj("1.2.3.4.1", 1);
  TS_RESP_CTX_set_signer_cert(context, certificate);
  TS_RESP_CTX_set_signer_key(context, key);
  TS_RESP_CTX_set_certs(context, others);
  TS_RESP_CTX_set_def_policy(context, policy);
  TS_RESP_CTX_add_md(context, EVP_sha256());
  TS_RESP_CTX_set_signer_digest(context, EVP_sha256());
  TS_RESP_CTX_set_ess_cert_id_digest(context, EVP_sha256());
  TS_RESP_CTX_set_serial_cb(context, next_serial, &serial);
  TS_RESP_CTX_set_time_cb(context, fixed_time, &at);
  TS_RESP* response = TS_RESP_create_response(context, question);
  must(response != nullptr && TS_RESP_get_token(response) != nullptr, "a time-stamp");
  Bytes out = der(TS_RESP_get_token(response), i2d_PKCS7);
  TS_RESP_free(response);
  ASN1_OBJECT_free(policy);
  sk_X509_free(others);
  TS_RESP_CTX_free(context);
  BIO_free(question);
  TS_REQ_free(request);
  return out;
}

Crl make_crl(X509* issuer, EVP_PKEY* key, const std::string& moment, const std::vector<int>& revoked,
             const std::string& revoked_at) {
  Crl out(X509_CRL_new());
  X509_CRL_set_version(out.get(), X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name(out.get(), X509_get_subject_name(issuer));
  X509_CRL_set1_lastUpdate(out.get(), asn1(moment).get());
  X509_CRL_set1_nextUpdate(out.get(), asn1("2045-01-01T00:00:00Z").get());
  for (const int serial : revoked) {
    X509_REVOKED* entry = X509_REVOKED_new();
    ASN1_INTEGER* number = ASN1_INTEGER_new();
    ASN1_INTEGER_set(number, serial);
    X509_REVOKED_set_serialNumber(entry, number);
    X509_REVOKED_set_revocationDate(entry, asn1(revoked_at).get());
    X509_CRL_add0_revoked(out.get(), entry);
    ASN1_INTEGER_free(number);
  }
  X509_CRL_sort(out.get());
  must(X509_CRL_sign(out.get(), key, EVP_sha256()) > 0, "signing a list");
  return out;
}

}  // namespace

struct TestPki::State {
  Key root_key{EVP_EC_gen("P-384")};
  Key issuing_key{EVP_EC_gen("P-384")};
  Key tsa_key{EVP_EC_gen("P-256")};
  std::unique_ptr<attest::Signer> signer = *attest::generate_signer(attest::Algorithm::kEs256);
  Certificate root, issuing, seal, tsa;
  Bytes root_der, issuing_der, seal_der;
};

TestPki::TestPki() : state_(std::make_unique<State>()) {
  State& s = *state_;
  const CertificateRecipe root{.name = "Test Root",
                               .basic = "critical,CA:TRUE",
                               .key_usage = "critical,keyCertSign,cRLSign",
                               .extended_usage = ""};
  CertificateRecipe issuing = root;
  issuing.name = "Test Issuing";
  issuing.basic = "critical,CA:TRUE,pathlen:0";
  issuing.serial = 2;
  s.root = make(root, s.root_key.get(), nullptr, s.root_key.get());
  s.issuing = make(issuing, s.issuing_key.get(), s.root.get(), s.root_key.get());
  const Key signer = public_half(s.signer->public_key());
  s.seal = make({.name = "Test Seal", .serial = kSealSerial}, signer.get(), s.issuing.get(), s.issuing_key.get());
  s.tsa = make(tsa_recipe(), s.tsa_key.get(), s.issuing.get(), s.issuing_key.get());
  s.root_der = der(s.root.get(), i2d_X509);
  s.issuing_der = der(s.issuing.get(), i2d_X509);
  s.seal_der = der(s.seal.get(), i2d_X509);
}

TestPki::~TestPki() = default;

const Bytes& TestPki::root() const {
  return state_->root_der;
}
const Bytes& TestPki::issuing() const {
  return state_->issuing_der;
}
const attest::Signer& TestPki::seal_signer() const {
  return *state_->signer;
}
const Bytes& TestPki::seal_certificate() const {
  return state_->seal_der;
}

certs::SealKey TestPki::seal_key() const {
  return {state_->signer.get(), state_->seal_der, {state_->issuing_der, state_->root_der}};
}

certs::SealKey TestPki::seal_key(const CertificateRecipe& recipe) const {
  const Key signer = public_half(state_->signer->public_key());
  const Certificate other = make(recipe, signer.get(), state_->issuing.get(), state_->issuing_key.get());
  certs::SealKey out = seal_key();
  out.certificate = der(other.get(), i2d_X509);
  return out;
}

certs::TimestampSource TestPki::timestamps(const std::string& moment) const {
  return [this, moment](const ledger::Digest& digest) -> ledger::Result<Bytes> {
    return stamp(digest, state_->tsa.get(), state_->tsa_key.get(), state_->issuing.get(), seconds(moment));
  };
}

certs::TimestampSource TestPki::timestamps(const std::string& moment, const CertificateRecipe& recipe) const {
  return [this, moment, recipe](const ledger::Digest& digest) -> ledger::Result<Bytes> {
    const Certificate other = make(recipe, state_->tsa_key.get(), state_->issuing.get(), state_->issuing_key.get());
    return stamp(digest, other.get(), state_->tsa_key.get(), state_->issuing.get(), seconds(moment));
  };
}

std::vector<Bytes> TestPki::crls(const std::string& moment, const std::vector<int>& revoked,
                                 const std::string& revoked_at) const {
  const Crl of_root = make_crl(state_->root.get(), state_->root_key.get(), moment, {}, revoked_at);
  const Crl of_issuing = make_crl(state_->issuing.get(), state_->issuing_key.get(), moment, revoked, revoked_at);
  return {der(of_root.get(), i2d_X509_CRL), der(of_issuing.get(), i2d_X509_CRL)};
}

std::string to_pem(const Bytes& bytes, const std::string& label) {
  const std::string text = ledger::base64_encode(bytes);
  std::string out = "-----BEGIN " + label + "-----\n";
  for (std::size_t at = 0; at < text.size(); at += 64) out += text.substr(at, 64) + "\n";
  return out + "-----END " + label + "-----\n";
}

}  // namespace certs_test
