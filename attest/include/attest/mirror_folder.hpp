// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A mirror on this machine: the folder of a ledger that somebody else runs, read by LedgerFolder like one's own.
//
//   mirror             the ledger's genesis; by this file a mirror is told from a ledger
//   store/ signed-head disclosures/ evidence/ keys/   as in a ledger folder; disclosures and evidence are one's own
//   receipts/          INDEX.cose of what was sent from here
//   mirror.begun making.lock   while it is made: one process makes it, the next one ends what was cut off
//   contradictions/    checkpoints that cannot both be of one log, as they were received
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "attest/disclosure.hpp"
#include "attest/ledger_folder.hpp"
#include "attest/mirror.hpp"

namespace attest {

// The server of a mirror's ledger. Threads: one.
class Upstream {
 public:
  virtual ~Upstream() = default;
  // Sends statements, and answers when the receipts are proven and the mirror's store holds the entries. All or
  // nothing. Errors: kBusy (their fate may be unknown; the same bytes may be sent again), kCorrupt, kStale, ...
  [[nodiscard]] virtual Result<SubmitAnswer> submit(const std::vector<Submission>& submissions,
                                                    ledger::Store& mirror) = 0;
  // What may be read of that entry's confidential fields: by everybody, or by whoever asks. Errors: kBusy, kKey, ...
  [[nodiscard]] virtual Result<std::vector<std::string>> disclosures(EntryIndex index) = 0;
  // A receipt of that entry, not proven yet. When it leads to a larger tree than the mirror has, the mirror's store is
  // brought forward first, if it is open for writing. Errors: kNotFound, kBusy, kCorrupt, kStale, ...
  [[nodiscard]] virtual Result<Bytes> receipt(EntryIndex index, ledger::Store& mirror) = 0;
};

inline constexpr std::size_t kReceiptBytesMax = 65'536;  // 64 hashes and a few hundred bytes is what one has

// Whether the receipt proves that this statement is that entry of the mirror's ledger, in the tree that the mirror
// holds. Errors: kCorrupt, field "receipt".
[[nodiscard]] Result<void> check_mirrored_receipt(const ledger::Store& mirror, const EntryRef& entry, ByteView receipt);

[[nodiscard]] bool is_mirror(const std::filesystem::path& folder);
// Makes the folder, or finds it made for the same ledger. Any number of processes at once. Errors: kInvalid (a ledger
// of its own lies there, or a mirror of another one), kFull, kStorage.
[[nodiscard]] Result<void> make_mirror(const std::filesystem::path& folder, const Digest& genesis);

// Brings the mirror forward to that checkpoint and keeps it; `store` is the folder's own, open for writing. When the
// checkpoint contradicts the one that is kept, nothing is overwritten and both lie in contradictions/ afterwards.
// Errors: those of follow_log; kFull, kStorage.
[[nodiscard]] Result<Followed> bring_forward(const std::filesystem::path& folder, ledger::Store& store,
                                             LogSource& source, const MirrorTrust& trust, std::string checkpoint,
                                             const ledger::Progress& progress);

}  // namespace attest
