// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Types that are read but that this version takes into no ledger yet.
#include "rules.hpp"

namespace attest {
namespace {

void refuse_type(Context& context) {
  context.violate("statement.type", "type", "this version takes no statement of this type yet");
}

}  // namespace

// clang-format off
void judge(Context& context, const EvidenceExpired&) { refuse_type(context); }
void apply(Context&, const EvidenceExpired&) {}
void judge(Context& context, const DisclosureErased&) { refuse_type(context); }
void apply(Context&, const DisclosureErased&) {}
void judge(Context& context, const AuditReported&) { refuse_type(context); }
void apply(Context&, const AuditReported&) {}
// clang-format on

}  // namespace attest
