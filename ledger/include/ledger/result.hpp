// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// How a function says that it could not do its work: Result<T>, never a sentinel value.
//
// Errors that callers must tell apart have a Code; the message is one sentence that names what was
// wrong and how to mend it, ready to be shown to a person.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace ledger {

// What the caller should do next. Exit codes of programs follow from it.
enum class Code : std::uint8_t {
  kInvalid,   // the input is malformed: mend the input
  kTooLarge,  // the input is over a limit of limits.hpp: make it smaller
  kRefused,   // well formed, but a rule of the ledger forbids it: see the violations
  kNotFound,  // no such thing
  kBusy,      // the queue is full: try again
  kKey,       // a key is missing, unknown or cannot be unlocked
  kLocked,    // another process writes to this ledger
  kClock,     // the clock went back or jumped: an operator must look
  kNewer,     // written by a newer program: upgrade
  kStale,     // older than what was already signed: a restored old copy?
  kCorrupt,   // stored bytes are not what was written: run fsck
  kFull,      // the disk is full; nothing was changed
  kStorage,   // the operating system or the database failed; nothing was changed
  kHalted,    // a commit's fate is unknown: restart, recovery decides
};

struct Error {
  Code code = Code::kInvalid;
  std::string message;  // what was wrong and how to mend it
  std::string field;    // the field, path or rule it is about; may be empty
};

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(Code code, std::string message, std::string field = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(field)});
}

// The code's name in lower case, e.g. "not_found"; stable, for machine-readable output.
[[nodiscard]] std::string_view code_name(Code code);

}  // namespace ledger
