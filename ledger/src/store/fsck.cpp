// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/fsck.hpp"

#include <algorithm>

#include "store/replay.hpp"

namespace ledger {

namespace {

constexpr std::size_t kDifferencesMax = 20;

class Findings {
 public:
  void add(std::string difference) {
    if (all_.size() < kDifferencesMax) all_.push_back(std::move(difference));
  }
  void add(EntryIndex index, std::string_view what) {
    add("entry " + std::to_string(index.value) + ": " + std::string(what));
  }
  [[nodiscard]] bool full() const { return all_.size() == kDifferencesMax; }
  [[nodiscard]] std::vector<std::string> take() { return std::move(all_); }

 private:
  std::vector<std::string> all_;
};

void compare_nodes(const Store& store, const std::vector<Node>& expected, Findings& findings) {
  for (const Node& node : expected) {
    const std::string name = "node " + std::to_string(node.id.level) + "/" + std::to_string(node.id.index);
    const auto stored = store.node(node.id);
    if (!stored) {
      findings.add(name + ": " + stored.error().message);
    } else if (*stored != node.hash) {
      findings.add(name + ": is not what the entries give");
    }
  }
}

// Follows the entries and names what differs; stops at an entry that cannot be read. Gives how many were read.
std::uint64_t compare_entries(const Store& store, const Head& head, Replay& replay, const Progress& progress,
                              Findings& findings) {
  std::uint64_t done = 0;
  const auto visited = store.entries({0}, head.size.value, [&](EntryIndex index, const StoredEntry& entry) {
    if (entry.time < replay.time()) findings.add(index, "its time is before that of the entry before");
    std::vector<Node> completed;
    if (auto followed = replay.follow(entry, completed); !followed) findings.add(index, followed.error().message);
    if (entry.chain_after != replay.chain()) {
      findings.add(index, "chain value differs");
      replay.resume_chain_from(entry.chain_after);  // one damaged value is one difference, not all that follow
    }
    compare_nodes(store, completed, findings);
    // Found by its index too, not only by following the others.
    const auto alone = store.entry(index);
    if (!alone || alone->chain_after != entry.chain_after) findings.add(index, "is not found by its index");
    if (++done % kProgressEntries == 0 && progress) progress(done, head.size.value);
    return !findings.full();
  });
  if (!visited) {
    findings.add({done}, visited.error().message);
  } else if (done < head.size.value && !findings.full()) {
    findings.add({done}, "is missing");
  }
  return done;
}

void compare_head(const Store& store, const Head& head, const Replay& replay, Findings& findings) {
  if (head.root != replay.head().root) findings.add("head: the root is not what the entries give");
  if (head.chain != replay.head().chain) findings.add("head: the chain value is not that of the last entry");
  if (head.time != replay.time()) findings.add("head: the time is not that of the last entry");
  if (store.entry({head.size.value})) findings.add("head: an entry lies beyond the stored size");
}

void compare_state(const Store& store, const MemoryState& expected, Findings& findings) {
  auto next = expected.records().begin();
  const auto end = expected.records().end();
  const auto scanned = store.scan("", [&](std::string_view key, ByteView value) {
    for (; next != end && next->first < key; ++next) findings.add("state \"" + next->first + "\": is missing");
    if (next == end || next->first != key) {
      findings.add("state \"" + std::string(key) + "\": does not follow from the entries");
    } else {
      if (!std::ranges::equal(next->second, value)) {
        findings.add("state \"" + next->first + "\": is not what the entries give");
      }
      const auto alone = store.get(key);
      if (!alone || !*alone) findings.add("state \"" + next->first + "\": is not found by its key");
      ++next;
    }
    return !findings.full();
  });
  if (!scanned) {
    findings.add("state: " + scanned.error().message);
    return;
  }
  for (; next != end && !findings.full(); ++next) findings.add("state \"" + next->first + "\": is missing");
}

}  // namespace

Result<FsckReport> fsck(const Store& store, const Admit& admit, const Progress& progress) {
  const auto head = store.head();
  if (!head) return tl::unexpected(head.error());
  Findings findings;
  Replay replay(admit);
  const std::uint64_t done = compare_entries(store, *head, replay, progress, findings);
  if (done == head->size.value && !findings.full()) {
    compare_head(store, *head, replay, findings);
    if (admit) compare_state(store, replay.state(), findings);
  }
  return FsckReport{{done}, findings.take()};
}

}  // namespace ledger
