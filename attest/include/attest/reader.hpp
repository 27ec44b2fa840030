// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Somebody who reads confidential fields in a party's name: shown what the rights allow (rights.hpp), and written down
// before it is shown.
//
// Errors of all: kCorrupt, kStorage.
// Threads:       those of LedgerFolder.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attest/ledger_folder.hpp"

namespace attest {

struct Reader {
  std::string party;
  std::optional<Digest> kid;  // the key by which it names itself; empty when the operator hands it out
};

// The party of that key, which must be known and in force then. `name` is what messages call the key. Errors: kKey.
[[nodiscard]] Result<Reader> reader_with_key(const ledger::StateReader& state, const Digest& kid, std::string_view name,
                                             UnixMillis now);

// What a reader is shown of one statement.
struct Opened {
  std::map<std::string, std::string> values;    // by name
  std::vector<std::string> disclosures;         // the same, as they are encoded
  std::map<std::string, std::uint64_t> erased;  // digest to the entry that erased it
};
// Everything that this folder knows, as its operator may read it.
[[nodiscard]] Result<Opened> open_all(const LedgerFolder& ledger, const Statement& statement);
// What everybody may read since a certificate rests on it; nothing of any other statement. No access is logged.
[[nodiscard]] Result<Opened> open_published(const LedgerFolder& ledger, EntryIndex index, const Statement& statement);
// What the reader may read. It is in the access log when this returns. Errors: kFull too.
[[nodiscard]] Result<Opened> open_for(const LedgerFolder& ledger, const Reader& reader, EntryIndex index,
                                      const Statement& statement, UnixMillis now);
// The same of several statements, in their order, with one write to the access log.
struct Placed {
  EntryIndex index;
  Statement statement;
};
[[nodiscard]] Result<std::vector<Opened>> open_each_for(const LedgerFolder& ledger, const Reader& reader,
                                                        const std::vector<Placed>& statements, UnixMillis now);

// A ledger as far as somebody may see it: a report shows what `open` gives, and nothing else. The ledger must outlive
// it.
struct Sight {
  const LedgerFolder& ledger;
  std::function<Result<Opened>(EntryIndex, const Statement&)> open;
};
[[nodiscard]] Sight operators_sight(const LedgerFolder& ledger);   // open_all
[[nodiscard]] Sight everybodys_sight(const LedgerFolder& ledger);  // open_published
// A report for a reader, with one write to the access log: nothing of it may be shown before log() has returned. The
// fields in `hidden` stay closed, because the report does not show them. One thread.
class Viewing {
 public:
  Viewing(const LedgerFolder& ledger, Reader reader, UnixMillis now, std::vector<std::string> hidden = {})
      : ledger_(ledger), reader_(std::move(reader)), now_(now), hidden_(std::move(hidden)) {}
  [[nodiscard]] Sight sight();  // must not outlive this object
  // Errors: kFull, kStorage.
  [[nodiscard]] Result<void> log() const;

 private:
  [[nodiscard]] Result<Opened> open(EntryIndex index, const Statement& statement);
  const LedgerFolder& ledger_;
  Reader reader_;
  UnixMillis now_;
  std::vector<std::string> hidden_;
  std::map<EntryIndex, Access> accesses_;  // each entry once
};
[[nodiscard]] Sight readers_sight(const LedgerFolder& ledger, Reader reader, UnixMillis now);  // open_for

}  // namespace attest
