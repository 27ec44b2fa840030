// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/key.hpp"

#include <algorithm>
#include <cctype>

#include "attest/date.hpp"
#include "cityledger/files.hpp"
#include "cityledger/json_output.hpp"
#include "cityledger/key_request.hpp"
#include "cityledger/lookup.hpp"
#include "cityledger/table.hpp"

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

Result<attest::KeyAuthorised> authorisation(const KeyAuthoriseOptions& options, Session& session) {
  const Result<KeyRequest> request = request_of(options, session);
  if (!request) return tl::unexpected(request.error());
  const auto from = options.from.empty() ? Result<ledger::UnixMillis>(session.ledger().now())
                                         : attest::parse_day_or_moment(options.from);
  if (!from) return fail(from.error().code, from.error().message, "from");
  const auto until = options.until.empty() ? Result<ledger::UnixMillis>(attest::add_months(*from, kValidMonths))
                                           : attest::parse_day_or_moment(options.until);
  if (!until) return fail(until.error().code, until.error().message, "until");
  if (*until <= *from) return fail(Code::kInvalid, "a key is valid until a moment after its first one", "until");
  attest::KeyAuthorised body;
  body.party = request->party;
  body.holder = request->holder;
  body.key = request->key;
  body.roles = request->roles;
  body.valid_from = attest::format_moment(*from);
  body.valid_until = attest::format_moment(*until);
  body.proof = request->proof;
  return body;
}

// The certifier's own keys are a matter of the root key, all others of the registrar's.
std::string signer_or_usual(const std::string& signer, const std::string& party, const Session& session) {
  if (!signer.empty()) return signer;
  return party == session.ledger().config().certifier ? "root" : "registrar";
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

std::string state_of(const attest::KeyRecord& key, ledger::UnixMillis now) {
  if (key.revoked) return "revoked by entry " + std::to_string(key.revoked->index.value);
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
  if (plain || name.ends_with(".pem")) return {};
  return fail(Code::kInvalid,
              "a key's name has 1 to 64 letters, digits, '-', '_' and '.', the first a letter, digit or '_'; "
              "what ends in .pem is a path",
              "name");
}

int run_key_new(const KeyNewOptions& options, Console& console) {
  if (options.algorithm != "ed25519" && options.algorithm != "p256") {
    return console.fail({Code::kInvalid, "the algorithm is ed25519 or p256", "algorithm"});
  }
  KeyRing keys(options.ledger);
  if (const auto good = check_key_name(options.name); !good) return console.fail(good.error());
  const auto passphrase = keys.passphrase();
  if (!passphrase) return console.fail(passphrase.error());
  const auto signer =
      attest::generate_signer(options.algorithm == "p256" ? attest::Algorithm::kEs256 : attest::Algorithm::kEdDsa);
  if (!signer) return console.fail(signer.error());
  const fs::path file = keys.path_of(options.name);
  std::error_code error;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
  const Result<void> written = attest::write_key_file(file, **signer, *passphrase);
  if (!written) return console.fail(written.error());
  const std::string kid = ledger::to_hex(attest::key_thumbprint((*signer)->public_key()));
  console.print("key   " + file.string() + "\nkid   " + kid);
  console.answer(Json::Object{{"file", file.string()}, {"kid", kid}, {"key", attest::to_jwk((*signer)->public_key())}});
  return 0;
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
                "key " + kid + " of " + body->party + " authorised as " + join(body->roles), {{"kid", kid}});
}

int run_key_revoke(const KeyRevokeOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const auto kid = kid_of(options.key, **session);
  if (!kid) return console.fail(kid.error());
  const auto record = attest::get_key((*session)->ledger().store(), *kid);
  if (!record) return console.fail(record.error());
  const std::string hex = ledger::to_hex(*kid);
  if (!*record) return console.fail({Code::kNotFound, "this ledger does not know the key " + hex, "key"});
  const attest::KeyRevoked body{(*record)->party, *kid, options.reason};
  const std::string signer = signer_or_usual(options.signer, body.party, **session);
  return finish(**session, console, (*session)->append(signer, body),
                "key " + hex + " of " + body.party + " revoked: " + body.reason, {{"kid", hex}});
}

int run_key_list(const KeyListOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  if (!options.party.empty()) {
    if (const auto party = find_party(folder.store(), options.party); !party) return console.fail(party.error());
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
    Table& table =
        tables.try_emplace(record.party, Table({"  key id", "state", "valid", "roles", "holder"})).first->second;
    table.add({"  " + hex.substr(0, kShownDigits), state_of(record, now),
               attest::format_day(record.valid_from) + " to " + attest::format_day(record.valid_until),
               join(record.roles), record.holder});
    list.emplace_back(Json::Object{{"kid", hex},
                                   {"party", record.party},
                                   {"holder", record.holder},
                                   {"roles", texts(record.roles)},
                                   {"valid_from", attest::format_moment(record.valid_from)},
                                   {"valid_until", attest::format_moment(record.valid_until)},
                                   {"state", state_of(record, now)},
                                   {"entry", attest::to_json(record.authorised)},
                                   {"key", attest::to_jwk(record.key)}});
  }
  std::string text;
  for (const auto& [party, table] : tables) text += party + "\n" + table.text();
  console.print(tables.empty() ? "no keys" : text);
  console.answer(Json::Object{{"keys", std::move(list)}});
  return 0;
}

}  // namespace cityledger
