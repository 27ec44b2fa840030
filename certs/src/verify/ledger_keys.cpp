// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger_keys.hpp"

#include <algorithm>

#include "attest/possession.hpp"
#include "ledger/merkle.hpp"

namespace certs {
namespace {

using attest::PublicKey;

ledger::NoteKey note_key(const PublicKey& key, const Trust& trust) {
  return {trust.log.name, ledger::NoteKeyType::kEd25519, attest::as_ed25519(key)};
}

bool is_trusted(const ledger::NoteKey& key, const Trust& trust) {
  return key == trust.log || std::any_of(trust.earlier_logs.begin(), trust.earlier_logs.end(),
                                         [&](const EarlierLogKey& earlier) { return earlier.key == key; });
}

Result<void> check_rotation(const Said<attest::LedgerKeyRotated>& said, const PublicKey& before, const Trust& trust) {
  const attest::CoseSign1& cose = said.statement.cose;
  if (cose.header.kid != attest::key_thumbprint(before) || !attest::verify_cose(cose, before) ||
      cose.header.issuer != trust.log.name || said.statement.common.ledger != trust.genesis)
    return ledger::fail(Code::kInvalid, "A rotation of the ledger's key is not signed by the key before.");
  return attest::check_possession(said.body.proof, said.body.next_key, trust.log.name, attest::kLedgerHolder,
                                  {"ledger"}, ledger::to_hex(trust.genesis));
}

// Under a checkpoint that the key before signed, and as many witnesses saw as are asked for.
bool is_followed(const ExaminedRotation& rotation, const ledger::NoteKey& before, const Trust& trust) {
  if (!rotation.proof || rotation.proof->index != rotation.said.index) return false;
  if (!ledger::check_tlog_proof(*rotation.proof, rotation.said.leaf, before)) return false;
  const auto note = ledger::parse_note(rotation.proof->checkpoint);
  const auto quorum = note ? ledger::check_quorum(trust.policy, *note) : tl::unexpected(note.error());
  return quorum && quorum->satisfied;
}

// The keys to which trust in the present key of the trust folder leads.
std::vector<ledger::NoteKey> followed_keys(const Examined& examined, const std::vector<PublicKey>& keys,
                                           const Trust& trust) {
  std::vector<ledger::NoteKey> followed{trust.log};
  for (std::size_t i = 0; i < examined.rotations.size(); ++i) {
    const ledger::NoteKey before = note_key(keys[i], trust);
    const bool known = std::find(followed.begin(), followed.end(), before) != followed.end();
    if (known && is_followed(examined.rotations[i], before, trust)) followed.push_back(note_key(keys[i + 1], trust));
  }
  return followed;
}

}  // namespace

Result<std::vector<PublicKey>> ledger_keys(const Examined& examined, const Trust& trust) {
  const attest::LedgerOpened& opened = examined.opened.body;
  if (opened.ledger_key.algorithm != attest::Algorithm::kEdDsa ||
      !is_trusted(note_key(opened.ledger_key, trust), trust))
    return ledger::fail(Code::kInvalid, "The ledger's key in entry 0 is not a trusted one.");
  std::vector<PublicKey> keys{opened.ledger_key};
  ledger::EntryIndex last{0};
  for (const ExaminedRotation& rotation : examined.rotations) {
    if (!(last < rotation.said.index))
      return ledger::fail(Code::kInvalid, "The rotations of the ledger's key are not in their order.");
    if (auto good = check_rotation(rotation.said, keys.back(), trust); !good) return tl::unexpected(good.error());
    keys.push_back(rotation.said.body.next_key);
    last = rotation.said.index;
  }
  return keys;
}

const PublicKey& ledger_key_at(const std::vector<PublicKey>& keys, const Examined& examined, ledger::TreeSize size) {
  std::size_t at = 0;
  while (at < examined.rotations.size() && examined.rotations[at].said.index.value < size.value) ++at;
  return keys[at];
}

TrustedCheckpoint trusted_checkpoint(const Examined& examined, const std::vector<PublicKey>& keys, const Trust& trust) {
  const std::string& note = examined.tlog_proof.checkpoint;
  const auto opened = open_checkpoint(note, LogKeys{trust.log, trust.earlier_logs});
  if (opened) return {*opened, {}};
  const auto followed = ledger::open_checkpoint(note, followed_keys(examined, keys, trust));
  if (followed) return {*followed, {}};
  const auto by_next = ledger::open_checkpoint(note, note_key(keys.back(), trust));
  const bool is_next = by_next && !examined.rotations.empty() && !is_trusted(note_key(keys.back(), trust), trust);
  if (is_next)
    return {std::nullopt,
            not_done("The ledger has a new key, which the trust folder does not know: get the new trust folder.")};
  return {std::nullopt, failed("The issuance is not proven: " + opened.error().message + ".")};
}

}  // namespace certs
