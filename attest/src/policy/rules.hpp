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

// rules_parties.cpp
void judge(Context& context, const PartyRegistered& body);
void apply(Context& context, const PartyRegistered& body);
void judge(Context& context, const KeyAuthorised& body);
void apply(Context& context, const KeyAuthorised& body);
void judge(Context& context, const KeyRevoked& body);
void apply(Context& context, const KeyRevoked& body);

// rules_standards.cpp
void judge(Context& context, const StandardAdopted& body);
void apply(Context& context, const StandardAdopted& body);
void judge(Context& context, const CityEnrolled& body);
void apply(Context& context, const CityEnrolled& body);

// rules_values.cpp
void judge(Context& context, const EvidenceRegistered& body);
void apply(Context& context, const EvidenceRegistered& body);
void judge(Context& context, const ValueSubmitted& body);
void apply(Context& context, const ValueSubmitted& body);

// rules_decisions.cpp
void judge(Context& context, const ValueDecided& body);
void apply(Context& context, const ValueDecided& body);

// rules_certificates.cpp
void judge(Context& context, const CycleReviewed& body);
void apply(Context& context, const CycleReviewed& body);
void judge(Context& context, const CertificateIssued& body);
void apply(Context& context, const CertificateIssued& body);

// rules_publications.cpp
void judge(Context& context, const DidPublished& body);
void apply(Context& context, const DidPublished& body);
void judge(Context& context, const StatusListPublished& body);
void apply(Context& context, const StatusListPublished& body);

}  // namespace attest
