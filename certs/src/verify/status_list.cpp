// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/status_list.hpp"

#include "attest/date.hpp"
#include "attest/limits.hpp"
#include "certs/credential.hpp"
#include "certs/did.hpp"
#include "certs/gzip.hpp"
#include "ledger/encoding.hpp"
#include "names.hpp"

namespace certs {
namespace {

constexpr std::size_t kListBytes = attest::kStatusListEntries / 8;
constexpr std::size_t kEncodedBytesMax = 32'768;  // 16,384 random bytes in GZIP and base64url stay below
constexpr std::int64_t kTtlMillis = 3'600'000;    // how long a reader may keep a copy

Json list_json(const StatusList& list, std::string encoded_list) {
  Json::Object subject{{"id", list.address + "#list"},
                       {"type", "BitstringStatusList"},
                       {"statusPurpose", list.purpose},
                       {"encodedList", std::move(encoded_list)},
                       {"ttl", kTtlMillis}};
  return Json::Object{{"@context", Json::Array{Json(kCredentialsContext)}},
                      {"id", list.address},
                      {"type", Json::Array{Json("VerifiableCredential"), Json("BitstringStatusListCredential")}},
                      {"issuer", list.issuer},
                      {"validFrom", list.valid_from},
                      {"validUntil", list.valid_until},
                      {"credentialSubject", std::move(subject)}};
}

Result<Bytes> expand(std::string_view encoded) {
  if (!encoded.starts_with('u'))
    return ledger::fail(Code::kInvalid, "does not start with u (base64url)", "credentialSubject.encodedList");
  auto packed = ledger::base64url_decode(encoded.substr(1));
  if (!packed) return ledger::fail(Code::kInvalid, packed.error().message, "credentialSubject.encodedList");
  auto bits = gunzip(*packed, kListBytes);
  if (!bits) return ledger::fail(bits.error().code, bits.error().message, "credentialSubject.encodedList");
  if (bits->size() != kListBytes)
    return ledger::fail(Code::kInvalid, "does not hold 131,072 bits", "credentialSubject.encodedList");
  return bits;
}

void read_interval(attest::Fields& fields, StatusList& list) {
  list.valid_from = fields.text("validFrom");
  list.valid_until = fields.text("validUntil");
  const auto from = attest::parse_moment(list.valid_from);
  const auto until = attest::parse_moment(list.valid_until);
  if (!from) fields.wrong("validFrom", from.error().message);
  if (!until) fields.wrong("validUntil", until.error().message);
  if (from && until && *from >= *until) fields.wrong("validUntil", "is not after validFrom");
}

}  // namespace

bool status_bit(const StatusList& list, std::size_t index) {
  return index / 8 < list.bits.size() && (list.bits[index / 8] & (0x80U >> (index % 8))) != 0;
}

Json to_json(const StatusList& list) {
  return list_json(list, "u" + ledger::base64url_encode(gzip(list.bits)));
}

Result<StatusList> parse_status_list(const Json& credential) {
  const Json plain = without_proof(credential);
  if (plain.object() == nullptr) return ledger::fail(Code::kInvalid, "a status list is an object");
  attest::Fields fields(plain);
  StatusList list;
  list.issuer = fields.text("issuer");
  read_interval(fields, list);
  const Json subject = fields.object("credentialSubject");
  if (fields.failed()) return tl::unexpected(fields.finish().error());

  attest::Fields inner(subject, "credentialSubject.");
  list.purpose = inner.text("statusPurpose");
  const std::string encoded = inner.text("encodedList", kEncodedBytesMax);
  if (list.purpose != kRevocation && list.purpose != kSuspension)
    inner.wrong("statusPurpose", "is neither revocation nor suspension");
  if (inner.failed()) return tl::unexpected(inner.finish().error());

  auto base = did_web_base(list.issuer);
  if (!base) return ledger::fail(Code::kInvalid, base.error().message, "issuer");
  list.address = status_list_address(*base, list.purpose);
  auto bits = expand(encoded);
  if (!bits) return tl::unexpected(bits.error());
  list.bits = std::move(*bits);
  // GZIP has many outputs for the same bits, so the text as it came is compared, not a new one.
  if (list_json(list, encoded) != plain)
    return ledger::fail(Code::kInvalid, "the document is not as a status list of its purpose and issuer is written");
  return list;
}

}  // namespace certs
