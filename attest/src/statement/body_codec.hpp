// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Each type's own members, read and written. What write_members gives, read_members takes.
#pragma once

#include "attest/statement_types.hpp"

namespace attest {

void read_members(Fields& fields, LedgerOpened& body);
void read_members(Fields& fields, LedgerSeal& body);
void read_members(Fields& fields, PartyRegistered& body);
void read_members(Fields& fields, KeyAuthorised& body);
void read_members(Fields& fields, KeyRevoked& body);
void read_members(Fields& fields, StandardAdopted& body);
void read_members(Fields& fields, CityEnrolled& body);
void read_members(Fields& fields, EvidenceRegistered& body);
void read_members(Fields& fields, ValueSubmitted& body);
void read_members(Fields& fields, ValueDecided& body);
void read_members(Fields& fields, DidPublished& body);
void read_members(Fields& fields, CycleReviewed& body);
void read_members(Fields& fields, CertificateIssued& body);
void read_members(Fields& fields, StatusListPublished& body);

[[nodiscard]] Json::Object write_members(const LedgerOpened& body);
[[nodiscard]] Json::Object write_members(const LedgerSeal& body);
[[nodiscard]] Json::Object write_members(const PartyRegistered& body);
[[nodiscard]] Json::Object write_members(const KeyAuthorised& body);
[[nodiscard]] Json::Object write_members(const KeyRevoked& body);
[[nodiscard]] Json::Object write_members(const StandardAdopted& body);
[[nodiscard]] Json::Object write_members(const CityEnrolled& body);
[[nodiscard]] Json::Object write_members(const EvidenceRegistered& body);
[[nodiscard]] Json::Object write_members(const ValueSubmitted& body);
[[nodiscard]] Json::Object write_members(const ValueDecided& body);
[[nodiscard]] Json::Object write_members(const DidPublished& body);
[[nodiscard]] Json::Object write_members(const CycleReviewed& body);
[[nodiscard]] Json::Object write_members(const CertificateIssued& body);
[[nodiscard]] Json::Object write_members(const StatusListPublished& body);

}  // namespace attest
