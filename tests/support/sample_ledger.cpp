// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/sample_ledger.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "attest/catalogue.hpp"
#include "attest/date.hpp"
#include "attest/disclosure.hpp"
#include "attest/possession.hpp"
#include "ledger/encoding.hpp"
#include "support/small_catalogue.hpp"

namespace sample {
namespace {

using attest::Json;

constexpr std::uint64_t kStepMillis = 1'000;

template <class T>
T must(ledger::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().field + ": " + result.error().message);
  return std::move(*result);
}

ledger::UnixMillis start() {
  return must(attest::parse_moment(std::string(kStartDay) + "T10:00:00Z"));
}

std::string all_of(const ledger::Answer& answer) {
  std::string out;
  for (const auto& refused : answer.refused) {
    for (const auto& violation : refused.violations) {
      out += violation.rule + " " + violation.field + ": " + violation.message + "\n";
    }
  }
  return out;
}

SampleLedger::Refused& refusal_observer() {
  static SampleLedger::Refused observer;
  return observer;
}

}  // namespace

SampleLedger::SampleLedger(ledger::Admit admit) : clock_(start()), guard_(ledger::make_memory_guard()) {
  open(std::move(admit));
}

SampleLedger::~SampleLedger() = default;

void SampleLedger::open(ledger::Admit admit) {
  actor("ledger", kOrigin, "");
  const Actor& root = actor("root", kCertifier, "rosa");
  const attest::Signer& key = *actor("ledger").key;
  ledger::SequencerConfig config;
  config.sign_head = [&key](const ledger::Head& head) {
    const ledger::NoteKey log{kOrigin, ledger::NoteKeyType::kEd25519, attest::as_ed25519(key.public_key())};
    return ledger::sign_checkpoint({kOrigin, head.size, head.root}, log, attest::note_signer(key));
  };
  config.admit = std::move(admit);
  config.make_seal = [this](const ledger::Place& place, const ledger::StateReader& state) {
    return make_seal(place, state);
  };
  sequencer_ = must(ledger::Sequencer::start(store_, *guard_, clock_, std::move(config)));

  attest::LedgerOpened opened;
  opened.origin = kOrigin;
  opened.clock = attest::ClockKind::kSimulated;
  opened.ledger_key = key.public_key();
  opened.certifier = kCertifier;
  opened.certifier_names = {{"en", "The Certifier"}};
  opened.certifier_country = "CH";
  opened.root_keys.push_back({root.key->public_key(), root.holder, possession(root, {"root"}, kOrigin)});
  const ledger::Bytes statement = sign("ledger", opened);
  genesis_or_none_ = genesis_ = ledger::leaf_hash(statement);
  append(statement);
}

ledger::Result<ledger::Bytes> SampleLedger::make_seal(const ledger::Place& place, const ledger::StateReader& state) {
  const auto config = must(attest::get_config(state));
  const attest::Signer* key = actor("ledger").key.get();
  for (const auto& [name, who] : actors_) {
    if (config && who.key->public_key() == config->ledger_key) key = who.key.get();
  }

  attest::Saying saying;
  saying.issuer = kOrigin;
  saying.issued_at_s = static_cast<std::int64_t>(place.time.value / 1000);
  saying.common = {ledger::base64url_encode(place.chain.view().first(16)), genesis_or_none_};
  saying.body = attest::LedgerSeal{{place.index.value}, place.chain, place.time};
  return attest::sign_statement(saying, *key);
}

ledger::Bytes SampleLedger::possession(const Actor& actor, const std::vector<std::string>& roles,
                                       const std::string& ledger_or_origin) {
  return must(
      attest::sign_possession({actor.holder, actor.party, roles, ledger_or_origin, nonce()}, now_s(), *actor.key));
}

std::string SampleLedger::nonce() {
  const auto digest = ledger::sha256(ledger::view("nonce " + std::to_string(++counter_)));
  return ledger::base64url_encode(digest.view().first(16));
}

std::string SampleLedger::disclose(Draft& draft, const std::string& name, const std::string& value) {
  const std::string encoded = attest::encode_disclosure({nonce(), name, value});
  std::string digest = attest::disclosure_digest(encoded);
  draft.disclosures.push_back(encoded);
  disclosures_.emplace(digest, encoded);
  return digest;
}

