// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Collects what offline checking needs: every entry that the verdict rests on, with its path to one checkpoint.
#include <algorithm>

#include "attest/records.hpp"
#include "certs/credential.hpp"
#include "certs/issue.hpp"
#include "issue/certificate_files.hpp"
#include "ledger/chain.hpp"

namespace certs {
namespace {

Result<ProvenEntry> proven(const attest::LedgerFolder& ledger, ledger::EntryIndex index) {
  auto entry = ledger.store().entry(index);
  if (!entry) return tl::unexpected(entry.error());
  auto path = ledger.inclusion(index);
  if (!path) return tl::unexpected(path.error());
  return ProvenEntry{index, std::move(entry->body), std::move(*path)};
}

// The version of the DID document that was in force before the issuance.
Result<ledger::EntryIndex> did_before(const attest::LedgerFolder& ledger, const std::string& did,
                                      ledger::EntryIndex issuance) {
  const auto latest = attest::get_did(ledger.store(), did);
  if (!latest) return tl::unexpected(latest.error());
  if (*latest && (*latest)->entry.index < issuance) return (*latest)->entry.index;
  for (std::uint64_t i = issuance.value; i-- > 0;) {
    const auto facts = attest::get_entry_facts(ledger.store(), {i});
    if (!facts) return tl::unexpected(facts.error());
    if (*facts && (*facts)->type == "did.published" && (*facts)->subject == did) return ledger::EntryIndex{i};
  }
  return ledger::fail(Code::kNotFound, "no DID document was published before the certificate", did);
}

// Takes each entry in turn; remembers the first failure.
class Collector {
 public:
  explicit Collector(const attest::LedgerFolder& ledger) : ledger_(&ledger) {}
  ProvenEntry take(ledger::EntryIndex index) {
    auto entry = proven(*ledger_, index);
    if (entry) return std::move(*entry);
    if (!error_) error_ = entry.error();
    return {};
  }
  Bundle::Status take_list(const std::string& address) {
    const auto record = attest::get_status_list(ledger_->store(), address);
    if (!record || !*record) {
      if (!error_)
        error_ = record ? ledger::Error{Code::kNotFound, "no status list was published yet", address} : record.error();
      return {};
    }
    auto list = read_canonical(list_file(*ledger_, (*record)->published.signed_digest));
    if (!list) {
      if (!error_) error_ = list.error();
      return {};
    }
    return {std::move(*list), take((*record)->entry.index)};
  }
  [[nodiscard]] const std::optional<ledger::Error>& error() const { return error_; }

