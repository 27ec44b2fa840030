// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The one place that writes a certificate's state.
#pragma once

#include "context.hpp"

namespace attest {

// certificate.unknown: the certificate, when it was issued.
[[nodiscard]] std::optional<CertificateRecord> known_certificate(Context& context, std::string_view number,
                                                                 std::string_view field);
// Adds an event to the history, not before the last one, and keeps the record.
void change_state(Context& context, CertificateRecord& record, StatusEvent event);
// independence.holder: the speaker is nobody who decided values of the certificate's cycle or has a key of its city.
void ask_did_not_decide(Context& context, const CertificateRecord& record);

}  // namespace attest
