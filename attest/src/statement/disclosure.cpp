// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/disclosure.hpp"

#include "attest/cbor.hpp"
#include "attest/limits.hpp"
#include "ledger/digest.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"

namespace attest {
namespace {

constexpr std::size_t kSaltCharacters = 22;
constexpr std::uint8_t kSignedMessageHead = 0xD2;  // CBOR tag 18, with which a bare statement begins

tl::unexpected<Error> refuse(const char* message) {
  return ledger::fail(Code::kInvalid, message, "disclosure");
}

bool is_salt(const std::string* text) {
  return text != nullptr && text->size() == kSaltCharacters && ledger::base64url_decode(*text).has_value();
}

}  // namespace

std::string encode_disclosure(const Disclosure& disclosure) {
  const Json triple = Json::Array{disclosure.salt, disclosure.name, disclosure.value};
  return ledger::base64url_encode(ledger::view(canonical_json(triple)));
}

Result<Disclosure> parse_disclosure(std::string_view encoded) {
  const Result<Bytes> bytes = ledger::base64url_decode(encoded);
  if (!bytes) return refuse("a disclosure is not base64url without padding");
  const Result<Json> triple = parse_canonical_json(ledger::text(*bytes));
  if (!triple) return refuse("a disclosure does not hold canonical JSON");
  const Json::Array* items = triple->array();
  if (items == nullptr || items->size() != 3) return refuse("a disclosure is not [salt, name, value]");
  const std::string* salt = items->at(0).text();
  const std::string* name = items->at(1).text();
  const std::string* value = items->at(2).text();
  if (!is_salt(salt)) return refuse("a disclosure's salt is not 128 bits in base64url");
  if (name == nullptr || name->empty() || name->size() > kNameBytesMax)
    return refuse("a disclosure has no proper name");
  if (value == nullptr) return refuse("a disclosure's value is not text");
  if (value->size() > kConfidentialTextBytesMax) return refuse("a disclosure's value is longer than 4096 bytes");
  return Disclosure{*salt, *name, *value};
}

std::string disclosure_digest(std::string_view encoded) {
  return ledger::base64url_encode(ledger::sha256(ledger::view(encoded)).view());
}

Bytes encode_submission(const Submission& submission) {
  if (submission.disclosures.empty()) return submission.statement;
  Cbor::Array disclosures;
  for (const std::string& disclosure : submission.disclosures) disclosures.push_back(Cbor::text(disclosure));
  return encode_cbor(Cbor::array({Cbor::bytes(submission.statement), Cbor::array(std::move(disclosures))}));
}

Result<Submission> parse_submission(ledger::ByteView bytes) {
  if (bytes.size() > kSubmissionBytesMax) return ledger::fail(Code::kTooLarge, "the submission is over 512 KiB");
  if (!bytes.empty() && bytes.front() == kSignedMessageHead) {
    if (bytes.size() > ledger::kEntryBytesMax)
      return ledger::fail(Code::kTooLarge, "the statement is over 65535 bytes");
    return Submission{ledger::to_bytes(bytes), {}};
  }
  const Result<Cbor> value = decode_cbor(bytes);
  if (!value) return tl::unexpected<Error>(value.error());
  const Cbor::Array* pair = value->as_array();
  if (pair == nullptr || pair->size() != 2) return refuse("neither a statement nor [statement, [disclosure...]]");
  const Bytes* statement = pair->at(0).as_bytes();
  const Cbor::Array* disclosures = pair->at(1).as_array();
  if (statement == nullptr || disclosures == nullptr || disclosures->empty()) {
    return refuse("neither a statement nor [statement, [disclosure...]]");
  }
  if (statement->empty() || statement->front() != kSignedMessageHead) return refuse("the statement is no COSE_Sign1");
  if (statement->size() > ledger::kEntryBytesMax)
    return ledger::fail(Code::kTooLarge, "the statement is over 65535 bytes");
  if (disclosures->size() > kDisclosuresMax) return refuse("more than 8 disclosures");
  Submission out{*statement, {}};
  for (const Cbor& item : *disclosures) {
    if (item.as_text() == nullptr) return refuse("a disclosure is not text");
    out.disclosures.push_back(*item.as_text());
  }
  return out;
}

}  // namespace attest
