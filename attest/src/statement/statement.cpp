// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/statement.hpp"

#include <algorithm>
#include <array>

#include "attest/limits.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "statement/body_codec.hpp"
#include "statement/members.hpp"

namespace attest {
namespace {

template <typename Type>
Body read_as(Fields& fields) {
  Type body;
  read_members(fields, body);
  return body;
}

struct TypeEntry {
  std::string_view name;
  Body (*read)(Fields&);
  bool may_have_sd;
};

// In the order of Body.
constexpr std::array<TypeEntry, std::variant_size_v<Body>> kTypes = {{
    {"ledger.opened", read_as<LedgerOpened>, false},
    {"ledger.seal", read_as<LedgerSeal>, false},
    {"ledger.key_rotated", read_as<LedgerKeyRotated>, false},
    {"policy.adopted", read_as<PolicyAdopted>, false},
    {"witness_policy.adopted", read_as<WitnessPolicyAdopted>, false},
    {"template.published", read_as<TemplatePublished>, false},
    {"party.registered", read_as<PartyRegistered>, false},
    {"party.updated", read_as<PartyUpdated>, false},
    {"key.authorised", read_as<KeyAuthorised>, false},
    {"key.recovered", read_as<KeyRecovered>, false},
    {"key.revoked", read_as<KeyRevoked>, false},
    {"standard.adopted", read_as<StandardAdopted>, false},
    {"programme.opened", read_as<ProgrammeOpened>, false},
    {"city.enrolled", read_as<CityEnrolled>, false},
    {"city.withdrawn", read_as<CityWithdrawn>, false},
    {"evidence.registered", read_as<EvidenceRegistered>, true},
    {"evidence.expired", read_as<EvidenceExpired>, false},
    {"value.submitted", read_as<ValueSubmitted>, true},
    {"value.withdrawn", read_as<ValueWithdrawn>, true},
    {"value.decided", read_as<ValueDecided>, true},
    {"did.published", read_as<DidPublished>, false},
    {"cycle.reviewed", read_as<CycleReviewed>, true},
    {"certificate.issued", read_as<CertificateIssued>, false},
    {"certificate.rendered", read_as<CertificateRendered>, false},
    {"certificate.status", read_as<CertificateStatus>, true},
    {"case.opened", read_as<CaseOpened>, true},
    {"case.decided", read_as<CaseDecided>, true},
    {"disclosure.erased", read_as<DisclosureErased>, false},
    {"audit.reported", read_as<AuditReported>, false},
    {"status_list.published", read_as<StatusListPublished>, false},
}};

bool is_nonce(std::string_view text) {
  const Result<Bytes> bytes = ledger::base64url_decode(text);
  return bytes && bytes->size() == 16;
}

Common read_common(Fields& fields, bool is_entry_0) {
  Common common;
  common.nonce = members::matching(fields, "nonce", is_nonce, "22 characters, base64url of 16 bytes");
  if (!is_entry_0) {
    common.ledger = members::digest(fields, "ledger");
  } else if (fields.has("ledger")) {
    fields.wrong("ledger", "must be absent: it is this statement's own leaf hash");
  }
  return common;
}

std::vector<std::string> read_sd(Fields& fields, bool allowed) {
  if (fields.failed() || !fields.has("_sd")) return {};
  if (!allowed) fields.wrong("_sd", "is not for this type");
  std::vector<std::string> sd = members::texts(fields, "_sd", kDisclosuresMax, members::is_base64url_digest,
                                               "a digest: 43 characters, base64url of 32 bytes");
  members::require_sorted(fields, "_sd", sd);
  return sd;
}

// A reported value's digest is one of `_sd`: anyone can follow the value without seeing it.
void check_value_digest(Fields& fields, const Body& body, const std::vector<std::string>& sd) {
  const auto* value = std::get_if<ValueSubmitted>(&body);
  if (value == nullptr || !value->value_digest) return;
  if (!std::binary_search(sd.begin(), sd.end(), *value->value_digest)) {
    fields.wrong("value_digest", "must be one of _sd");
  }
}

Result<void> read_payload(const Json& payload, Statement& out) {
  Fields fields(payload);
  const std::string name = fields.text("type");
  const auto* type = std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeEntry& t) { return t.name == name; });
  if (type == kTypes.end()) {
    fields.wrong("type", "is not a type of statement that this version knows");
    return fields.finish();
  }
  out.common = read_common(fields, name == "ledger.opened");
  out.body = type->read(fields);
  out.sd = read_sd(fields, type->may_have_sd);
  check_value_digest(fields, out.body, out.sd);
  return fields.finish();
}

}  // namespace

