// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/session.hpp"

#include <algorithm>

#include "attest/date.hpp"
#include "attest/pkcs11.hpp"
#include "certs/words.hpp"
#include "cityledger/server_link.hpp"
#include "ledger/encoding.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kNonceBytes = 16;
constexpr const char* kTokenKeyExtension = ".pkcs11";

std::vector<std::string> key_names(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
    const fs::path extension = file->path().extension();
    if (extension == ".pem" || extension == kTokenKeyExtension) names.push_back(file->path().stem().string());
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

// Whether the ledger signs with this key now: its present one, or one before it in the overlap.
bool signs_now(const attest::PublicKey& key, const attest::ConfigRecord& config, ledger::UnixMillis now) {
  if (key == config.ledger_key) return true;
  return std::any_of(config.earlier_keys.begin(), config.earlier_keys.end(),
                     [&](const auto& earlier) { return earlier.key == key && now < earlier.overlap_until; });
}

// Of ledger.pem and ledger-*.pem those that the ledger signs with now. A file that cannot be unlocked is passed over:
// what is missing then is told by who needs it.
Result<attest::LedgerKeys> ledger_keys(KeyRing& keys, const LedgerOptions& options) {
  const auto reader = attest::LedgerFolder::open_to_read(options.folder);
  if (!reader) return tl::unexpected(reader.error());
  const attest::ConfigRecord& config = (*reader)->config();
  attest::LedgerKeys found;
  std::optional<ledger::Error> why_not;
  for (const std::string& name : key_names(keys_folder(options))) {
    if (name != kLedgerKeyName && !is_later_ledger_key(name)) continue;
    const auto key = keys.get(name);
    if (!key && !why_not) why_not = key.error();
    if (key && signs_now((*key)->public_key(), config, (*reader)->now())) found.push_back(*key);
  }
  if (found.empty() && why_not) return tl::unexpected(*why_not);
  if (!found.empty()) return found;
  const auto usual = keys.get(std::string(kLedgerKeyName));
  if (!usual) return tl::unexpected(usual.error());
  return attest::LedgerKeys{*usual};
}

}  // namespace

bool is_later_ledger_key(const std::string& name) {
  return name.starts_with(std::string(kLedgerKeyName) + "-");
}

Result<std::unique_ptr<ledger::Clock>> clock_for(const LedgerOptions& options) {
  const auto reader = attest::LedgerFolder::open_to_read(options.folder);
  if (!reader) return tl::unexpected(reader.error());
  if ((*reader)->config().clock == attest::ClockKind::kMachine) {
    if (!options.clock.empty()) {
      return fail(Code::kInvalid, "--clock is for ledgers with a simulated clock; this one follows the machine's",
                  "clock");
    }
    return std::make_unique<ledger::MachineClock>();
  }
  if (options.clock.empty()) return std::make_unique<ledger::SimulatedClock>((*reader)->now());
  const Result<ledger::UnixMillis> moment = attest::parse_day_or_moment(options.clock);
  if (!moment) return fail(moment.error().code, moment.error().message, "clock");
  return std::make_unique<ledger::SimulatedClock>(*moment);
}

fs::path keys_folder(const LedgerOptions& options) {
  return options.keys.empty() ? options.folder / "keys" : options.keys;
}

fs::path KeyRing::path_of(const std::string& name) const {
  return name.ends_with(".pem") ? fs::path(name) : keys_folder(options_) / (name + ".pem");
}

fs::path KeyRing::token_path_of(const std::string& name) const {
  return name.ends_with(kTokenKeyExtension) ? fs::path(name) : keys_folder(options_) / (name + kTokenKeyExtension);
}

bool KeyRing::has(const std::string& name) const {
  std::error_code error;
  return fs::exists(path_of(name), error) || fs::exists(token_path_of(name), error);
}

Result<std::string> KeyRing::passphrase() {
  if (!passphrase_) {
    const Result<std::string> read = read_passphrase(options_);
    if (!read) return read;
    passphrase_ = *read;
  }
  return *passphrase_;
}

Result<std::unique_ptr<attest::Signer>> KeyRing::unlock_token(const fs::path& file) {
  const auto key = attest::read_pkcs11_file(file);
  if (!key) return tl::unexpected(key.error());
  const std::string token = key->module + '\n' + key->token;
  if (const auto refused = refused_tokens_.find(token); refused != refused_tokens_.end()) {
    return tl::unexpected(refused->second);
  }
  const Result<std::string> pin = passphrase();
  if (!pin) return tl::unexpected(pin.error());
  auto signer = attest::open_pkcs11_key(*key, *pin);
  if (!signer && signer.error().field == "passphrase") refused_tokens_.emplace(token, signer.error());
  return signer;
}

Result<std::unique_ptr<attest::Signer>> KeyRing::unlock(const std::string& name) {
  const fs::path file = path_of(name);
  const fs::path token = token_path_of(name);
  std::error_code error;
  const bool on_token = fs::exists(token, error);
  if (!fs::exists(file, error)) {
    if (on_token) return unlock_token(token);
    return tl::unexpected(certs::unknown_name("key", name, key_names(file.parent_path())));
  }
  if (on_token) {
    return fail(Code::kInvalid, "there are two keys '" + name + "', a file and one on a token: rename one of them",
                token.string());
  }
  const Result<std::string> secret = passphrase();
  if (!secret) return tl::unexpected(secret.error());
  return attest::read_key_file(file, *secret);
}

