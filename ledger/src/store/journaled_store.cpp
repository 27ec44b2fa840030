// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journaled_store.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "store/batch_record.hpp"
#include "store/overlaid_store.hpp"
#include "store/read_back.hpp"

namespace ledger {

namespace {

constexpr std::chrono::milliseconds kRetry{500};  // after the database could not take over

// One batch that does what those do in turn that end above `size`; empty when none does.
std::optional<Batch> merged(const std::vector<Pending::Record>& records, TreeSize size) {
  std::optional<Batch> gathered;
  for (const Pending::Record& record : records) {
    const Batch& batch = record->batch;
    if (batch.head.size <= size) continue;
    if (!gathered) gathered.emplace().base = batch.base;
    Batch& all = *gathered;
    all.entries.insert(all.entries.end(), batch.entries.begin(), batch.entries.end());
    all.nodes.insert(all.nodes.end(), batch.nodes.begin(), batch.nodes.end());
    for (const auto& [key, value] : batch.state) all.state.insert_or_assign(key, value);
    all.head = batch.head;
    all.unsealed_since = batch.unsealed_since;
  }
  return gathered;
}

// Whether the same may be tried again: nothing was changed.
bool may_come_right(const Error& error) {
  return error.code == Code::kFull || error.code == Code::kStorage;
}

Result<void> check_batch(const Batch& batch, TreeSize size) {
  if (batch.base != size) return fail(Code::kStale, "the ledger is not of the size that the batch builds on");
  if (batch.head.size.value != batch.base.value + batch.entries.size()) {
    return fail(Code::kInvalid, "the batch's head does not count its entries");
  }
  for (const auto& [key, value] : batch.state) {
    if (auto allowed = check_state_key(key); !allowed) return allowed;
  }
  return {};
}

class JournalWriter final : public OverlaidStore {
 public:
  JournalWriter(std::unique_ptr<Store> behind, std::unique_ptr<Journal> journal, JournalOptions options)
      : OverlaidStore(std::move(behind)), journal_(std::move(journal)), options_(std::move(options)) {}
  ~JournalWriter() override;
  JournalWriter(const JournalWriter&) = delete;
  JournalWriter& operator=(const JournalWriter&) = delete;

  Result<void> recover();
  void run() {
    thread_ = std::thread([this] { hand_over_in_turn(); });
  }

  Result<void> commit(const Batch& batch) override;
  Result<void> replace_derived(const std::map<std::string, Bytes, std::less<>>& state,
                               const std::vector<Node>& nodes) override;

 private:
  Result<void> write_down(const Batch& batch, const Digest& chain_before);
  tl::unexpected<Error> fail_append(const Error& error);
  Result<void> hand_over();
  Result<void> hand_over(const std::vector<Pending::Record>& records);
  Result<void> make_room();
  void hand_over_in_turn();
  void wake();
  void at(std::string_view point) const {
    if (options_.at_point) options_.at_point(point);
  }

