// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/date.hpp"
#include "checks.hpp"
#include "ledger/chain.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger_keys.hpp"

namespace certs {
namespace {

// "9 November 2018, 10:00:00 UTC"
std::string moment_for_people(ledger::UnixMillis time) {
  return attest::format_day_for_people(time) + ", " + attest::format_moment(time).substr(11, 8) + " UTC";
}

struct NamedEntry {
  const char* name;
  const ProvenEntry* entry;
};

std::vector<NamedEntry> entries_of(const Bundle& bundle) {
  std::vector<NamedEntry> entries = {{"opened", &bundle.opened},
                                     {"issuer_key", &bundle.issuer_key},
                                     {"standard", &bundle.standard},
                                     {"enrolled", &bundle.enrolled},
                                     {"did", &bundle.did},
                                     {"seal", &bundle.seal},
                                     {"revocation", &bundle.revocation.entry},
                                     {"suspension", &bundle.suspension.entry}};
  for (const ProvenEntry& root : bundle.roots) entries.push_back({"roots", &root});
  for (const Bundle::Rotation& rotation : bundle.rotations) entries.push_back({"rotations", &rotation.entry});
  return entries;
}

std::optional<Finding> paths_are_wrong(const Examined& examined, const ledger::Checkpoint& checkpoint) {
  const Bundle& bundle = examined.bundle;
  for (const auto& [name, entry] : entries_of(bundle)) {
    const Digest leaf = ledger::leaf_hash(entry->statement);
    if (!ledger::check_inclusion(leaf, entry->index, checkpoint.size, entry->path, checkpoint.root))
      return failed("The statement " + std::string(name) + " is not in the ledger at its place.");
  }
  const std::uint64_t issued = bundle.issuance.index.value;
  if (bundle.opened.index.value != 0 || bundle.did.index.value >= issued || bundle.enrolled.index.value >= issued ||
      bundle.standard.index.value >= issued)  // an amendment may be later than the enrolment
    return failed("The statements are not in the order in which they must have been made.");
  return std::nullopt;
}

std::optional<Finding> receipt_is_wrong(const Examined& examined, const ledger::Checkpoint& checkpoint,
                                        const attest::PublicKey& key, const Trust& trust) {
  const attest::ReceiptHeader& header = examined.receipt.header;
  const auto root = attest::check_receipt(examined.receipt, examined.issuance.leaf, key);
  if (!root) return failed("The receipt does not prove the issuance: " + root.error().message + ".");
  if (header.kid != attest::key_thumbprint(key) || header.origin != trust.log.name || header.genesis != trust.genesis)
    return failed("The receipt is another ledger's.");
  if (header.size != checkpoint.size || *root != checkpoint.root || examined.receipt.index != examined.issuance.index)
    return failed("The receipt and the checkpoint do not speak of the same ledger.");
  return std::nullopt;
}

}  // namespace

Finding check_in_ledger(const Examined& examined, const Trust& trust) {
  if (examined.opened.leaf != trust.genesis) return failed("The bundle is of another ledger than the trusted one.");
  if (examined.opened.body.origin != trust.log.name)
    return failed("Entry 0 names another origin than the trusted key.");
  if (examined.tlog_proof.index != examined.issuance.index) return failed("The proof is of another entry.");
  const auto keys = ledger_keys(examined, trust);
  if (!keys) return failed(keys.error().message);
  const auto [checkpoint, why_not] = trusted_checkpoint(examined, *keys, trust);
  if (!checkpoint) return why_not;
  if (!ledger::check_inclusion(examined.issuance.leaf, examined.tlog_proof.index, checkpoint->size,
                               examined.tlog_proof.path, checkpoint->root))
    return failed("The issuance is not proven: the path does not lead to the checkpoint.");
  if (auto wrong = receipt_is_wrong(examined, *checkpoint, ledger_key_at(*keys, examined, checkpoint->size), trust))
    return *wrong;
  if (auto wrong = paths_are_wrong(examined, *checkpoint)) return *wrong;
  if (auto wrong = history_is_wrong(examined, *checkpoint, trust)) return *wrong;
  return passed("The issuance is entry " + std::to_string(examined.issuance.index.value) + " of " + trust.log.name +
                "; eight more statements lead to the same checkpoint of " + std::to_string(checkpoint->size.value) +
                " entries, and so does the receipt. Who may say what is the ledger's rule for taking an entry in.");
}

Finding check_cosignatures(const Examined& examined, const Trust& trust) {
  const auto note = ledger::parse_note(examined.tlog_proof.checkpoint);
  if (!note) return failed("The checkpoint is malformed: " + note.error().message + ".");
  const auto quorum = ledger::check_quorum(trust.policy, *note);
  if (!quorum) return failed("A cosignature is wrong: " + quorum.error().message + ".");
  if (trust.policy.quorum == "none")
    return not_done(
        "No witness is asked for: that the ledger has one history, and its time, are the operator's claim.");
  std::string names;
  for (const ledger::NoteVerdict& by : quorum->cosigned)
    names += (names.empty() ? "" : "; ") + by.key.name + " on " + moment_for_people({by.cosigned_at_s * 1000});
  if (!quorum->satisfied)
    return not_done("The witnesses that are asked for have not all signed" +
                    (names.empty() ? "." : ": only " + names + "."));
  return passed("The checkpoint was seen by " + names + ".");
}

Finding check_time(const Examined& examined, const Trust& trust) {
  const Bundle& bundle = examined.bundle;
  const attest::LedgerSeal& seal = examined.seal.body;
  const auto keys = ledger_keys(examined, trust);
  if (!keys) return failed(keys.error().message);
  const attest::PublicKey& key = ledger_key_at(*keys, examined, {examined.seal.index.value});
  if (examined.seal.index.value != examined.issuance.index.value + 1 || seal.size.value != examined.seal.index.value)
    return failed("The seal does not follow directly after the issuance.");
  if (examined.seal.statement.cose.header.kid != attest::key_thumbprint(key) ||
      !attest::verify_cose(examined.seal.statement.cose, key) || examined.seal.statement.common.ledger != trust.genesis)
    return failed("The seal is not signed by the ledger's key for this ledger.");
  if (seal.chain != ledger::chain_next(bundle.chain_before, bundle.time, examined.issuance.leaf))
    return failed("The seal commits to another time or order.");
  if (seal.time < bundle.time) return failed("The seal is older than the entry.");
  return passed("The ledger took the issuance in on " + moment_for_people(bundle.time) +
                "; the seal in the next entry commits to its place and time.");
}

}  // namespace certs
