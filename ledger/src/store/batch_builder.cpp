// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/batch_builder.hpp"

#include <iterator>
#include <utility>

#include "ledger/limits.hpp"

namespace ledger {

BatchBuilder::BatchBuilder(const Store& store, const SequencerConfig& config, const LedgerEnd& end, UnixMillis now)
    : store_(store),
      config_(config),
      end_(end),
      now_(now),
      stored_(store),
      state_(stored_),
      kept_{end.head, {}, {}, end.unsealed_since} {}

Result<Answer> BatchBuilder::judge(const std::vector<Bytes>& statements, bool keep_it) {
  Draft draft = fresh_draft();
  StateOverlay state(&state_);
  Answer answer;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (auto judged = judge_one(draft, state, statements[i], i, answer); !judged) {
      return tl::unexpected(judged.error());
    }
  }
  if (!answer.refused.empty()) {
    answer.entries.clear();
    return answer;
  }
  if (keep_it) keep(std::move(draft), state);
  return answer;
}

Result<void> BatchBuilder::seal() {
  if (!config_.make_seal || !kept_.unsealed_since) return {};
  Draft draft = fresh_draft();
  StateOverlay state(&state_);
  if (auto sealed = add_seal(draft, state); !sealed) return sealed;
  keep(std::move(draft), state);
  return {};
}

bool BatchBuilder::seal_is_due() const {
  return kept_.unsealed_since && now_.value - kept_.unsealed_since->value > kSealMillisMax;
}

Batch BatchBuilder::take(LedgerEnd& end) && {
  Batch batch;
  batch.base = end_.head.size;
  end.edge = end_.edge;
  for (const Digest& leaf : kept_.leaves) end.edge.append(leaf, batch.nodes);
  end.head = kept_.head;
  end.head.root = end.edge.root();
  end.unsealed_since = kept_.unsealed_since;
  batch.entries = std::move(kept_.entries);
  batch.state = state_.changes();
  batch.head = end.head;
  batch.unsealed_since = kept_.unsealed_since;
  return batch;
}

Result<void> BatchBuilder::judge_one(Draft& draft, StateOverlay& state, const Bytes& statement, std::size_t position,
                                     Answer& answer) const {
  // A layer of its own: what a refused statement may have written must not be seen by the next one.
  StateOverlay own(&state);
  auto admission = config_.admit(statement, next_place(draft), own);
  if (!admission) return tl::unexpected(admission.error());
  if (auto* refuse = std::get_if<Refuse>(&*admission)) {
    answer.refused.push_back({position, std::move(refuse->violations)});
    return {};
  }
  if (const auto* duplicate = std::get_if<Duplicate>(&*admission)) {
    const auto leaf = leaf_at(draft, duplicate->first);
    if (!leaf) return tl::unexpected(leaf.error());
    answer.entries.push_back({duplicate->first, *leaf, true});
    return {};
  }
  own.fold_into(state);
  add_entry(draft, statement);
  if (!draft.unsealed_since) draft.unsealed_since = now_;
  answer.entries.push_back({{draft.head.size.value - 1}, draft.leaves.back(), false});
  if (std::get<Append>(*admission).seal_after && config_.make_seal) return add_seal(draft, state);
  return {};
}

Result<void> BatchBuilder::add_seal(Draft& draft, StateOverlay& state) const {
  const Place place = next_place(draft);
  const auto body = config_.make_seal(place, state);
  if (!body) return tl::unexpected(body.error());
  if (body->size() > kEntryBytesMax) return fail(Code::kTooLarge, "the seal is over the limit of an entry");
  StateOverlay own(&state);
  const auto admission = config_.admit(*body, place, own);
  if (!admission) return tl::unexpected(admission.error());
  if (const auto* refuse = std::get_if<Refuse>(&*admission)) {
    const bool named = !refuse->violations.empty();
    return fail(Code::kRefused, "the ledger's own seal is refused: " + (named ? refuse->violations[0].message : ""),
                named ? refuse->violations[0].rule : "");
  }
  if (std::holds_alternative<Duplicate>(*admission))
    return fail(Code::kRefused, "the ledger's own seal is a duplicate");
  own.fold_into(state);
  add_entry(draft, *body);
  draft.unsealed_since.reset();
  return {};
}

void BatchBuilder::add_entry(Draft& draft, const Bytes& body) const {
  const Digest leaf = leaf_hash(body);
  draft.head.chain = chain_next(draft.head.chain, now_, leaf);
  draft.head.time = now_;
  ++draft.head.size.value;
  draft.entries.push_back({body, now_, draft.head.chain});
  draft.leaves.push_back(leaf);
}

Result<Digest> BatchBuilder::leaf_at(const Draft& draft, EntryIndex index) const {
  const std::uint64_t base = end_.head.size.value;
  if (index.value < base) return store_.node({0, index.value});
  const std::uint64_t offset = index.value - base;
  if (offset < kept_.leaves.size()) return kept_.leaves[offset];
  if (offset - kept_.leaves.size() < draft.leaves.size()) return draft.leaves[offset - kept_.leaves.size()];
  return fail(Code::kCorrupt, "a duplicate is said to be at an index beyond the end");
}

void BatchBuilder::keep(Draft&& draft, const StateOverlay& state) {
  state.fold_into(state_);
  kept_.head = draft.head;
  kept_.unsealed_since = draft.unsealed_since;
  std::move(draft.entries.begin(), draft.entries.end(), std::back_inserter(kept_.entries));
  kept_.leaves.insert(kept_.leaves.end(), draft.leaves.begin(), draft.leaves.end());
}

}  // namespace ledger
