// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/issue.hpp"

#include <filesystem>
#include <system_error>

#include "attest/date.hpp"
#include "attest/ids.hpp"
#include "attest/records.hpp"
#include "certs/status_list.hpp"
#include "issue/certificate_files.hpp"

namespace certs {
namespace {

constexpr std::uint64_t kStatusListDays = 3;

Result<Json> seal(Json document, const std::vector<CredentialKey>& seals, const std::string& created) {
  for (const auto& key : seals) {
    auto proven = add_proof(document, key.verification_method, created, *key.key);
    if (!proven) return tl::unexpected(proven.error());
    document = std::move(*proven);
  }
  return document;
}

attest::CertificateIssued issuance_of(const Certificate& certificate, const Json& credential,
                                      const attest::CycleRecord& cycle) {
  attest::CertificateIssued issued;
  issued.number = certificate.number;
  issued.cycle = certificate.cycle;
  issued.review = *cycle.review;
  issued.level = certificate.level;
  issued.computed_level = certificate.computed_level;
  issued.scheme = certificate.scheme;
  issued.scheme_version = certificate.scheme_version;
  issued.counts = certificate.counts;
  issued.lineage_root = certificate.lineage_root;
  issued.data_root = certificate.data_root;
  issued.valid_from = certificate.valid_from;
  issued.valid_until = certificate.valid_until;
  issued.status_index = certificate.status_index;
  issued.fingerprint = fingerprint(credential);
  issued.signed_digest = signed_digest(credential);
  issued.supersedes = cycle.corrects;
  return issued;
}

Result<void> publish_status_list(attest::LedgerFolder& ledger, const IssueRequest& keys, const std::string& purpose) {
  const std::string issuer = did_of(keys.seals.front().verification_method);
  const auto base = did_web_base(issuer);
  if (!base) return tl::unexpected(base.error());
  const auto head = ledger.store().head();
  if (!head) return tl::unexpected(head.error());
  const ledger::UnixMillis now = ledger.now();
  StatusList list;
  list.address = status_list_address(*base, purpose);
  list.issuer = issuer;
  list.purpose = purpose;
  list.valid_from = attest::format_moment(now);
  list.valid_until = attest::format_moment({now.value + kStatusListDays * attest::kDayMillis});
  auto bits = status_bits(ledger.store(), purpose, head->size);
  if (!bits) return tl::unexpected(bits.error());
  list.bits = std::move(*bits);
  const auto sealed = seal(to_json(list), {keys.seals.front()}, list.valid_from);
  if (!sealed) return tl::unexpected(sealed.error());
  const Digest digest = signed_digest(*sealed);
  if (auto kept = write_canonical(list_file(ledger, digest), *sealed); !kept) return kept;
  const attest::StatusListPublished body{purpose, list.address, head->size, list.valid_from, list.valid_until, digest};
  const auto said = say(ledger, body, *keys.issuer);
  return said ? Result<void>{} : tl::unexpected(said.error());
}

// Whether both lists are in force at this moment of the ledger and say what its entries say now.
Result<bool> lists_are_current(const attest::LedgerFolder& ledger, const std::string& base) {
  const auto head = ledger.store().head();
  if (!head) return tl::unexpected(head.error());
  for (const auto* purpose : {"revocation", "suspension"}) {
    const auto record = attest::get_status_list(ledger.store(), status_list_address(base, purpose));
    if (!record) return tl::unexpected(record.error());
    if (!*record) return false;
    const auto until = attest::parse_moment((*record)->published.valid_until);
    if (!until || *until <= ledger.now()) return false;
    const auto then = status_bits(ledger.store(), purpose, (*record)->published.size);
    const auto now = status_bits(ledger.store(), purpose, head->size);
    if (!then || !now) return tl::unexpected(then ? now.error() : then.error());
    if (*then != *now) return false;
  }
  return true;
}

}  // namespace

Result<void> publish_status_lists(attest::LedgerFolder& ledger, const IssueRequest& keys) {
  for (const auto* purpose : {"revocation", "suspension"}) {
    if (auto published = publish_status_list(ledger, keys, purpose); !published) return published;
  }
  return {};
}

Result<bool> keep_status_lists_current(attest::LedgerFolder& ledger, const IssueRequest& keys) {
  if (keys.seals.empty()) return ledger::fail(Code::kKey, "a status list needs the issuer's credential key");
  const auto base = did_web_base(did_of(keys.seals.front().verification_method));
  if (!base) return tl::unexpected(base.error());
  const auto current = lists_are_current(ledger, *base);
  if (!current || *current) return current.map([](bool) { return false; });
  if (auto published = publish_status_lists(ledger, keys); !published) return tl::unexpected(published.error());
  return true;
}

Result<IssuedCertificate> issue_certificate(attest::LedgerFolder& ledger, const IssueRequest& request) {
  // It becomes the name of a folder.
  if (!attest::is_certificate_number(request.number))
    return ledger::fail(Code::kInvalid, "a certificate's number has 3 to 40 capital letters, digits and hyphens",
                        "number");
  const auto taken = attest::get_certificate(ledger.store(), request.number);
  if (!taken) return tl::unexpected(taken.error());
  if (*taken) {
    return ledger::fail(Code::kRefused, "certificate " + request.number + " was issued already; choose another number",
                        "certificate.number");
  }
  const auto draft = draft_certificate(ledger, request);
  if (!draft) return tl::unexpected(draft.error());
  if (request.accept) {
    if (auto accepted = request.accept(*draft); !accepted) return tl::unexpected(accepted.error());
  }
  const auto cycle = attest::get_cycle(ledger.store(), request.cycle);
  if (!cycle) return tl::unexpected(cycle.error());
  const auto credential = seal(to_json(*draft), request.seals, attest::format_moment(ledger.now()));
  if (!credential) return tl::unexpected(credential.error());

  // The credential is on disk before the ledger says that it exists. After a crash in between, the number is
  // still free and the file is replaced by the next attempt.
  const auto file = credential_file(ledger, request.number);
  if (auto kept = write_canonical(file, *credential); !kept) return tl::unexpected(kept.error());
  const auto said = say(ledger, issuance_of(*draft, *credential, **cycle), *request.issuer);
  if (!said) {
    std::error_code ignored;
    if (said.error().code == Code::kRefused) {
      std::filesystem::remove(file, ignored);
      std::filesystem::remove(file.parent_path(), ignored);  // when nothing else is in it
    }
    return tl::unexpected(said.error());
  }
  if (auto kept = keep_status_lists_current(ledger, request); !kept) return tl::unexpected(kept.error());
  auto bundle = make_bundle(ledger, *credential);
  if (!bundle) return tl::unexpected(bundle.error());
  return IssuedCertificate{*credential, std::move(*bundle)};
}

}  // namespace certs
