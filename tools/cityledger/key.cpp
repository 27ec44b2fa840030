// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/key.hpp"

#include <algorithm>
#include <cctype>

#include "attest/date.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/files.hpp"
#include "cityledger/key_request.hpp"
#include "cityledger/table.hpp"
#include "ledger/note.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

constexpr int kValidMonths = 24;
constexpr std::size_t kJsonRequestBytesMax = 65'536;

std::int64_t seconds_now(const attest::LedgerFolder& ledger) {
  if (ledger.config().clock == attest::ClockKind::kSimulated) {
    return static_cast<std::int64_t>(ledger.now().value / 1000);
  }
  return static_cast<std::int64_t>(ledger::MachineClock().now().value / 1000);
}

// The request of a file, or one made now with a key that is at hand.
Result<KeyRequest> request_of(const KeyAuthoriseOptions& options, Session& session) {
  const std::string genesis = ledger::to_hex(session.ledger().config().genesis);
  if (options.request.empty() == options.key.empty()) {
    return fail(Code::kInvalid, "give either a request file, or --key NAME with --party, --holder and --role",
                "request");
  }
  if (options.key.empty()) {
    const Result<std::string> text = read_file(options.request, kJsonRequestBytesMax);
    if (!text) return tl::unexpected(text.error());
    const Result<Json> json = attest::parse_json(*text);
    if (!json) return tl::unexpected(json.error());
    return parse_key_request(*json, genesis);
  }
  const auto key = session.keys().get(options.key);
  if (!key) return tl::unexpected(key.error());
  return make_key_request(options.party, options.holder, options.roles, genesis, seconds_now(session.ledger()), **key);
}

// Two years; for a key that a party's own key authorises no longer than that one lasts.
Result<ledger::UnixMillis> usual_until(const std::string& signer, const std::string& party, ledger::UnixMillis from,
                                       Session& session) {
  const ledger::UnixMillis usual = attest::add_months(from, kValidMonths);
  const auto key = session.keys().get(signer);
  if (!key) return tl::unexpected(key.error());
  const auto record = attest::get_key(session.ledger().store(), attest::key_thumbprint((*key)->public_key()));
  if (!record) return tl::unexpected(record.error());
  const bool own = *record && (*record)->party == party && party != session.ledger().config().certifier;
  return own ? std::min(usual, (*record)->valid_until) : usual;
}

// The certifier's own keys are a matter of the root key, all others of the registrar's.
std::string signer_or_usual(const std::string& signer, const std::string& party, const Session& session) {
  if (!signer.empty()) return signer;
  return party == session.ledger().config().certifier ? "root" : "registrar";
}

Result<attest::KeyAuthorised> authorisation(const KeyAuthoriseOptions& options, Session& session) {
  const Result<KeyRequest> request = request_of(options, session);
  if (!request) return tl::unexpected(request.error());
  const auto from = options.from.empty() ? Result<ledger::UnixMillis>(session.ledger().now())
                                         : attest::parse_day_or_moment(options.from);
  if (!from) return fail(from.error().code, from.error().message, "from");
  const std::string signer = signer_or_usual(options.signer, request->party, session);
  const auto until = options.until.empty() ? usual_until(signer, request->party, *from, session)
                                           : attest::parse_day_or_moment(options.until);
  if (!until)
    return fail(until.error().code, until.error().message, until.error().field.empty() ? "until" : until.error().field);
  if (*until <= *from) return fail(Code::kInvalid, "a key is valid until a moment after its first one", "until");
  attest::KeyAuthorised body;
  body.party = request->party;
  body.holder = request->holder;
  body.key = request->key;
  body.roles = request->roles;
  body.valid_from = attest::format_moment(*from);
  body.valid_until = attest::format_moment(*until);
  body.proof = request->proof;
  if (!options.organisation.empty()) body.delegate = options.organisation;
  return body;
}

constexpr std::size_t kShownDigits = 16;

// The ledger's only key whose id begins so; nothing when `text` is no such beginning. Errors: kInvalid for several.
Result<std::optional<attest::Digest>> by_beginning(const std::string& text, Session& session) {
  constexpr std::size_t kDigitsMin = 8;
  if (text.size() < kDigitsMin || text.find_first_not_of("0123456789abcdef") != std::string::npos) return std::nullopt;
  const auto kids = attest::list_keys(session.ledger().store());
  if (!kids) return tl::unexpected(kids.error());
  std::optional<attest::Digest> found;
  for (const attest::Digest& kid : *kids) {
    if (!ledger::to_hex(kid).starts_with(text)) continue;
    if (found) return fail(Code::kInvalid, "several keys begin with " + text + "; write more digits", "key");
    found = kid;
  }
  return found;
}

