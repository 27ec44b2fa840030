// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What goes wrong, said to machines and people: RFC 9457 problems, or RFC 9290 concise problem details in CBOR where
// SCRAPI wants these. Each kind has a page under /problems/NAME.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/response.hpp"
#include "attest/ledger_folder.hpp"

namespace api {

struct ProblemKind {
  std::string_view name;  // "too_large": the type is "/problems/too_large"
  unsigned status;
  std::string_view title;  // one for each kind, whatever the occasion
  std::string_view help;   // what to do, for its page
};
[[nodiscard]] const std::vector<ProblemKind>& all_problems();
// REQUIRES: a name of all_problems().
[[nodiscard]] const ProblemKind& problem_kind(std::string_view name);

struct Problem {
  std::string_view name;                                       // of all_problems()
  std::string detail;                                          // this occasion: what was wrong and how to mend it
  std::string field;                                           // which field, header or parameter; may be empty
  std::vector<attest::Refusal> refused{};                      // rules that statements violate
  unsigned retry_after_s = 0;                                  // Retry-After; 0: none
  std::vector<std::pair<std::string, std::string>> headers{};  // Allow, WWW-Authenticate and such
};
// A value, or the problem that the request is answered with.
template <class T>
using Answered = tl::expected<T, Problem>;
// application/problem+json, never stored.
[[nodiscard]] Response to_response(const Problem& problem);
// The same as application/concise-problem-details+cbor (RFC 9290: title -1, detail -2).
[[nodiscard]] Response to_concise_response(const Problem& problem);
// "rule: message" of every violation, with "; " between them.
[[nodiscard]] std::string in_words(const std::vector<attest::Refusal>& refused);
// One with a title of its own, as SCRAPI names some.
[[nodiscard]] Response concise_reply(unsigned status, std::string_view title, std::string_view detail);
// What an answer in parts says of the part that failed: type, title, status, detail, field, violations.
[[nodiscard]] attest::Json to_json(const Problem& problem);

// How the service answers an error of the modules below. What the operating system or a database said stays in the log:
// `detail` of our own faults is general.
[[nodiscard]] Problem problem_of(const ledger::Error& error);
[[nodiscard]] Response to_response(const ledger::Error& error);

}  // namespace api
