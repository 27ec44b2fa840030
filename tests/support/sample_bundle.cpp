// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/sample_bundle.hpp"

#include <cstdio>
#include <cstdlib>

#include "attest/catalogue.hpp"
#include "attest/date.hpp"
#include "attest/ladder.hpp"
#include "attest/possession.hpp"
#include "attest/receipt.hpp"
#include "ledger/chain.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/encoding.hpp"
#include "ledger/tlog_proof.hpp"

namespace certs_test {
namespace {

using attest::Json;
using attest::Signer;
using certs::ProvenEntry;
using ledger::Bytes;
using ledger::Digest;
using ledger::UnixMillis;

template <typename T>
T must(ledger::Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "sample: %s (%s)\n", result.error().message.c_str(), result.error().field.c_str());
    std::abort();
  }
  return std::move(*result);
}

constexpr const char* kCatalogue = R"json({
  "id": "iso37120-2014", "standard": "ISO 37120", "edition": 2014, "title": "A sample of four indicators",
  "published": "2014-05-15", "scheme": {"id": "sample-scheme", "version": 3, "assumed": false},
  "totals": {"all": 4, "core": 3, "supporting": 1, "themes": 2},
  "themes": [{"clause": 5, "name": "Economy"}, {"clause": 6, "name": "Education"}],
  "indicators": [
    {"code": "5.1", "theme": 5, "name": "First", "kind": "core", "unit": "percent", "source": "confirmed"},
    {"code": "5.2", "theme": 5, "name": "Second", "kind": "core", "unit": "percent", "source": "confirmed"},
    {"code": "6.1", "theme": 6, "name": "Third", "kind": "core", "unit": "percent", "source": "confirmed"},
    {"code": "6.2", "theme": 6, "name": "Fourth", "kind": "supporting", "unit": "percent", "source": "confirmed"}],
  "profile_indicators": [
    {"code": "P01", "name": "Population", "kind": "profile", "unit": "persons", "source": "confirmed"}],
  "levels": [
    {"name": "Bronze", "rank": 1, "min_core": 2, "min_total": 2, "assumed": false, "source": ["sample"]},
    {"name": "Silver", "rank": 2, "min_core": 3, "min_supporting": 1, "min_total": 4, "assumed": true,
     "source": []}],
  "rules": {"validity_months": 12, "rounds_max": 3, "period_years_max": 3, "warning_days": 60,
            "independence_years": 2, "assumed": []},
  "caveats": [], "sources": [],
  "source_vocabulary": {"confirmed": "read", "title-confirmed": "title read", "unconfirmed": "not read"}})json";

std::string nonce(std::uint64_t number) {
  Bytes bytes(16, 0);
  const auto tail = ledger::big_endian_64(number);
  std::copy(tail.begin(), tail.end(), bytes.begin() + 8);
  return ledger::base64url_encode(bytes);
}

// A ledger that takes in whatever it is given.
class MiniLedger {
 public:
  explicit MiniLedger(const Recipe& recipe) : recipe_(recipe), key_(seed_key(kLedgerSeed)) {}

  std::uint64_t append(Bytes entry, UnixMillis time) {
    chain_before_ = chain_;
    const Digest leaf = ledger::leaf_hash(entry);
    chain_ = ledger::chain_next(chain_, time, leaf);
    tree_.append(leaf);
    entries_.push_back(std::move(entry));
    if (entries_.size() == 1) genesis_ = leaf;
    return entries_.size() - 1;
  }
  std::uint64_t say(const std::string& issuer, attest::Body body, std::uint8_t seed, UnixMillis time,
                    std::string_view name = {}) {
    attest::Saying saying{
        issuer, static_cast<std::int64_t>(time.value / 1000), {nonce(entries_.size()), genesis_}, {}, {}};
    if (!name.empty() && name == recipe_.foreign_ledger) saying.common.ledger = ledger::sha256(ledger::view("another"));
    saying.body = std::move(body);
    return append(must(attest::sign_statement(saying, *seed_key(seed))), time);
  }
  std::uint64_t seal(UnixMillis time) {
    attest::LedgerSeal body{{entries_.size()}, chain_, time};
    if (recipe_.seal) recipe_.seal(body);
    return say(kOrigin, body, recipe_.seal_by, time, "seal");
  }
  [[nodiscard]] ProvenEntry entry(std::uint64_t index) const {
    return {{index}, entries_.at(index), must(ledger::make_inclusion(tree_, {index}, tree_.size()))};
  }
  [[nodiscard]] attest::EntryRef ref(std::uint64_t index) const {
    return {{index}, ledger::leaf_hash(entries_.at(index))};
  }
  [[nodiscard]] Digest genesis() const { return genesis_.value_or(Digest{}); }
  [[nodiscard]] Digest chain() const { return chain_; }
  [[nodiscard]] std::uint64_t size() const { return entries_.size(); }
  [[nodiscard]] Digest root() const { return tree_.root(); }