Result<attest::Digest> kid_of(const std::string& key, Session& session) {
  constexpr std::size_t kHexDigits = 64;
  if (key.size() == kHexDigits) return ledger::digest_from_hex(key);
  const auto begins = by_beginning(key, session);
  if (!begins) return tl::unexpected(begins.error());
  if (*begins) return **begins;
  const auto signer = session.keys().get(key);
  if (!signer) return tl::unexpected(signer.error());
  return attest::key_thumbprint((*signer)->public_key());
}

// What `words` names: a key that the ledger knows, with its id.
struct KnownKey {
  attest::Digest kid;
  attest::KeyRecord record;
};
Result<KnownKey> known_key(const std::string& words, Session& session) {
  const auto kid = kid_of(words, session);
  if (!kid) return tl::unexpected(kid.error());
  auto record = attest::get_key(session.ledger().store(), *kid);
  if (!record) return tl::unexpected(record.error());
  if (!*record) return fail(Code::kNotFound, "this ledger does not know the key " + ledger::to_hex(*kid), "key");
  return KnownKey{*kid, std::move(**record)};
}

// As soon as the policy lets a recovered key begin, and a minute for the way to the ledger.
Result<ledger::UnixMillis> earliest_recovery(const attest::LedgerFolder& ledger) {
  constexpr std::uint64_t kMinuteMillis = 60'000;
  constexpr std::uint64_t kHourMillis = 60 * kMinuteMillis;
  const auto policy = attest::get_policy(ledger.store());
  if (!policy) return tl::unexpected(policy.error());
  const auto hours = static_cast<std::uint64_t>(policy->recovery_hours);
  return ledger::UnixMillis{ledger.now().value + hours * kHourMillis + kMinuteMillis};
}

// As long as the policy asks, and a minute for the way to the ledger.
Result<ledger::UnixMillis> least_overlap(const attest::LedgerFolder& ledger) {
  constexpr std::uint64_t kMinuteMillis = 60'000;
  constexpr std::uint64_t kDayMillis = 24 * 60 * kMinuteMillis;
  const auto policy = attest::get_policy(ledger.store());
  if (!policy) return tl::unexpected(policy.error());
  const auto days = static_cast<std::uint64_t>(policy->overlap_days);
  return ledger::UnixMillis{ledger.now().value + days * kDayMillis + kMinuteMillis};
}

Result<attest::KeyRecovered> recovery(const KeyRecoverOptions& options, const KnownKey& lost, Session& session) {
  KeyAuthoriseOptions asked;
  asked.request = options.request;
  asked.key = options.key;
  asked.party = lost.record.party;
  asked.holder = options.holder.empty() ? lost.record.holder : options.holder;
  asked.roles = lost.record.roles;
  const auto request = request_of(asked, session);
  if (!request) return tl::unexpected(request.error());
  const auto from =
      options.from.empty() ? earliest_recovery(session.ledger()) : attest::parse_day_or_moment(options.from);
  if (!from) return fail(from.error().code, from.error().message, "from");
  const auto until = options.until.empty() ? Result<ledger::UnixMillis>(attest::add_months(*from, kValidMonths))
                                           : attest::parse_day_or_moment(options.until);
  if (!until) return fail(until.error().code, until.error().message, "until");
  if (*until <= *from) return fail(Code::kInvalid, "a key is valid until a moment after its first one", "until");
  return attest::KeyRecovered{request->party,
                              request->holder,
                              request->key,
                              request->roles,
                              attest::format_moment(*from),
                              attest::format_moment(*until),
                              request->proof,
                              lost.kid};
}

