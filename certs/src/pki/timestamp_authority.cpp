// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/timestamp_authority.hpp"

#include "timestamp_owners.hpp"

namespace certs {
namespace {

using ledger::Code;

// None is given twice, also not after a crash: 128 random bits need no memory.
ASN1_INTEGER* next_serial(TS_RESP_CTX* /*responder*/, void* /*data*/) {
  return random_serial().release();
}

int time_now(TS_RESP_CTX* /*responder*/, void* data, long* seconds, long* microseconds) {
  *seconds = static_cast<long>(static_cast<const UnixMillis*>(data)->value / 1000);
  *microseconds = 0;
  return 1;
}

TsResponderOwner responder_of(const TimestampKey& authority, UnixMillis& now) {
  TsResponderOwner out{TS_RESP_CTX_new()};
  const CertificateOwner certificate = parse_certificate(authority.certificate);
  const CertificateStackOwner chain = certificate_stack(authority.chain);
  const ObjectOwner policy{OBJ_txt2obj(std::string(kTimestampPolicy).c_str(), 1)};
  const bool ready =
      out && certificate && chain && policy && X509_check_private_key(certificate.get(), key_of(authority.key)) == 1 &&
      TS_RESP_CTX_set_signer_cert(out.get(), certificate.get()) == 1 &&
      TS_RESP_CTX_set_signer_key(out.get(), key_of(authority.key)) == 1 &&
      TS_RESP_CTX_set_certs(out.get(), chain.get()) == 1 && TS_RESP_CTX_set_def_policy(out.get(), policy.get()) == 1 &&
      TS_RESP_CTX_add_md(out.get(), EVP_sha256()) == 1 && TS_RESP_CTX_set_signer_digest(out.get(), EVP_sha256()) == 1 &&
      TS_RESP_CTX_set_ess_cert_id_digest(out.get(), EVP_sha256()) == 1 &&
      TS_RESP_CTX_set_accuracy(out.get(), 1, 0, 0) == 1;
  if (!ready) {
    ERR_clear_error();
    return nullptr;
  }
  TS_RESP_CTX_set_serial_cb(out.get(), next_serial, nullptr);
  TS_RESP_CTX_set_time_cb(out.get(), time_now, &now);
  return out;
}

}  // namespace

Result<Bytes> answer_timestamp(const TimestampKey& authority, ByteView request, UnixMillis now) {
  if (request.size() > kTimestampRequestBytesMax) {
    return ledger::fail(Code::kTooLarge, "a time-stamp request has at most 4096 bytes", "request");
  }
  const auto facts = certificate_facts(authority.certificate);
  if (!facts) return tl::unexpected(facts.error());
  if (now < facts->from || facts->until < now) {
    return ledger::fail(Code::kInvalid,
                        "the time-stamp authority's certificate is not valid now: cityledger pki renew tsa", "tsa");
  }
  const TsResponderOwner responder = responder_of(authority, now);
  if (!responder) {
    return ledger::fail(Code::kInvalid, "key and certificate are not those of a time-stamp authority", "tsa");
  }
  const BioOwner in{BIO_new_mem_buf(request.data(), static_cast<int>(request.size()))};
  const TsResponseOwner response{in ? TS_RESP_create_response(responder.get(), in.get()) : nullptr};
  ERR_clear_error();
  if (!response) return ledger::fail(Code::kKey, "the time-stamp authority's key could not sign", "tsa");
  return der_of<i2d_TS_RESP>(response.get());
}

TimestampService own_timestamp_service(const TimestampKey& authority, std::function<UnixMillis()> now) {
  TimestampService service;
  service.name = "own authority";
  service.exchange = [&authority, now](ByteView request) { return answer_timestamp(authority, request, now()); };
  if (!authority.chain.empty()) service.roots = {authority.chain.back()};
  service.policy = std::string(kTimestampPolicy);
  service.now = std::move(now);
  return service;
}

}  // namespace certs
