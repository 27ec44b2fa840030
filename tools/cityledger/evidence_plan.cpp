// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/evidence_plan.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

#include "attest/limits.hpp"
#include "certs/lookup.hpp"

namespace cityledger {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kEntryPrefix = "entry ";

std::string opened_or_empty(const std::map<std::string, std::string>& opened, const std::string& name) {
  const auto found = opened.find(name);
  return found == opened.end() ? std::string() : found->second;
}

std::string media_type(const fs::path& file) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kTypes = {
      {{".csv", "text/csv"},
       {".txt", "text/plain"},
       {".pdf", "application/pdf"},
       {".json", "application/json"},
       {".png", "image/png"},
       {".jpg", "image/jpeg"},
       {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}}};
  const std::string extension = file.extension().string();
  for (const auto& [known, type] : kTypes) {
    if (extension == known) return std::string(type);
  }
  return "application/octet-stream";
}

// Who fills in a table must not thereby have other files of this machine copied into the evidence store.
Result<void> check_is_within(const fs::path& folder, const fs::path& file) {
  std::error_code error;
  const fs::path base = fs::canonical(folder.empty() ? fs::path(".") : folder, error);
  if (error) return fail(Code::kNotFound, "there is no folder " + folder.string());
  const fs::path resolved = fs::canonical(file, error);
  if (error) return fail(Code::kNotFound, "there is no file " + file.string());
  if (std::mismatch(base.begin(), base.end(), resolved.begin(), resolved.end()).first == base.end()) return {};
  return fail(Code::kInvalid, file.string() + " is not in the folder of the evidence files; put it there, or name " +
                                  "another folder with --evidence-dir");
}

Result<std::pair<ledger::Digest, std::uint64_t>> digest_of(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return fail(Code::kNotFound, "there is no file " + file.string());
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Code::kStorage, file.string() + " cannot be read");
  ledger::Sha256Stream stream;
  std::array<char, 65'536> block{};
  std::uint64_t size = 0;
  while (in.read(block.data(), block.size()) || in.gcount() > 0) {
    const auto count = static_cast<std::size_t>(in.gcount());
    stream.update(ledger::view({block.data(), count}));
    size += count;
    if (size > attest::kEvidenceBytesMax) {
      return fail(Code::kTooLarge, file.string() + " is over the limit of an evidence file, 1 GiB");
    }
  }
  if (in.bad()) return fail(Code::kStorage, file.string() + " cannot be read");
  return std::pair{stream.finish(), size};
}

// Registered by the city itself or by a provider: others' evidence may not be cited.
Result<bool> may_cite(const attest::LedgerFolder& ledger, const std::string& city, const std::string& party) {
  if (party == city) return true;
  const auto record = attest::get_party(ledger.store(), party);
  if (!record) return tl::unexpected(record.error());
  return *record && (*record)->party.kind == attest::PartyKind::kProvider;
}

}  // namespace

Result<EvidencePlan> EvidencePlan::make(const attest::LedgerFolder& ledger, std::string city, EvidencePlace place) {
  EvidencePlan plan(ledger, std::move(place));
  const auto read =
      certs::each_of_type(ledger, "evidence.registered", [&](auto index, const auto& facts) -> Result<void> {
        const auto citable = may_cite(ledger, city, facts.signer_party);
        if (!citable) return tl::unexpected(citable.error());
        if (!*citable) return {};
        const auto statement = ledger.statement(index);
        if (!statement) return tl::unexpected(statement.error());
        const auto opened = ledger.opened(*statement);
        if (!opened) return tl::unexpected(opened.error());
        plan.known_.push_back(
            {certs::ref_of(index, facts), opened_or_empty(*opened, "digest"), opened_or_empty(*opened, "source")});
        return {};
      });
  if (!read) return tl::unexpected(read.error());
  return plan;
}

std::string EvidencePlan::source_of(const ImportRow& row) const {
  return row.source.empty() ? place_.table_source : row.source;
}

