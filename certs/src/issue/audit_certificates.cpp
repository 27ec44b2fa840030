// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Certificates and status lists that the ledger names, compared with the files that the folder keeps.
#include <algorithm>

#include "attest/records.hpp"
#include "certs/credential.hpp"
#include "certs/issue.hpp"
#include "certs/status_list.hpp"
#include "issue/certificate_files.hpp"
#include "issue/named_parties.hpp"

namespace certs {
namespace {

// What the party was called at that entry; nothing when it was renamed since.
std::optional<std::string> name_at(const attest::PartyRecord& party, ledger::EntryIndex index) {
  if (party.updated && index < party.updated->index) return std::nullopt;
  return english(party.party.names);
}

// Whether the verifiers named are those who signed the decisions.
Result<bool> names_the_verifiers(const attest::LedgerFolder& ledger, const Certificate& certificate,
                                 const std::vector<attest::LineageItem>& lineage, ledger::EntryIndex issuance) {
  const auto verifiers = verifiers_of(ledger.store(), lineage);
  if (!verifiers) return tl::unexpected(verifiers.error());
  return std::equal(verifiers->begin(), verifiers->end(), certificate.verifiers.begin(), certificate.verifiers.end(),
                    [&](const attest::PartyRecord& party, const std::string& named) {
                      return name_at(party, issuance).value_or(named) == named;
                    });
}

// What is wrong with one certificate's file; empty when nothing is.
std::string difference(const attest::LedgerFolder& ledger, const attest::CertificateRecord& record) {
  const auto credential = read_canonical(credential_file(ledger, record.issued.number));
  if (!credential) return "its credential cannot be read: " + credential.error().message;
  if (signed_digest(*credential) != record.issued.signed_digest) return "its credential is not as issued";
  if (fingerprint(*credential) != record.issued.fingerprint) return "its fingerprint differs from the ledger's";
  const auto certificate = parse_certificate(*credential);
  if (!certificate) return "its credential is malformed: " + certificate.error().message;
  const auto& issued = record.issued;
  if (certificate->level != issued.level || certificate->counts != issued.counts) return "its level or counts differ";
  if (certificate->lineage_root != issued.lineage_root || certificate->data_root != issued.data_root) {
    return "its roots differ";
  }
  if (certificate->valid_from != issued.valid_from || certificate->valid_until != issued.valid_until) {
    return "its validity differs";
  }
  const auto bundle = make_bundle(ledger, *credential);
  if (!bundle) return "no bundle can be made: " + bundle.error().message;
  if (attest::lineage_root(bundle->lineage) != issued.lineage_root) return "its lineage leads to another root";
  const auto named = names_the_verifiers(ledger, *certificate, bundle->lineage, record.entry.index);
  if (!named) return "its verifiers cannot be read: " + named.error().message;
  if (!*named) return "the verifiers that it names are not those who signed the decisions";
  return {};
}

std::string list_difference(const attest::LedgerFolder& ledger, const attest::StatusListRecord& record) {
  const auto json = read_canonical(list_file(ledger, record.published.signed_digest));
  if (!json) return "it cannot be read: " + json.error().message;
  if (signed_digest(*json) != record.published.signed_digest) return "it is not as published";
  const auto list = parse_status_list(*json);
  if (!list) return "it is malformed: " + list.error().message;
  const auto bits = status_bits(ledger.store(), record.published.purpose, record.published.size);
  if (!bits) return "its entries cannot be read: " + bits.error().message;
  if (list->bits != *bits) return "its bits are not what the entries below its size say";
  return {};
}

}  // namespace

Result<std::vector<std::string>> audit_certificates(const attest::LedgerFolder& ledger) {
  std::vector<std::string> differences;
  const auto numbers = attest::list_certificates(ledger.store());
  if (!numbers) return tl::unexpected(numbers.error());
  for (const auto& number : *numbers) {
    const auto record = attest::get_certificate(ledger.store(), number);
    if (!record) return tl::unexpected(record.error());
    const std::string found = *record ? difference(ledger, **record) : std::string("its record is missing");
    if (!found.empty()) differences.push_back("certificate " + number + ": " + found);
  }
  const auto lists = attest::list_status_lists(ledger.store());
  if (!lists) return tl::unexpected(lists.error());
  for (const auto& address : *lists) {
    const auto record = attest::get_status_list(ledger.store(), address);
    if (!record) return tl::unexpected(record.error());
    const std::string found = *record ? list_difference(ledger, **record) : std::string("its record is missing");
    if (!found.empty()) differences.push_back("status list " + address + ": " + found);
  }
  return differences;
}

}  // namespace certs
