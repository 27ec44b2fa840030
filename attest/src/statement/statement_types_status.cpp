// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What happens to a certificate after its issue: certificate.rendered, certificate.status, case.opened, case.decided.
#include <algorithm>
#include <array>

#include "ledger/encoding.hpp"
#include "statement/body_codec.hpp"
#include "statement/members.hpp"

namespace attest {
namespace {

constexpr std::array<std::string_view, 5> kChanges = {"suspended", "reinstated", "revoked", "superseded", "corrected"};

}  // namespace

std::string_view to_text(StatusChange change) {
  return kChanges[static_cast<std::size_t>(change)];
}

void read_members(Fields& fields, CertificateRendered& body) {
  body.number = members::certificate_number(fields, "number");
  body.pdf = members::digest(fields, "pdf");
  body.rendered_with = members::entry_ref(fields, "template");
  body.renderer = members::plain_text(fields, "renderer");
}

Json::Object write_members(const CertificateRendered& body) {
  return {{"number", body.number},
          {"pdf", ledger::to_hex(body.pdf)},
          {"template", to_json(body.rendered_with)},
          {"renderer", body.renderer}};
}

void read_members(Fields& fields, CertificateStatus& body) {
  body.number = members::certificate_number(fields, "number");
  const std::string change =
      members::choice(fields, "status", {"suspended", "reinstated", "revoked", "superseded", "corrected"});
  const auto* const found = std::find(kChanges.begin(), kChanges.end(), change);
  if (found != kChanges.end()) body.change = static_cast<StatusChange>(found - kChanges.begin());
  body.from = members::moment(fields, "from");
  body.reason = members::choice(
      fields, "reason",
      {"data_error", "procedure", "key_compromise", "city_request", "case", "renewal", "resolved", "other"});
  if (fields.has("by")) body.by = members::certificate_number(fields, "by");
  if (fields.failed()) return;
  if (body.by.has_value() != (body.change == StatusChange::kSuperseded)) {
    fields.wrong("by", "names the certificate that supersedes this one, and is for that status only");
  }
}

Json::Object write_members(const CertificateStatus& body) {
  Json::Object out{
      {"number", body.number}, {"status", to_text(body.change)}, {"from", body.from}, {"reason", body.reason}};
  if (body.by) out.emplace("by", *body.by);
  return out;
}

void read_members(Fields& fields, CaseOpened& body) {
  body.number = members::certificate_number(fields, "case");
  body.kind = members::choice(fields, "kind", {"complaint", "appeal"});
  if (fields.has("certificate")) body.certificate = members::certificate_number(fields, "certificate");
  body.entry = members::optional_entry_ref(fields, "entry");
  if (fields.failed()) return;
  if (body.certificate.has_value() == body.entry.has_value()) {
    fields.wrong("certificate", "must be there unless an entry is: a case is about one of the two");
  }
}

Json::Object write_members(const CaseOpened& body) {
  Json::Object out{{"case", body.number}, {"kind", body.kind}};
  if (body.certificate) out.emplace("certificate", *body.certificate);
  if (body.entry) out.emplace("entry", to_json(*body.entry));
  return out;
}

void read_members(Fields& fields, CaseDecided& body) {
  body.number = members::certificate_number(fields, "case");
  body.outcome = members::choice(fields, "outcome", {"upheld", "dismissed", "withdrawn"});
  body.follow_up = members::optional_entry_ref(fields, "follow_up");
}

Json::Object write_members(const CaseDecided& body) {
  Json::Object out{{"case", body.number}, {"outcome", body.outcome}};
  if (body.follow_up) out.emplace("follow_up", to_json(*body.follow_up));
  return out;
}

}  // namespace attest