 private:
  const attest::LedgerFolder* ledger_;
  std::optional<ledger::Error> error_;
};

Result<void> add_time(const attest::LedgerFolder& ledger, ledger::EntryIndex issuance, Bundle& bundle) {
  const auto entry = ledger.store().entry(issuance);
  if (!entry) return tl::unexpected(entry.error());
  bundle.time = entry->time;
  bundle.chain_before = ledger::chain_start();
  if (issuance.value == 0) return {};
  const auto before = ledger.store().entry({issuance.value - 1});
  if (!before) return tl::unexpected(before.error());
  bundle.chain_before = before->chain_after;
  return {};
}

// As it was at the issue: the cycle may have been opened again since.
Result<void> add_lineage(const attest::LedgerFolder& ledger, const std::string& number, Bundle& bundle) {
  auto basis = attest::get_basis(ledger.store(), number);
  if (!basis) return tl::unexpected(basis.error());
  if (!*basis) return ledger::fail(Code::kCorrupt, "what the certificate rests on is missing; run rebuild", number);
  bundle.lineage = std::move((*basis)->lineage);
  return {};
}

Result<void> add_entries(const attest::LedgerFolder& ledger, const Certificate& certificate,
                         const attest::CertificateRecord& record, const attest::CycleRecord& cycle, Bundle& bundle) {
  const auto issuance = ledger.statement(record.entry.index);
  if (!issuance) return tl::unexpected(issuance.error());
  const auto key = attest::get_key(ledger.store(), issuance->cose.header.kid);
  if (!key) return tl::unexpected(key.error());
  if (!*key) return ledger::fail(Code::kCorrupt, "derived state lacks a record; run rebuild");
  const auto did = did_before(ledger, certificate.issuer, record.entry.index);
  if (!did) return tl::unexpected(did.error());

  Collector collect(ledger);
  bundle.opened = collect.take({0});
  bundle.issuer_key = collect.take((*key)->authorised.index);
  bundle.standard = collect.take(record.adoption.index);
  bundle.enrolled = collect.take(cycle.enrolled.index);
  bundle.did = collect.take(*did);
  bundle.issuance = collect.take(record.entry.index);
  bundle.issuance.path.clear();  // it stands in tlog_proof alone
  for (const auto& event : record.history) bundle.history.push_back(collect.take(event.entry.index));
  bundle.seal = collect.take({record.entry.index.value + 1});
  bundle.revocation = collect.take_list(status_list_address(certificate.base, "revocation"));
  bundle.suspension = collect.take_list(status_list_address(certificate.base, "suspension"));
  return collect.error() ? Result<void>(tl::unexpected(*collect.error())) : Result<void>{};
}

// From a root key that entry 0 does not know, back to one that it does; oldest first.
Result<void> add_roots(const attest::LedgerFolder& ledger, Bundle& bundle) {
  const auto opened = ledger.statement({0});
  if (!opened) return tl::unexpected(opened.error());
  const auto& first = std::get<attest::LedgerOpened>(opened->body).root_keys;
  const auto in_entry_0 = [&](const Digest& kid) {
    return std::any_of(first.begin(), first.end(), [&](const auto& r) { return attest::key_thumbprint(r.key) == kid; });
  };
  for (ledger::EntryIndex given = bundle.issuer_key.index;;) {
    const auto statement = ledger.statement(given);
    if (!statement) return tl::unexpected(statement.error());
    const Digest& signer = statement->cose.header.kid;
    if (in_entry_0(signer)) return {};
    const auto key = attest::get_key(ledger.store(), signer);
    if (!key) return tl::unexpected(key.error());
    if (!*key || !((*key)->authorised.index < given)) return ledger::fail(Code::kCorrupt, "a root key has no origin");
    given = (*key)->authorised.index;
    auto entry = proven(ledger, given);
    if (!entry) return tl::unexpected(entry.error());
    bundle.roots.insert(bundle.roots.begin(), std::move(*entry));
  }
}

Result<void> add_rotations(const attest::LedgerFolder& ledger, Bundle& bundle) {
  for (const auto& earlier : ledger.config().earlier_keys) {
    auto entry = proven(ledger, earlier.rotated.index);
    if (!entry) return tl::unexpected(entry.error());
    auto proof = ledger.rotation_proof(earlier.rotated.index);
    if (!proof) return tl::unexpected(proof.error());
    bundle.rotations.push_back({std::move(*entry), std::move(*proof)});
  }
  return {};
}

}  // namespace

Result<Bundle> make_bundle(const attest::LedgerFolder& ledger, const Json& credential) {
  const auto certificate = parse_certificate(credential);
  if (!certificate) return tl::unexpected(certificate.error());
  const auto record = attest::get_certificate(ledger.store(), certificate->number);
  if (!record) return tl::unexpected(record.error());
  if (!*record) return ledger::fail(Code::kNotFound, "the ledger has no such certificate", certificate->number);
  if ((*record)->issued.signed_digest != signed_digest(credential)) {
    return ledger::fail(Code::kInvalid, "this credential is not as issued: its digest is not the ledger's",
                        certificate->number);
  }
  const auto cycle = attest::get_cycle(ledger.store(), certificate->cycle);
  if (!cycle) return tl::unexpected(cycle.error());
  if (!*cycle) return ledger::fail(Code::kCorrupt, "the cycle's record is missing; run rebuild", certificate->cycle);

  Bundle bundle;
  bundle.credential = credential;
  if (auto added = add_entries(ledger, *certificate, **record, **cycle, bundle); !added) {
    return tl::unexpected(added.error());
  }
  if (auto added = add_time(ledger, (*record)->entry.index, bundle); !added) return tl::unexpected(added.error());
  if (auto added = add_lineage(ledger, certificate->number, bundle); !added) {
    return tl::unexpected(added.error());
  }
  if (auto added = add_roots(ledger, bundle); !added) return tl::unexpected(added.error());
  if (auto added = add_rotations(ledger, bundle); !added) return tl::unexpected(added.error());
  auto receipt = ledger.receipt((*record)->entry.index);
  if (!receipt) return tl::unexpected(receipt.error());
  bundle.receipt = std::move(*receipt);
  auto proof = ledger.tlog_proof((*record)->entry.index);
  if (!proof) return tl::unexpected(proof.error());
  bundle.tlog_proof = std::move(*proof);
  return bundle;
}

}  // namespace certs
