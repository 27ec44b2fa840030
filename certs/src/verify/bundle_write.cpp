// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "bundle_members.hpp"
#include "certs/bundle.hpp"
#include "ledger/encoding.hpp"

namespace certs {
namespace {

Json path_json(const ledger::HashPath& path) {
  Json::Array out;
  for (const Digest& hash : path) out.emplace_back(ledger::to_hex(hash));
  return out;
}

Json::Object entry_json(const ProvenEntry& entry) {
  Json::Object out;
  out["index"] = entry.index.value;
  out["path"] = path_json(entry.path);
  out["statement"] = ledger::base64url_encode(entry.statement);
  return out;
}

Json status_json(const Bundle::Status& status) {
  Json::Object out;
  out["entry"] = entry_json(status.entry);
  out["list"] = status.list;
  return out;
}

// Absent when there are none: most ledgers have had one key, and most issuers a root of entry 0 behind them.
void add_keys(Json::Object& out, const Bundle& bundle) {
  Json::Array roots;
  for (const ProvenEntry& root : bundle.roots) roots.emplace_back(entry_json(root));
  if (!roots.empty()) out.insert_or_assign("roots", std::move(roots));
  Json::Array rotations;
  for (const Bundle::Rotation& rotation : bundle.rotations) {
    Json::Object item = entry_json(rotation.entry);
    if (rotation.proof) item.insert_or_assign("proof", *rotation.proof);
    rotations.emplace_back(std::move(item));
  }
  if (!rotations.empty()) out.insert_or_assign("rotations", std::move(rotations));
}

}  // namespace

std::string bundle_digest(const Json::Object& members_without_digest) {
  return ledger::to_hex(ledger::sha256(ledger::view(attest::canonical_json(members_without_digest))));
}

std::string encode_bundle(const Bundle& bundle) {
  Json::Array lineage;
  for (const attest::LineageItem& item : bundle.lineage) lineage.push_back(attest::to_json(item));
  Json::Object issuance = entry_json(bundle.issuance);
  issuance.erase("path");  // it stands in tlog_proof
  Json::Object out{{"format", kBundleFormat},
                   {"credential", bundle.credential},
                   {"opened", entry_json(bundle.opened)},
                   {"issuer_key", entry_json(bundle.issuer_key)},
                   {"standard", entry_json(bundle.standard)},
                   {"enrolled", entry_json(bundle.enrolled)},
                   {"did", entry_json(bundle.did)},
                   {"issuance", std::move(issuance)},
                   {"seal", entry_json(bundle.seal)},
                   {"chain_before", ledger::to_hex(bundle.chain_before)},
                   {"time_ms", bundle.time.value},
                   {"receipt", ledger::base64url_encode(bundle.receipt)},
                   {"tlog_proof", bundle.tlog_proof},
                   {"revocation", status_json(bundle.revocation)},
                   {"suspension", status_json(bundle.suspension)},
                   {"lineage", std::move(lineage)}};
  Json::Array history;
  for (const ProvenEntry& entry : bundle.history) history.push_back(entry_json(entry));
  if (!history.empty()) out.emplace("history", std::move(history));
  add_keys(out, bundle);
  std::string digest = bundle_digest(out);
  out.insert_or_assign(std::string(kDigestMember), std::move(digest));
  return attest::canonical_json(out);
}

}  // namespace certs
