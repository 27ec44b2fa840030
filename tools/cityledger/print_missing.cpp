// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/print_missing.hpp"

#include <deque>

#include "attest/records.hpp"
#include "certs/certificate_report.hpp"
#include "certs/verify.hpp"
#include "cityledger/files.hpp"
#include "cityledger/issue_many.hpp"
#include "cityledger/progress.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

// A file that cannot be read, or is larger than any PDF of ours, is none that the ledger names.
Result<bool> is_recorded(const attest::LedgerFolder& ledger, const std::string& number, const fs::path& file) {
  const auto content = read_file(file, certs::kFileToVerifyBytesMax);
  if (!content) return false;
  const auto owner = attest::get_certificate_of_pdf(ledger.store(), ledger::sha256(ledger::view(*content)));
  if (!owner) return tl::unexpected(owner.error());
  return *owner == number;
}

class Run {
 public:
  Run(Session& session, Printer& printer, Console& console)
      : session_(session), printer_(printer), console_(console), press_(printer.press()) {}
  int print(const std::vector<std::string>& numbers);

 private:
  void begin(const std::string& number);
  void finish_oldest();
  [[nodiscard]] bool is_ended() const { return why_.has_value(); }
  int report();

  Session& session_;
  Printer& printer_;
  Console& console_;
  std::unique_ptr<Press> press_;
  std::deque<std::string> waiting_;  // numbers in the press
  Json::Array printed_;
  std::vector<std::string> failed_;  // numbers
  std::optional<Error> why_;         // of the first of them
};

int Run::print(const std::vector<std::string>& numbers) {
  const ledger::Progress progress = draw_progress(console_, "drawing and sealing");
  const auto finish_all_but = [&](std::size_t ahead) {
    while (waiting_.size() > ahead) {
      finish_oldest();
      if (progress) progress(printed_.size() + failed_.size(), numbers.size());
    }
  };
  for (const std::string& number : numbers) {
    begin(number);
    // The first is finished alone: what is wrong with the seal or with an authority shows there.
    finish_all_but(printed_.empty() ? 0 : kIssuedAheadMax);
    if (is_ended()) break;
  }
  finish_all_but(0);
  console_.progress("");
  return report();
}

void Run::begin(const std::string& number) {
  auto bundle = bundle_of(session_.ledger(), number);
  if (!bundle) {
    failed_.push_back(number);
    if (!why_) why_ = bundle.error();
    return;
  }
  press_->give(std::move(*bundle), session_.ledger().now());
  waiting_.push_back(number);
}

void Run::finish_oldest() {
  const std::string number = std::move(waiting_.front());
  waiting_.pop_front();
  const auto made = press_->take();
  const auto printed = made ? printer_.keep(number, *made, certs::kept_folder(session_.ledger(), number))
                            : Result<Printed>(tl::unexpected(made.error()));
  if (!printed) {
    failed_.push_back(number);
    if (!why_) why_ = printed.error();
    return;
  }
  console_.say(printed_text(number, *printed));
  if (printed->notice) console_.warn(*printed->notice);
  printed_.emplace_back(printed_json(number, *printed));
}

int Run::report() {
  if (why_) return console_.fail(without_pdf(failed_, *why_));
  if (const auto closed = session_.close(); !closed) return console_.fail(closed.error());
  console_.print(std::to_string(printed_.size()) + " drawn and sealed");
  console_.answer(Json::Object{{"printed", std::move(printed_)}});
  return 0;
}

}  // namespace

Result<std::vector<std::string>> certificates_without_pdf(const attest::LedgerFolder& ledger,
                                                          const std::string& language) {
  const auto numbers = attest::list_certificates(ledger.store());
  if (!numbers) return numbers;
  std::vector<std::string> out;
  for (const std::string& number : *numbers) {
    const auto recorded = is_recorded(ledger, number, kept_pdf(ledger, number, language));
    if (!recorded) return tl::unexpected(recorded.error());
    if (!*recorded) out.push_back(number);
  }
  return out;
}

int print_missing(Session& session, const CertificatePdfOptions& options, Console& console) {
  const auto numbers = certificates_without_pdf(session.ledger(), options.pdf.language);
  if (!numbers) return console.fail(numbers.error());
  auto printer = Printer::make(session, options.ledger, options.pdf, options.did, options.signer);
  if (!printer) return console.fail(printer.error());
  return Run(session, *printer, console).print(*numbers);
}

}  // namespace cityledger
