// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The checks of verify() without the answer, for a file that has more around the bundle: a PDF.
#pragma once

#include "outcome.hpp"

namespace certs {

struct Judged {
  Verdict verdict;  // outcome and sentence not yet; conclude() fills them in
  StatusKnown status;
};

[[nodiscard]] Judged judge(std::string_view file, const Trust& trust, const Question& question);
// Whether that check is there and passed.
[[nodiscard]] bool passes(const Verdict& verdict, std::string_view id);
// Every check not done.
[[nodiscard]] Judged judge_nothing(const Question& question);

}  // namespace certs
