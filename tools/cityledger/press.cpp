// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/press.hpp"

#include <algorithm>

namespace cityledger {

Press::Press(certs::PdfRequest request) : request_(std::move(request)) {
  const unsigned count = std::clamp(std::thread::hardware_concurrency(), 1U, kThreadsMax);
  for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
}

Press::~Press() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Press::give(certs::Bundle bundle, ledger::UnixMillis sealed_at) {
  certs::PdfRequest request = request_;
  request.sealed_at = sealed_at;
  Job job([bundle = std::move(bundle),
           request = std::move(request)](Result<certs::Painter>& painter) -> Result<certs::PrintedPdf> {
    if (!painter) return tl::unexpected(painter.error());
    return certs::print_certificate(*painter, bundle, request);
  });
  given_.push_back(job.get_future());
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(job));
  }
  changed_.notify_one();
}

Result<certs::PrintedPdf> Press::take() {
  auto printed = given_.front().get();
  given_.pop_front();
  return printed;
}

void Press::work() {
  auto painter = certs::Painter::make();
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
    if (ended_) return;
    Job job = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    job(painter);
    lock.lock();
  }
}

}  // namespace cityledger
