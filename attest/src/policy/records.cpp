// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The one file that knows how records lie in bytes: a version, then the members in the order given here, in
// cereal's portable binary form. Only our own store hands bytes to it; it never sees anybody else's.
#include "attest/records.hpp"

#include <cereal/archives/portable_binary.hpp>
#include <cereal/types/array.hpp>
#include <cereal/types/map.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>
#include <exception>
#include <sstream>

#include "records_write.hpp"
#include "state_keys.hpp"

namespace cereal {

// clang-format off
template <class A> void serialize(A& a, ledger::Digest& r) { a(r.bytes); }
template <class A> void serialize(A& a, ledger::EntryIndex& r) { a(r.value); }
template <class A> void serialize(A& a, ledger::TreeSize& r) { a(r.value); }
template <class A> void serialize(A& a, ledger::UnixMillis& r) { a(r.value); }
template <class A> void serialize(A& a, attest::PublicKey& r) { a(r.algorithm, r.bytes); }
template <class A> void serialize(A& a, attest::EntryRef& r) { a(r.index, r.leaf); }
template <class A> void serialize(A& a, attest::Affiliation& r) { a(r.party, r.from, r.until, r.ownership); }
template <class A> void serialize(A& a, attest::Accreditation& r) {
  a(r.body, r.number, r.standards, r.valid_from, r.valid_until);
}
template <class A> void serialize(A& a, attest::PartyRegistered& r) {
  a(r.party, r.kind, r.names, r.country, r.region, r.population, r.affiliations, r.accreditation);
}
template <class A> void serialize(A& a, attest::Counts& r) { a(r.by_kind, r.total); }
template <class A> void serialize(A& a, attest::CertificateIssued& r) {
  a(r.number, r.cycle, r.review, r.level, r.computed_level, r.scheme, r.scheme_version, r.counts, r.lineage_root,
    r.data_root, r.valid_from, r.valid_until, r.status_index, r.fingerprint, r.signed_digest, r.supersedes);
}
template <class A> void serialize(A& a, attest::LineageItem& r) { a(r.indicator, r.submission, r.decision, r.value_digest); }
template <class A> void serialize(A& a, attest::StatusEvent& r) {
  a(r.state, r.from, r.entry, r.change, r.reason, r.by);
}
template <class A> void serialize(A& a, attest::RenderedRecord& r) { a(r.pdf, r.renderer, r.entry); }
template <class A> void serialize(A& a, attest::CertificateBasis& r) {
  a(r.lineage, r.evidence, r.enrolled, r.standard, r.review);
}
template <class A> void serialize(A& a, attest::CaseOpened& r) { a(r.number, r.kind, r.certificate, r.entry); }
template <class A> void serialize(A& a, attest::CaseDecided& r) { a(r.number, r.outcome, r.follow_up); }
template <class A> void serialize(A& a, attest::CaseRecord& r) {
  a(r.opened, r.entry, r.opened_by, r.decision, r.decided);
}
template <class A> void serialize(A& a, attest::StatusListPublished& r) {
  a(r.purpose, r.list, r.size, r.valid_from, r.valid_until, r.signed_digest);
}
template <class A> void serialize(A& a, attest::ConfigRecord::Earlier& r) { a(r.key, r.overlap_until, r.rotated); }
template <class A> void serialize(A& a, attest::ConfigRecord& r) {
  a(r.origin, r.genesis, r.clock, r.certifier, r.ledger_key, r.earlier_keys);
}
template <class A> void serialize(A& a, attest::PolicyRecord& r) {
  a(r.version, r.recovery_hours, r.overlap_days, r.entry);
}
template <class A> void serialize(A& a, attest::WitnessPolicyRecord& r) { a(r.policy, r.entry); }
template <class A> void serialize(A& a, attest::TemplatePublished::Font& r) { a(r.name, r.digest); }
template <class A> void serialize(A& a, attest::TemplatePublished::Library& r) { a(r.name, r.version); }
template <class A> void serialize(A& a, attest::TemplateRecord& r) {
  a(r.published.id, r.published.version, r.published.digest, r.published.fonts, r.published.libraries, r.entry);
}
template <class A> void serialize(A& a, attest::PartyRecord& r) { a(r.party, r.entry, r.updated); }
template <class A> void serialize(A& a, attest::KeyRecord& r) {
  a(r.party, r.holder, r.key, r.roles, r.valid_from, r.valid_until, r.authorised, r.revoked, r.revoked_at,
    r.untrusted_since, r.delegate, r.takes_place_of, r.recovered_by);
}
template <class A> void serialize(A& a, attest::StandardRecord& r) { a(r.catalogue_json, r.entry, r.amended); }
template <class A> void serialize(A& a, attest::ProgrammeOpened& r) {
  a(r.programme, r.names, r.standards, r.rate, r.years, r.from, r.until);
}
template <class A> void serialize(A& a, attest::ProgrammeRecord& r) { a(r.opened, r.entry); }
template <class A> void serialize(A& a, attest::CatalogueRules& r) {
  a(r.validity_months, r.rounds_max, r.period_years_max, r.warning_days, r.independence_years, r.early_adopter,
    r.prerequisite, r.prerequisite_must_be_valid, r.submit_days, r.decide_days, r.clarify_days, r.deciders, r.assumed);
}
template <class A> void serialize(A& a, attest::IndicatorRecord& r) { a(r.unit, r.dropped); }
template <class A> void serialize(A& a, attest::CycleRecord& r) {
  a(r.city, r.standard, r.data_year, r.notice, r.programme, r.submit_until, r.decide_until, r.enrolled, r.withdrawn,
    r.review, r.review_recommends_issue, r.reviewer_holder, r.reviewed_lineage_root, r.reviewed_data_root,
    r.certificate, r.corrects, r.reopened);
}
template <class A> void serialize(A& a, attest::LiveRecord& r) {
  a(r.submission, r.state, r.unit, r.value_digest, r.evidence, r.withdrawn, r.replaced, r.decisions, r.decision,
    r.verdict, r.acceptances, r.deciders, r.rounds);
}
template <class A> void serialize(A& a, attest::EvidenceRecord& r) { 
  a(r.entry, r.registered_by, r.provider, r.retention_until, r.expired);
}
template <class A> void serialize(A& a, attest::CertificateRecord& r) {
  a(r.issued, r.entry, r.time, r.city, r.standard, r.adoption, r.issuer_holder, r.reviewer_holder, r.state, r.history,
    r.correction_open, r.renderings);
}
template <class A> void serialize(A& a, attest::EntryFacts& r) {
  a(r.type, r.subject, r.signer_party, r.kid, r.leaf, r.time, r.sd);
}
template <class A> void serialize(A& a, attest::DidRecord& r) { a(r.document_json, r.entry); }
template <class A> void serialize(A& a, attest::StatusListRecord& r) { a(r.published, r.entry); }
// clang-format on

}  // namespace cereal

