// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Files of evidence from a server. What came before a connection was cut is gone on with; whether what lies there is
// the file, or two of them joined, its digest alone decides.
#include "cityledger/progress.hpp"
#include "cityledger/server_answers.hpp"
#include "cityledger/server_link.hpp"
#include "ledger/encoding.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

constexpr unsigned kPartialContent = 206;
constexpr unsigned kRangeNotSatisfiable = 416;

// A name that leads elsewhere is no part of ours.
std::uint64_t size_of(const fs::path& part) {
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(part, error))) return 0;
  const std::uint64_t size = fs::file_size(part, error);
  return error ? 0 : size;
}

void drop(const fs::path& part) {
  std::error_code ignored;
  fs::remove(part, ignored);
}

Result<void> check_evidence(ledger::EntryIndex entry, const attest::StoredEvidence& expected, const fs::path& part) {
  const auto came = attest::measure_evidence(part);
  if (!came) return tl::unexpected(came.error());
  if (came->digest == expected.digest && came->size == expected.size) return {};
  return fail(Code::kCorrupt,
              "what the server gives as the file of entry " + std::to_string(entry.value) +
                  " is not the file that was registered; it was not kept",
              "digest");
}

}  // namespace

// Whether what lies in `part` afterwards is of several answers. After an error nothing of this answer is kept, but for
// what came before the connection ended.
Result<bool> ServerLink::fetch_evidence(ledger::EntryIndex entry, const attest::StoredEvidence& expected,
                                        const fs::path& part) {
  const std::uint64_t had = size_of(part);
  if (had == 0) drop(part);
  if (had > 0 && had >= expected.size) return true;  // all that there is to ask for
  if (had > 0) {
    console_.say("going on behind " + with_thousands(had) + " of " + with_thousands(expected.size) +
                 " bytes that are here");
  }
  HttpRequest request;
  request.target = "/api/v1/evidence/" + std::to_string(entry.value);
  request.answer_file = part;
  request.answer_etag = ledger::to_hex(expected.digest);
  request.answer_bytes_max = expected.size;
  request.deadline_ms = 60'000;
  const auto answer = ask_as_reader(std::move(request));
  if (answer) {
    const bool of_part = answer->status == kPartialContent || answer->status == kRangeNotSatisfiable;
    if (of_part && size_of(part) > 0) return true;
    if (is_success(*answer)) return false;
    Error problem = problem_of(*answer);
    if (problem.code == Code::kNotFound) drop(part);  // expired, erased or never there: what came of it goes too
    return tl::unexpected(std::move(problem));
  }
  Error error = answer.error();
  if (error.code == Code::kInvalid || error.code == Code::kTooLarge) {  // no such part, or more than the file has
    if (had > 0) return true;
    drop(part);
  } else if (size_of(part) > 0) {
    error.message += "; what came is kept in " + part.string() + ", and the same command goes on behind it";
  }
  return tl::unexpected(std::move(error));
}

Result<void> ServerLink::get_evidence(ledger::EntryIndex entry, const attest::StoredEvidence& expected,
                                      const fs::path& file) {
  fs::path part = file;
  part += ".part";
  for (bool anew = false;; anew = true) {
    const auto joined = fetch_evidence(entry, expected, part);
    if (!joined) return tl::unexpected(joined.error());
    const auto right = check_evidence(entry, expected, part);
    if (right) break;
    drop(part);
    if (!*joined || anew) return right;
    console_.say("what was here is no part of the file of entry " + std::to_string(entry.value) +
                 ": it was dropped, and all of the file is asked for");
  }
  std::error_code error;
  fs::rename(part, file, error);
  if (error) return fail(Code::kStorage, "the file cannot be named: " + error.message(), file.string());
  return {};
}

}  // namespace cityledger
