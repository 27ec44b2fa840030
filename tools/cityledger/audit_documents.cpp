// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/audit_documents.hpp"

#include <algorithm>

#include "attest/date.hpp"
#include "attest/records.hpp"
#include "certs/did.hpp"
#include "certs/status_list.hpp"
#include "certs/verify.hpp"
#include "cityledger/files.hpp"
#include "cityledger/trust_files.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

// Compares a file with what it must be: empty when it is that, else what is wrong.
std::string unlike(const fs::path& file, std::string_view wanted) {
  const auto content = read_file(file, certs::kFileToVerifyBytesMax);
  if (!content) return content.error().message;
  return *content == wanted ? std::string{} : "it is not what the entries say";
}

// Canonical JSON with the signed digest that an entry names.
std::string unlike_signed(const fs::path& file, const attest::Digest& wanted) {
  const auto content = read_file(file, certs::kFileToVerifyBytesMax);
  if (!content) return content.error().message;
  const auto json = attest::parse_canonical_json(*content);
  if (!json) return "it cannot be read: " + json.error().message;
  return certs::signed_digest(*json) == wanted ? std::string{} : "it is not the one whose digest the entry has";
}

class Documents {
 public:
  Documents(const attest::EntrySource& source, const ledger::StateReader& state, fs::path folder, fs::path trust)
      : source_(&source), state_(&state), folder_(std::move(folder)), trust_(std::move(trust)) {}

  // DID document, context and schema; nothing to compare when no DID is published.
  Result<void> identity() {
    const auto dids = attest::list_dids(*state_);
    if (!dids) return tl::unexpected(dids.error());
    if (dids->empty()) return {};
    std::string name = dids->front();  // the document says which one it is, when there are several
    for (const std::string& did : *dids) {
      if (names_itself(did)) name = did;
    }
    const auto record = attest::get_did(*state_, name);
    if (!record) return tl::unexpected(record.error());
    const auto base = certs::did_web_base(name);
    if (!*record || !base) return fail(Code::kCorrupt, "the replayed document of " + name + " cannot be read");
    note("did.json", unlike(folder_ / "did.json", (**record).document_json));
    note("context.jsonld", unlike(folder_ / "context.jsonld", certs::context_document(*base)));
    note("schema.json", unlike(folder_ / "schema.json", certs::schema_document(*base)));
    return status_lists(*base);
  }

  Result<void> certificates() {
    const auto numbers = attest::list_certificates(*state_);
    if (!numbers) return tl::unexpected(numbers.error());
    const fs::path all = fs::absolute(folder_).lexically_normal() / ".." / "certificates";
    std::error_code error;
    for (const std::string& number : *numbers) {
      const auto record = attest::get_certificate(*state_, number);
      if (!record) return tl::unexpected(record.error());
      if (!*record) return fail(Code::kCorrupt, "the replayed record of certificate " + number + " is missing");
      const std::string name = "certificate " + number;
      if (!fs::is_directory(all, error)) {
        audit_.not_done.push_back(name + " (there is no folder certificates beside the export)");
        continue;
      }
      auto wrong = certificate_unlike(all / number, **record);
      if (!wrong) return tl::unexpected(wrong.error());
      note(name, *wrong);
    }
    return {};
  }

  DocumentsAudit take() { return std::move(audit_); }

 private:
  void note(const std::string& name, const std::string& wrong) {
    if (wrong.empty()) {
      audit_.compared.push_back(name);
    } else {
      audit_.differences.push_back(name + ": " + wrong);
    }
  }

  [[nodiscard]] bool names_itself(const std::string& did) const {
    const auto content = read_file(folder_ / "did.json", certs::kFileToVerifyBytesMax);
    const auto json = content ? attest::parse_json(*content) : Result<Json>(Json());
    const auto document = json ? certs::parse_did_document(*json) : tl::unexpected(json.error());
    return document && document->did == did;
  }

  Result<void> status_lists(const std::string& base) {
    for (const std::string purpose : {"revocation", "suspension"}) {
      const auto record = attest::get_status_list(*state_, certs::status_list_address(base, purpose));
      if (!record) return tl::unexpected(record.error());
      if (!*record) continue;
      const std::string name = "status/" + purpose + ".json";
      note(name, unlike_signed(folder_ / name, (**record).published.signed_digest));
    }
    return {};
  }

  // Empty, or what is wrong with the first wrong one of the five files.
  Result<std::string> certificate_unlike(const fs::path& folder, const attest::CertificateRecord& record) const {
    if (auto wrong = unlike_signed(folder / "credential.json", record.issued.signed_digest); !wrong.empty()) {
      return "credential.json: " + wrong;
    }
    attest::Bytes statement;
    const auto read = source_->entries(record.entry.index, 1, [&](ledger::EntryIndex, const auto& item) {
      statement = item.statement;
      return true;
    });
    if (!read) return tl::unexpected(read.error());
    if (auto wrong = unlike(folder / "issuance.cose", ledger::text(statement)); !wrong.empty()) {
      return "issuance.cose: " + wrong;
    }
    return bundle_unlike(folder, record);
  }

  [[nodiscard]] std::string bundle_unlike(const fs::path& folder, const attest::CertificateRecord& record) const {
    const auto text = read_file(folder / "bundle.json", certs::kFileToVerifyBytesMax);
    if (!text) return text.error().message;
    const auto bundle = certs::parse_bundle(*text);
    if (!bundle) return "bundle.json: " + bundle.error().message;
    if (certs::signed_digest(bundle->credential) != record.issued.signed_digest)
      return "bundle.json: another credential";
    const auto files = read_trust(trust_);
    const auto trust = files ? certs::parse_trust(*files) : tl::unexpected(files.error());
    const auto day = attest::parse_day_or_moment(record.issued.valid_from);
    if (!trust || !day) return "bundle.json cannot be verified: " + (trust ? day.error() : trust.error()).message;
    const certs::Verdict verdict = certs::verify(*text, *trust, {*day, {}});
    if (verdict.outcome == certs::Outcome::kNotGenuine || verdict.outcome == certs::Outcome::kCannotBeTold) {
      return "bundle.json: " + verdict.sentence;
    }
    if (auto wrong = unlike(folder / "receipt.cose", ledger::text(bundle->receipt)); !wrong.empty()) {
      return "receipt.cose: " + wrong;
    }
    const std::string wrong = unlike(folder / "issuance.tlog-proof", bundle->tlog_proof);
    return wrong.empty() ? wrong : "issuance.tlog-proof: " + wrong;
  }

  const attest::EntrySource* source_;
  const ledger::StateReader* state_;
  fs::path folder_;
  fs::path trust_;
  DocumentsAudit audit_;
};

}  // namespace

Result<DocumentsAudit> audit_documents(const attest::EntrySource& source, const ledger::StateReader& state,
                                       const fs::path& folder, const fs::path& trust) {
  Documents documents(source, state, folder, trust);
  if (const auto done = documents.identity(); !done) return tl::unexpected(done.error());
  if (const auto done = documents.certificates(); !done) return tl::unexpected(done.error());
  return documents.take();
}

}  // namespace cityledger
