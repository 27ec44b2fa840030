// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a certificate rests on: the entries behind it, and the keys that signed them.
#pragma once

#include "context.hpp"

namespace attest {

// Keeps what the certificate that is being issued rests on, and under each key that signed any of it the time of the
// latest: values, decisions, evidence, enrolment, catalogue, review, issuance, and what authorised those keys.
void keep_basis(Context& context, const CertificateIssued& body, const CycleRecord& cycle,
                const StandardRecord& standard, const std::vector<LineageItem>& lineage);

}  // namespace attest
