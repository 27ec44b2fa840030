// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/ledger_folder.hpp"

#include <algorithm>
#include <mutex>
#include <system_error>

#include "attest/date.hpp"
#include "attest/possession.hpp"
#include "ledger/durable_file.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "ledger/tlog_proof.hpp"
#include "service/ledger_folder_state.hpp"

namespace attest {

using ledger::OpenMode;

namespace {

std::string fresh_nonce() {
  return ledger::base64url_encode(random_bytes(16));
}

std::int64_t seconds(UnixMillis time) {
  return static_cast<std::int64_t>(time.value / 1000);
}

// Entry 0: says which ledger this is and who may speak first.
Result<Bytes> opening_statement(const LedgerFolder::Opening& opening, const OpeningKeys& keys, UnixMillis now) {
  LedgerOpened body;
  body.origin = opening.origin;
  body.clock = opening.clock;
  body.ledger_key = keys.ledger->public_key();
  body.policy_version = kPolicyVersion;
  body.certifier = opening.certifier;
  body.certifier_names = opening.certifier_names;
  body.certifier_country = opening.certifier_country;
  for (const auto& root : keys.roots) {
    const Possession possession{root.holder, opening.certifier, {"root"}, opening.origin, fresh_nonce()};
    auto proof = sign_possession(possession, seconds(now), *root.key);
    if (!proof) return tl::unexpected(proof.error());
    body.root_keys.push_back({root.key->public_key(), root.holder, std::move(*proof)});
  }
  const Saying saying{opening.origin, seconds(now), Common{fresh_nonce(), std::nullopt}, std::move(body), {}};
  return sign_statement(saying, *keys.ledger);
}

}  // namespace

// A seal is reproducible: its nonce is the beginning of the chain value that it commits to.
Result<Bytes> seal_statement(const std::string& origin, const Digest& genesis, const ledger::Place& place,
                             const Signer& key) {
  const ByteView nonce = place.chain.view().subspan(0, 16);
  const Saying saying{origin,
                      seconds(place.time),
                      Common{ledger::base64url_encode(nonce), genesis},
                      LedgerSeal{TreeSize{place.index.value}, place.chain, place.time},
                      {}};
  return sign_statement(saying, key);
}

LedgerFolder::LedgerFolder(std::unique_ptr<State> state) : state_(std::move(state)) {}

LedgerFolder::~LedgerFolder() {
  // A failure here cannot be reported; callers who care call close(). Nothing acknowledged depends on it.
  if (state_) static_cast<void>(close());
}

Result<std::unique_ptr<LedgerFolder>> LedgerFolder::create(const fs::path& folder, const Opening& opening,
                                                           const OpeningKeys& keys, const ledger::Clock& clock) {
  if (fs::exists(folder / "store")) {
    return ledger::fail(Code::kInvalid, "this folder already holds a ledger; choose another one", folder.string());
  }
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return ledger::fail(Code::kStorage, "the folder cannot be made: " + error.message(), folder.string());
  const auto opened = opening_statement(opening, keys, clock.now());
  if (!opened) return tl::unexpected(opened.error());

  auto state = std::make_unique<State>();
  state->folder = folder;
  state->clock = &clock;
  state->keys = {keys.ledger};
  state->config = {opening.origin, ledger::leaf_hash(*opened), opening.clock, opening.certifier,
                   keys.ledger->public_key()};
  auto store = ledger::open_lmdb_store(folder / "store", OpenMode::kCreate);
  if (!store) return tl::unexpected(store.error());
  state->store = std::move(*store);
  if (auto disclosures = state->open_disclosures(OpenMode::kCreate); !disclosures) {
    return tl::unexpected(disclosures.error());
  }
  auto guard = ledger::create_guard_file(folder / "guard");
  if (!guard) return tl::unexpected(guard.error());
  state->guard = std::move(*guard);
  if (auto started = state->start_sequencer(); !started) return tl::unexpected(started.error());

  auto ledger = std::unique_ptr<LedgerFolder>(new LedgerFolder(std::move(state)));
  const auto answer = ledger->submit({Submission{*opened, {}}});
  if (!answer) return tl::unexpected(answer.error());
  if (!answer->registered) {
    const auto& violation = answer->refused.front().violations.front();
    return ledger::fail(Code::kRefused, violation.message, violation.field);
  }
  return ledger;
}

Result<std::unique_ptr<LedgerFolder>> LedgerFolder::open(const fs::path& folder, const LedgerKeys& keys,
                                                         const ledger::Clock& clock, Steps at_step) {
  auto state = std::make_unique<State>();
  state->folder = folder;
  state->clock = &clock;
  state->keys = keys;
  auto store = ledger::open_lmdb_store(folder / "store", OpenMode::kWrite);
  if (!store) return tl::unexpected(store.error());
  state->store = std::move(*store);
  const auto config = get_config(*state->store);
  if (!config) return tl::unexpected(config.error());
  if (!*config) return ledger::fail(Code::kCorrupt, "the ledger has no entry 0; make a new one", folder.string());
  state->config = **config;
  if (const auto key = state->present_signer(state->config.ledger_key); !key) return tl::unexpected(key.error());
  if (auto disclosures = state->open_disclosures(OpenMode::kWrite, std::move(at_step)); !disclosures) {
    return tl::unexpected(disclosures.error());
  }
  auto guard = ledger::open_guard_file(folder / "guard");
  if (!guard) return tl::unexpected(guard.error());
  state->guard = std::move(*guard);
  if (auto started = state->start_sequencer(); !started) return tl::unexpected(started.error());
  // Only now is it known that the ledger itself is not an older copy.
  if (auto followed = state->follow_erasures(); !followed) return tl::unexpected(followed.error());
  static_cast<void>(state->close_conflicts());  // a damaged file there must not close the ledger; `conflicts` names it
  const auto latest = state->sequencer->latest();
  if (!latest) return tl::unexpected(latest.error());
  const auto head = state->remember(**latest);
  if (!head) return tl::unexpected(head.error());
  if (auto kept = state->keep_rotation_proofs(**head); !kept) return tl::unexpected(kept.error());
  return std::unique_ptr<LedgerFolder>(new LedgerFolder(std::move(state)));
}

Result<std::unique_ptr<LedgerFolder>> LedgerFolder::open_to_read(const fs::path& folder) {
  auto state = std::make_unique<State>();
  state->folder = folder;
  auto store = ledger::open_lmdb_store(folder / "store", OpenMode::kRead);
  if (!store) return tl::unexpected(store.error());
  state->store = std::move(*store);
  if (auto disclosures = state->open_disclosures(OpenMode::kRead); !disclosures) {
    return tl::unexpected(disclosures.error());
  }
  const auto config = get_config(*state->store);
  if (!config) return tl::unexpected(config.error());
  if (!*config) return ledger::fail(Code::kCorrupt, "the ledger has no entry 0", folder.string());
  state->config = **config;
  return std::unique_ptr<LedgerFolder>(new LedgerFolder(std::move(state)));
}

Result<SubmitAnswer> LedgerFolder::rotate_key(const Signer& next, UnixMillis overlap_until) {
  if (!state_->sequencer) return open_for_reading_only();
  const ConfigRecord& config = state_->config;
  const auto present = state_->present_signer(config.ledger_key);
  if (!present) return tl::unexpected(present.error());
  const std::int64_t issued_at_s = seconds(now());
  const Possession possession{
      std::string(kLedgerHolder), config.origin, {"ledger"}, ledger::to_hex(config.genesis), fresh_nonce()};
  auto proof = sign_possession(possession, issued_at_s, next);
  if (!proof) return tl::unexpected(proof.error());
  LedgerKeyRotated body{next.public_key(), std::move(*proof), format_moment(overlap_until)};
  const Saying saying{config.origin, issued_at_s, Common{fresh_nonce(), config.genesis}, std::move(body), {}};
  const auto statement = sign_statement(saying, **present);
  if (!statement) return tl::unexpected(statement.error());
  {
    // At hand before it is asked for: it signs the seal that follows in the same batch.
    const std::lock_guard lock(state_->keys_mutex);
    state_->keys.push_back(&next);
  }
  auto answer = submit({Submission{*statement, {}}});
  if (!answer || !answer->registered) return answer;
  auto rotated = state_->config_in(*state_->store);
  if (!rotated) return tl::unexpected(rotated.error());
  state_->config = std::move(*rotated);
  const auto head = signed_head();
  if (!head) return tl::unexpected(head.error());
  if (auto kept = state_->keep_rotation_proofs(*head); !kept) return tl::unexpected(kept.error());
  return answer;
}

Result<SubmitAnswer> LedgerFolder::erase(const DisclosureErased& erasure) {
  if (!state_->sequencer) return open_for_reading_only();
  const ConfigRecord& config = state_->config;
  const auto present = state_->present_signer(config.ledger_key);
  if (!present) return tl::unexpected(present.error());
  const auto statement =
      sign_statement({config.origin, seconds(now()), Common{fresh_nonce(), config.genesis}, erasure, {}}, **present);
  if (!statement) return tl::unexpected(statement.error());
  return submit({Submission{*statement, {}}});
}

Result<void> LedgerFolder::finish_erasures() {
  if (!state_->sequencer) return open_for_reading_only();
  if (auto followed = state_->follow_erasures(); !followed) return followed;
  return state_->close_conflicts();
}

Result<void> LedgerFolder::seal_when_due() {
  if (!state_->sequencer) return open_for_reading_only();
  const auto since = state_->store->unsealed_since();
  if (!since) return tl::unexpected(since.error());
  if (!*since || state_->clock->now().value < (*since)->value + ledger::kSealMillisMax) return {};
  if (auto sealed = state_->sequencer->seal(); !sealed) return sealed;
  const auto latest = state_->sequencer->latest();
  if (!latest) return tl::unexpected(latest.error());
  if (auto head = state_->remember(**latest); !head) return tl::unexpected(head.error());
  return {};
}

Result<void> LedgerFolder::close() {
  if (!state_->sequencer) return {};
  state_->closed = true;
  auto closed = state_->sequencer->close();
  const auto latest = state_->sequencer->latest();
  if (closed && latest) {
    if (auto head = state_->remember(**latest); !head) closed = tl::unexpected(head.error());
  }
  return closed;  // the sequencer stays: other threads may be asking it, and are told that it is closed
}

}  // namespace attest
