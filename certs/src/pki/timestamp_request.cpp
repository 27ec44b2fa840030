// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The question of RFC 3161, and asking it of one authority after the other.
#include "attest/signer.hpp"
#include "certs/timestamp_client.hpp"
#include "certs/verify_timestamp.hpp"
#include "timestamp_owners.hpp"

namespace certs {
namespace {

using ledger::Code;
using ledger::Digest;

ImprintOwner imprint_of(const Digest& digest) {
  ImprintOwner imprint{TS_MSG_IMPRINT_new()};
  const AlgorithmOwner algorithm{X509_ALGOR_new()};
  if (!imprint || !algorithm || X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) != 1 ||
      TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) != 1) {
    return nullptr;
  }
  Bytes copy = ledger::to_bytes(digest.view());
  if (TS_MSG_IMPRINT_set_msg(imprint.get(), copy.data(), static_cast<int>(copy.size())) != 1) return nullptr;
  return imprint;
}

constexpr std::uint64_t kTimestampClockMillis = 300'000;  // five minutes

Result<Bytes> ask(const TimestampService& service, const Digest& digest) {
  const std::uint64_t nonce = ledger::read_big_endian_64(attest::random_bytes(8));
  const auto request = make_timestamp_request(digest, nonce, service.policy);
  if (!request) return tl::unexpected(request.error());
  const auto response = service.exchange(*request);
  if (!response) return tl::unexpected(response.error());
  const UnixMillis now = service.now();
  auto token = check_timestamp_response(*request, *response, service.roots, now);
  if (!token) return token;
  // What verifiers would refuse must not get into a certificate.
  const auto judged = verify_timestamp_token(*token, digest, service.roots);
  if (!judged)
    return ledger::fail(Code::kInvalid,
                        "its token is none that verifiers of certificates accept: " + judged.error().message);
  const std::uint64_t apart = judged->at > now ? judged->at.value - now.value : now.value - judged->at.value;
  if (apart > kTimestampClockMillis)
    return ledger::fail(Code::kInvalid, "its clock is more than five minutes from ours");
  return token;
}

}  // namespace

Result<Bytes> make_timestamp_request(const Digest& digest, std::uint64_t nonce,
                                     const std::optional<std::string>& policy) {
  const TsRequestOwner request{TS_REQ_new()};
  const ImprintOwner imprint = imprint_of(digest);
  const IntegerOwner number{ASN1_INTEGER_new()};
  const bool filled = request && imprint && number && TS_REQ_set_version(request.get(), 1) == 1 &&
                      TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1 &&
                      ASN1_INTEGER_set_uint64(number.get(), nonce) == 1 &&
                      TS_REQ_set_nonce(request.get(), number.get()) == 1 && TS_REQ_set_cert_req(request.get(), 1) == 1;
  if (!filled) return ledger::fail(Code::kInvalid, "the time-stamp request cannot be written");
  if (policy) {
    const ObjectOwner oid{OBJ_txt2obj(policy->c_str(), 1)};
    if (!oid || TS_REQ_set_policy_id(request.get(), oid.get()) != 1) {
      ERR_clear_error();
      return ledger::fail(Code::kInvalid, "a time-stamp policy is an OID in digits, as 1.2.3", "policy");
    }
  }
  return der_of<i2d_TS_REQ>(request.get());
}

TimestampSource timestamp_source(std::vector<TimestampService> services) {
  return [services = std::move(services)](const Digest& digest) -> Result<Bytes> {
    if (services.empty()) return ledger::fail(Code::kNotFound, "no time-stamp authority is known", "tsa");
    std::string all;
    Code code = Code::kBusy;
    for (const TimestampService& service : services) {
      Result<Bytes> token = ask(service, digest);
      if (token) return token;
      all += (all.empty() ? "" : "; ") + service.name + ": " + token.error().message;
      if (token.error().code != Code::kBusy) code = token.error().code;
    }
    return ledger::fail(code, "no time-stamp: " + all, "tsa");
  };
}

}  // namespace certs