Result<Statement> parse_statement(ByteView bytes) {
  if (bytes.size() > ledger::kEntryBytesMax) {
    return ledger::fail(Code::kTooLarge, "the statement is over 65,535 bytes");
  }
  Result<CoseSign1> cose = parse_cose(bytes, kStatementType);
  if (!cose) return tl::unexpected<Error>(cose.error());
  const Result<Json> payload = parse_canonical_json(ledger::text(cose->payload));
  if (!payload) return tl::unexpected<Error>(payload.error());
  Statement out;
  out.cose = std::move(*cose);
  if (const Result<void> read = read_payload(*payload, out); !read) return tl::unexpected<Error>(read.error());
  return out;
}

Result<ReadStatement> ReadStatement::read(Bytes bytes) {
  auto statement = parse_statement(bytes);
  if (!statement) return tl::unexpected(statement.error());
  return ReadStatement(std::move(bytes), std::move(*statement));
}

std::string encode_payload(const Common& common, const Body& body, std::vector<std::string> sd) {
  Json::Object out = std::visit([](const auto& typed) { return write_members(typed); }, body);
  out.emplace("type", type_name(body));
  out.emplace("nonce", common.nonce);
  if (common.ledger) out.emplace("ledger", ledger::to_hex(*common.ledger));
  if (!sd.empty()) {
    std::sort(sd.begin(), sd.end());
    out.emplace("_sd", Json::Array(sd.begin(), sd.end()));
  }
  return canonical_json(Json(std::move(out)));
}

std::string_view type_name(const Body& body) {
  return kTypes[body.index()].name;
}

std::vector<std::string> all_type_names() {
  std::vector<std::string> names;
  for (const TypeEntry& type : kTypes) names.emplace_back(type.name);
  return names;
}

Digest statement_identity(const CoseSign1& cose) {
  return ledger::sha256(sig_structure(cose.protected_bytes, cose.payload));
}

namespace {

struct SubjectOf {
  std::string_view issuer;
  std::string operator()(const LedgerOpened& body) const { return body.origin; }
  std::string operator()(const LedgerSeal&) const { return std::string(issuer); }
  std::string operator()(const LedgerKeyRotated&) const { return std::string(issuer); }
  std::string operator()(const PolicyAdopted&) const { return std::string(issuer); }
  std::string operator()(const WitnessPolicyAdopted&) const { return std::string(issuer); }
  std::string operator()(const TemplatePublished& body) const { return body.id; }
  std::string operator()(const PartyRegistered& body) const { return body.party; }
  std::string operator()(const PartyUpdated& body) const { return body.party.party; }
  std::string operator()(const KeyAuthorised& body) const { return body.party; }
  std::string operator()(const KeyRecovered& body) const { return body.party; }
  std::string operator()(const KeyRevoked& body) const { return body.party; }
  std::string operator()(const StandardAdopted& body) const { return body.standard; }
  std::string operator()(const ProgrammeOpened& body) const { return body.programme; }
  std::string operator()(const CityEnrolled& body) const { return body.cycle; }
  std::string operator()(const CityWithdrawn& body) const { return body.cycle; }
  std::string operator()(const EvidenceRegistered&) const { return std::string(issuer); }
  std::string operator()(const EvidenceExpired&) const { return std::string(issuer); }
  std::string operator()(const ValueSubmitted& body) const { return body.cycle; }
  std::string operator()(const ValueWithdrawn& body) const { return body.cycle; }
  std::string operator()(const ValueDecided& body) const { return body.cycle; }
  std::string operator()(const DidPublished& body) const { return body.did; }
  std::string operator()(const CycleReviewed& body) const { return body.cycle; }
  std::string operator()(const CertificateIssued& body) const { return body.number; }
  std::string operator()(const CertificateRendered& body) const { return body.number; }
  std::string operator()(const CertificateStatus& body) const { return body.number; }
  std::string operator()(const CaseOpened& body) const { return body.number; }
  std::string operator()(const CaseDecided& body) const { return body.number; }
  std::string operator()(const DisclosureErased& body) const { return body.requested_by; }
  std::string operator()(const AuditReported&) const { return std::string(issuer); }
  std::string operator()(const StatusListPublished& body) const { return body.list; }
};

}  // namespace

std::string subject_of(const Body& body, std::string_view issuer) {
  return std::visit(SubjectOf{issuer}, body);
}

Result<Bytes> sign_statement(const Saying& saying, const Signer& signer) {
  SignedHeader header;
  header.content_type = kStatementType;
  header.issuer = saying.issuer;
  header.subject = subject_of(saying.body, saying.issuer);
  header.issued_at_s = saying.issued_at_s;
  const std::string payload = encode_payload(saying.common, saying.body, saying.sd);
  return sign_cose(header, ledger::view(payload), signer);
}

}  // namespace attest
