// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/erase.hpp"

#include <algorithm>

#include "attest/rights.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"

namespace cityledger {
namespace {

struct Target {
  attest::EntryRef ref;
  attest::Statement statement;
  std::map<std::string, std::string> digests;  // of fields that can be erased, to their names; "" when not known here
  std::string signer;
};

Result<Target> target_of(const attest::LedgerFolder& ledger, ledger::EntryIndex index) {
  const auto facts = attest::get_entry_facts(ledger.store(), index);
  if (!facts) return tl::unexpected(facts.error());
  if (!*facts) return fail(Code::kNotFound, "there is no entry " + std::to_string(index.value), "entry");
  auto statement = ledger.statement(index);
  if (!statement) return tl::unexpected(statement.error());
  Target target{certs::ref_of(index, **facts), std::move(*statement), {}, (*facts)->signer_party};
  for (const std::string& digest : target.statement.sd) {
    const auto erased = attest::get_erased(ledger.store(), digest);
    if (!erased) return tl::unexpected(erased.error());
    if (*erased) continue;
    const auto encoded = ledger.disclosure(digest);
    if (!encoded) return tl::unexpected(encoded.error());
    const auto parsed =
        *encoded ? attest::parse_disclosure(**encoded) : Result<attest::Disclosure>(attest::Disclosure{});
    if (!parsed) return tl::unexpected(parsed.error());
    target.digests.emplace(digest, parsed->name);
  }
  if (target.digests.empty()) {
    return fail(Code::kNotFound, "entry " + std::to_string(index.value) + " has no confidential field to erase",
                "entry");
  }
  return target;
}

// The digests of the fields asked for, sorted; all when none is named.
Result<std::vector<std::string>> chosen(const Target& target, const std::vector<std::string>& fields) {
  std::vector<std::string> digests;
  std::vector<std::string> names;
  for (const auto& [digest, name] : target.digests) {
    names.push_back(name);
    if (fields.empty() || std::find(fields.begin(), fields.end(), name) != fields.end()) digests.push_back(digest);
  }
  for (const std::string& field : fields) {
    if (std::find(names.begin(), names.end(), field) == names.end()) {
      return tl::unexpected(certs::unknown_name("field", field, names));
    }
  }
  return digests;
}

// Without its digest nobody finds the file any more.
Result<void> evidence_has_expired(const attest::LedgerFolder& ledger, const Target& target,
                                  const std::vector<std::string>& digests) {
  const auto evidence = attest::get_evidence(ledger.store(), target.ref.index);
  if (!evidence) return tl::unexpected(evidence.error());
  if (!*evidence || (*evidence)->expired) return {};
  const bool names_the_file = std::any_of(
      digests.begin(), digests.end(), [&](const std::string& digest) { return target.digests.at(digest) == "digest"; });
  if (!names_the_file) return {};
  return fail(Code::kInvalid,
              "the file lies in the evidence store under this digest: expire it first (cityledger evidence expire)",
              "digest");
}

// What erasing cannot do, said with every erasure.
std::string out_of_reach(bool published) {
  return published ? "what is erased was published with a certificate: it is public and cannot be recalled"
                   : "whoever was shown it before may keep it; backups of this folder hold it until they are "
                     "restored or destroyed";
}

bool publishes(const Target& target, const std::vector<std::string>& digests) {
  return std::any_of(digests.begin(), digests.end(), [&](const std::string& digest) {
    const auto& rights = attest::all_rights();
    return std::any_of(rights.begin(), rights.end(), [&](const attest::Right& right) {
      return right.published && right.type == attest::type_name(target.statement.body) &&
             right.field == target.digests.at(digest);
    });
  });
}

}  // namespace

int run_erase(const EraseOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  attest::LedgerFolder& folder = (*session)->ledger();
  const auto target = target_of(folder, {options.entry});
  if (!target) return console.fail(target.error());
  auto digests = chosen(*target, options.fields);
  if (!digests) return console.fail(digests.error());
  if (const auto ready = evidence_has_expired(folder, *target, *digests); !ready) return console.fail(ready.error());
  const auto published = attest::is_published(folder.store(), target->ref.index, target->statement.body);
  if (!published) return console.fail(published.error());
  const bool is_public = *published && publishes(*target, *digests);
  const std::size_t count = digests->size();
  const auto answer =
      folder.erase({target->ref, std::move(*digests),
                    options.requested_by.empty() ? target->signer : options.requested_by, options.reason});
  if (answer && answer->registered) {
    if (const auto finished = folder.finish_erasures(); !finished) {
      console.warn("nobody is shown the erased fields any more, but they are still in the files (" +
                   finished.error().message + "); the next command that writes takes them out");
    }
    console.print(out_of_reach(is_public));
  }
  return finish(**session, console, answer,
                std::to_string(count) + " confidential field(s) of entry " + std::to_string(options.entry) + " erased",
                {{"erased", std::uint64_t{count}}, {"published", is_public}, {"remark", out_of_reach(is_public)}});
}

}  // namespace cityledger
