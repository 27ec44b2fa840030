// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Draws and seals many certificates on all cores and hands them back in the order in which they were given, so that
// what the ledger says afterwards does not depend on which core was faster.
#pragma once

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "certs/certificate_pdf.hpp"

namespace cityledger {

using ledger::Result;

// Threads: one gives and takes; the press has its own, each with its own painter.
class Press {
 public:
  // One thread a core, at most kThreadsMax. The request's signers and its source of time-stamps are used by several
  // threads at once, and must outlive the press.
  explicit Press(certs::PdfRequest request);
  // What is being drawn is drawn to its end; what waits is dropped.
  ~Press();
  Press(const Press&) = delete;
  Press& operator=(const Press&) = delete;

  void give(certs::Bundle bundle, ledger::UnixMillis sealed_at);
  // The first one given that was not taken; waits for it. REQUIRES: there is one. Errors: those of Painter::make and
  // print_certificate.
  [[nodiscard]] Result<certs::PrintedPdf> take();

  static constexpr unsigned kThreadsMax = 8;

 private:
  using Job = std::packaged_task<Result<certs::PrintedPdf>(Result<certs::Painter>&)>;
  void work();

  const certs::PdfRequest request_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> waiting_;  // guarded by mutex_
  bool ended_ = false;       // guarded by mutex_
  std::deque<std::future<Result<certs::PrintedPdf>>> given_;
  std::vector<std::thread> threads_;
};

}  // namespace cityledger
