// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/short_form.hpp"

#include <algorithm>

#include "attest/cose.hpp"
#include "attest/cose_labels.hpp"
#include "attest/date.hpp"
#include "attest/ids.hpp"
#include "attest/limits.hpp"
#include "names.hpp"

namespace certs {
namespace {

using attest::Cbor;
using ledger::Error;

// Keys of the payload's map: CERTIFICATE.md. The bytes are few, so the names are numbers.
constexpr std::int64_t kNumber = 1;
constexpr std::int64_t kCityName = 2;
constexpr std::int64_t kCountry = 3;
constexpr std::int64_t kStandard = 4;
constexpr std::int64_t kLevel = 5;
constexpr std::int64_t kComputedLevel = 6;  // only where it is another
constexpr std::int64_t kDataYear = 7;
constexpr std::int64_t kVerified = 8;
constexpr std::int64_t kInStandard = 9;
constexpr std::int64_t kValidFrom = 10;  // POSIX seconds
constexpr std::int64_t kValidUntil = 11;
constexpr std::int64_t kStatusIndex = 12;
constexpr std::int64_t kMarks = 13;  // sum of the following; only where there is one
constexpr std::int64_t kFingerprint = 14;

constexpr std::int64_t kMarkNotice = 1;
constexpr std::int64_t kMarkSimulatedClock = 2;

std::int64_t seconds_of(std::string_view moment) {
  return static_cast<std::int64_t>(attest::parse_moment(moment).value_or(ledger::UnixMillis{}).value / 1000);
}

Bytes encode_payload(const ShortForm& form) {
  Cbor::Map map;
  const auto text = [&](std::int64_t key, const std::string& value) {
    map.emplace_back(Cbor::integer(key), Cbor::text(value));
  };
  const auto integer = [&](std::int64_t key, std::int64_t value) {
    map.emplace_back(Cbor::integer(key), Cbor::integer(value));
  };
  text(kNumber, form.number);
  text(kCityName, form.city_name);
  text(kCountry, form.country);
  text(kStandard, form.standard);
  text(kLevel, form.level);
  if (form.computed_level != form.level) text(kComputedLevel, form.computed_level);
  integer(kDataYear, form.data_year);
  integer(kVerified, form.verified);
  integer(kInStandard, form.in_standard);
  integer(kValidFrom, seconds_of(form.valid_from));
  integer(kValidUntil, seconds_of(form.valid_until));
  integer(kStatusIndex, form.status_index);
  const std::int64_t marks = (form.has_notice ? kMarkNotice : 0) + (form.simulated_clock ? kMarkSimulatedClock : 0);
  if (marks != 0) integer(kMarks, marks);
  map.emplace_back(Cbor::integer(kFingerprint), Cbor::bytes(form.fingerprint.view()));
  return attest::encode_cbor(Cbor::map(std::move(map)));
}

Bytes encode_header(std::string_view fragment) {
  return attest::encode_cbor(Cbor::map({{Cbor::integer(attest::kCoseAlgorithm), Cbor::integer(attest::kCoseEdDsa)},
                                        {Cbor::integer(attest::kCoseContentType), Cbor::text(kShortFormType)},
                                        {Cbor::integer(attest::kCoseKeyId), Cbor::bytes(ledger::view(fragment))}}));
}

// What is absent or of another type is read as empty; the comparison at the end finds it.
std::string text_at(const Cbor& map, std::int64_t key) {
  const Cbor* value = map.find(key);
  return value != nullptr && value->as_text() != nullptr ? *value->as_text() : std::string();
}

std::int64_t integer_at(const Cbor& map, std::int64_t key) {
  const Cbor* value = map.find(key);
  return value != nullptr && value->as_integer() != nullptr ? *value->as_integer() : 0;
}

// A moment's text; empty for what lies outside the years that we write.
std::string moment_at(const Cbor& map, std::int64_t key) {
  constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999
  const std::int64_t seconds = integer_at(map, key);
  if (seconds < 0 || seconds > kLastSecond) return {};
  return attest::format_moment({static_cast<std::uint64_t>(seconds) * 1000});
}

ShortForm read_payload(const Cbor& map) {
  ShortForm form;
  form.number = text_at(map, kNumber);
  form.city_name = text_at(map, kCityName);
  form.country = text_at(map, kCountry);
  form.standard = text_at(map, kStandard);
  form.level = text_at(map, kLevel);
  form.computed_level = map.find(kComputedLevel) != nullptr ? text_at(map, kComputedLevel) : form.level;
  form.data_year = integer_at(map, kDataYear);
  form.verified = integer_at(map, kVerified);
  form.in_standard = integer_at(map, kInStandard);
  form.valid_from = moment_at(map, kValidFrom);
  form.valid_until = moment_at(map, kValidUntil);
  form.status_index = integer_at(map, kStatusIndex);
  const std::int64_t marks = integer_at(map, kMarks);
  form.has_notice = marks == kMarkNotice || marks == kMarkNotice + kMarkSimulatedClock;
  form.simulated_clock = marks == kMarkSimulatedClock || marks == kMarkNotice + kMarkSimulatedClock;
  const Cbor* print = map.find(kFingerprint);
  const Bytes none;
  form.fingerprint =
      ledger::digest_from_bytes(print != nullptr && print->as_bytes() != nullptr ? *print->as_bytes() : none)
          .value_or(Digest{});
  return form;
}

// What is wrong with a value by itself; null when nothing is.
const char* wrong_value(const ShortForm& form) {
  for (const std::string* text : {&form.city_name, &form.country, &form.standard, &form.level, &form.computed_level}) {
    if (!is_name(*text)) return "a text is missing, over 256 bytes or has control characters";
  }
  if (!attest::is_certificate_number(form.number)) return "the number is none of a certificate";
  if (form.verified < 0 || form.verified > form.in_standard) return "more indicators are verified than there are";
  if (!(form.valid_from < form.valid_until)) return "it ends before it begins";
  if (form.status_index < 0 || form.status_index >= std::int64_t{attest::kStatusListEntries})
    return "its status index lies outside the lists";
  return nullptr;
}

tl::unexpected<Error> refuse(const std::string& why) {
  return ledger::fail(Code::kInvalid, "not a certificate's short form: " + why);
}

Result<std::string> read_header(ByteView bytes) {
  const auto map = attest::decode_cbor(bytes);
  const Cbor* kid = map ? map->find(attest::kCoseKeyId) : nullptr;
  if (kid == nullptr || kid->as_bytes() == nullptr) return refuse("its header names no key");
  std::string fragment(ledger::text(*kid->as_bytes()));
  if (encode_header(fragment) != ledger::to_bytes(bytes)) return refuse("its header is of another kind of message");
  return fragment;
}

}  // namespace

ShortForm short_form_of(const Certificate& c, const Digest& fingerprint) {
  return {c.number,          c.city_name,       c.country,     c.standard + ":" + std::to_string(c.edition),
          c.level,           c.computed_level,  c.data_year,   c.counts.total,
          c.totals.total,    c.valid_from,      c.valid_until, c.status_index,
          !c.notice.empty(), c.simulated_clock, fingerprint};
}

Result<Bytes> sign_short_form(const ShortForm& form, std::string_view method, const attest::Signer& key) {
  if (key.public_key().algorithm != attest::Algorithm::kEdDsa)
    return ledger::fail(Code::kKey, "a paper key must be Ed25519", "key");
  attest::Sign1 message;
  message.protected_bytes = encode_header(method.substr(std::min(method.find('#'), method.size() - 1) + 1));
  message.payload = encode_payload(form);
  auto signature = key.sign(attest::sig_structure(message.protected_bytes, message.payload));
  if (!signature) return signature;
  message.signature = std::move(*signature);
  Bytes bytes = attest::encode_sign1(message);
  // What we would not read must not be written.
  if (const auto read = parse_short_form(bytes); !read) return tl::unexpected(read.error());
  return bytes;
}

Result<SignedShortForm> parse_short_form(ByteView bytes) {
  if (bytes.size() > kShortFormBytesMax)
    return ledger::fail(Code::kTooLarge, "a certificate's short form has at most 1024 bytes");
  auto parts = attest::parse_sign1(bytes);
  if (!parts) return refuse(parts.error().message);
  auto fragment = read_header(parts->protected_bytes);
  if (!fragment) return tl::unexpected(fragment.error());
  const auto map = attest::decode_cbor(parts->payload);
  if (!map) return refuse(map.error().message);
  ShortForm form = read_payload(*map);
  if (const char* wrong = wrong_value(form)) return refuse(wrong);
  if (encode_payload(form) != parts->payload) return refuse("it has another member, or one of another type");
  return SignedShortForm{std::move(form), std::move(*fragment), std::move(parts->protected_bytes),
                         std::move(parts->payload), std::move(parts->signature)};
}

bool verify_short_form_signature(const SignedShortForm& form, const ledger::Ed25519Key& key) {
  return ledger::ed25519_verify(key, attest::sig_structure(form.protected_bytes, form.payload), form.signature);
}

}  // namespace certs
