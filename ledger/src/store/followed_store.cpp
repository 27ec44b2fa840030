// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/followed_store.hpp"

#include <chrono>
#include <mutex>
#include <thread>

#include "store/overlaid_store.hpp"

namespace ledger {

namespace {

constexpr std::chrono::milliseconds kPause{2};
constexpr std::chrono::seconds kPatience{1};

class FollowedStore final : public OverlaidStore {
 public:
  FollowedStore(std::unique_ptr<Store> behind, std::filesystem::path file)
      : OverlaidStore(std::move(behind)), file_(std::move(file)) {}
  Result<void> refresh() const override;

  Result<void> commit(const Batch& batch) override { return behind_->commit(batch); }  // refuses
  Result<void> replace_derived(const std::map<std::string, Bytes, std::less<>>& state,
                               const std::vector<Node>& nodes) override {
    return behind_->replace_derived(state, nodes);
  }

 private:
  enum class Newer : std::uint8_t { kFollowed, kElsewhere };
  Result<void> open() const;
  Result<Newer> read_newer() const;
  Result<void> read_anew() const;

  const std::filesystem::path file_;
  mutable std::mutex mutex_;
  mutable std::unique_ptr<Journal> journal_;  // none before a writer has made it
  mutable Head known_;                        // the end as far as it was followed
  mutable bool begun_ = false;
};

Result<void> FollowedStore::refresh() const {
  const std::lock_guard lock(mutex_);
  if (auto opened = open(); !opened || !journal_) return opened;
  if (begun_) {
    const auto newer = read_newer();
    if (!newer) return tl::unexpected(newer.error());
    if (*newer == Newer::kElsewhere) return read_anew();
  }
  const auto stored = behind_->head();
  if (!stored) return tl::unexpected(stored.error());
  pending_.drop_to(stored->size);
  // A record that was written over is in the database, which is then further than what was followed.
  if (begun_ && stored->size <= known_.size) return {};
  return read_anew();
}

Result<void> FollowedStore::open() const {
  if (journal_) return {};
  auto opened = Journal::open(file_, false);
  if (!opened && opened.error().code != Code::kNotFound) return tl::unexpected(opened.error());
  if (opened) journal_ = std::move(*opened);
  return {};
}

Result<FollowedStore::Newer> FollowedStore::read_newer() const {
  for (;;) {
    auto record = journal_->read_next();
    if (!record) return tl::unexpected(record.error());
    if (!*record) return Newer::kFollowed;
    if (!follows(**record, known_)) return Newer::kElsewhere;  // a large batch went past the journal
    known_ = (*record)->batch.head;
    pending_.add(std::move(**record));
  }
}

Result<void> FollowedStore::read_anew() const {
  for (const auto begun_at = std::chrono::steady_clock::now();;) {
    auto records = journal_->read_all();
    if (!records) return tl::unexpected(records.error());
    const auto stored = behind_->head();  // after the journal: what was written over meanwhile is in it
    if (!stored) return tl::unexpected(stored.error());
    auto rest = lacking(*stored, std::move(*records));
    // A writer that is at work may have written over one record and not yet the one after it.
    if (!rest && std::chrono::steady_clock::now() - begun_at < kPatience) {
      std::this_thread::sleep_for(kPause);
      continue;
    }
    if (!rest) return tl::unexpected(rest.error());
    pending_.clear();
    known_ = *stored;
    for (JournalRecord& record : *rest) {
      known_ = record.batch.head;
      pending_.add(std::move(record));
    }
    begun_ = true;
    return {};
  }
}

}  // namespace

Result<std::unique_ptr<Store>> read_through_journal(std::unique_ptr<Store> behind, std::filesystem::path file) {
  auto store = std::make_unique<FollowedStore>(std::move(behind), std::move(file));
  if (auto fresh = store->refresh(); !fresh) return tl::unexpected(fresh.error());
  return store;
}

}  // namespace ledger
