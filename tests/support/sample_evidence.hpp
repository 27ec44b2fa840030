// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A service over a ledger with one piece of evidence whose file is at hand, registered by the city in the provider's
// name and cited by its draft of C1; another city and another office look on.
#pragma once

#include "attest/disclosure.hpp"
#include "ledger/digest.hpp"
#include "support/sample_service.hpp"

namespace sample {

inline constexpr const char* kEvidenceContent = "indicator,value\nC1,41.5\n";
inline constexpr const char* kOtherCity = "sydney";
inline constexpr const char* kOtherOffice = "other-office";
inline constexpr const char* kAuditorParty = "watcher";

// Parties and actors that have nothing to do with the cycle: other-city, other-office; and auditor.
inline void add_onlookers(SampleLedger& made) {
  const auto add = [&](const char* actor, const char* party, attest::PartyKind kind, const char* role) {
    made.say("registrar", SampleLedger::party(party, kind));
    made.actor(actor, party, std::string(actor) + "-person");
    made.authorise(actor, {role});
  };
  add("other-city", kOtherCity, attest::PartyKind::kCity, "submitter");
  add("other-office", kOtherOffice, attest::PartyKind::kProvider, "provider");
  add("auditor", kAuditorParty, attest::PartyKind::kAuditor, "auditor");
}

// A registration of that content, with confidential digest, title and source.
inline Draft evidence_of(SampleLedger& made, std::string_view content, const std::string& title = "Annual report",
                         const std::string& source = "Statistics office") {
  Draft draft = made.evidence();
  auto& body = draft.as<attest::EvidenceRegistered>();
  body.size = static_cast<std::int64_t>(content.size());
  draft.disclosures = {attest::make_disclosure("digest", ledger::to_hex(ledger::sha256(ledger::view(content)))),
                       attest::make_disclosure("title", title), attest::make_disclosure("source", source)};
  return draft;
}

struct SampleEvidence {
  SampleEvidence()
      : service([](SampleLedger& made) {
          made.ready();
          add_onlookers(made);
        }) {
    Draft registered = evidence_of(service.made(), kEvidenceContent);
    registered.as<attest::EvidenceRegistered>().provider = kProvider;
    entry = service.folder().say("submitter", registered);
    Draft value = service.made().value("C1", "41.5");
    value.as<attest::ValueSubmitted>().evidence = {entry};
    submission = service.folder().say("submitter", value);
  }
  [[nodiscard]] std::string target() const { return "/api/v1/evidence/" + std::to_string(entry.index.value); }

  attest::EntryRef entry;
  attest::EntryRef submission;
  SampleService service;
};

}  // namespace sample
