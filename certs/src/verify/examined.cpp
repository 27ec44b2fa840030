// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "examined.hpp"

namespace certs {
namespace {

tl::unexpected<ledger::Error> in_member(std::string_view member, const ledger::Error& error) {
  return ledger::fail(error.code, std::string(member) + ": " + error.message, std::string(member));
}

template <typename Body>
Result<void> read(const ProvenEntry& entry, std::string_view member, Said<Body>& out) {
  auto statement = attest::parse_statement(entry.statement);
  if (!statement) return in_member(member, statement.error());
  Body* body = std::get_if<Body>(&statement->body);
  if (body == nullptr)
    return ledger::fail(Code::kInvalid, std::string(member) + ": is a statement of another type", std::string(member));
  out.body = std::move(*body);
  out.statement = std::move(*statement);
  out.leaf = ledger::leaf_hash(entry.statement);
  out.index = entry.index;
  return {};
}

template <typename T>
Result<void> keep(Result<T> result, std::string_view member, T& out) {
  if (!result) return in_member(member, result.error());
  out = std::move(*result);
  return {};
}

Result<void> read_status(const Bundle::Status& status, std::string_view member, ExaminedStatus& out) {
  if (auto done = read(status.entry, member, out.published); !done) return done;
  out.document = status.list;
  return keep(parse_status_list(status.list), member, out.list);
}

// key.authorised, or key.recovered: what both say of the new key.
Result<void> read_new_key(const ProvenEntry& entry, std::string_view member, Said<attest::KeyAuthorised>& out) {
  Said<attest::KeyRecovered> recovered;
  if (!read(entry, member, recovered)) return read(entry, member, out);
  attest::KeyRecovered& body = recovered.body;
  out = {std::move(recovered.statement), {}, recovered.leaf, recovered.index};
  out.body = {std::move(body.party),      std::move(body.holder),      std::move(body.key),   std::move(body.roles),
              std::move(body.valid_from), std::move(body.valid_until), std::move(body.proof), std::nullopt};
  return {};
}

Result<void> read_rotation(const Bundle::Rotation& rotation, std::string_view member, ExaminedRotation& out) {
  if (auto done = read(rotation.entry, member, out.said); !done) return done;
  if (!rotation.proof) return {};
  if (auto done = keep(ledger::parse_tlog_proof(*rotation.proof), member, out.proof.emplace()); !done) return done;
  if (ledger::format_tlog_proof(*out.proof) == *rotation.proof) return {};
  return ledger::fail(Code::kInvalid, std::string(member) + ": the proof has a line that it should not have",
                      std::string(member));
}

Result<void> read_keys(Examined& out) {
  if (auto done = read_new_key(out.bundle.issuer_key, "issuer_key", out.issuer_key); !done) return done;
  for (const ProvenEntry& root : out.bundle.roots) {
    if (auto done = read_new_key(root, "roots", out.roots.emplace_back()); !done) return done;
  }
  for (const Bundle::Rotation& rotation : out.bundle.rotations) {
    if (auto done = read_rotation(rotation, "rotations", out.rotations.emplace_back()); !done) return done;
  }
  return {};
}

Result<void> read_statements(Examined& out) {
  const Bundle& bundle = out.bundle;
  if (auto done = read(bundle.opened, "opened", out.opened); !done) return done;
  if (auto done = read_keys(out); !done) return done;
  if (auto done = read(bundle.standard, "standard", out.standard); !done) return done;
  if (auto done = read(bundle.enrolled, "enrolled", out.enrolled); !done) return done;
  if (auto done = read(bundle.did, "did", out.did); !done) return done;
  if (auto done = read(bundle.issuance, "issuance", out.issuance); !done) return done;
  if (auto done = read(bundle.seal, "seal", out.seal); !done) return done;
  if (auto done = read_status(bundle.revocation, "revocation", out.revocation); !done) return done;
  return read_status(bundle.suspension, "suspension", out.suspension);
}

Result<void> read_history(Examined& out) {
  for (const ProvenEntry& entry : out.bundle.history) {
    auto statement = attest::parse_statement(entry.statement);
    if (!statement) return in_member("history", statement.error());
    out.history.push_back({std::move(*statement), ledger::leaf_hash(entry.statement), entry.index});
  }
  return {};
}

Result<void> read_contents(Examined& out) {
  if (auto done = read_statements(out); !done) return done;
  if (auto done = read_history(out); !done) return done;
  if (auto done = keep(attest::parse_catalogue(out.standard.body.catalogue), "standard", out.catalogue); !done)
    return done;
  if (auto done = keep(parse_did_document(out.did.body.document), "did", out.did_document); !done) return done;
  if (auto done = keep(attest::parse_receipt(out.bundle.receipt), "receipt", out.receipt); !done) return done;
  if (auto done = keep(ledger::parse_tlog_proof(out.bundle.tlog_proof), "tlog_proof", out.tlog_proof); !done)
    return done;
  // Optional lines that the reader drops would be a place for bytes that nothing proves.
  if (ledger::format_tlog_proof(out.tlog_proof) != out.bundle.tlog_proof)
    return ledger::fail(Code::kInvalid, "tlog_proof: has a line that it should not have", "tlog_proof");
  return {};
}

}  // namespace

Result<Examined> examine(std::string_view file) {
  Examined out;
  auto bundle = parse_bundle(file);
  if (!bundle) return tl::unexpected(bundle.error());
  out.bundle = std::move(*bundle);
  if (auto done = read_contents(out); !done) return tl::unexpected(done.error());
  return out;
}

}  // namespace certs