Actor& SampleLedger::actor(const std::string& name, const std::string& party, const std::string& holder,
                           attest::Algorithm algorithm) {
  auto key = algorithm == attest::Algorithm::kEdDsa
                 ? attest::signer_from_seed(ledger::sha256(ledger::view("seed of " + name)).view())
                 : attest::generate_signer(algorithm);
  return actors_[name] = Actor{party, holder, must(std::move(key))};
}

Actor& SampleLedger::actor(const std::string& name) {
  return actors_.at(name);
}

attest::Digest SampleLedger::kid(const std::string& name) {
  return attest::key_thumbprint(actor(name).key->public_key());
}

Draft SampleLedger::authorisation(const std::string& name, std::vector<std::string> roles) {
  const Actor& who = actor(name);
  attest::KeyAuthorised body;
  body.party = who.party;
  body.holder = who.holder;
  body.key = who.key->public_key();
  body.proof = possession(who, roles, ledger::to_hex(genesis_));
  body.roles = std::move(roles);
  body.valid_from = attest::format_moment(clock_.now());
  body.valid_until = attest::format_moment(attest::add_months(clock_.now(), 120));
  return body;
}

attest::EntryRef SampleLedger::authorise(const std::string& name, std::vector<std::string> roles) {
  const bool certifiers = actor(name).party == kCertifier;
  return say(certifiers ? "root" : "registrar", authorisation(name, std::move(roles)));
}

void SampleLedger::add_certifier_keys() {
  for (const std::string role : {"registrar", "reviewer", "issuer"}) {
    actor(role, kCertifier, role + "-person");
    authorise(role, {role});
  }
}

attest::PartyRegistered SampleLedger::party(const std::string& id, attest::PartyKind kind) {
  attest::PartyRegistered body;
  body.party = id;
  body.kind = kind;
  body.names = {{"en", "Party " + id}};
  body.country = "AU";
  if (kind == attest::PartyKind::kVerifier) {
    body.accreditation = {"Accreditor", "V-1", {kSmallStandard, "iso37120-2014"}, "2018-01-01", "2019-12-31"};
  }
  return body;
}

void SampleLedger::add_parties(bool with_did) {
  say("registrar", party(kCity, attest::PartyKind::kCity));
  say("registrar", party(kVerifier, attest::PartyKind::kVerifier));
  say("registrar", party(kProvider, attest::PartyKind::kProvider));
  actor("submitter", kCity, "submitter-person");
  actor("verifier", kVerifier, "verifier-person");
  actor("provider", kProvider, "provider-person");
  for (const std::string role : {"submitter", "verifier", "provider"}) authorise(role, {role});
  actor("credentials", kCertifier, "");
  if (with_did) say("registrar", did_document(kDid, actor("credentials").key->public_key()));
}

void SampleLedger::adopt(const Json& catalogue) {
  standard_ = *catalogue.find("id")->text();
  say("registrar", attest::StandardAdopted{standard_, catalogue});
}

void SampleLedger::enrol(int data_year) {
  cycle_ = std::string(kCity) + "/" + standard_ + "/" + std::to_string(data_year);
  attest::CityEnrolled body;
  body.cycle = cycle_;
  body.city = kCity;
  body.standard = standard_;
  body.data_year = data_year;
  say("registrar", body);
}

void SampleLedger::ready() {
  ready(small_catalogue());
}

void SampleLedger::ready(const Json& catalogue) {
  add_certifier_keys();
  add_parties();
  adopt(catalogue);
  enrol();
}

Draft SampleLedger::evidence() {
  attest::EvidenceRegistered body;
  body.media_type = "text/csv";
  body.size = 1234;
  body.period = "2017";
  body.retention_until = "2030-01-01";
  Draft draft(body);
  static_cast<void>(disclose(draft, "digest", std::string(64, 'a')));
  static_cast<void>(disclose(draft, "title", "Annual report"));
  static_cast<void>(disclose(draft, "source", "Statistics office"));
  return draft;
}

Draft SampleLedger::value(const std::string& indicator, const std::string& value) {
  Draft draft(missing_value(indicator));
  const std::string digest = disclose(draft, "value", value);
  auto& body = draft.as<attest::ValueSubmitted>();
  body.state = attest::ValueState::kReported;
  const auto adopted = catalogue();
  const attest::Indicator* row = adopted.find(indicator);
  body.unit = row == nullptr ? "percent" : row->unit;
  body.period = {"2017", kDataYear};
  body.value_digest = digest;
  return draft;
}

