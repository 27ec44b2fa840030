// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/certificate_state.hpp"

#include <array>

namespace attest {
namespace {

constexpr std::array<std::string_view, 5> kStates = {"valid", "suspended", "disputed", "revoked", "superseded"};

}  // namespace

std::string_view to_text(CertificateState state) {
  return kStates[static_cast<std::size_t>(state)];
}

bool is_final(CertificateState state) {
  return state == CertificateState::kRevoked || state == CertificateState::kSuperseded;
}

bool may_follow(CertificateState state, StatusChange change) {
  const bool valid = state == CertificateState::kValid;
  const bool suspended = state == CertificateState::kSuspended;
  const bool disputed = state == CertificateState::kDisputed;
  switch (change) {
    case StatusChange::kSuspended:
    case StatusChange::kCorrected:
      return valid;
    case StatusChange::kReinstated:
      return suspended || disputed;
    case StatusChange::kRevoked:
      return valid || suspended || disputed;
    case StatusChange::kSuperseded:
      return valid || suspended;
  }
  return false;
}

CertificateState state_after(StatusChange change) {
  switch (change) {
    case StatusChange::kSuspended:
      return CertificateState::kSuspended;
    case StatusChange::kRevoked:
      return CertificateState::kRevoked;
    case StatusChange::kSuperseded:
      return CertificateState::kSuperseded;
    case StatusChange::kReinstated:
    case StatusChange::kCorrected:  // in force until its correction is issued
      return CertificateState::kValid;
  }
  return CertificateState::kValid;
}

CertificateState state_below(const std::vector<StatusEvent>& history, TreeSize size) {
  CertificateState state = CertificateState::kValid;
  for (const StatusEvent& event : history) {
    if (event.entry.index.value < size.value) state = event.state;
  }
  return state;
}

CertificateState state_at(const std::vector<StatusEvent>& history, UnixMillis moment) {
  CertificateState state = CertificateState::kValid;
  for (const StatusEvent& event : history) {
    if (event.from <= moment) state = event.state;
  }
  return state;
}

bool sets_revocation_bit(CertificateState state) {
  return is_final(state);
}

bool sets_suspension_bit(CertificateState state) {
  return state == CertificateState::kSuspended || state == CertificateState::kDisputed;
}

}  // namespace attest
