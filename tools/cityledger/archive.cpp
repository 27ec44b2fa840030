// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/archive.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "attest/date.hpp"
#include "attest/search.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/progress.hpp"
#include "cityledger/reader.hpp"
#include "cityledger/server_link.hpp"
#include "cityledger/zip_file.hpp"
#include "ledger/note.hpp"

namespace cityledger {
namespace {

constexpr const char* kReadme =
    "Everything that this ledger holds of one party.\n"
    "\n"
    "index.json              each entry, with its files and its opened fields\n"
    "statements/N.cose       the signed statement of entry N (COSE_Sign1), byte for byte\n"
    "receipts/N.cose         proof that it is entry N (RFC 9942)\n"
    "proofs/N.tlog-proof     the same as C2SP tlog-proof\n"
    "disclosures/N.json      what its digests hide, as far as the party may read it: base64url of [salt, name, "
    "value];\n"
    "                        the SHA-256 of that text, in base64url, is the digest in the statement\n"
    "evidence/DIGEST         files, by the SHA-256 of their content\n"
    "checkpoint              the signed size and root that the proofs lead to\n"
    "trust/                  the ledger's key and genesis: compare them with what you hold already\n"
    "\n"
    "It holds confidential fields: keep it as you would keep them.\n";

class Archiver {
 public:
  // With a server, `link` gives the files that are not here.
  Archiver(const attest::LedgerFolder& ledger, std::string party, ledger::UnixMillis now, ZipFile& zip,
           ServerLink* link)
      : ledger_(ledger), reader_{std::move(party), {}}, now_(now), zip_(zip), link_(link) {}

  Result<void> add(ledger::EntryIndex index) {
    const auto entry = ledger_.store().entry(index);
    if (!entry) return tl::unexpected(entry.error());
    const auto statement = attest::parse_statement(entry->body);
    if (!statement) return tl::unexpected(statement.error());
    const auto facts = attest::get_entry_facts(ledger_.store(), index);
    if (!facts) return tl::unexpected(facts.error());
    if (!*facts) return fail(Code::kCorrupt, "the record of an entry is missing: run rebuild", "entry");
    const std::string name = std::to_string(index.value);
    if (auto done = zip_.add("statements/" + name + ".cose", ledger::to_string(entry->body)); !done) return done;
    if (auto done = add_proofs(index, name); !done) return done;
    Json::Object row{{"entry", attest::to_json(certs::ref_of(index, **facts))},
                     {"time", attest::format_millis(entry->time)},
                     {"type", (*facts)->type},
                     {"signer", (*facts)->signer_party},
                     {"subject", (*facts)->subject},
                     {"statement", "statements/" + name + ".cose"},
                     {"receipt", "receipts/" + name + ".cose"},
                     {"tlog_proof", "proofs/" + name + ".tlog-proof"}};
    if (auto done = add_opened(index, *statement, name, row); !done) return done;
    rows_.emplace_back(std::move(row));
    return {};
  }

  Result<void> finish() {
    const auto head = ledger_.signed_head();
    if (!head) return tl::unexpected(head.error());
    const std::string genesis = ledger::to_hex(ledger_.config().genesis);
    const Json index(Json::Object{{"party", reader_.party},
                                  {"origin", ledger_.config().origin},
                                  {"genesis", genesis},
                                  {"size", head->size.value},
                                  {"entries", rows_}});
    for (auto& [name, content] : {std::pair<std::string, std::string>{"README.txt", kReadme},
                                  {"index.json", attest::pretty_json(index) + "\n"},
                                  {"checkpoint", head->checkpoint},
                                  {"trust/log.vkey", ledger::format_vkey(ledger_.log_key()) + "\n"},
                                  {"trust/genesis", genesis + "\n"}}) {
      if (auto done = zip_.add(name, content); !done) return done;
    }
    return zip_.close();
  }
  [[nodiscard]] std::size_t entries() const { return rows_.size(); }
  [[nodiscard]] std::size_t files() const { return files_.size(); }

 private:
  Result<void> add_proofs(ledger::EntryIndex index, const std::string& name) {
    const auto receipt = ledger_.receipt(index);
    if (!receipt) return tl::unexpected(receipt.error());
    if (auto done = zip_.add("receipts/" + name + ".cose", ledger::to_string(*receipt)); !done) return done;
    const auto proof = ledger_.tlog_proof(index);
    if (!proof) return tl::unexpected(proof.error());
    return zip_.add("proofs/" + name + ".tlog-proof", *proof);
  }

  Result<void> add_opened(ledger::EntryIndex index, const attest::Statement& statement, const std::string& name,
                          Json::Object& row) {
    const auto opened = attest::open_for(ledger_, reader_, index, statement, now_);
    if (!opened) return tl::unexpected(opened.error());
    for (const auto& [digest, by] : opened->erased) row["erased_by"] = Json(by);
    if (opened->values.empty()) return {};
    Json::Object values;
    for (const auto& [field, value] : opened->values) values.emplace(field, value);
    row.emplace("opened", std::move(values));
    row.emplace("disclosures", "disclosures/" + name + ".json");
    const Json disclosures = certs::texts(opened->disclosures);
    if (auto done = zip_.add("disclosures/" + name + ".json", attest::pretty_json(disclosures) + "\n"); !done) {
      return done;
    }
    return add_evidence(index, *opened, row);
  }

