// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The named checks of a verdict, one function each. A finding is a state and a plain sentence.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "certs/verify.hpp"
#include "examined.hpp"
#include "ledger/checkpoint.hpp"

namespace certs {

struct Finding {
  CheckState state = CheckState::kNotDone;
  std::string detail;
};

[[nodiscard]] inline Finding passed(std::string detail) {
  return {CheckState::kPassed, std::move(detail)};
}
[[nodiscard]] inline Finding failed(std::string detail) {
  return {CheckState::kFailed, std::move(detail)};
}
[[nodiscard]] inline Finding not_done(std::string detail) {
  return {CheckState::kNotDone, std::move(detail)};
}

// Of a certificate, with all that a bundle brings.
[[nodiscard]] Finding check_signatures(const Examined& examined, const Trust& trust);
[[nodiscard]] Finding check_issuer_key(const Examined& examined, const Trust& trust);
[[nodiscard]] Finding check_as_issued(const Examined& examined, const Certificate& certificate, const Trust& trust);
[[nodiscard]] Finding check_in_ledger(const Examined& examined, const Trust& trust);
[[nodiscard]] Finding check_cosignatures(const Examined& examined, const Trust& trust);
[[nodiscard]] Finding check_time(const Examined& examined, const Trust& trust);
[[nodiscard]] Finding check_lineage(const Examined& examined, const Certificate& certificate);
// Of an interval of two well-formed moments.
[[nodiscard]] Finding check_validity(const std::string& valid_from, const std::string& valid_until,
                                     ledger::UnixMillis at);

// What the bundle's history tells, in the order of the ledger; entries that do not speak of the certificate left out.
[[nodiscard]] std::vector<attest::StatusEvent> history_of(const Examined& examined);
// Why it cannot be the history of this certificate in that ledger; empty when it can. Part of `in_ledger`.
[[nodiscard]] std::optional<Finding> history_is_wrong(const Examined& examined, const ledger::Checkpoint& checkpoint,
                                                      const Trust& trust);

// Of a credential that came without a bundle.
[[nodiscard]] Finding check_signatures_alone(const Json& credential, const Trust& trust);

// Of a short form.
[[nodiscard]] Finding check_signature_on_paper(const SignedShortForm& form, const Trust& trust);

// Errors: kInvalid unless the document has proofs, all of them good and by methods of `did` that had neither
// expired nor been revoked at `made_at`.
[[nodiscard]] Result<void> check_proofs(const Json& document, const DidDocument& did, ledger::UnixMillis made_at);

// What the status lists at hand say of one purpose.
struct StatusAnswer {
  Finding finding;
  bool set = false;                               // revoked, suspended
  std::optional<ledger::UnixMillis> known_until;  // when an answer for the day could be given
  std::vector<std::string> notices;
};

// A status list with its interval as moments.
struct DatedList {
  StatusList list;
  ledger::UnixMillis from;
  ledger::UnixMillis until;
};

// The list with its interval; parse_status_list has checked that there is one.
[[nodiscard]] DatedList dated(StatusList list);

// The lists of `files` that the issuer's keys signed, for both purposes; why others were not used goes to `notices`.
[[nodiscard]] std::vector<DatedList> read_status_files(const std::vector<std::string>& files, const Trust& trust,
                                                       std::vector<std::string>& notices);

// `lists` are of that purpose. A revocation is never undone, so a later list that has none answers for earlier days.
[[nodiscard]] StatusAnswer answer_revocation(const std::vector<DatedList>& lists, std::size_t index,
                                             ledger::UnixMillis at);
[[nodiscard]] StatusAnswer answer_suspension(const std::vector<DatedList>& lists, std::size_t index,
                                             ledger::UnixMillis at);

}  // namespace certs