 private:
  const Recipe& recipe_;
  std::unique_ptr<Signer> key_;
  ledger::MemoryTree tree_;
  std::vector<Bytes> entries_;
  std::optional<Digest> genesis_;
  Digest chain_ = ledger::chain_start();
  Digest chain_before_ = ledger::chain_start();
};

ledger::NoteKey note_key(const std::string& name, ledger::NoteKeyType type, std::uint8_t seed) {
  return {name, type, attest::as_ed25519(seed_key(seed)->public_key())};
}

ledger::NoteKey log_key() {
  return note_key(kOrigin, ledger::NoteKeyType::kEd25519, kLedgerSeed);
}

ledger::NoteKey witness_key(std::size_t number) {
  return note_key("witness" + std::to_string(number) + ".example", ledger::NoteKeyType::kCosignature,
                  static_cast<std::uint8_t>(kWitnessSeed + number));
}

ledger::NoteSignature cosign(const std::string& text, std::size_t number, std::uint64_t time_s) {
  const ledger::NoteKey key = witness_key(number);
  const std::string message = "cosignature/v1\ntime " + std::to_string(time_s) + "\n" + text;
  const auto time = ledger::big_endian_64(time_s);
  Bytes signature(time.begin(), time.end());
  ledger::append(signature,
                 must(seed_key(static_cast<std::uint8_t>(kWitnessSeed + number))->sign(ledger::view(message))));
  return {key.name, ledger::note_key_id(key), signature};
}

std::string signed_checkpoint(const MiniLedger& ledger, std::size_t witnesses) {
  const auto key = seed_key(kLedgerSeed);
  const std::string text = ledger::checkpoint_text({kOrigin, {ledger.size()}, ledger.root()});
  ledger::SignedNote note{text, {{kOrigin, ledger::note_key_id(log_key()), must(key->sign(ledger::view(text)))}}};
  for (std::size_t i = 1; i <= witnesses; ++i)
    note.signatures.push_back(cosign(text, i, moment(kIssuedAt).value / 1000 + i));
  return ledger::format_note(note);
}

certs::DidDocument did_document() {
  return {kDid,
          {{std::string(kDid) + "#k1", attest::as_ed25519(seed_key(kCredentialSeed)->public_key()), {}, {}},
           {std::string(kDid) + "#k2", attest::as_ed25519(seed_key(kSignatorySeed)->public_key()), {}, {}}}};
}

