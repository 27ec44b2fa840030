// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The states of a certificate after its issue, and what may follow what. Whether a day lies within its validity
// is another matter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attest/statement_types.hpp"

namespace attest {

enum class CertificateState : std::uint8_t { kValid, kSuspended, kDisputed, kRevoked, kSuperseded };

// One change of state.
struct StatusEvent {
  CertificateState state = CertificateState::kValid;  // from then on
  UnixMillis from;
  EntryRef entry;      // certificate.status, the certificate.issued that supersedes, or the key.revoked that disputes
  std::string change;  // "suspended", "reinstated", "revoked", "superseded", "corrected" or "disputed"
  std::string reason;  // that a certificate.status gives
  std::string by;      // number of the certificate that supersedes
};

// "valid", "suspended" and so on.
[[nodiscard]] std::string_view to_text(CertificateState state);
// Nothing may follow it.
[[nodiscard]] bool is_final(CertificateState state);
[[nodiscard]] bool may_follow(CertificateState state, StatusChange change);
// The state that a change leads to.
[[nodiscard]] CertificateState state_after(StatusChange change);

// By the entries below that size. The history is in the order of the ledger.
[[nodiscard]] CertificateState state_below(const std::vector<StatusEvent>& history, TreeSize size);
// At that moment, by all that is known now: a change counts from its `from` on.
[[nodiscard]] CertificateState state_at(const std::vector<StatusEvent>& history, UnixMillis moment);

// What the two status lists say of a state.
[[nodiscard]] bool sets_revocation_bit(CertificateState state);
[[nodiscard]] bool sets_suspension_bit(CertificateState state);

}  // namespace attest
