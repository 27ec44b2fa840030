// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The rules of each statement type. judge() names every violated rule and changes nothing; apply() writes what
// follows from a statement that violates none.
#pragma once

#include "context.hpp"

namespace attest {

// rules_signer.cpp: what is asked of every statement but the first.
void judge_common(Context& context);
// Issuer, subject and clock: also of the first.
void judge_claims(Context& context, std::string_view issuer);

// rules_ledger.cpp
void judge_opening(Context& context, const LedgerOpened& body);
void apply(Context& context, const LedgerOpened& body);
void judge(Context& context, const LedgerOpened& body);
void judge(Context& context, const LedgerSeal& body);
void apply(Context& context, const LedgerSeal& body);
void judge(Context& context, const LedgerKeyRotated& body);
void apply(Context& context, const LedgerKeyRotated& body);

// rules_parties.cpp
void judge(Context& context, const PartyRegistered& body);
void apply(Context& context, const PartyRegistered& body);
void judge(Context& context, const PartyUpdated& body);
void apply(Context& context, const PartyUpdated& body);

// rules_keys.cpp
void judge(Context& context, const KeyAuthorised& body);
void apply(Context& context, const KeyAuthorised& body);
void judge(Context& context, const KeyRevoked& body);
void apply(Context& context, const KeyRevoked& body);
void judge(Context& context, const KeyRecovered& body);
void apply(Context& context, const KeyRecovered& body);

// rules_standards.cpp
void judge(Context& context, const StandardAdopted& body);
void apply(Context& context, const StandardAdopted& body);
void judge(Context& context, const CityEnrolled& body);
void apply(Context& context, const CityEnrolled& body);

// rules_programmes.cpp
void judge(Context& context, const ProgrammeOpened& body);
void apply(Context& context, const ProgrammeOpened& body);
void judge(Context& context, const CityWithdrawn& body);
void apply(Context& context, const CityWithdrawn& body);

// rules_values.cpp
void judge(Context& context, const EvidenceRegistered& body);
void apply(Context& context, const EvidenceRegistered& body);
void judge(Context& context, const ValueSubmitted& body);
void apply(Context& context, const ValueSubmitted& body);
void judge(Context& context, const ValueWithdrawn& body);
void apply(Context& context, const ValueWithdrawn& body);

// rules_decisions.cpp
void judge(Context& context, const ValueDecided& body);
void apply(Context& context, const ValueDecided& body);

// rules_certificates.cpp
void judge(Context& context, const CycleReviewed& body);
void apply(Context& context, const CycleReviewed& body);
void judge(Context& context, const CertificateIssued& body);
void apply(Context& context, const CertificateIssued& body);

// rules_status.cpp
void judge(Context& context, const CertificateRendered& body);
void apply(Context& context, const CertificateRendered& body);
void judge(Context& context, const CertificateStatus& body);
void apply(Context& context, const CertificateStatus& body);

// rules_cases.cpp
void judge(Context& context, const CaseOpened& body);
void apply(Context& context, const CaseOpened& body);
void judge(Context& context, const CaseDecided& body);
void apply(Context& context, const CaseDecided& body);

// rules_upkeep.cpp
void judge(Context& context, const EvidenceExpired& body);
void apply(Context& context, const EvidenceExpired& body);
void judge(Context& context, const DisclosureErased& body);
void apply(Context& context, const DisclosureErased& body);
void judge(Context& context, const AuditReported& body);
void apply(Context& context, const AuditReported& body);

// rules_publications.cpp
void judge(Context& context, const DidPublished& body);
void apply(Context& context, const DidPublished& body);
void judge(Context& context, const PolicyAdopted& body);
void apply(Context& context, const PolicyAdopted& body);
void judge(Context& context, const WitnessPolicyAdopted& body);
void apply(Context& context, const WitnessPolicyAdopted& body);
void judge(Context& context, const TemplatePublished& body);
void apply(Context& context, const TemplatePublished& body);
void judge(Context& context, const StatusListPublished& body);
void apply(Context& context, const StatusListPublished& body);

}  // namespace attest
