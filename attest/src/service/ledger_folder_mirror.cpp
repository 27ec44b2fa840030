// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a ledger folder does when it is the mirror of somebody else's ledger.
#include <algorithm>

#include "policy/records_write.hpp"
#include "service/ledger_folder_state.hpp"

namespace attest {

Result<std::unique_ptr<LedgerFolder>> LedgerFolder::open_mirror(const fs::path& folder, const ledger::Clock& clock,
                                                                Upstream& server) {
  auto state = std::make_unique<State>();
  state->folder = folder;
  state->clock = &clock;
  state->server = &server;
  auto store = ledger::open_lmdb_store(folder / "store", ledger::OpenMode::kWrite);
  if (!store) return tl::unexpected(store.error());
  state->store = std::move(*store);
  const auto config = get_config(*state->store);
  if (!config) return tl::unexpected(config.error());
  if (!*config) return ledger::fail(Code::kCorrupt, "the mirror has no entry 0 yet", folder.string());
  state->config = **config;
  if (auto disclosures = state->open_disclosures(ledger::OpenMode::kWrite); !disclosures) {
    return tl::unexpected(disclosures.error());
  }
  if (auto followed = state->follow_erasures(); !followed) return tl::unexpected(followed.error());
  return std::unique_ptr<LedgerFolder>(new LedgerFolder(std::move(state)));
}

Result<std::unique_ptr<LedgerFolder>> LedgerFolder::open_mirror_to_read(const fs::path& folder, Upstream& server) {
  auto ledger = open_to_read(folder);
  if (ledger) (*ledger)->state_->server = &server;
  return ledger;
}

// What is one's own is kept here too, so that it can be read again without asking.
Result<SubmitAnswer> LedgerFolder::submit_to_server(const std::vector<Submission>& submissions) {
  if (state_->clock == nullptr) return open_for_reading_only();
  auto answer = state_->server->submit(submissions, *state_->store);
  if (!answer || !answer->registered) return answer;
  std::map<std::string, Bytes, std::less<>> disclosures;
  for (const auto& submission : submissions) {
    for (const auto& disclosure : submission.disclosures) {
      disclosures[disclosure_digest(disclosure)] = ledger::to_bytes(std::string_view(disclosure));
    }
  }
  // The entries are durable where they belong: that a copy could not be kept must not hide them.
  if (!disclosures.empty()) static_cast<void>(state_->disclosures->put_all(std::move(disclosures)));
  static_cast<void>(state_->follow_erasures());
  return answer;
}

Result<void> LedgerFolder::fetch_disclosures(const Statement& statement) const {
  if (state_->server == nullptr || statement.sd.empty()) return {};
  const auto index = get_duplicate(*state_->store, statement_identity(statement.cose), statement.cose.header.kid);
  if (!index) return tl::unexpected(index.error());
  if (!*index || state_->asked.contains(**index)) return {};
  bool known = true;
  for (const std::string& digest : statement.sd) {
    const auto here = state_->disclosures->get(digest);
    if (!here) return tl::unexpected(here.error());
    known = known && *here;
  }
  if (known) return {};
  auto given = state_->server->disclosures(**index);
  if (!given) return tl::unexpected(given.error());
  state_->asked.insert(**index);
  for (std::string& encoded : *given) {
    std::string digest = disclosure_digest(encoded);
    if (std::binary_search(statement.sd.begin(), statement.sd.end(), digest)) {
      state_->fetched.insert_or_assign(std::move(digest), std::move(encoded));
    }
  }
  return {};
}

// The public rules as the mirror's entries have them; seals that the ledger would put between are not known here.
Result<std::vector<ledger::Answer::Refused>> judge_here(const ledger::Store& store, UnixMillis now,
                                                        const std::vector<Submission>& submissions) {
  const auto head = store.head();
  if (!head) return tl::unexpected(head.error());
  ledger::StateOverlay state(store);
  ledger::Place place{{head->size.value}, now, head->chain};
  std::vector<ledger::Answer::Refused> refused;
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    ledger::StateOverlay own(&state);
    const auto admission = admit(submissions[i].statement, place, own);
    if (!admission) return tl::unexpected(admission.error());
    if (const auto* no = std::get_if<ledger::Refuse>(&*admission)) refused.push_back({i, no->violations});
    if (!std::holds_alternative<ledger::Append>(*admission)) continue;
    own.fold_into(state);
    place.chain = ledger::chain_next(place.chain, now, ledger::leaf_hash(submissions[i].statement));
    ++place.index.value;
  }
  return refused;
}

}  // namespace attest