namespace attest {
namespace {

namespace at = state_key;

// Raised when the members of any record change; records of an older version are then rebuilt, never guessed at.
constexpr std::uint32_t kRecordVersion = 2;

// A stream costs more to make than most records to write or read: each thread has one of each kind.
std::ostringstream& empty_output() {
  static thread_local std::ostringstream stream;
  stream.clear();
  stream.str({});
  return stream;
}
std::istringstream& input_of(ByteView bytes) {
  static thread_local std::istringstream stream;
  stream.clear();
  stream.str(ledger::to_string(bytes));
  return stream;
}

template <class T>
void store(ledger::State& state, const std::string& key, const T& record) {
  std::ostringstream& out = empty_output();
  {
    cereal::PortableBinaryOutputArchive archive(out);
    archive(kRecordVersion, record);
  }
  state.put(key, ledger::view(out.view()));
}

template <class T>
Result<T> decode(ByteView bytes, std::string_view key) {
  const auto corrupt = [&] {
    return ledger::fail(Code::kCorrupt, "a record is damaged: run rebuild", std::string(key));
  };
  try {
    std::istringstream& in = input_of(bytes);
    cereal::PortableBinaryInputArchive archive(in);
    std::uint32_t version = 0;
    archive(version);
    if (version > kRecordVersion) {
      return ledger::fail(Code::kNewer, "a record was written by a newer program: upgrade", std::string(key));
    }
    if (version != kRecordVersion) return corrupt();
    T record{};
    archive(record);
    if (in.peek() != std::istringstream::traits_type::eof()) return corrupt();
    return record;
  } catch (const std::exception&) {
    return corrupt();
  }
}

template <class T>
Result<std::optional<T>> load(const ledger::StateReader& state, const std::string& key) {
  auto bytes = state.get(key);
  if (!bytes) return tl::unexpected<Error>(bytes.error());
  if (!*bytes) return std::optional<T>{};
  auto record = decode<T>(**bytes, key);
  if (!record) return tl::unexpected<Error>(record.error());
  return std::optional<T>(std::move(*record));
}

// Calls `visit` with what follows the prefix in each key, and with the record.
template <class T, class Visit>
Result<void> each_under(const ledger::StateReader& state, const std::string& prefix, const Visit& visit) {
  std::optional<Error> error;
  auto scanned = state.scan(prefix, [&](std::string_view key, ByteView value) {
    auto record = decode<T>(value, key);
    if (!record) {
      error = record.error();
      return false;
    }
    visit(key.substr(prefix.size()), *record);
    return true;
  });
  if (!scanned) return scanned;
  if (error) return tl::unexpected<Error>(*error);
  return {};
}

}  // namespace

// clang-format off
void put_config(ledger::State& s, const ConfigRecord& r) { store(s, std::string(at::kConfig), r); }
void put_policy(ledger::State& s, const PolicyRecord& r) { store(s, std::string(at::kPolicy), r); }
void put_witness_policy(ledger::State& s, const WitnessPolicyRecord& r) {
  store(s, std::string(at::kWitnessPolicy), r);
}
void put_template(ledger::State& s, const TemplateRecord& r) { store(s, at::document_template(r.published.id), r); }
void put_party(ledger::State& s, const PartyRecord& r) { store(s, at::party(r.party.party), r); }
void put_key(ledger::State& s, const KeyRecord& r) { store(s, at::key(key_thumbprint(r.key)), r); }
void put_standard(ledger::State& s, std::string_view id, const StandardRecord& r) { store(s, at::standard(id), r); }
void put_amended(ledger::State& s, std::string_view id, const StandardRecord& r) {
  store(s, at::amended(id, r.entry.index), r);
}
void put_programme(ledger::State& s, const ProgrammeRecord& r) { store(s, at::programme(r.opened.programme), r); }
void put_rules(ledger::State& s, std::string_view standard, const CatalogueRules& r) { store(s, at::rules(standard), r); }
void put_indicator(ledger::State& s, std::string_view standard, std::string_view code, const IndicatorRecord& r) {
  store(s, at::indicator(standard, code), r);
}
void put_cycle(ledger::State& s, std::string_view id, const CycleRecord& r) { store(s, at::cycle(id), r); }
void put_live(ledger::State& s, std::string_view cycle, std::string_view indicator, const LiveRecord& r) {
  store(s, at::live(cycle, indicator), r);
}
void put_evidence(ledger::State& s, const EvidenceRecord& r) { store(s, at::evidence(r.entry.index), r); }
void put_certificate(ledger::State& s, const CertificateRecord& r) {
  store(s, at::certificate(r.issued.number), r);
  store(s, at::certified(r.city, r.issued.number), r.entry);
}
void put_basis(ledger::State& s, std::string_view number, const CertificateBasis& r) { store(s, at::basis(number), r); }
void put_rests_on(ledger::State& s, const Digest& kid, std::string_view certificate, UnixMillis latest) {
  store(s, at::rests_on(kid, certificate), latest);
}
void put_case(ledger::State& s, const CaseRecord& r) { store(s, at::a_case(r.opened.number), r); }
void put_pdf(ledger::State& s, const Digest& pdf, std::string_view certificate) {
  store(s, at::pdf(pdf), std::string(certificate));
}
void put_entry_facts(ledger::State& s, EntryIndex index, const EntryFacts& r) { store(s, at::entry(index), r); }
void put_erased(ledger::State& s, std::string_view digest, EntryIndex by) { store(s, at::erased(digest), by); }
void put_erasures_end(ledger::State& s, TreeSize end) { store(s, std::string(at::kErasuresEnd), end); }
void put_did(ledger::State& s, std::string_view did, const DidRecord& r) { store(s, at::did(did), r); }
void put_status_list(ledger::State& s, const StatusListRecord& r) { store(s, at::list(r.published.list), r); }
void put_duplicate(ledger::State& s, const Digest& identity, const Digest& kid, EntryIndex first) {
  store(s, at::duplicate(identity, kid), first);
}
void put_holder(ledger::State& s, std::string_view party, std::string_view holder, EntryIndex since) {
  store(s, at::holder(party, holder), since);
}
void put_status_index(ledger::State& s, std::int64_t index, std::string_view certificate) {
  store(s, at::status(index), std::string(certificate));
}
void put_tie(ledger::State& s, std::string_view named, std::string_view by) {
  store(s, at::tie(named, by), std::string(by));
}
void put_key_use(ledger::State& s, ByteView x, KeyUse use) { store(s, at::material(x), use); }

// Asked for several times a statement, and another one only after a rotation: decoded when its bytes are others.
Result<std::optional<ConfigRecord>> get_config(const ledger::StateReader& s) {
  struct Decoded {
    Bytes bytes;
    ConfigRecord record;
  };
  static thread_local Decoded last;
  auto bytes = s.get(at::kConfig);
  if (!bytes) return tl::unexpected<Error>(bytes.error());
  if (!*bytes) return std::optional<ConfigRecord>{};
  if (**bytes != last.bytes) {
    auto record = decode<ConfigRecord>(**bytes, at::kConfig);
    if (!record) return tl::unexpected<Error>(record.error());
    last = {std::move(**bytes), std::move(*record)};
  }
  return std::optional<ConfigRecord>(last.record);
}
Result<PolicyRecord> get_policy(const ledger::StateReader& s) {
  auto adopted = load<PolicyRecord>(s, std::string(at::kPolicy));
  if (!adopted) return tl::unexpected<Error>(adopted.error());
  return adopted->value_or(PolicyRecord{});
}
Result<std::optional<WitnessPolicyRecord>> get_witness_policy(const ledger::StateReader& s) {
  return load<WitnessPolicyRecord>(s, std::string(at::kWitnessPolicy));
}
Result<std::optional<TemplateRecord>> get_template(const ledger::StateReader& s, std::string_view id) {
  return load<TemplateRecord>(s, at::document_template(id));
}
Result<std::optional<PartyRecord>> get_party(const ledger::StateReader& s, std::string_view id) {
  return load<PartyRecord>(s, at::party(id));
}
Result<std::optional<KeyRecord>> get_key(const ledger::StateReader& s, const Digest& kid) {
  return load<KeyRecord>(s, at::key(kid));
}
Result<std::optional<StandardRecord>> get_standard(const ledger::StateReader& s, std::string_view id) {
  return load<StandardRecord>(s, at::standard(id));
}
Result<std::optional<CatalogueRules>> get_rules(const ledger::StateReader& s, std::string_view standard) {
  return load<CatalogueRules>(s, at::rules(standard));
}
Result<std::optional<IndicatorRecord>> get_indicator(const ledger::StateReader& s, std::string_view standard,
                                                     std::string_view code) {
  auto record = load<IndicatorRecord>(s, at::indicator(standard, code));
  if (record && *record && (*record)->dropped) record->reset();
  return record;
}
Result<std::optional<ProgrammeRecord>> get_programme(const ledger::StateReader& s, std::string_view id) {
  return load<ProgrammeRecord>(s, at::programme(id));
}
Result<std::optional<CycleRecord>> get_cycle(const ledger::StateReader& s, std::string_view id) {
  return load<CycleRecord>(s, at::cycle(id));
}
Result<std::optional<LiveRecord>> get_live(const ledger::StateReader& s, std::string_view cycle,
                                           std::string_view indicator) {
  return load<LiveRecord>(s, at::live(cycle, indicator));
}
Result<std::optional<EvidenceRecord>> get_evidence(const ledger::StateReader& s, EntryIndex index) {
  return load<EvidenceRecord>(s, at::evidence(index));
}
Result<std::optional<CertificateRecord>> get_certificate(const ledger::StateReader& s, std::string_view number) {
  return load<CertificateRecord>(s, at::certificate(number));
}
Result<std::optional<CertificateBasis>> get_basis(const ledger::StateReader& s, std::string_view number) {
  return load<CertificateBasis>(s, at::basis(number));
}
Result<std::optional<CaseRecord>> get_case(const ledger::StateReader& s, std::string_view number) {
  return load<CaseRecord>(s, at::a_case(number));
}
Result<std::optional<std::string>> get_certificate_of_pdf(const ledger::StateReader& s, const Digest& pdf) {
  return load<std::string>(s, at::pdf(pdf));
}
Result<std::optional<EntryFacts>> get_entry_facts(const ledger::StateReader& s, EntryIndex index) {
  return load<EntryFacts>(s, at::entry(index));
}
Result<std::optional<EntryIndex>> get_erased(const ledger::StateReader& s, std::string_view digest) {
  return load<EntryIndex>(s, at::erased(digest));
}
Result<TreeSize> get_erasures_end(const ledger::StateReader& s) {
  const auto end = load<TreeSize>(s, std::string(at::kErasuresEnd));
  if (!end) return tl::unexpected<Error>(end.error());
  return end->value_or(TreeSize{});
}
Result<std::optional<DidRecord>> get_did(const ledger::StateReader& s, std::string_view did) {
  return load<DidRecord>(s, at::did(did));
}
Result<std::optional<StatusListRecord>> get_status_list(const ledger::StateReader& s, std::string_view address) {
  return load<StatusListRecord>(s, at::list(address));
}
Result<std::optional<std::string>> get_certificate_at_status_index(const ledger::StateReader& s, std::int64_t index) {
  return load<std::string>(s, at::status(index));
}
Result<std::optional<EntryIndex>> get_duplicate(const ledger::StateReader& s, const Digest& identity,
                                                const Digest& kid) {
  return load<EntryIndex>(s, at::duplicate(identity, kid));
}
Result<std::optional<KeyUse>> get_key_use(const ledger::StateReader& s, ByteView x) {
  return load<KeyUse>(s, at::material(x));
}
// clang-format on

const PublicKey& ledger_key_at(const ConfigRecord& config, TreeSize size) {
  for (const ConfigRecord::Earlier& earlier : config.earlier_keys) {
    if (size.value <= earlier.rotated.index.value) return earlier.key;
  }
  return config.ledger_key;
}

Result<bool> is_replaced(const ledger::StateReader& state, const KeyRecord& key, UnixMillis at) {
  if (!key.recovered_by) return false;
  const auto next = get_key(state, *key.recovered_by);
  if (!next) return tl::unexpected<Error>(next.error());
  if (!*next || at < (*next)->valid_from) return false;
  const auto& revoked_at = (*next)->revoked_at;
  return !revoked_at || *revoked_at >= (*next)->valid_from;
}

Result<std::optional<StandardRecord>> get_standard_at(const ledger::StateReader& state, std::string_view id,
                                                      EntryIndex adoption) {
  auto present = get_standard(state, id);
  if (!present || (*present && (*present)->entry.index == adoption)) return present;
  return load<StandardRecord>(state, at::amended(id, adoption));
}

Result<bool> is_holder(const ledger::StateReader& state, std::string_view party, std::string_view holder) {
  auto since = load<EntryIndex>(state, at::holder(party, holder));
  if (!since) return tl::unexpected<Error>(since.error());
  return since->has_value();
}

Result<void> each_live(const ledger::StateReader& state, std::string_view cycle,
                       const std::function<void(std::string_view, const LiveRecord&)>& visit) {
  return each_under<LiveRecord>(state, at::live_of(cycle), visit);
}

Result<void> each_resting_on(const ledger::StateReader& state, const Digest& kid,
                             const std::function<void(std::string_view, UnixMillis)>& visit) {
  return each_under<UnixMillis>(state, at::resting_on(kid), visit);
}

}  // namespace attest
