// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a bundle tells of the changes of its certificate's state: proven places, and an order that the rules allow.
#include <algorithm>

#include "attest/date.hpp"
#include "checks.hpp"

namespace certs {
namespace {

using attest::CertificateState;
using attest::StatusEvent;

// The ledger's time is not in the bundle; what the signer says of it is at most 300 seconds ahead.
ledger::UnixMillis said_at(const attest::Statement& statement) {
  return {static_cast<std::uint64_t>(statement.cose.header.issued_at_s) * 1'000};
}

// The change that a statement makes to this certificate; empty when it makes none.
std::optional<StatusEvent> event_of(const ExaminedChange& change, std::string_view number) {
  const attest::Statement& statement = change.statement;
  const attest::EntryRef entry{change.index, change.leaf};
  if (const auto* status = std::get_if<attest::CertificateStatus>(&statement.body)) {
    const auto from = attest::parse_moment(status->from);
    if (status->number != number || !from) return std::nullopt;
    return StatusEvent{attest::state_after(status->change),          *from,          entry,
                       std::string(attest::to_text(status->change)), status->reason, status->by.value_or("")};
  }
  if (const auto* issued = std::get_if<attest::CertificateIssued>(&statement.body)) {
    if (issued->supersedes != number) return std::nullopt;
    return StatusEvent{CertificateState::kSuperseded, said_at(statement), entry, "superseded", {}, issued->number};
  }
  const auto* revoked = std::get_if<attest::KeyRevoked>(&statement.body);
  if (revoked == nullptr || !revoked->since) return std::nullopt;
  return StatusEvent{CertificateState::kDisputed, said_at(statement), entry, "disputed", revoked->reason, {}};
}

bool is_allowed(const ExaminedChange& change, const std::vector<StatusEvent>& before) {
  const CertificateState state = before.empty() ? CertificateState::kValid : before.back().state;
  if (const auto* status = std::get_if<attest::CertificateStatus>(&change.statement.body))
    return attest::may_follow(state, status->change);
  if (std::holds_alternative<attest::KeyRevoked>(change.statement.body)) return !attest::is_final(state);
  const bool opened = std::any_of(before.begin(), before.end(), [](const auto& e) { return e.change == "corrected"; });
  return opened && attest::may_follow(state, attest::StatusChange::kSuperseded);
}

}  // namespace

std::vector<StatusEvent> history_of(const Examined& examined) {
  std::vector<StatusEvent> events;
  for (const ExaminedChange& change : examined.history) {
    auto event = event_of(change, examined.issuance.body.number);
    if (!event) continue;
    if (!events.empty()) event->from = std::max(event->from, events.back().from);
    events.push_back(std::move(*event));
  }
  return events;
}

std::optional<Finding> history_is_wrong(const Examined& examined, const ledger::Checkpoint& checkpoint,
                                        const Trust& trust) {
  std::vector<StatusEvent> before;
  ledger::EntryIndex last = examined.issuance.index;
  for (std::size_t i = 0; i < examined.history.size(); ++i) {
    const ExaminedChange& change = examined.history[i];
    const std::string place = "entry " + std::to_string(change.index.value);
    const ledger::HashPath& path = examined.bundle.history[i].path;
    if (!ledger::check_inclusion(change.leaf, change.index, checkpoint.size, path, checkpoint.root))
      return failed("The history's " + place + " is not in the ledger at its place.");
    if (change.statement.common.ledger != trust.genesis || !(last < change.index))
      return failed("The history's " + place + " is of another ledger, or out of order.");
    auto event = event_of(change, examined.issuance.body.number);
    if (!event || !is_allowed(change, before))
      return failed("The history's " + place + " does not follow from what stands before it.");
    before.push_back(std::move(*event));
    last = change.index;
  }
  return std::nullopt;
}

}  // namespace certs