Result<const attest::Signer*> KeyRing::get(const std::string& name) {
  if (const auto known = keys_.find(name); known != keys_.end()) return known->second.get();
  Result<std::unique_ptr<attest::Signer>> signer = unlock(name);
  if (!signer) return tl::unexpected(signer.error());
  return keys_.emplace(name, std::move(*signer)).first->second.get();
}

Result<std::unique_ptr<Session>> Session::open(const LedgerOptions& options) {
  std::unique_ptr<Session> session(new Session(options));
  Result<std::unique_ptr<ledger::Clock>> clock = clock_for(options);
  if (!clock) return tl::unexpected(clock.error());
  session->clock_ = std::move(*clock);
  Result<void> done;
  if (options.link) {
    const auto open = [&] {
      return attest::LedgerFolder::open_mirror(options.folder, *session->clock_, *options.link);
    };
    done = session->open_owned(options.link->when_free(open), options.reader);
  } else {
    const Result<attest::LedgerKeys> keys = ledger_keys(session->keys_, options);
    if (!keys) return tl::unexpected(keys.error());
    done = session->open_owned(attest::LedgerFolder::open(options.folder, *keys, *session->clock_), {});
  }
  if (!done) return tl::unexpected(done.error());
  return session;
}

Result<void> Session::open_owned(Result<std::unique_ptr<attest::LedgerFolder>> opened, const std::string& reader) {
  if (!opened) return tl::unexpected(opened.error());
  owned_ = std::move(*opened);
  ledger_ = owned_.get();
  return reader.empty() ? Result<void>{} : read_as(reader);
}

Result<void> Session::read_as(const std::string& key_name) {
  if (!link_) return {};
  const auto key = keys_.get(key_name);
  if (!key) return tl::unexpected(key.error());
  auto party = party_of(**key);
  if (!party) return tl::unexpected(party.error());
  link_->read_as({std::move(*party), *key});
  return {};
}

Result<std::unique_ptr<Session>> Session::open_to_read(const LedgerOptions& options) {
  std::unique_ptr<Session> session(new Session(options));
  auto opened = options.link ? attest::LedgerFolder::open_mirror_to_read(options.folder, *options.link)
                             : attest::LedgerFolder::open_to_read(options.folder);
  if (auto done = session->open_owned(std::move(opened), options.reader); !done) return tl::unexpected(done.error());
  return session;
}

std::unique_ptr<Session> Session::around(attest::LedgerFolder& ledger, const LedgerOptions& options) {
  std::unique_ptr<Session> session(new Session(options));
  session->ledger_ = &ledger;
  return session;
}

Result<std::string> Session::party_of(const attest::Signer& signer) const {
  const attest::Digest kid = attest::key_thumbprint(signer.public_key());
  const auto key = attest::get_key(ledger_->store(), kid);
  if (!key) return tl::unexpected(key.error());
  if (!*key) {
    return fail(Code::kKey,
                "this ledger does not know the key " + ledger::to_hex(kid) +
                    "; have it authorised first (cityledger key request, then key authorise)",
                "signer");
  }
  return (*key)->party;
}

Result<attest::Submission> Session::say(const std::string& signer_name, attest::Body body,
                                        std::vector<std::string> disclosures) {
  const Result<const attest::Signer*> signer = keys_.get(signer_name);
  if (!signer) return tl::unexpected(signer.error());
  Result<std::string> issuer = party_of(**signer);
  if (!issuer) return tl::unexpected(issuer.error());
  std::vector<std::string> digests;
  for (const std::string& disclosure : disclosures) digests.push_back(attest::disclosure_digest(disclosure));
  attest::Saying saying;
  saying.issuer = std::move(*issuer);
  saying.issued_at_s = static_cast<std::int64_t>(ledger_->now().value / 1000);
  saying.common = {ledger::base64url_encode(attest::random_bytes(kNonceBytes)), ledger_->config().genesis};
  saying.body = std::move(body);
  saying.sd = std::move(digests);
  Result<attest::Bytes> statement = attest::sign_statement(saying, **signer);
  if (!statement) return tl::unexpected(statement.error());
  return attest::Submission{std::move(*statement), std::move(disclosures)};
}

Result<attest::SubmitAnswer> Session::append(const std::string& signer_name, attest::Body body,
                                             std::vector<std::string> disclosures) {
  Result<attest::Submission> submission = say(signer_name, std::move(body), std::move(disclosures));
  if (!submission) return tl::unexpected(submission.error());
  return ledger_->submit({std::move(*submission)});
}

Result<void> Session::close() {
  return owned_ == nullptr ? Result<void>{} : owned_->close();
}

int finish(Session& session, Console& console, const Result<attest::SubmitAnswer>& answer, std::string_view what,
           Json::Object facts) {
  if (!answer) return console.fail(answer.error());
  if (!answer->registered) return console.refuse(answer->refused);
  // The entries are durable already: that the closing seal failed must not hide them.
  if (const Result<void> closed = session.close(); !closed) {
    console.warn("the entries are appended, but no seal follows yet (" + closed.error().message +
                 "); the next command that writes adds it");
  }
  for (const ledger::NoteKey& key : session.ledger().missing_keys()) {
    console.warn("the checkpoint lacks the signature of the key before, " + ledger::format_vkey(key) +
                 ", which is not in the key folder: who has the old trust folder alone cannot check it");
  }
  for (const auto& entry : answer->registered->entries) {
    console.say("entry " + std::to_string(entry.ref.index.value) + ": " + std::string(what) +
                (entry.duplicate ? " (already there)" : ""));
  }
  facts.emplace("registered", certs::to_json(*answer->registered));
  console.answer(facts);
  return 0;
}

}  // namespace cityledger
