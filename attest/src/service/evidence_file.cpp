// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/evidence_file.hpp"

#include <algorithm>

#include "attest/rights.hpp"

namespace attest {
namespace {

bool may_send(const std::vector<Relation>& relations) {
  return std::any_of(relations.begin(), relations.end(), [](Relation relation) {
    return relation == Relation::kSigner || relation == Relation::kProvider || relation == Relation::kCity;
  });
}

}  // namespace

Result<std::optional<Digest>> evidence_digest(const LedgerFolder& ledger, const Statement& statement) {
  const auto opened = ledger.opened(statement);
  if (!opened) return tl::unexpected(opened.error());
  const auto text = opened->find("digest");
  if (text == opened->end()) return std::optional<Digest>{};
  const auto digest = ledger::digest_from_hex(text->second);
  if (!digest) return ledger::fail(Code::kCorrupt, "the digest of the evidence is none");
  return std::optional(*digest);
}

Result<EvidenceFile> evidence_file(const LedgerFolder& ledger, const Reader& reader, EntryIndex index) {
  const auto record = get_evidence(ledger.store(), index);
  if (!record) return tl::unexpected(record.error());
  if (!*record) {
    return ledger::fail(Code::kNotFound, "entry " + std::to_string(index.value) + " registers no evidence", "entry");
  }
  const auto statement = ledger.statement(index);
  if (!statement) return tl::unexpected(statement.error());
  const auto& body = std::get<EvidenceRegistered>(statement->body);
  const UnixMillis now = ledger.now();
  const auto fields = readable_fields(ledger.store(), index, statement->body, reader.party, now);
  if (!fields) return tl::unexpected(fields.error());
  const auto relations = relations_of(ledger.store(), index, statement->body, reader.party, now);
  if (!relations) return tl::unexpected(relations.error());
  EvidenceFile file{index,
                    (*record)->registered_by,
                    body.media_type,
                    static_cast<std::uint64_t>(body.size),
                    (*record)->expired,
                    false,
                    false,
                    {}};
  file.readable = std::find(fields->begin(), fields->end(), "digest") != fields->end();
  file.sendable = file.readable && may_send(*relations);
  if (!file.readable) return file;
  auto digest = evidence_digest(ledger, *statement);
  if (!digest) return tl::unexpected(digest.error());
  file.digest = *digest;
  return file;
}

Result<void> log_evidence(const LedgerFolder& ledger, const Reader& reader, const EvidenceFile& file,
                          EvidenceShown shown) {
  Access access{ledger.now(), reader.party, reader.kid, file.index, file.owner, {"digest"}};
  if (shown == EvidenceShown::kFile) access.fields.emplace_back("file");
  return ledger.access_log().add({access});
}

}  // namespace attest