certs::StatusList status_list(std::string_view purpose, std::string_view from, std::string_view until,
                              const std::vector<std::size_t>& indices) {
  certs::StatusList list{certs::status_list_address(kBase, purpose),
                         kDid,
                         std::string(purpose),
                         std::string(from),
                         std::string(until),
                         Bytes(16'384, 0)};
  for (const std::size_t index : indices) list.bits[index / 8] |= static_cast<std::uint8_t>(0x80U >> index % 8);
  return list;
}

Json seal_document(const Json& document, std::uint8_t seed, const std::string& method, const std::string& created) {
  return must(certs::add_proof(document, std::string(kDid) + "#" + method, created, *seed_key(seed)));
}

attest::KeyAuthorised key_authorised(const Recipe& recipe, const Digest& genesis) {
  const auto key = seed_key(kIssuerSeed);
  attest::KeyAuthorised body{
      recipe.issuer_party,     "holder-i", key->public_key(), recipe.issuer_roles, recipe.issuer_key_from,
      recipe.issuer_key_until, {}};
  body.proof = must(attest::sign_possession({recipe.foreign_possession ? "holder-x" : body.holder, body.party,
                                             body.roles, ledger::to_hex(genesis), nonce(99)},
                                            0, *key));
  return body;
}

attest::LedgerOpened opened(const Recipe& recipe) {
  const auto root = seed_key(kRootSeed);
  attest::LedgerOpened body;
  body.origin = kOrigin;
  body.clock = recipe.simulated_clock ? attest::ClockKind::kSimulated : attest::ClockKind::kMachine;
  body.ledger_key = seed_key(kLedgerSeed)->public_key();
  body.certifier = "certifier";
  body.certifier_names = {{"en", "Sample Certification Body"}};
  body.certifier_country = "CA";
  body.root_keys = {{root->public_key(), "holder-r",
                     must(attest::sign_possession({"holder-r", "certifier", {"root"}, kOrigin, nonce(98)}, 0, *root))}};
  return body;
}

Json catalogue_of(const Recipe& recipe) {
  Json catalogue = must(attest::parse_json(kCatalogue));
  if (recipe.early_adopter) {
    auto& rules = *catalogue.object()->at("rules").object();
    rules.emplace("early_adopter", Json::Object{{"label", "Early Adopter"}});
  }
  return catalogue;
}

// Makes the sample step by step; each step needs what the earlier ones left in the members.
class Maker {
 public:
  explicit Maker(const Recipe& recipe) : recipe_(recipe), ledger_(recipe) {}

  Sample make() {
    found();
    collect_lineage();
    publish_lists();
    issue();
    change();
    return finish();
  }

 private:
  void found() {
    const UnixMillis time = moment("2018-01-02T00:00:00Z");
    opened_ = ledger_.say(kOrigin, opened(recipe_), recipe_.opened_by, time);
    ledger_.append(ledger::to_bytes(std::string_view("a seal")), time);
    for (const char* name : {"issuer_key", "standard", "enrolled", "did"}) {
      if (recipe_.late != name) say_founding(name, time);
    }
    if (recipe_.amended) say_founding("standard", time);
  }

  void say_founding(std::string_view name, UnixMillis time) {
    if (name == "issuer_key") {
      const auto body = key_authorised(recipe_, ledger_.genesis());
      issuer_key_ = ledger_.say("certifier", body, recipe_.authorised_by, time, name);
    } else if (name == "standard") {
      const attest::StandardAdopted body{"iso37120-2014", catalogue_of(recipe_)};
      standard_ = ledger_.say("certifier", body, kRegistrarSeed, time);
    } else if (name == "enrolled") {
      const attest::CityEnrolled body{"sampleton/iso37120-2014/2017", "sampleton", "iso37120-2014", 2017,
                                      recipe_.notice};
      enrolled_ = ledger_.say("certifier", body, kRegistrarSeed, time);
    } else {
      certs::DidDocument logged = did_document();
      if (recipe_.logged_did) recipe_.logged_did(logged);
      did_ = ledger_.say("certifier", attest::DidPublished{kDid, certs::to_json(logged)}, kRegistrarSeed, time);
    }
  }

  void collect_lineage() {
    const UnixMillis time = moment("2018-10-01T00:00:00Z");
    for (const std::string& code : recipe_.accepted) {
      const std::uint64_t submission = ledger_.append(ledger::to_bytes("a value of " + code), time);
      const std::uint64_t decision = ledger_.append(ledger::to_bytes("a decision on " + code), time);
      const Digest value = ledger::sha256(ledger::view(code));
      lineage_.push_back(
          {code, ledger_.ref(submission), ledger_.ref(decision), ledger::base64url_encode(value.view())});
    }
    reviewed_ = ledger_.size();
    review_ = ledger_.append(ledger::to_bytes(std::string_view("a review")), time);
  }

  certs::Bundle::Status publish(std::string_view purpose, const std::vector<std::size_t>& indices,
                                std::uint64_t& index) {
    const certs::StatusList list = status_list(purpose, recipe_.lists_from, recipe_.lists_until, indices);
    Json document = seal_document(certs::to_json(list), kCredentialSeed, "k1", list.valid_from);
    index = ledger_.say("certifier",
                        attest::StatusListPublished{list.purpose,
                                                    list.address,
                                                    {ledger_.size()},
                                                    list.valid_from,
                                                    list.valid_until,
                                                    certs::signed_digest(document)},
                        kIssuerSeed, moment(recipe_.lists_from));
    return {std::move(document), {}};
  }

  void publish_lists() {
    revocation_ = publish("revocation", recipe_.revoked_indices, revocation_entry_);
    suspension_ = publish("suspension", recipe_.suspended_indices, suspension_entry_);
  }

  [[nodiscard]] certs::Certificate certificate() const {
    const auto catalogue = must(attest::parse_catalogue(catalogue_of(recipe_)));
    certs::Certificate c;
    c.base = kBase;
    c.issuer = kDid;
    c.issuer_name = "Sample Certification Body";
    c.number = kNumber;
    c.valid_from = "2018-11-09T00:00:00Z";
    c.valid_until = "2019-11-09T00:00:00Z";
    c.city = "sampleton";
    c.city_name = "City of Sampleton";
    c.country = "CA";
    c.cycle = "sampleton/iso37120-2014/2017";
    c.standard = catalogue.standard;
    c.edition = catalogue.edition;
    c.scheme = catalogue.scheme;
    c.scheme_version = catalogue.scheme_version;
    c.data_year = 2017;
    c.counts = attest::count_accepted(catalogue, recipe_.accepted);
    const attest::Level* level = attest::level_of(catalogue, c.counts);
    c.level = level == nullptr ? "Bronze" : level->name;
    c.computed_level = c.level;
    if (recipe_.early_adopter) c.level = "Early Adopter";
    c.scheme_assumed = level != nullptr && level->assumed;
    c.totals = {{{"core", 3}, {"supporting", 1}}, 4};
    c.verifiers = {"Sample Verifier"};
    c.notice = recipe_.notice.value_or("");
    c.simulated_clock = recipe_.simulated_clock;
    c.origin = kOrigin;
    c.genesis = ledger_.genesis();
    c.reviewed_size = reviewed_;
    c.lineage_root = attest::lineage_root(lineage_);
    c.data_root = attest::data_root(lineage_);
    c.status_index = kStatusIndex;
    return c;
  }

  [[nodiscard]] attest::CertificateIssued issuance(const certs::Certificate& c) const {
    attest::CertificateIssued body{c.number,
                                   c.cycle,
                                   ledger_.ref(review_),
                                   c.level,
                                   c.computed_level,
                                   c.scheme,
                                   c.scheme_version,
                                   c.counts,
                                   c.lineage_root,
                                   c.data_root,
                                   c.valid_from,
                                   c.valid_until,
                                   c.status_index,
                                   certs::fingerprint(credential_),
                                   certs::signed_digest(credential_)};
    if (recipe_.issuance) recipe_.issuance(body);
    return body;
  }

  void issue() {
    certs::Certificate c = certificate();
    if (recipe_.certificate) recipe_.certificate(c);
    Json plain = certs::to_json(c);
    if (recipe_.credential) recipe_.credential(plain);
    credential_ = seal_document(plain, kCredentialSeed, "k1", kIssuedAt);
    credential_ = seal_document(credential_, kSignatorySeed, "k2", kIssuedAt);
    chain_before_ = ledger_.chain();
    issued_at_ = {moment(kIssuedAt).value + 123};
    issuance_ = ledger_.say(recipe_.issuance_issuer, issuance(c), recipe_.issuance_by, issued_at_, "issuance");
    seal_ = ledger_.seal(issued_at_);
    if (!recipe_.late.empty()) say_founding(recipe_.late, issued_at_);
    ledger_.append(ledger::to_bytes(std::string_view("a later entry")), issued_at_);
  }

  void change() {
    for (const attest::Body& body : recipe_.history)
      history_.push_back(ledger_.say("certifier", body, kIssuerSeed, moment("2018-11-10T00:00:00Z")));
  }

  [[nodiscard]] Bytes receipt() const {
    const auto key = seed_key(kLedgerSeed);
    const attest::ReceiptHeader header{
        attest::key_thumbprint(key->public_key()), kOrigin, ledger_.genesis(), {ledger_.size()}};
    const Bytes signature = must(attest::sign_receipt_root(header, ledger_.root(), *key));
    return attest::encode_receipt(header, {issuance_}, ledger_.entry(issuance_).path, signature);
  }

  certs::Bundle bundle() {
    certs::Bundle out;
    out.credential = credential_;
    out.opened = ledger_.entry(opened_);
    out.issuer_key = ledger_.entry(issuer_key_);
    out.standard = ledger_.entry(standard_);
    out.enrolled = ledger_.entry(enrolled_);
    out.did = ledger_.entry(did_);
    out.issuance = ledger_.entry(issuance_);
    out.issuance.path.clear();
    out.seal = ledger_.entry(seal_);
    out.chain_before = chain_before_;
    out.time = issued_at_;
    out.receipt = receipt();
    out.tlog_proof = ledger::format_tlog_proof(
        {{issuance_}, ledger_.entry(issuance_).path, signed_checkpoint(ledger_, recipe_.cosigned_by)});
    out.revocation = {revocation_.list, ledger_.entry(revocation_entry_)};
    out.suspension = {suspension_.list, ledger_.entry(suspension_entry_)};
    out.lineage = lineage_;
    for (const std::uint64_t entry : history_) out.history.push_back(ledger_.entry(entry));
    if (recipe_.bundle) recipe_.bundle(out);
    return out;
  }

  Sample finish() {
    Sample sample;
    sample.bundle = bundle();
    sample.file = certs::encode_bundle(sample.bundle);
    sample.credential = attest::canonical_json(credential_);
    sample.log_vkey = ledger::format_vkey(log_key()) + "\n";
    sample.genesis = ledger::to_hex(ledger_.genesis()) + "\n";
    sample.policy = "log " + sample.log_vkey + (recipe_.policy_more.empty() ? "quorum none\n" : recipe_.policy_more);
    certs::DidDocument trusted = did_document();
    if (recipe_.trusted_did) recipe_.trusted_did(trusted);
    sample.did_json = attest::pretty_json(certs::to_json(trusted));
    sample.trust = must(certs::parse_trust({sample.log_vkey, sample.genesis, sample.policy, sample.did_json}));
    return sample;
  }

  const Recipe& recipe_;
  MiniLedger ledger_;
  std::uint64_t opened_ = 0, issuer_key_ = 0, standard_ = 0, enrolled_ = 0, did_ = 0, issuance_ = 0, seal_ = 0;
  std::uint64_t reviewed_ = 0, review_ = 0, revocation_entry_ = 0, suspension_entry_ = 0;
  std::vector<attest::LineageItem> lineage_;
  std::vector<std::uint64_t> history_;
  certs::Bundle::Status revocation_, suspension_;
  Json credential_;
  Digest chain_before_;
  UnixMillis issued_at_;
};

}  // namespace

std::unique_ptr<attest::Signer> seed_key(std::uint8_t byte) {
  return must(attest::signer_from_seed(Bytes(32, byte)));
}

UnixMillis moment(std::string_view text) {
  return must(attest::parse_day_or_moment(text));
}

Sample make_sample(const Recipe& recipe) {
  return Maker(recipe).make();
}

attest::Body status(attest::StatusChange change, const std::string& by) {
  attest::CertificateStatus body{kNumber, change, "2018-11-10T00:00:00Z", "data_error", {}};
  if (!by.empty()) body.by = by;
  return body;
}

attest::Body compromised(const std::string& since) {
  return attest::KeyRevoked{"certifier", attest::key_thumbprint(seed_key(kIssuerSeed)->public_key()), "compromised",
                            since};
}

std::vector<attest::Body> suspended_and_disputed() {
  return {status(attest::StatusChange::kSuspended), compromised("2018-11-09T00:00:00Z")};
}

std::string signed_list(std::string_view purpose, std::string_view from, std::string_view until,
                        const std::vector<std::size_t>& indices, std::uint8_t seed, const std::string& issuer) {
  certs::StatusList made = status_list(purpose, from, until, indices);
  made.issuer = issuer;
  made.address = certs::status_list_address(certs::did_web_base(issuer).value(), purpose);
  const Json list = certs::to_json(made);
  const std::string method = seed == kSignatorySeed ? "k2" : "k1";
  return attest::canonical_json(seal_document(list, seed, method, std::string(from)));
}

std::string witness_line(std::size_t number) {
  return "witness w" + std::to_string(number) + " " + ledger::format_vkey(witness_key(number)) + "\n";
}

}  // namespace certs_test
