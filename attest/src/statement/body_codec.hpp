// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Each type's own members, read and written. What write_members gives, read_members takes.
#pragma once

#include "attest/statement_types.hpp"

namespace attest {

void read_members(Fields& fields, LedgerOpened& body);
void read_members(Fields& fields, LedgerSeal& body);
void read_members(Fields& fields, LedgerKeyRotated& body);
void read_members(Fields& fields, PolicyAdopted& body);
void read_members(Fields& fields, WitnessPolicyAdopted& body);
void read_members(Fields& fields, TemplatePublished& body);
void read_members(Fields& fields, PartyRegistered& body);
void read_members(Fields& fields, PartyUpdated& body);
void read_members(Fields& fields, KeyAuthorised& body);
void read_members(Fields& fields, KeyRecovered& body);
void read_members(Fields& fields, KeyRevoked& body);
void read_members(Fields& fields, StandardAdopted& body);
void read_members(Fields& fields, ProgrammeOpened& body);
void read_members(Fields& fields, CityEnrolled& body);
void read_members(Fields& fields, CityWithdrawn& body);
void read_members(Fields& fields, EvidenceRegistered& body);
void read_members(Fields& fields, EvidenceExpired& body);
void read_members(Fields& fields, ValueSubmitted& body);
void read_members(Fields& fields, ValueWithdrawn& body);
void read_members(Fields& fields, ValueDecided& body);
void read_members(Fields& fields, DidPublished& body);
void read_members(Fields& fields, CycleReviewed& body);
void read_members(Fields& fields, CertificateIssued& body);
void read_members(Fields& fields, CertificateRendered& body);
void read_members(Fields& fields, CertificateStatus& body);
void read_members(Fields& fields, CaseOpened& body);
void read_members(Fields& fields, CaseDecided& body);
void read_members(Fields& fields, DisclosureErased& body);
void read_members(Fields& fields, AuditReported& body);
void read_members(Fields& fields, StatusListPublished& body);

[[nodiscard]] Json::Object write_members(const LedgerOpened& body);
[[nodiscard]] Json::Object write_members(const LedgerSeal& body);
[[nodiscard]] Json::Object write_members(const LedgerKeyRotated& body);
[[nodiscard]] Json::Object write_members(const PolicyAdopted& body);
[[nodiscard]] Json::Object write_members(const WitnessPolicyAdopted& body);
[[nodiscard]] Json::Object write_members(const TemplatePublished& body);
[[nodiscard]] Json::Object write_members(const PartyRegistered& body);
[[nodiscard]] Json::Object write_members(const PartyUpdated& body);
[[nodiscard]] Json::Object write_members(const KeyAuthorised& body);
[[nodiscard]] Json::Object write_members(const KeyRecovered& body);
[[nodiscard]] Json::Object write_members(const KeyRevoked& body);
[[nodiscard]] Json::Object write_members(const StandardAdopted& body);
[[nodiscard]] Json::Object write_members(const ProgrammeOpened& body);
[[nodiscard]] Json::Object write_members(const CityEnrolled& body);
[[nodiscard]] Json::Object write_members(const CityWithdrawn& body);
[[nodiscard]] Json::Object write_members(const EvidenceRegistered& body);
[[nodiscard]] Json::Object write_members(const EvidenceExpired& body);
[[nodiscard]] Json::Object write_members(const ValueSubmitted& body);
[[nodiscard]] Json::Object write_members(const ValueWithdrawn& body);
[[nodiscard]] Json::Object write_members(const ValueDecided& body);
[[nodiscard]] Json::Object write_members(const DidPublished& body);
[[nodiscard]] Json::Object write_members(const CycleReviewed& body);
[[nodiscard]] Json::Object write_members(const CertificateIssued& body);
[[nodiscard]] Json::Object write_members(const CertificateRendered& body);
[[nodiscard]] Json::Object write_members(const CertificateStatus& body);
[[nodiscard]] Json::Object write_members(const CaseOpened& body);
[[nodiscard]] Json::Object write_members(const CaseDecided& body);
[[nodiscard]] Json::Object write_members(const DisclosureErased& body);
[[nodiscard]] Json::Object write_members(const AuditReported& body);
[[nodiscard]] Json::Object write_members(const StatusListPublished& body);

}  // namespace attest
