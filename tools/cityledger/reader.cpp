// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/reader.hpp"

#include "attest/date.hpp"

namespace cityledger {

Result<ledger::UnixMillis> present_moment(const attest::LedgerFolder& ledger, const LedgerOptions& options) {
  if (ledger.config().clock == attest::ClockKind::kMachine) return ledger::MachineClock().now();
  if (options.clock.empty()) return ledger.now();
  const auto moment = attest::parse_day_or_moment(options.clock);
  if (!moment) return fail(moment.error().code, moment.error().message, "clock");
  return *moment;
}

Result<attest::Reader> reader_by_key(Session& session, const std::string& key_name, ledger::UnixMillis now) {
  const auto signer = session.keys().get(key_name);
  if (!signer) return tl::unexpected(signer.error());
  if (auto named = session.read_as(key_name); !named) return tl::unexpected(named.error());
  return attest::reader_with_key(session.ledger().store(), attest::key_thumbprint((*signer)->public_key()), key_name,
                                 now);
}

}  // namespace cityledger