  std::unique_ptr<Journal> journal_;
  const JournalOptions options_;
  std::mutex hand_over_mutex_;
  std::optional<Error> broken_;            // under hand_over_mutex_: nothing may be written any more
  std::atomic<bool> last_failed_ = false;  // handing over, or for good
  std::mutex wake_mutex_;
  std::condition_variable wake_;
  bool gathering_ = false;  // under wake_mutex_, with the next two
  bool urgent_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

JournalWriter::~JournalWriter() {
  {
    const std::lock_guard lock(wake_mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
  static_cast<void>(hand_over());
}

// A damaged database is opened nevertheless, so that it can be rebuilt; nothing is committed to it.
Result<void> JournalWriter::recover() {
  auto records = journal_->read_all();
  if (!records) return tl::unexpected(records.error());
  const auto stored = behind_->head();
  if (!stored) return tl::unexpected(stored.error());
  const EntryIndex first{records->empty() ? stored->size.value : records->front().batch.base.value};
  auto rest = lacking(*stored, std::move(*records));
  if (!rest) return tl::unexpected(rest.error());
  for (JournalRecord& record : *rest) pending_.add(std::move(record));
  // The last writer may have ended before it read back what the database took over. From here on its records may be
  // written over.
  if (const auto same = read_back(*behind_, first); !same) {
    if (may_come_right(same.error())) return tl::unexpected(same.error());
    broken_ = same.error();
    last_failed_ = true;
  }
  static_cast<void>(hand_over());  // what it could not do is tried, or said, at the next commit
  return {};
}

Result<void> JournalWriter::commit(const Batch& batch) {
  // A full disk is told here, before more is taken in.
  if (last_failed_) {
    if (auto room = make_room(); !room) return room;
  }
  const auto end = head();
  if (!end) return tl::unexpected(end.error());
  if (auto checked = check_batch(batch, end->size); !checked) return checked;
  return write_down(batch, end->chain);
}

Result<void> JournalWriter::write_down(const Batch& batch, const Digest& chain_before) {
  const Bytes bytes = encode_batch(batch);
  const bool journaled = !batch.entries.empty() && bytes.size() <= kJournalRecordBytesMax;
  if (!journaled || !journal_->has_room(bytes.size())) {
    if (auto room = make_room(); !room) return room;
  }
  if (!journaled) return behind_->commit(batch);
  at("before journal");
  auto record = journal_->append(chain_before, bytes);
  at("after journal");
  if (!record) return fail_append(record.error());
  pending_.add(std::move(*record));
  wake();
  return {};
}

// What lies in the ring now is for the next writer to judge, unless nothing was changed.
tl::unexpected<Error> JournalWriter::fail_append(const Error& error) {
  const std::lock_guard lock(hand_over_mutex_);
  if (error.code == Code::kFull) return tl::unexpected(error);
  if (!broken_) broken_ = error;
  last_failed_ = true;
  return tl::unexpected(error);
}

Result<void> JournalWriter::make_room() {
  auto handed = hand_over();
  if (handed || may_come_right(handed.error())) return handed;
  return fail(Code::kHalted, "nothing is written any more: " + handed.error().message + "; then open the ledger anew");
}

// The entries first and alone: what is damaged may be what their nodes build on, and is replaced.
Result<void> JournalWriter::replace_derived(const std::map<std::string, Bytes, std::less<>>& state,
                                            const std::vector<Node>& nodes) {
  const std::lock_guard lock(hand_over_mutex_);
  const auto stored = behind_->head();
  if (!stored) return tl::unexpected(stored.error());
  const auto records = pending_.records();
  if (auto entries = merged(records, stored->size)) {
    entries->nodes.clear();
    entries->state.clear();
    if (auto put = behind_->commit(*entries); !put) return put;
  }
  if (auto replaced = behind_->replace_derived(state, nodes); !replaced) return replaced;
  if (!records.empty()) pending_.drop_to(records.back()->batch.head.size);
  return {};
}

// What is pending now, into the database. Any thread.
Result<void> JournalWriter::hand_over() {
  const std::lock_guard lock(hand_over_mutex_);
  if (broken_) return tl::unexpected(*broken_);
  const auto records = pending_.records();
  if (records.empty()) return {};
  auto handed = hand_over(records);
  last_failed_ = !handed;
  if (!handed && !may_come_right(handed.error())) broken_ = handed.error();
  return handed;
}

Result<void> JournalWriter::hand_over(const std::vector<Pending::Record>& records) {
  const auto stored = behind_->head();
  if (!stored) return tl::unexpected(stored.error());
  at("before hand_over");
  if (const auto all = merged(records, stored->size)) {  // none: an earlier attempt came as far as its commit
    if (auto put = behind_->commit(*all); !put) return put;
  }
  at("after hand_over");
  // The journal may be written over only when the database gives back what it was given.
  const Head& end = records.back()->batch.head;
  const auto same = read_back(*behind_, {records.front()->batch.base.value});
  if (!same) return tl::unexpected(same.error());
  if (*same != end) return fail(Code::kCorrupt, "the stored head is not the one that was written: run fsck");
  pending_.drop_to(end.size);
  journal_->release(records.back()->sequence);
  at("after release");
  return {};
}

void JournalWriter::wake() {
  const bool urgent = journal_->is_half_full();
  {
    const std::lock_guard lock(wake_mutex_);
    if (gathering_ && urgent_ >= urgent) return;
    gathering_ = true;
    urgent_ = urgent;
  }
  wake_.notify_one();
}

void JournalWriter::hand_over_in_turn() {
  for (;;) {
    {
      std::unique_lock lock(wake_mutex_);
      wake_.wait(lock, [this] { return stopping_ || gathering_; });
      const auto wait = last_failed_ ? kRetry : options_.gather;
      wake_.wait_for(lock, wait, [this] { return stopping_ || (urgent_ && !last_failed_); });
      if (stopping_) return;
      gathering_ = false;
      urgent_ = false;
    }
    if (const auto handed = hand_over(); !handed && may_come_right(handed.error())) wake();
  }
}

}  // namespace

Result<std::unique_ptr<Store>> write_through_journal(std::unique_ptr<Store> behind, std::unique_ptr<Journal> journal,
                                                     JournalOptions options) {
  auto store = std::make_unique<JournalWriter>(std::move(behind), std::move(journal), std::move(options));
  if (auto recovered = store->recover(); !recovered) return tl::unexpected(recovered.error());
  store->run();
  return store;
}

}  // namespace ledger