Result<std::string> state_of(const attest::LedgerFolder& ledger, const attest::KeyRecord& key, ledger::UnixMillis now) {
  if (key.revoked) {
    return "revoked by entry " + std::to_string(key.revoked->index.value) +
           (key.untrusted_since ? ", not trusted since " + attest::format_moment(*key.untrusted_since) : "");
  }
  const auto replaced = attest::is_replaced(ledger.store(), key, now);
  if (!replaced) return tl::unexpected(replaced.error());
  if (*replaced) return "lost, replaced by " + ledger::to_hex(*key.recovered_by).substr(0, kShownDigits);
  if (key.recovered_by) {
    const auto next = attest::get_key(ledger.store(), *key.recovered_by);
    if (!next) return tl::unexpected(next.error());
    if (*next && !(*next)->revoked)
      return "said to be lost; contest before " + attest::format_moment((*next)->valid_from);
  }
  if (now < key.valid_from) return "not yet valid";
  return now < key.valid_until ? "valid" : "expired";
}

}  // namespace

Result<void> check_key_name(const std::string& name) {
  constexpr std::size_t kNameBytesMax = 64;
  const bool plain = !name.empty() && name.size() <= kNameBytesMax && name.front() != '.' && name.front() != '-' &&
                     std::all_of(name.begin(), name.end(), [](unsigned char c) {
                       return c < 0x80 && (std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_');
                     });
  if (plain || name.ends_with(".pem") || name.ends_with(".pkcs11")) return {};
  return fail(Code::kInvalid,
              "a key's name has 1 to 64 letters, digits, '-', '_' and '.', the first a letter, digit or '_'; "
              "what ends in .pem or .pkcs11 is a path",
              "name");
}

int run_key_request(const KeyRequestOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  const auto key = (*session)->keys().get(options.key);
  if (!key) return console.fail(key.error());
  const auto request = make_key_request(options.party, options.holder, options.roles,
                                        ledger::to_hex(folder.config().genesis), seconds_now(folder), **key);
  if (!request) return console.fail(request.error());
  const std::string text = attest::pretty_json(to_json(*request));
  if (options.out.empty()) {
    console.print(text);
  } else {
    const Result<void> written = write_file(options.out, text + "\n");
    if (!written) return console.fail(written.error());
    console.say("wrote " + options.out.string() + ": have it authorised with cityledger key authorise");
  }
  console.answer(to_json(*request));
  return 0;
}

int run_key_authorise(const KeyAuthoriseOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const auto body = authorisation(options, **session);
  if (!body) return console.fail(body.error());
  const std::string kid = ledger::to_hex(attest::key_thumbprint(body->key));
  const std::string signer = signer_or_usual(options.signer, body->party, **session);
  return finish(**session, console, (*session)->append(signer, *body),
                "key " + kid + " of " + body->party + " authorised as " + certs::join(body->roles), {{"kid", kid}});
}

int run_key_delegate(const KeyDelegateOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const auto signer = (*session)->keys().get(options.key.signer);
  if (!signer) return console.fail(signer.error());
  const auto party = (*session)->party_of(**signer);
  if (!party) return console.fail(party.error());
  KeyAuthoriseOptions asked = options.key;
  asked.party = *party;
  const auto body = authorisation(asked, **session);
  if (!body) return console.fail(body.error());
  const std::string kid = ledger::to_hex(attest::key_thumbprint(body->key));
  return finish(**session, console, (*session)->append(asked.signer, *body),
                "key " + kid + ": " + asked.organisation + " acts for " + body->party + " as " +
                    certs::join(body->roles) + " until " + body->valid_until,
                {{"kid", kid}});
}

int run_key_recover(const KeyRecoverOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const auto lost = known_key(options.lost, **session);
  if (!lost) return console.fail(lost.error());
  const auto body = recovery(options, *lost, **session);
  if (!body) return console.fail(body.error());
  const std::string kid = ledger::to_hex(attest::key_thumbprint(body->key));
  const std::string signer = signer_or_usual(options.signer, body->party, **session);
  return finish(**session, console, (*session)->append(signer, *body),
                "key " + kid + " of " + body->party + " replaces " + ledger::to_hex(lost->kid) + " from " +
                    body->valid_from + " on, unless that one contests before",
                {{"kid", kid}, {"lost", ledger::to_hex(lost->kid)}, {"valid_from", body->valid_from}});
}

int run_key_contest(const KeyContestOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const auto key = known_key(options.key, **session);
  if (!key) return console.fail(key.error());
  const std::string hex = ledger::to_hex(key->kid);
  const attest::KeyRevoked body{key->record.party, key->kid, "contested"};
  return finish(**session, console, (*session)->append(options.signer, body),
                "key " + hex + " of " + body.party + " contested: it replaces nothing", {{"kid", hex}});
}

int run_key_revoke(const KeyRevokeOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const auto key = known_key(options.key, **session);
  if (!key) return console.fail(key.error());
  const std::string hex = ledger::to_hex(key->kid);
  attest::KeyRevoked body{key->record.party, key->kid, options.reason};
  if (!options.since.empty()) {
    const auto since = attest::parse_day_or_moment(options.since);
    if (!since) return console.fail({since.error().code, since.error().message, "since"});
    if (options.reason != "compromised") {
      return console.fail({Code::kInvalid, "an earlier moment is for compromised keys: --reason compromised", "since"});
    }
    body.since = attest::format_moment(*since);
  }
  const std::string signer = signer_or_usual(options.signer, body.party, **session);
  return finish(**session, console, (*session)->append(signer, body),
                "key " + hex + " of " + body.party + " revoked: " + body.reason +
                    (body.since ? ", not trusted since " + *body.since : ""),
                {{"kid", hex}});
}

int run_key_rotate_ledger(const KeyRotateLedgerOptions& options, Console& console) {
  if (!is_later_ledger_key(options.next)) {
    return console.fail({Code::kInvalid, "the ledger's next key is called ledger-SOMETHING, as ledger-2", "next"});
  }
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  attest::LedgerFolder& folder = (*session)->ledger();
  const auto next = (*session)->keys().get(options.next);
  if (!next) return console.fail(next.error());
  const auto overlap = options.overlap.empty() ? least_overlap(folder) : attest::parse_day_or_moment(options.overlap);
  if (!overlap) return console.fail({overlap.error().code, overlap.error().message, "overlap"});
  const auto answer = folder.rotate_key(**next, *overlap);
  const std::string vkey = ledger::format_vkey(folder.log_key());
  const int code =
      finish(**session, console, answer,
             "the ledger's next key is " + vkey + ", beside the present one until " + attest::format_moment(*overlap),
             {{"vkey", vkey}, {"overlap_until", attest::format_moment(*overlap)}});
  if (code == 0) {
    console.say("Next: cityledger export, and give the new trust folder to everyone who checks certificates. Keep " +
                std::string("the present key where it is until the overlap is over."));
  }
  return code;
}

int run_key_list(const KeyListOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  if (!options.party.empty()) {
    if (const auto party = certs::find_party(folder.store(), options.party); !party) return console.fail(party.error());
  }
  const auto kids = attest::list_keys(folder.store());
  if (!kids) return console.fail(kids.error());
  const ledger::UnixMillis now{static_cast<std::uint64_t>(seconds_now(folder)) * 1000};
  std::map<std::string, Table> tables;  // by party
  Json::Array list;
  for (const attest::Digest& kid : *kids) {
    const auto key = attest::get_key(folder.store(), kid);
    if (!key) return console.fail(key.error());
    if (!*key || (!options.party.empty() && (*key)->party != options.party)) continue;
    const attest::KeyRecord& record = **key;
    const std::string hex = ledger::to_hex(kid);
    const auto state = state_of(folder, record, now);
    if (!state) return console.fail(state.error());
    Table& table =
        tables.try_emplace(record.party, Table({"  key id", "state", "valid", "roles", "holder"})).first->second;
    table.add({"  " + hex.substr(0, kShownDigits), *state,
               attest::format_day(record.valid_from) + " to " + attest::format_day(record.valid_until),
               certs::join(record.roles), record.holder + (record.delegate ? ", " + *record.delegate : "")});
    Json::Object item{{"kid", hex},
                      {"party", record.party},
                      {"holder", record.holder},
                      {"roles", certs::texts(record.roles)},
                      {"valid_from", attest::format_moment(record.valid_from)},
                      {"valid_until", attest::format_moment(record.valid_until)},
                      {"state", *state},
                      {"entry", attest::to_json(record.authorised)},
                      {"key", attest::to_jwk(record.key)}};
    if (record.delegate) item.emplace("delegate", *record.delegate);
    if (record.takes_place_of) item.emplace("lost", ledger::to_hex(*record.takes_place_of));
    list.emplace_back(std::move(item));
  }
  std::string text;
  for (const auto& [party, table] : tables) text += party + "\n" + table.text();
  console.print(tables.empty() ? "no keys" : text);
  console.answer(Json::Object{{"keys", std::move(list)}});
  return 0;
}

}  // namespace cityledger
