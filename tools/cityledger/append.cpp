// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/append.hpp"

#include <set>

#include "attest/disclosure.hpp"
#include "certs/words.hpp"
#include "cityledger/files.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kFilesMax = 10'000;

// "vote.cose" gets its receipt in "vote.cose.receipt.cose".
fs::path receipt_file(const AppendOptions& options, const fs::path& file) {
  fs::path name = file.filename();
  name += ".receipt.cose";
  return (options.receipts.empty() ? file.parent_path() : options.receipts) / name;
}

Result<std::vector<attest::Submission>> read_submissions(const AppendOptions& options) {
  if (options.files.size() > kFilesMax) {
    return fail(Code::kTooLarge, "at most " + std::to_string(kFilesMax) + " files at once", "file");
  }
  std::vector<attest::Submission> submissions;
  std::set<fs::path> receipts;
  for (const fs::path& file : options.files) {
    if (!receipts.insert(receipt_file(options, file)).second) {
      return fail(Code::kInvalid, "two receipts would be written to " + receipt_file(options, file).string(), "file");
    }
    const auto content = read_file(file, attest::kSubmissionBytesMax);
    if (!content) return tl::unexpected(content.error());
    auto submission = attest::parse_submission(ledger::view(*content));
    if (!submission) {
      return fail(submission.error().code, file.string() + ": " + submission.error().message, "file");
    }
    submissions.push_back(std::move(*submission));
  }
  return submissions;
}

// With several files every violation says which one it is about.
int refuse(const AppendOptions& options, std::vector<attest::Refusal> refused, Console& console) {
  if (options.files.size() > 1) {
    for (attest::Refusal& refusal : refused) {
      const std::string file = options.files.at(refusal.statement).string();
      for (ledger::Violation& violation : refusal.violations) violation.message = file + ": " + violation.message;
    }
  }
  return console.refuse(refused);
}

// The entries are durable by now: a receipt that cannot be written can be made again, and the error says how.
Result<Json::Array> deliver(const AppendOptions& options, const attest::Registered& registered, Console& console) {
  Json::Array files;
  for (std::size_t i = 0; i < registered.entries.size(); ++i) {
    const auto& entry = registered.entries[i];
    const std::string index = std::to_string(entry.ref.index.value);
    const fs::path receipt = receipt_file(options, options.files.at(i));
    if (const auto written = write_file(receipt, entry.receipt); !written) {
      return fail(written.error().code,
                  "all statements are appended, but " + written.error().message +
                      "; make the receipt again: cityledger prove receipt " + index,
                  "receipts");
    }
    console.print("entry " + index + ": " + options.files.at(i).string() + (entry.duplicate ? " (already there)" : "") +
                  ", receipt " + receipt.string());
    files.emplace_back(Json::Object{{"file", options.files.at(i).string()}, {"receipt_file", receipt.string()}});
  }
  return files;
}

}  // namespace

int run_append(const AppendOptions& options, Console& console) {
  const auto submissions = read_submissions(options);
  if (!submissions) return console.fail(submissions.error());
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  attest::LedgerFolder& ledger = (*session)->ledger();
  const auto answer = options.dry_run ? ledger.dry_run(*submissions) : ledger.submit(*submissions);
  if (!answer) return console.fail(answer.error());
  if (!answer->refused.empty()) return refuse(options, answer->refused, console);
  if (options.dry_run) {
    console.print("every rule is kept; nothing was appended");
    console.answer(Json::Object{{"dry_run", true}});
    return 0;
  }
  if (const Result<void> closed = (*session)->close(); !closed) return console.fail(closed.error());
  auto files = deliver(options, *answer->registered, console);
  if (!files) return console.fail(files.error());
  console.answer(Json::Object{{"registered", certs::to_json(*answer->registered)}, {"files", std::move(*files)}});
  return 0;
}

}  // namespace cityledger
