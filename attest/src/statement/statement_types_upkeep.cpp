// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What is said about entries that exist: evidence.expired, disclosure.erased, audit.reported.
#include "attest/limits.hpp"
#include "ledger/encoding.hpp"
#include "statement/body_codec.hpp"
#include "statement/members.hpp"

namespace attest {

void read_members(Fields& fields, EvidenceExpired& body) {
  body.evidence = members::entry_ref(fields, "evidence");
  body.reason = members::choice(fields, "reason", {"retention", "request", "law"});
}

Json::Object write_members(const EvidenceExpired& body) {
  return {{"evidence", to_json(body.evidence)}, {"reason", body.reason}};
}

void read_members(Fields& fields, DisclosureErased& body) {
  body.entry = members::entry_ref(fields, "entry");
  body.digests = members::texts(fields, "digests", kDisclosuresMax, members::is_base64url_digest,
                                "a digest: 43 characters, base64url of 32 bytes");
  members::require_sorted(fields, "digests", body.digests);
  body.requested_by = members::party_id(fields, "requested_by");
  body.reason = members::choice(fields, "reason", {"request", "retention", "law"});
}

Json::Object write_members(const DisclosureErased& body) {
  return {{"entry", to_json(body.entry)},
          {"digests", Json::Array(body.digests.begin(), body.digests.end())},
          {"requested_by", body.requested_by},
          {"reason", body.reason}};
}

void read_members(Fields& fields, AuditReported& body) {
  body.size = members::tree_size(fields, "size");
  body.root = members::digest(fields, "root");
  body.outcome = members::choice(fields, "outcome", {"clean", "differences"});
  body.findings = fields.integer("findings", 0, kJsonIntegerMax);
  body.not_done = fields.integer("not_done", 0, kJsonIntegerMax);
  body.report = members::digest(fields, "report");
  if (fields.failed()) return;
  if ((body.outcome == "clean") != (body.findings == 0)) {
    fields.wrong("outcome", "must be clean if and only if there are no findings");
  }
}

Json::Object write_members(const AuditReported& body) {
  return {{"size", body.size.value},   {"root", ledger::to_hex(body.root)}, {"outcome", body.outcome},
          {"findings", body.findings}, {"not_done", body.not_done},         {"report", ledger::to_hex(body.report)}};
}

}  // namespace attest
