// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "render/facts.hpp"

#include "attest/catalogue.hpp"
#include "attest/date.hpp"
#include "attest/statement.hpp"
#include "certs/did.hpp"
#include "ledger/encoding.hpp"
#include "render/printable.hpp"

namespace certs {
namespace {

constexpr std::size_t kKeyIdDigits = 16;
constexpr std::size_t kFragmentCharacters = 22;
constexpr std::string_view kDidWeb = "did:web:";

template <typename Body>
Result<Body> said_in(const ProvenEntry& entry, std::string_view member) {
  auto statement = attest::parse_statement(entry.statement);
  if (!statement) return ledger::fail(Code::kInvalid, statement.error().message, std::string(member));
  Body* body = std::get_if<Body>(&statement->body);
  if (body == nullptr) return ledger::fail(Code::kInvalid, "is another type of statement", std::string(member));
  return std::move(*body);
}

}  // namespace

Result<void> check_texts(const Facts& facts) {
  const Certificate& c = facts.certificate;
  std::vector<std::pair<const char*, std::string_view>> texts = {{"credentialSubject.name", c.city_name},
                                                                 {"issuer.name", c.issuer_name},
                                                                 {"notice", c.notice},
                                                                 {"level", c.level},
                                                                 {"computedLevel", c.computed_level},
                                                                 {"scheme", c.scheme},
                                                                 {"standard", facts.standard},
                                                                 {"catalogue.title", facts.standard_title},
                                                                 {"evidence.origin", c.origin}};
  for (const std::string& name : facts.verifiers) texts.emplace_back("verifiers", name);
  for (const CertifiedIndicator& indicator : facts.indicators) texts.emplace_back("catalogue", indicator.name);
  for (const auto& [member, text] : texts) {
    if (auto good = check_printable(text, member); !good) return good;
  }
  return {};
}

namespace {

Result<std::vector<Signatory>> signatories_of(const Bundle& bundle) {
  const auto published = said_in<attest::DidPublished>(bundle.did, "did");
  if (!published) return tl::unexpected(published.error());
  const auto did = parse_did_document(published->document);
  if (!did) return ledger::fail(Code::kInvalid, did.error().message, "did");
  const auto proofs = read_proofs(bundle.credential);
  if (!proofs) return tl::unexpected(proofs.error());
  std::vector<Signatory> out;
  for (const Proof& proof : *proofs) {
    const VerificationMethod* method = did->find(proof.verification_method);
    if (method == nullptr)
      return ledger::fail(Code::kInvalid, "the key " + proof.verification_method + " is none of " + did->did, "proof");
    const Digest id = attest::key_thumbprint({attest::Algorithm::kEdDsa, {method->key.begin(), method->key.end()}});
    std::string_view name = proof.verification_method;
    if (name.starts_with(kDidWeb)) name.remove_prefix(kDidWeb.size());
    out.push_back({out.empty(), std::string(name), in_groups_of_four(ledger::to_hex(id).substr(0, kKeyIdDigits))});
  }
  return out;
}

Result<std::vector<CertifiedIndicator>> indicators_of(const Bundle& bundle, const attest::Catalogue& catalogue) {
  std::vector<CertifiedIndicator> out;
  for (const attest::LineageItem& item : bundle.lineage) {
    const attest::Indicator* indicator = catalogue.find(item.indicator);
    if (indicator == nullptr)
      return ledger::fail(Code::kInvalid, "the catalogue has no indicator " + item.indicator, "lineage");
    out.push_back({item.indicator, indicator->name, indicator->kind, item.submission.index, item.decision.index});
  }
  return out;
}

std::vector<KindCount> counts_of(const Certificate& certificate, const attest::Catalogue& catalogue) {
  std::vector<KindCount> out;
  for (const std::string& kind : catalogue.counted_kinds()) {
    const auto verified = certificate.counts.by_kind.find(kind);
    const auto total = certificate.totals.by_kind.find(kind);
    if (verified != certificate.counts.by_kind.end() && total != certificate.totals.by_kind.end())
      out.push_back({kind, verified->second, total->second});
  }
  return out;
}

}  // namespace

std::string in_groups_of_four(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && i % 4 == 0) out += ' ';
    out += text[i];
  }
  return out;
}

Result<Facts> read_facts(const Bundle& bundle) {
  auto certificate = parse_certificate(bundle.credential);
  if (!certificate) return tl::unexpected(certificate.error());
  const auto adopted = said_in<attest::StandardAdopted>(bundle.standard, "standard");
  if (!adopted) return tl::unexpected(adopted.error());
  const auto catalogue = attest::parse_catalogue(adopted->catalogue);
  if (!catalogue) return tl::unexpected(catalogue.error());
  auto issuance = said_in<attest::CertificateIssued>(bundle.issuance, "issuance");
  if (!issuance) return tl::unexpected(issuance.error());
  auto signatories = signatories_of(bundle);
  if (!signatories) return tl::unexpected(signatories.error());
  auto indicators = indicators_of(bundle, *catalogue);
  if (!indicators) return tl::unexpected(indicators.error());
  const auto from = attest::parse_moment(certificate->valid_from);
  const auto until = attest::parse_moment(certificate->valid_until);
  if (!from || !until) return ledger::fail(Code::kInvalid, "is no moment", "validFrom, validUntil");

  Facts facts;
  facts.standard = certificate->standard + ":" + std::to_string(certificate->edition);
  facts.standard_title = catalogue->title;
  facts.counts = counts_of(*certificate, *catalogue);
  facts.valid_from = *from;
  facts.valid_until = *until;
  facts.issued = bundle.time;
  facts.issuance = bundle.issuance.index;
  facts.supersedes = std::move(issuance->supersedes);
  facts.verifiers = certificate->verifiers;
  facts.signatories = std::move(*signatories);
  facts.address = certificate_address(certificate->base, certificate->number);
  const Digest print = fingerprint(bundle.credential);
  facts.fingerprint = ledger::to_hex(print);
  facts.code = facts.address + "#" + ledger::base64url_encode(print.view()).substr(0, kFragmentCharacters);
  facts.indicators = std::move(*indicators);
  facts.certificate = std::move(*certificate);
  if (auto good = check_texts(facts); !good) return tl::unexpected(good.error());
  return facts;
}

}  // namespace certs
