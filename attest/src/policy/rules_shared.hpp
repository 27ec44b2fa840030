// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Rules that several statement types share.
#pragma once

#include "context.hpp"

namespace attest {

// key.role: signed in one of these roles.
void ask_role(Context& context, std::initializer_list<std::string_view> roles);

// party.unknown: the party, when it is registered.
[[nodiscard]] std::optional<PartyRecord> known_party(Context& context, std::string_view id, std::string_view field);
// cycle.unknown, cycle.withdrawn, cycle.closed: the cycle, when statements about it are still admitted.
[[nodiscard]] std::optional<CycleRecord> open_cycle(Context& context, std::string_view id);

// party.other: the speaker is the city of the cycle.
void ask_city_of_cycle(Context& context, const CycleRecord& cycle);

// value.withdrawn: the city did not take the submission back.
void ask_not_withdrawn(Context& context, const LiveRecord& live);

// Whether the party's accreditation covers the standard on that day; its first and last day count.
[[nodiscard]] bool is_accredited(const PartyRegistered& party, std::string_view standard, UnixMillis now);

// Rules of rules_deadlines.cpp. A day is over when its last moment is.

// deadline.passed: the last day of the enrolment, empty when it has none, is not over yet. A cycle that is open for the
// correction of its certificate has no last days.
void ask_in_time(Context& context, const CycleRecord& cycle, std::string_view last_day, std::string_view what);
// deadline.passed: not more than that many days after the day of that decision.
void ask_answer_in_time(Context& context, const EntryRef& decision, std::int64_t days);

// Rules of rules_programmes.cpp: that the programme of an enrolment is open to it, and is the speaker's own.
void ask_programme(Context& context, const CityEnrolled& body);

// The x coordinate or Ed25519 point of a key: what makes it the same private key.
[[nodiscard]] ByteView key_material(const PublicKey& key);

// "index 17": how messages name an entry.
[[nodiscard]] std::string name_of(const EntryRef& ref);

// prerequisite.missing: the city has the certificate under another standard that the catalogue asks for.
void ask_prerequisite(Context& context, std::string_view city, const CatalogueRules& rules);

// For apply(): certificates that rest on entries which that key signed since then become disputed.
void dispute_certificates(Context& context, const Digest& kid, UnixMillis since);

// Rules of rules_independence.cpp. All are about the speaker and one cycle.

// independence.holder: the speaker holds no key of that party.
void ask_no_key_of(Context& context, std::string_view party, std::string_view what);
// independence.affiliated: no record ties the speaker's party, or one that ownership joins to it, to `other` or one
// that ownership joins to that, in the time that counts.
void ask_unaffiliated(Context& context, const CycleRecord& cycle, std::string_view other);
// Both, for the city of the cycle and for everybody who provided this evidence.
void ask_independent_of_city(Context& context, const CycleRecord& cycle);
void ask_independent_of_evidence(Context& context, const CycleRecord& cycle, const std::vector<EntryRef>& evidence);
// Both, for city and providers of all that was accepted, and independence.holder against everyone who decided.
void ask_independent_of_cycle(Context& context, const CycleRecord& cycle, std::string_view cycle_id);

}  // namespace attest
