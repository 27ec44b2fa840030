// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The files themselves: brought to where the ledger is, and taken from there.
#include "attest/evidence_file.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/evidence.hpp"
#include "cityledger/server_link.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

// Registrations of that file which have not expired. Those of another size are not opened.
Result<std::vector<ledger::EntryIndex>> registrations_of(const attest::LedgerFolder& ledger,
                                                         const attest::StoredEvidence& file) {
  std::vector<ledger::EntryIndex> found;
  const auto look = [&](ledger::EntryIndex index, const auto&) -> Result<void> {
    const auto record = attest::get_evidence(ledger.store(), index);
    if (!record) return tl::unexpected(record.error());
    const auto statement = ledger.statement(index);
    if (!statement) return tl::unexpected(statement.error());
    const auto& body = std::get<attest::EvidenceRegistered>(statement->body);
    if (!*record || (*record)->expired || static_cast<std::uint64_t>(body.size) != file.size) return {};
    const auto digest = attest::evidence_digest(ledger, *statement);
    if (!digest) return tl::unexpected(digest.error());
    if (*digest && **digest == file.digest) found.push_back(index);
    return {};
  };
  if (const auto done = certs::each_of_type(ledger, "evidence.registered", look); !done) {
    return tl::unexpected(done.error());
  }
  return found;
}

Result<ledger::EntryIndex> send_one(const EvidenceSendOptions& options, Session& session, const fs::path& file) {
  const auto measured = attest::measure_evidence(file);
  if (!measured) return tl::unexpected(measured.error());
  const auto found = registrations_of(session.ledger(), *measured);
  if (!found) return tl::unexpected(found.error());
  if (found->empty()) {
    return fail(Code::kNotFound,
                file.string() + " is not the file of any evidence that is registered and known here, SHA-256 " +
                    ledger::to_hex(measured->digest) + ": register it with evidence add",
                "file");
  }
  if (options.ledger.link) {
    if (auto sent = options.ledger.link->send_evidence(found->front(), file); !sent)
      return tl::unexpected(sent.error());
  } else if (const auto stored = session.ledger().evidence().add(file); !stored) {
    return tl::unexpected(stored.error());
  }
  return found->front();
}

// What the ledger says of the file of that entry. Errors: kNotFound.
Result<attest::StoredEvidence> registered_file(const attest::LedgerFolder& ledger, ledger::EntryIndex index) {
  const auto record = attest::get_evidence(ledger.store(), index);
  if (!record) return tl::unexpected(record.error());
  const std::string entry = "entry " + std::to_string(index.value);
  if (!*record) return fail(Code::kNotFound, entry + " registers no evidence", "entry");
  if ((*record)->expired) return fail(Code::kNotFound, "the evidence of " + entry + " has expired", "entry");
  const auto statement = ledger.statement(index);
  if (!statement) return tl::unexpected(statement.error());
  const auto digest = attest::evidence_digest(ledger, *statement);
  if (!digest) return tl::unexpected(digest.error());
  if (!*digest) {
    return fail(
        Code::kNotFound,
        "the digest of " + entry + " is erased, or not for the reader: nothing could show that a file is the one",
        "entry");
  }
  return attest::StoredEvidence{**digest,
                                static_cast<std::uint64_t>(std::get<attest::EvidenceRegistered>(statement->body).size)};
}

Result<void> copy_checked(const attest::EvidenceStore& store, const attest::StoredEvidence& file, const fs::path& out) {
  if (auto good = store.check(file.digest); !good) return good;
  std::error_code error;
  fs::copy_file(store.path_of(file.digest), out, error);
  if (error) return fail(Code::kStorage, "the file cannot be written: " + error.message(), out.string());
  return {};
}

}  // namespace

int run_evidence_send(const EvidenceSendOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  Json::Array sent;
  for (const fs::path& file : options.files) {
    const auto entry = send_one(options, **session, file);
    if (!entry) return console.fail(entry.error());
    console.say("entry " + std::to_string(entry->value) + ": " + file.string() + " is there");
    sent.emplace_back(Json::Object{{"entry", entry->value}, {"file", file.string()}});
  }
  console.answer(Json::Object{{"sent", std::move(sent)}});
  return 0;
}

int run_evidence_get(const EvidenceGetOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& ledger = (*session)->ledger();
  std::error_code error;
  if (fs::exists(options.out, error)) {
    return console.fail({Code::kInvalid, options.out.string() + " is there already; nothing is written over", "out"});
  }
  const auto file = registered_file(ledger, {options.entry});
  if (!file) return console.fail(file.error());
  const auto got = options.ledger.link ? options.ledger.link->get_evidence({options.entry}, *file, options.out)
                                       : copy_checked(ledger.evidence(), *file, options.out);
  if (!got) return console.fail(got.error());
  const std::string digest = ledger::to_hex(file->digest);
  console.print("entry " + std::to_string(options.entry) + ": " + options.out.string() + ", SHA-256 " + digest +
                " as registered");
  console.answer(Json::Object{{"entry", options.entry}, {"file", options.out.string()}, {"digest", digest}});
  return 0;
}

}  // namespace cityledger