  // Files that the party registered or provided, each once.
  Result<void> add_evidence(ledger::EntryIndex index, const attest::Opened& opened, Json::Object& row) {
    const auto record = attest::get_evidence(ledger_.store(), index);
    if (!record) return tl::unexpected(record.error());
    const auto text = opened.values.find("digest");
    if (!*record || text == opened.values.end()) return {};
    if ((*record)->registered_by != reader_.party && (*record)->provider != reader_.party) return {};
    const auto digest = ledger::digest_from_hex(text->second);
    if (!digest) return tl::unexpected(digest.error());
    if (!ledger_.evidence().holds(*digest) && link_ != nullptr && !(*record)->expired) {
      if (auto got = get_file(index, *digest); !got && got.error().code != Code::kNotFound) return got;
    }
    if (!ledger_.evidence().holds(*digest)) {
      row.emplace("evidence_missing", (*record)->expired ? "expired" : "not there");
      return {};
    }
    row.emplace("evidence", "evidence/" + text->second);
    if (!files_.insert(*digest).second) return {};
    return zip_.add_file("evidence/" + text->second, ledger_.evidence().path_of(*digest));
  }

  // The party's own file: it is kept here like those that are sent from here.
  Result<void> get_file(ledger::EntryIndex index, const attest::Digest& digest) {
    const auto statement = ledger_.statement(index);
    if (!statement) return tl::unexpected(statement.error());
    const auto* body = std::get_if<attest::EvidenceRegistered>(&statement->body);
    if (body == nullptr) return {};
    const attest::StoredEvidence expected{digest, static_cast<std::uint64_t>(body->size)};
    const std::filesystem::path came = ledger_.folder() / ("incoming-" + std::to_string(index.value));
    if (auto got = link_->get_evidence(index, expected, came); !got) return got;
    const auto kept = ledger_.evidence().adopt(came, expected);
    return kept ? Result<void>{} : tl::unexpected(kept.error());
  }

  const attest::LedgerFolder& ledger_;
  attest::Reader reader_;
  ledger::UnixMillis now_;
  ZipFile& zip_;
  ServerLink* link_;
  Json::Array rows_;
  std::set<attest::Digest> files_;
};

// What it signed, what is about it, and of a city what is about its cycles; as far as the signed head reaches.
Result<std::vector<ledger::EntryIndex>> entries_of(const attest::LedgerFolder& ledger, const std::string& party) {
  const auto head = ledger.signed_head();
  if (!head) return tl::unexpected(head.error());
  const auto signed_or_named = attest::search(ledger.store(), head->size, {.party = party});
  if (!signed_or_named) return signed_or_named;
  const auto about = attest::search(ledger.store(), head->size, {.city = party});
  if (!about) return about;
  std::vector<ledger::EntryIndex> all;
  std::set_union(signed_or_named->begin(), signed_or_named->end(), about->begin(), about->end(),
                 std::back_inserter(all));
  return all;
}

}  // namespace

int run_party_archive(const ArchiveOptions& options, Console& console) {
  const auto session = Session::open_to_prove(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  if (const auto party = certs::find_party(folder.store(), options.party); !party) return console.fail(party.error());
  if (options.ledger.link &&
      (!options.ledger.link->reader() || options.ledger.link->reader()->party != options.party)) {
    return console.fail(
        {Code::kKey, "a server gives a party its own fields alone: name a key of it with --reader KEY", "reader"});
  }
  const auto now = present_moment(folder, options.ledger);
  if (!now) return console.fail(now.error());
  const auto entries = entries_of(folder, options.party);
  if (!entries) return console.fail(entries.error());
  auto zip = ZipFile::create(options.out, folder.now());
  if (!zip) return console.fail(zip.error());
  Archiver archiver(folder, options.party, *now, *zip, options.ledger.link.get());
  const auto progress = draw_progress(console, "archiving entries");
  for (const ledger::EntryIndex index : *entries) {
    if (const auto added = archiver.add(index); !added) return console.fail(added.error());
    if (progress) progress(archiver.entries(), entries->size());
  }
  if (const auto finished = archiver.finish(); !finished) return console.fail(finished.error());
  console.print(with_thousands(archiver.entries()) + " entries and " + with_thousands(archiver.files()) +
                " file(s) of " + options.party + " in " + options.out.string() + "; it holds confidential fields");
  console.answer(Json::Object{{"party", options.party},
                              {"entries", std::uint64_t{archiver.entries()}},
                              {"files", std::uint64_t{archiver.files()}},
                              {"out", options.out.string()}});
  return 0;
}

}  // namespace cityledger
