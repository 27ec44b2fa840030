// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/issue_many.hpp"

#include <deque>

#include "certs/lookup.hpp"
#include "cityledger/exit_codes.hpp"
#include "cityledger/press.hpp"
#include "cityledger/progress.hpp"

namespace cityledger {
namespace {

class Run {
 public:
  Run(Session& session, const IssueOptions& options, Printer* printer, Console& console)
      : session_(session), options_(options), printer_(printer), console_(console) {
    if (printer_ != nullptr) press_ = printer_->press();
  }
  int issue(const std::vector<std::string>& cycles);

 private:
  struct Waiting {
    std::string cycle;
    Result<Issued> issued;
  };

  void begin(const std::string& cycle);
  void finish_oldest();
  [[nodiscard]] Result<void> print(Issued& issued);
  [[nodiscard]] Error failure() const;
  int report();

  Session& session_;
  const IssueOptions& options_;
  Printer* printer_;
  Console& console_;
  std::unique_ptr<Press> press_;
  std::deque<Waiting> waiting_;  // in the order of the cycles
  std::size_t finished_ = 0;
  Json::Array issued_;
  Json::Array refused_;
  std::optional<Error> not_issued_;       // ended the run
  std::vector<std::string> without_pdf_;  // numbers
  std::optional<Error> not_printed_;      // why the first of them
};

int Run::issue(const std::vector<std::string>& cycles) {
  const ledger::Progress progress = draw_progress(console_, "issuing");
  for (const std::string& cycle : cycles) {
    if (progress) progress(finished_, cycles.size());
    begin(cycle);
    // The first is finished alone: what is wrong with the seal or with an authority shows there.
    const std::size_t ahead = press_ && !issued_.empty() ? kIssuedAheadMax : 0;
    while (waiting_.size() > ahead) finish_oldest();
    if (not_issued_ || not_printed_) break;
  }
  while (!waiting_.empty()) {
    if (progress) progress(finished_, cycles.size());
    finish_oldest();
  }
  console_.progress("");
  return report();
}

void Run::begin(const std::string& cycle) {
  auto issued = issue_files(session_, options_, printer_, cycle);
  if (!issued && issued.error().code != Code::kRefused) {
    not_issued_ = {issued.error().code, cycle + ": " + issued.error().message, issued.error().field};
    return;
  }
  if (issued && press_) press_->give(std::move(issued->bundle), session_.ledger().now());
  waiting_.push_back({cycle, std::move(issued)});
}

Result<void> Run::print(Issued& issued) {
  auto pdf = press_->take();
  if (!pdf) return tl::unexpected(pdf.error());
  auto printed = printer_->keep(issued.record.issued.number, *pdf, issued.folder);
  if (!printed) return tl::unexpected(printed.error());
  issued.printed = std::move(*printed);
  return {};
}

void Run::finish_oldest() {
  auto [cycle, issued] = std::move(waiting_.front());
  waiting_.pop_front();
  ++finished_;
  if (!issued) {
    console_.say(cycle + ": refused: " + issued.error().message);
    refused_.emplace_back(
        Json::Object{{"cycle", cycle}, {"rule", issued.error().field}, {"message", issued.error().message}});
    return;
  }
  if (press_) {
    if (const auto printed = print(*issued); !printed) {
      without_pdf_.push_back(issued->record.issued.number);
      if (!not_printed_) not_printed_ = printed.error();
      return;
    }
  }
  console_.say(cycle + ": " + issued_text(*issued));
  issued_.emplace_back(issued_json(*issued));
}

// Both, when the run ended with both.
Error Run::failure() const {
  if (!not_printed_) return *not_issued_;
  Error error = without_pdf(without_pdf_, *not_printed_);
  if (not_issued_) error.message = not_issued_->message + "; and " + error.message;
  return error;
}

int Run::report() {
  if (not_issued_ || not_printed_) return console_.fail(failure());
  if (const auto closed = session_.close(); !closed) return console_.fail(closed.error());
  console_.print(std::to_string(issued_.size()) + " issued, " + std::to_string(refused_.size()) + " refused");
  const bool refused = !refused_.empty();
  console_.answer(Json::Object{{"issued", std::move(issued_)}, {"refused", std::move(refused_)}});
  return refused ? kExitRefused : kExitDone;
}

}  // namespace

int issue_many(Session& session, const IssueOptions& options, Printer* printer, const std::vector<std::string>& cycles,
               Console& console) {
  return Run(session, options, printer, console).issue(cycles);
}

}  // namespace cityledger