Result<fs::path> EvidencePlan::file_of(const ImportRow& row) const {
  if (row.evidence.empty()) return place_.table;
  fs::path file = place_.folder / row.evidence;
  if (const auto within = check_is_within(place_.folder, file); !within) return tl::unexpected(within.error());
  return file;
}

Result<EvidenceNeed> EvidencePlan::cited_entry(std::string_view number) const {
  std::uint64_t index = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), index);
  if (error == std::errc() && end == number.data() + number.size()) {
    for (const auto& known : known_) {
      if (known.ref.index.value == index) return EvidenceNeed{known.ref, 0};
    }
  }
  return fail(Code::kNotFound,
              "entry " + std::string(number) + " is no evidence of this city or of a provider; see evidence list");
}

Result<EvidenceNeed> EvidencePlan::need(const ImportRow& row) {
  if (row.evidence.starts_with(kEntryPrefix)) return cited_entry(std::string_view(row.evidence).substr(6));
  const auto file = file_of(row);
  if (!file) return tl::unexpected(file.error());
  auto digest = digests_.find(*file);
  if (digest == digests_.end()) {
    auto computed = digest_of(*file);
    if (!computed) return tl::unexpected(computed.error());
    digest = digests_.emplace(*file, *computed).first;
  }
  const std::string hex = ledger::to_hex(digest->second.first);
  const std::string source = source_of(row);
  for (const auto& known : known_) {
    if (known.digest == hex && (known.source == source || row.source.empty())) return EvidenceNeed{known.ref, 0};
  }
  const auto same = std::find_if(pending_.begin(), pending_.end(), [&](const Pending& pending) {
    return pending.digest == digest->second.first && pending.source == source;
  });
  const auto place = static_cast<std::size_t>(same - pending_.begin());
  if (same == pending_.end()) pending_.push_back({*file, digest->second.first, digest->second.second, source});
  return EvidenceNeed{std::nullopt, place};
}

Result<bool> EvidencePlan::is_same(const ImportRow& row, const std::vector<attest::EntryRef>& cited) const {
  if (row.evidence.starts_with(kEntryPrefix)) {
    const auto entry = cited_entry(std::string_view(row.evidence).substr(6));
    if (!entry) return tl::unexpected(entry.error());
    return std::find(cited.begin(), cited.end(), *entry->registered) != cited.end();
  }
  // The spreadsheet itself changes with every correction; the source is what a row then says.
  std::string hex;
  if (!row.evidence.empty()) {
    const auto file = file_of(row);
    if (!file) return tl::unexpected(file.error());
    const auto digest = digest_of(*file);
    if (!digest) return tl::unexpected(digest.error());
    hex = ledger::to_hex(digest->first);
  }
  return std::any_of(known_.begin(), known_.end(), [&](const Known& known) {
    return (hex.empty() || known.digest == hex) && known.source == source_of(row) &&
           std::find(cited.begin(), cited.end(), known.ref) != cited.end();
  });
}

Result<std::vector<attest::Submission>> EvidencePlan::statements(Session& session, const std::string& signer) const {
  std::vector<attest::Submission> out;
  for (const auto& pending : pending_) {
    attest::EvidenceRegistered body;
    body.media_type = media_type(pending.file);
    body.size = static_cast<std::int64_t>(pending.size);
    body.period = std::to_string(place_.data_year);
    body.retention_until = place_.retention_until;
    auto said = session.say(signer, body,
                            {attest::make_disclosure("digest", ledger::to_hex(pending.digest)),
                             attest::make_disclosure("title", pending.file.filename().string()),
                             attest::make_disclosure("source", pending.source)});
    if (!said) return tl::unexpected(said.error());
    out.push_back(std::move(*said));
  }
  return out;
}

Result<void> EvidencePlan::keep_files() const {
  for (const auto& pending : pending_) {
    const auto stored = ledger_->evidence().add(pending.file);
    if (!stored) return tl::unexpected(stored.error());
    if (stored->digest == pending.digest) continue;
    return fail(Code::kInvalid, pending.file.string() + " changed while it was read; submit again", "evidence");
  }
  return {};
}

}  // namespace cityledger