Draft SampleLedger::missing_value(const std::string& indicator) {
  attest::ValueSubmitted body;
  body.cycle = cycle_;
  body.indicator = indicator;
  body.state = attest::ValueState::kNotAvailable;
  const auto present = must(attest::get_live(store_, cycle_, indicator));
  if (present) body.replaces = present->submission;
  return body;
}

attest::LiveRecord SampleLedger::live(const std::string& indicator) {
  return must(attest::get_live(store_, cycle_, indicator)).value();
}

Draft SampleLedger::decision(const std::string& indicator, attest::Verdict verdict) {
  const auto present = live(indicator);
  attest::ValueDecided body;
  body.cycle = cycle_;
  body.indicator = indicator;
  body.submission = present.submission;
  body.verdict = verdict;
  body.reason = verdict == attest::Verdict::kAccepted ? "as_reported" : "evidence_missing";
  body.round = present.rounds + 1;
  return body;
}

attest::Catalogue SampleLedger::catalogue() {
  const auto record = must(attest::get_standard(store_, standard_)).value();
  return must(attest::parse_catalogue(must(attest::parse_json(record.catalogue_json))));
}

Draft SampleLedger::review() {
  const auto items = must(attest::accepted_items(store_, cycle_, catalogue()));
  const auto size = must(store_.head()).size;
  return attest::CycleReviewed{cycle_, size, attest::lineage_root(items), attest::data_root(items), true};
}

ledger::Checkpoint SampleLedger::checkpoint() {
  const auto head = must(store_.head());
  return {kOrigin, head.size, head.root};
}

attest::AuditReport SampleLedger::audit() {
  ledger::MemoryState state;
  const auto opens = [this](std::string_view digest) -> std::optional<std::string> {
    const auto found = disclosures_.find(std::string(digest));
    return found == disclosures_.end() ? std::nullopt : std::optional(found->second);
  };
  return must(attest::audit(StoreSource(store_), checkpoint(), opens, state, {}));
}

ledger::Bytes SampleLedger::sign(const std::string& name, const Draft& draft) {
  const Actor& who = actor(name);
  attest::Saying saying;
  saying.issuer = who.party;
  saying.issued_at_s = now_s();
  saying.common = {nonce(), genesis_or_none_};
  saying.body = draft.body;
  for (const std::string& disclosure : draft.disclosures) saying.sd.push_back(attest::disclosure_digest(disclosure));
  return must(attest::sign_statement(saying, *who.key));
}

ledger::Answer SampleLedger::submit(const ledger::Bytes& statement) {
  clock_.advance_ms(kStepMillis);
  return must(sequencer_->submit({statement}));
}

attest::EntryRef SampleLedger::append(const ledger::Bytes& statement) {
  const auto answer = submit(statement);
  if (answer.entries.size() != 1) throw std::runtime_error("refused: " + all_of(answer));
  return {answer.entries[0].index, answer.entries[0].leaf};
}

attest::EntryRef SampleLedger::say(const std::string& name, const Draft& draft) {
  return append(sign(name, draft));
}

std::vector<std::string> SampleLedger::violated(const ledger::Bytes& statement) {
  const auto answer = must(sequencer_->dry_run({statement}));
  std::set<std::string> rules;
  for (const auto& refused : answer.refused) {
    for (const auto& violation : refused.violations) rules.insert(violation.rule);
  }
  std::vector<std::string> out(rules.begin(), rules.end());
  if (!out.empty() && refusal_observer()) refusal_observer()(*this, statement, out);
  return out;
}

void SampleLedger::on_refusal(Refused refused) {
  refusal_observer() = std::move(refused);
}

std::vector<std::string> SampleLedger::violated(const std::string& name, const Draft& draft) {
  return violated(sign(name, draft));
}

attest::EntryRef SampleLedger::accept(const std::string& indicator, const std::string& reported) {
  say("submitter", value(indicator, reported));
  return say("verifier", decision(indicator));
}

ledger::Result<void> StoreSource::entries(ledger::EntryIndex first, std::uint64_t count,
                                          const std::function<bool(ledger::EntryIndex, const Item&)>& visit) const {
  return store_->entries(first, count, [&](ledger::EntryIndex index, const ledger::StoredEntry& entry) {
    return visit(index, Item{entry.body, entry.time});
  });
}

}  // namespace sample
