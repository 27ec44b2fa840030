// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Evidence after it was registered: read again, ended.
#include <algorithm>
#include <set>

#include "attest/date.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/evidence.hpp"
#include "cityledger/exit_codes.hpp"
#include "cityledger/progress.hpp"

namespace cityledger {
namespace {

struct Registration {
  ledger::EntryIndex index;
  std::optional<attest::Digest> digest;  // none when it is erased or not known here
  std::optional<attest::EntryRef> expired;
};

Result<Registration> registration_at(const attest::LedgerFolder& ledger, ledger::EntryIndex index) {
  const auto record = attest::get_evidence(ledger.store(), index);
  if (!record) return tl::unexpected(record.error());
  if (!*record) {
    return fail(Code::kNotFound, "entry " + std::to_string(index.value) + " registers no evidence", "entry");
  }
  const auto statement = ledger.statement(index);
  if (!statement) return tl::unexpected(statement.error());
  const auto opened = ledger.opened(*statement);
  if (!opened) return tl::unexpected(opened.error());
  Registration found{index, {}, (*record)->expired};
  const auto text = opened->find("digest");
  if (text == opened->end()) return found;
  const auto digest = ledger::digest_from_hex(text->second);
  if (!digest) return tl::unexpected(digest.error());
  found.digest = *digest;
  return found;
}

Result<std::vector<Registration>> all_registrations(const attest::LedgerFolder& ledger) {
  std::vector<Registration> all;
  const auto done = certs::each_of_type(ledger, "evidence.registered", [&](ledger::EntryIndex index, const auto&) {
    auto found = registration_at(ledger, index);
    if (!found) return Result<void>(tl::unexpected(found.error()));
    all.push_back(std::move(*found));
    return Result<void>{};
  });
  if (!done) return tl::unexpected(done.error());
  return all;
}

// Files that a registration still asks for. One whose digest is erased asks for a file that nobody can name.
std::set<attest::Digest> needed_by(const std::vector<Registration>& all) {
  std::set<attest::Digest> needed;
  for (const Registration& found : all) {
    if (found.digest && !found.expired) needed.insert(*found.digest);
  }
  return needed;
}

// Files of expired evidence that no other registration needs. Errors: kStorage.
Result<std::size_t> remove_expired_files(const attest::LedgerFolder& ledger) {
  const auto all = all_registrations(ledger);
  if (!all) return tl::unexpected(all.error());
  const auto needed = needed_by(*all);
  std::size_t removed = 0;
  for (const Registration& found : *all) {
    if (!found.expired || !found.digest || needed.contains(*found.digest)) continue;
    if (!ledger.evidence().holds(*found.digest)) continue;
    if (const auto done = ledger.evidence().remove(*found.digest); !done) return tl::unexpected(done.error());
    ++removed;
  }
  return removed;
}

// One line of a check. Empty message: as it must be.
struct Checked {
  std::string message;
  bool not_done = false;
};
Checked check(const attest::LedgerFolder& ledger, const Registration& found, const std::set<attest::Digest>& needed) {
  if (!found.digest) return {"its digest is erased, or not known here: not done", true};
  if (!found.expired) {
    const auto same = ledger.evidence().check(*found.digest);
    return {same ? std::string{} : same.error().message, false};
  }
  if (needed.contains(*found.digest) || !ledger.evidence().holds(*found.digest)) return {};
  return {"expired by entry " + std::to_string(found.expired->index.value) +
              ", but its file is still there: run cityledger evidence expire",
          false};
}

}  // namespace

int run_evidence_check(const EvidenceCheckOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  if (options.entry) {
    if (const auto there = registration_at(folder, {*options.entry}); !there) return console.fail(there.error());
  }
  const auto all = all_registrations(folder);
  if (!all) return console.fail(all.error());
  const auto needed = needed_by(*all);
  Json::Array findings;
  Json::Array not_done;
  std::string text;
  std::uint64_t checked = 0;
  std::uint64_t expired = 0;
  for (const Registration& found : *all) {
    if (options.entry && *options.entry != found.index.value) continue;
    const Checked result = check(folder, found, needed);
    if (!result.not_done) ++(found.expired ? expired : checked);
    if (result.message.empty()) continue;
    text += "entry " + std::to_string(found.index.value) + ": " + result.message + "\n";
    (result.not_done ? not_done : findings)
        .emplace_back(Json::Object{{"entry", found.index.value}, {"message", result.message}});
  }
  const bool well = findings.empty();
  console.print(text + with_thousands(checked) + " file(s) read again, " +
                (expired == 0 ? "" : with_thousands(expired) + " expired, ") +
                (well ? "all as registered" : "see above"));
  console.answer(Json::Object{{"checked", checked},
                              {"expired", expired},
                              {"findings", std::move(findings)},
                              {"not_done", std::move(not_done)}});
  return well ? kExitDone : kExitDifference;
}

int run_evidence_expire(const EvidenceExpireOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  std::optional<attest::SubmitAnswer> said;
  if (options.entry) {
    const auto record = attest::get_evidence(folder.store(), {*options.entry});
    if (!record) return console.fail(record.error());
    if (!*record) {
      return console.fail(
          {Code::kNotFound, "entry " + std::to_string(*options.entry) + " registers no evidence", "entry"});
    }
    auto answer = (*session)->append(options.signer, attest::EvidenceExpired{(*record)->entry, options.reason});
    if (!answer) return console.fail(answer.error());
    if (!answer->registered) return console.refuse(answer->refused);
    said = std::move(*answer);
  }
  // After the entry: a file is never gone while the ledger says that it is kept. What an interrupted run has left
  // is removed by the next one.
  const auto removed = remove_expired_files(folder);
  if (!removed) return console.fail(removed.error());
  const std::string what = with_thousands(*removed) + " file(s) removed";
  if (said) {
    return finish(**session, console, *said, "evidence expired; " + what, {{"removed", std::uint64_t{*removed}}});
  }
  if (const auto closed = (*session)->close(); !closed) return console.fail(closed.error());
  console.print(what);
  console.answer(Json::Object{{"removed", std::uint64_t{*removed}}});
  return 0;
}

}  // namespace cityledger
