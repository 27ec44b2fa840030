// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/sequencer.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <optional>
#include <thread>

#include "ledger/limits.hpp"
#include "store/batch_builder.hpp"
#include "store/batch_queue.hpp"
#include "store/clock_watch.hpp"
#include "store/read_back.hpp"

namespace ledger {

namespace {

using Answers = std::vector<Result<Answer>>;  // one per job

class Writer final : public Sequencer {
 public:
  Writer(Store& store, Guard& guard, const Clock& clock, SequencerConfig config)
      : store_(store), guard_(guard), clock_(clock), config_(std::move(config)) {}
  ~Writer() override { stop(); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Recovery: what a commit does after its write, for the tail that is there.
  Result<void> recover();
  void run() {
    thread_ = std::thread([this] { write_batches(); });
  }

  Result<Answer> submit(std::vector<Bytes> statements, Announcement announcement) override {
    return wait_for(Job::Kind::kSubmit, std::move(statements), std::move(announcement));
  }
  Announcement announce() override {
    queue_.announce();
    return {this, [](Writer* writer) { writer->queue_.withdraw(); }};
  }
  void submit_announced(std::vector<Bytes> statements, Announcement announcement, Done done) override {
    Job job{Job::Kind::kSubmit, std::move(statements), std::move(done)};
    auto queued = check(job);
    if (queued) queued = queue_.push(job);
    announcement.reset();
    if (!queued) job.done(tl::unexpected(std::move(queued.error())));
  }
  Result<Answer> dry_run(const std::vector<Bytes>& statements) override {
    return wait_for(Job::Kind::kDryRun, statements);
  }
  bool halted() const override { return halted_; }
  Result<std::shared_ptr<const Commit>> latest() const override {
    const std::lock_guard lock(latest_mutex_);
    return latest_;
  }
  Result<void> seal() override;
  Result<void> close() override;

 private:
  Result<Answer> wait_for(Job::Kind kind, std::vector<Bytes> statements, Announcement announcement = nullptr);
  static Result<void> check(const Job& job);
  void write_batches();
  void write_batch(std::vector<Job> jobs) noexcept;
  Result<Answers> process(const std::vector<Job>& jobs);
  Result<Answers> admit(BatchBuilder& builder, const std::vector<Job>& jobs);
  Result<void> store_batch(const Batch& batch);
  Result<void> check_stored(const Batch& batch);
  Result<std::shared_ptr<const Commit>> sign_head(const Head& head);
  Result<void> publish(const std::shared_ptr<const Commit>& commit);
  void deliver(std::vector<Job>& jobs, Result<Answers> answers);
  void stop();
  void at(std::string_view when, std::string_view step) const {
    if (config_.at_step) config_.at_step(std::string(when) + " " + std::string(step));
  }
  template <typename Step>
  auto step(std::string_view name, const Step& run_step) {
    at("before", name);
    auto result = run_step();
    at("after", name);
    return result;
  }
  // Nothing may be written any more: what is stored is no longer what this object believes.
  tl::unexpected<Error> halt(Error error) {
    halted_ = true;
    queue_.close_to_submitters();
    return tl::unexpected(std::move(error));
  }
  // The entries are stored: no error may be answered that says that nothing was changed.
  tl::unexpected<Error> halt_after_write(Error error) {
    if (error.code != Code::kCorrupt && error.code != Code::kStale) {
      error = {Code::kHalted, "the entries are stored but not signed: " + error.message + "; restart", error.field};
    }
    return halt(std::move(error));
  }

  Store& store_;
  Guard& guard_;
  const Clock& clock_;
  const SequencerConfig config_;
  std::optional<ClockWatch> watch_;
  LedgerEnd end_;                     // of whoever has the queue's turn
  std::atomic<bool> halted_ = false;  // set at a turn
  mutable std::mutex latest_mutex_;
  std::shared_ptr<const Commit> latest_;
  BatchQueue queue_;
  std::mutex close_mutex_;
  bool closed_ = false;
  std::thread thread_;
};

Result<void> Writer::recover() {
  watch_.emplace(clock_);
  const auto there = store_.head();
  if (!there) return tl::unexpected(there.error());
  if (auto time = watch_->time_after(there->time); !time) return tl::unexpected(time.error());
  const auto head = read_back(store_, {there->size.value - std::min(there->size.value, kTailEntries)});
  if (!head) return tl::unexpected(head.error());
  if (auto allowed = guard_.check(store_, *head); !allowed) return allowed;
  auto edge = TreeEdge::load(store_, head->size);
  if (!edge) return tl::unexpected(edge.error());
  const auto unsealed_since = store_.unsealed_since();
  if (!unsealed_since) return tl::unexpected(unsealed_since.error());
  end_ = {*head, std::move(*edge), *unsealed_since};
  const auto commit = sign_head(*head);
  if (!commit) return tl::unexpected(commit.error());
  return publish(*commit);
}

Result<void> Writer::check(const Job& job) {
  if (job.kind == Job::Kind::kSeal) return {};
  if (job.statements.empty()) return fail(Code::kInvalid, "a submission must hold at least one statement");
  if (job.statements.size() > kBatchEntriesMax) {
    return fail(Code::kTooLarge, "a submission holds at most " + std::to_string(kBatchEntriesMax) + " statements");
  }
  for (const Bytes& statement : job.statements) {
    if (statement.size() > kEntryBytesMax) {
      return fail(Code::kTooLarge, "a statement has " + std::to_string(statement.size()) + " bytes; at most " +
                                       std::to_string(kEntryBytesMax) + " are allowed");
    }
  }
  return {};
}

// Who comes alone writes at once, on this thread: waking another one costs as much as a fast disk.
Result<Answer> Writer::wait_for(Job::Kind kind, std::vector<Bytes> statements, Announcement announcement) {
  // Shared: the writer may still be inside set_value() when this thread goes on.
  const auto answer = std::make_shared<std::promise<Result<Answer>>>();
  std::vector<Job> jobs;
  jobs.push_back(
      {kind, std::move(statements), [answer](Result<Answer> given) { answer->set_value(std::move(given)); }});
  if (auto checked = check(jobs.front()); !checked) return tl::unexpected(checked.error());
  const bool seal = kind == Job::Kind::kSeal;
  if (!seal && queue_.take_turn(announcement ? 1 : 0)) {
    announcement.reset();
    write_batch(std::move(jobs));
  } else if (auto queued = seal ? queue_.push_seal(jobs.front()) : queue_.push(jobs.front()); !queued) {
    return tl::unexpected(queued.error());
  }
  announcement.reset();
  return answer->get_future().get();
}

Result<void> Writer::seal() {
  const auto sealed = wait_for(Job::Kind::kSeal, {});
  if (!sealed) return tl::unexpected(sealed.error());
  return {};
}

Result<void> Writer::close() {
  const std::lock_guard lock(close_mutex_);
  if (closed_) return {};
  closed_ = true;
  queue_.close_to_submitters();
  auto sealed = seal();
  stop();
  return sealed;
}

void Writer::stop() {
  queue_.close_to_submitters();
  queue_.stop();
  if (thread_.joinable()) thread_.join();
}

void Writer::write_batches() {
  for (;;) {
    std::vector<Job> jobs = queue_.pop_batch(config_.linger_max);
    if (jobs.empty()) return;
    write_batch(std::move(jobs));
  }
}

// At the queue's turn, which ends here.
void Writer::write_batch(std::vector<Job> jobs) noexcept {
  deliver(jobs, process(jobs));
  queue_.end_turn();
}

// One batch from its time to its signed checkpoint. The order is the argument: FORMAT.md, "Commit".
Result<Answers> Writer::process(const std::vector<Job>& jobs) {
  if (halted_) return fail(Code::kHalted, "writing has stopped: open the ledger anew");
  const auto time = step("fix_time", [&] { return watch_->time_after(end_.head.time); });
  if (!time) return tl::unexpected(time.error());

  BatchBuilder builder(store_, config_, end_, *time);
  auto answers = step("admit", [&] { return admit(builder, jobs); });
  if (!answers) return answers;
  if (builder.empty()) return answers;
  LedgerEnd end;
  const Batch batch = std::move(builder).take(end);

  if (auto reserved = step("reserve", [&] { return guard_.reserve(batch.head.size); }); !reserved) {
    return tl::unexpected(reserved.error());
  }
  if (auto stored = step("commit", [&] { return store_batch(batch); }); !stored) {
    return tl::unexpected(stored.error());
  }
  if (auto same = step("read_back", [&] { return check_stored(batch); }); !same) {
    return halt_after_write(same.error());
  }
  const auto commit = step("sign", [&] { return sign_head(batch.head); });
  if (!commit) {
    return halt_after_write(commit.error());
  }
  if (auto recorded = step("record_signed", [&] { return publish(*commit); }); !recorded) {
    return halt_after_write(recorded.error());
  }
  end_ = std::move(end);
  return answers;
}

Result<Answers> Writer::admit(BatchBuilder& builder, const std::vector<Job>& jobs) {
  Answers answers;
  bool writes = false;
  for (const Job& job : jobs) {
    if (job.kind == Job::Kind::kSeal) {
      const auto sealed = builder.seal();
      answers.push_back(sealed ? Result<Answer>(Answer{}) : tl::unexpected(sealed.error()));
    } else {
      writes = writes || job.kind == Job::Kind::kSubmit;
      answers.push_back(builder.judge(job.statements, job.kind == Job::Kind::kSubmit));
    }
    if (!answers.back() && answers.back().error().code == Code::kCorrupt) return halt(answers.back().error());
  }
  // No submitter's fault when it cannot be made: the entries stay unsealed and the next batch, or close(), tries again.
  if (writes && builder.seal_is_due()) static_cast<void>(builder.seal());
  return answers;
}

Result<void> Writer::store_batch(const Batch& batch) {
  auto stored = store_.commit(batch);
  if (stored || stored.error().code == Code::kFull || stored.error().code == Code::kStorage) return stored;
  return halt(stored.error());
}

Result<void> Writer::check_stored(const Batch& batch) {
  const auto head = read_back(store_, {batch.base.value});
  if (!head) return tl::unexpected(head.error());
  if (*head != batch.head) return fail(Code::kCorrupt, "the stored head is not the one that was written");
  return {};
}

Result<std::shared_ptr<const Commit>> Writer::sign_head(const Head& head) {
  auto note = config_.sign_head(head);
  if (!note) return tl::unexpected(note.error());
  return std::make_shared<const Commit>(Commit{head, std::move(*note)});
}

Result<void> Writer::publish(const std::shared_ptr<const Commit>& commit) {
  if (auto recorded = guard_.record_signed(commit->head.size, commit->head.root); !recorded) return recorded;
  const std::lock_guard lock(latest_mutex_);
  latest_ = commit;
  return {};
}

void Writer::deliver(std::vector<Job>& jobs, Result<Answers> answers) {
  at("before", "answer");
  const auto commit = *latest();
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (!answers) {
      jobs[i].done(tl::unexpected(answers.error()));
      continue;
    }
    Result<Answer>& answer = (*answers)[i];
    if (answer && jobs[i].kind != Job::Kind::kDryRun) answer->commit = commit;
    jobs[i].done(std::move(answer));
  }
  at("after", "answer");
}

}  // namespace

Result<std::unique_ptr<Sequencer>> Sequencer::start(Store& store, Guard& guard, const Clock& clock,
                                                    SequencerConfig config) {
  if (!config.admit || !config.sign_head) return fail(Code::kInvalid, "a sequencer needs admission and a signing key");
  auto writer = std::make_unique<Writer>(store, guard, clock, std::move(config));
  if (auto recovered = writer->recover(); !recovered) return tl::unexpected(recovered.error());
  writer->run();
  return writer;
}

}  // namespace ledger
