// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/issue.hpp"

#include "attest/date.hpp"
#include "cityledger/export_certificate.hpp"
#include "cityledger/json_output.hpp"
#include "cityledger/lookup.hpp"

namespace cityledger {
namespace {

constexpr unsigned kSerialDigits = 6;

std::string padded(std::uint64_t serial) {
  const std::string digits = std::to_string(serial);
  return std::string(digits.size() < kSerialDigits ? kSerialDigits - digits.size() : 0, '0') + digits;
}

Result<certs::IssueRequest> request_of(const IssueOptions& options, Session& session) {
  const ledger::Store& store = session.ledger().store();
  if (const auto cycle = find_cycle(store, options.cycle); !cycle) return tl::unexpected(cycle.error());
  const auto document = find_did(store, options.did);
  if (!document) return tl::unexpected(document.error());
  auto seals = credential_keys(options.seals, *document, session.keys());
  if (!seals) return tl::unexpected(seals.error());
  const auto signer = session.keys().get(options.signer);
  if (!signer) return tl::unexpected(signer.error());
  if (const auto party = session.party_of(**signer); !party) return tl::unexpected(party.error());
  auto number = options.number.empty() ? next_certificate_number(store, options.cycle) : options.number;
  if (!number) return tl::unexpected(number.error());
  const auto from = options.valid_from.empty() ? Result<ledger::UnixMillis>(session.ledger().now())
                                               : attest::parse_day_or_moment(options.valid_from);
  if (!from) return fail(from.error().code, from.error().message, "valid_from");
  certs::IssueRequest request;
  request.number = std::move(*number);
  request.cycle = options.cycle;
  request.valid_from = attest::format_moment(*from);
  request.issuer = *signer;
  request.seals = std::move(*seals);
  return request;
}

}  // namespace

Result<std::vector<certs::CredentialKey>> credential_keys(const std::vector<std::string>& names,
                                                          const certs::DidDocument& document, KeyRing& keys) {
  if (names.empty()) return fail(Code::kInvalid, "say which credential key seals: --seal NAME", "seal");
  std::vector<certs::CredentialKey> seals;
  for (const std::string& name : names) {
    const auto key = keys.get(name);
    if (!key) return tl::unexpected(key.error());
    const attest::PublicKey& shown = (*key)->public_key();
    const certs::VerificationMethod* found = nullptr;
    for (const certs::VerificationMethod& method : document.methods) {
      if (shown.algorithm == attest::Algorithm::kEdDsa && method.key == attest::as_ed25519(shown)) found = &method;
    }
    if (found == nullptr) {
      return fail(Code::kKey,
                  "the key '" + name + "' is not in the document of " + document.did + ": publish it with did publish",
                  "seal");
    }
    if (found->revoked) {
      return fail(Code::kKey,
                  "the key '" + name + "' was revoked in the document of " + document.did + ": seal with another",
                  "seal");
    }
    seals.push_back({found->id, *key});
  }
  return seals;
}

Result<std::string> next_certificate_number(const ledger::StateReader& state, const std::string& cycle) {
  const auto record = find_cycle(state, cycle);
  if (!record) return tl::unexpected(record.error());
  std::string prefix;
  for (const char c : record->standard) {
    if ((c >= '0' && c <= '9') || (c == '-' && !prefix.empty())) prefix += c;
  }
  prefix += "-" + std::to_string(record->data_year) + "-";
  const auto known = attest::list_certificates(state);
  if (!known) return tl::unexpected(known.error());
  for (std::uint64_t serial = 1;; ++serial) {
    const std::string number = prefix + padded(serial);
    if (std::find(known->begin(), known->end(), number) == known->end()) return number;
  }
}

int run_issue(const IssueOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  attest::LedgerFolder& folder = (*session)->ledger();
  const auto request = request_of(options, **session);
  if (!request) return console.fail(request.error());
  const auto issued = certs::issue_certificate(folder, *request);
  if (!issued) return console.fail(issued.error());
  const auto out = options.out.empty() ? options.ledger.folder / "certificates" / request->number : options.out;
  const auto written = write_certificate_files(folder, issued->credential, issued->bundle, out);
  if (!written) return console.fail(written.error());
  const auto record = find_certificate(folder.store(), request->number);
  if (!record) return console.fail(record.error());
  if (const auto closed = (*session)->close(); !closed) return console.fail(closed.error());
  const attest::CertificateIssued& said = record->issued;
  console.print("entry " + std::to_string(record->entry.index.value) + ": certificate " + said.number + ", " +
                said.level + ", valid " + said.valid_from + " to " + said.valid_until + "\nfiles in " + out.string());
  console.answer(Json::Object{{"number", said.number},
                              {"cycle", said.cycle},
                              {"level", said.level},
                              {"computed_level", said.computed_level},
                              {"counts", to_json(said.counts)},
                              {"valid_from", said.valid_from},
                              {"valid_until", said.valid_until},
                              {"fingerprint", ledger::to_hex(said.fingerprint)},
                              {"entry", attest::to_json(record->entry)},
                              {"files", out.string()}});
  return 0;
}

int run_status_publish(const StatusOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  attest::LedgerFolder& folder = (*session)->ledger();
  const auto document = find_did(folder.store(), options.did);
  if (!document) return console.fail(document.error());
  auto seals = credential_keys(options.seals, *document, (*session)->keys());
  if (!seals) return console.fail(seals.error());
  const auto signer = (*session)->keys().get(options.signer);
  if (!signer) return console.fail(signer.error());
  certs::IssueRequest request;
  request.issuer = *signer;
  request.seals = std::move(*seals);
  if (const auto done = certs::publish_status_lists(folder, request); !done) return console.fail(done.error());
  if (const auto closed = (*session)->close(); !closed) return console.fail(closed.error());
  const auto addresses = attest::list_status_lists(folder.store());
  if (!addresses) return console.fail(addresses.error());
  console.print("published " + join(*addresses));
  console.answer(Json::Object{{"lists", texts(*addresses)}});
  return 0;
}

}  // namespace cityledger
