// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The answer of RFC 3161, judged.
#include <algorithm>

#include "attest/screen_text.hpp"
#include "certs/timestamp_client.hpp"
#include "timestamp_owners.hpp"

namespace certs {
namespace {

using ledger::Code;

// What the authority itself says, as far as a screen may show it.
std::string words_of(const TS_STATUS_INFO* status) {
  constexpr int kTextBytesMax = 256;
  std::string out;
  const STACK_OF(ASN1_UTF8STRING)* texts = TS_STATUS_INFO_get0_text(status);
  for (int i = 0; texts != nullptr && i < sk_ASN1_UTF8STRING_num(texts); ++i) {
    const ASN1_UTF8STRING* text = sk_ASN1_UTF8STRING_value(texts, i);
    const int size = std::min(ASN1_STRING_length(text), kTextBytesMax - static_cast<int>(out.size()));
    if (size > 0)
      out.append(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)), static_cast<std::size_t>(size));
  }
  return out.empty() ? "without a reason" : "'" + attest::printable_line(out) + "'";
}

Result<void> check_granted(TS_RESP* response) {
  const TS_STATUS_INFO* status = TS_RESP_get_status_info(response);
  const ASN1_INTEGER* number = status == nullptr ? nullptr : TS_STATUS_INFO_get0_status(status);
  std::uint64_t value = TS_STATUS_REJECTION;
  if (number == nullptr || ASN1_INTEGER_get_uint64(&value, number) != 1) {
    return ledger::fail(Code::kInvalid, "the time-stamp authority's answer has no status");
  }
  if (value == TS_STATUS_GRANTED || value == TS_STATUS_GRANTED_WITH_MODS) return {};
  if (value == TS_STATUS_WAITING) return ledger::fail(Code::kBusy, "the time-stamp authority asks to wait; try again");
  constexpr int kTimeNotAvailable = 14;  // RFC 3161, section 2.4.2
  const ASN1_BIT_STRING* failure = TS_STATUS_INFO_get0_failure_info(status);
  const bool no_time = failure != nullptr && ASN1_BIT_STRING_get_bit(failure, kTimeNotAvailable) == 1;
  return ledger::fail(no_time ? Code::kBusy : Code::kInvalid, "the time-stamp authority refuses, " + words_of(status));
}

// The reason that OpenSSL gave last, for people.
std::string last_reason() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  std::string out = reason == nullptr ? "no reason given" : reason;
  ERR_clear_error();
  return out;
}

Result<UnixMillis> time_of(const TS_TST_INFO* info) {
  const ASN1_GENERALIZEDTIME* time = TS_TST_INFO_get_time(info);
  auto seconds = from_asn1_time(time);
  if (!seconds) return seconds;
  const std::string_view text(reinterpret_cast<const char*>(ASN1_STRING_get0_data(time)),
                              static_cast<std::size_t>(ASN1_STRING_length(time)));
  const std::size_t dot = text.find('.');
  std::uint64_t millis = 0;
  for (std::size_t i = 1; dot != std::string_view::npos && i <= 3; ++i) {
    const char digit = dot + i < text.size() ? text[dot + i] : '0';
    millis = millis * 10 + static_cast<std::uint64_t>(digit >= '0' && digit <= '9' ? digit - '0' : 0);
  }
  return UnixMillis{seconds->value + millis};
}

std::string subject_of_signer(PKCS7* token) {
  const std::unique_ptr<STACK_OF(X509), decltype([](STACK_OF(X509) * stack) { sk_X509_free(stack); })> signers{
      PKCS7_get0_signers(token, nullptr, 0)};
  ERR_clear_error();
  if (!signers || sk_X509_num(signers.get()) != 1) return {};
  const auto facts = certificate_facts(to_der(sk_X509_value(signers.get(), 0)));
  return facts ? attest::printable_line(facts->subject) : std::string();
}

Result<ledger::Digest> imprint_of(TS_TST_INFO* info) {
  TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(info);
  const X509_ALGOR* algorithm = TS_MSG_IMPRINT_get_algo(imprint);
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  const ASN1_OCTET_STRING* digest = TS_MSG_IMPRINT_get_msg(imprint);
  if (OBJ_obj2nid(object) != NID_sha256) return ledger::fail(Code::kInvalid, "the time-stamp is not over SHA-256");
  return ledger::digest_from_bytes(
      {ASN1_STRING_get0_data(digest), static_cast<std::size_t>(std::max(0, ASN1_STRING_length(digest)))});
}

}  // namespace

Result<Bytes> check_timestamp_response(ByteView request, ByteView response, const std::vector<Bytes>& roots,
                                       UnixMillis at) {
  if (response.size() > kTimestampAnswerBytesMax) {
    return ledger::fail(Code::kTooLarge, "a time-stamp authority's answer has at most 64 KiB");
  }
  const auto asked = parse_whole<TsRequestOwner, d2i_TS_REQ>(request);
  const auto answer = parse_whole<TsResponseOwner, d2i_TS_RESP>(response);
  if (!asked) return ledger::fail(Code::kInvalid, "not a time-stamp request", "request");
  if (!answer) return ledger::fail(Code::kInvalid, "the answer is no time-stamp response (RFC 3161)");
  if (const auto granted = check_granted(answer.get()); !granted) return tl::unexpected(granted.error());
  StoreOwner store = store_of(roots, at);
  const TsVerifierOwner verifier{TS_REQ_to_TS_VERIFY_CTX(asked.get(), nullptr)};
  if (!store || !verifier || roots.empty()) {
    ERR_clear_error();
    return ledger::fail(Code::kInvalid, "the roots trusted for the time-stamp authority cannot be read", "roots");
  }
  // Without these two the signature is not looked at.
  TS_VERIFY_CTX_add_flags(verifier.get(), TS_VFY_SIGNATURE);
  TS_VERIFY_CTX_set_store(verifier.get(), store.release());
  if (TS_RESP_verify_response(verifier.get(), answer.get()) != 1) {
    return ledger::fail(Code::kInvalid,
                        "the time-stamp authority's answer is not a good one to our question: " + last_reason());
  }
  Bytes token = der_of<i2d_PKCS7>(TS_RESP_get_token(answer.get()));
  if (token.empty()) return ledger::fail(Code::kInvalid, "the time-stamp token cannot be written");
  return token;
}

Result<TimestampFacts> timestamp_facts(ByteView token) {
  if (token.size() > kTimestampAnswerBytesMax) return ledger::fail(Code::kTooLarge, "a token has at most 64 KiB");
  const auto parsed = parse_whole<TokenOwner, d2i_PKCS7>(token);
  const TsInfoOwner info{parsed ? PKCS7_to_TS_TST_INFO(parsed.get()) : nullptr};
  ERR_clear_error();
  if (!info) return ledger::fail(Code::kInvalid, "not one time-stamp token in DER", "token");
  const auto imprint = imprint_of(info.get());
  if (!imprint) return tl::unexpected(imprint.error());
  const auto time = time_of(info.get());
  if (!time) return tl::unexpected(time.error());
  char policy[256] = {};
  OBJ_obj2txt(policy, sizeof policy, TS_TST_INFO_get_policy_id(info.get()), 1);
  return TimestampFacts{*time, serial_hex(TS_TST_INFO_get_serial(info.get())), policy, *imprint,
                        subject_of_signer(parsed.get())};
}

}  // namespace certs
