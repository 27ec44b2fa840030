// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// One command's hold on a ledger folder: opened with the right clock, keys unlocked by name, statements signed.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "attest/disclosure.hpp"
#include "attest/ledger_folder.hpp"
#include "attest/signer.hpp"
#include "attest/statement.hpp"
#include "cityledger/console.hpp"
#include "ledger/clock.hpp"

namespace cityledger {

class ServerLink;

// The global options that concern the ledger.
struct LedgerOptions {
  std::filesystem::path folder = "ledger";  // with a server: the mirror's
  std::filesystem::path keys;               // empty: the folder's own keys/
  std::filesystem::path passphrase_file;    // empty: CITYLEDGER_PASSPHRASE, else asked for on a terminal
  std::string clock;                        // a moment; for ledgers with a simulated clock alone
  std::string server;                       // address of somebody else's ledger; empty: the folder is the ledger
  std::filesystem::path trust;              // trust folder for it; empty: the mirror has one
  std::string reader;                       // name of the key by whose party confidential fields are read there
  std::shared_ptr<ServerLink> link;         // the server, once the mirror is brought forward
};

// The ledger's own key by name; those after a rotation are called ledger-SOMETHING.
inline constexpr std::string_view kLedgerKeyName = "ledger";
[[nodiscard]] bool is_later_ledger_key(const std::string& name);

[[nodiscard]] std::filesystem::path keys_folder(const LedgerOptions& options);
// The machine's clock, or for a ledger with a simulated one the moment asked for, else that of the last entry.
// Errors: kInvalid (--clock for a ledger that follows the machine's), those of LedgerFolder::open_to_read.
[[nodiscard]] Result<std::unique_ptr<ledger::Clock>> clock_for(const LedgerOptions& options);
// Errors: kKey when there is none.
[[nodiscard]] Result<std::string> read_passphrase(const LedgerOptions& options);

// Private keys by file name: `mayor` is keys/mayor.pem, or keys/mayor.pkcs11 for one on a token, whose PIN is the
// passphrase. A name that ends in .pem or .pkcs11 is a path.
class KeyRing {
 public:
  explicit KeyRing(LedgerOptions options) : options_(std::move(options)) {}
  // Unlocked once, then kept. Errors: kNotFound (naming the keys that exist), kInvalid (a key file and a token's of one
  // name), kKey; those of attest::open_pkcs11_key. After one wrong PIN a token is not asked again: it might lock
  // itself.
  [[nodiscard]] Result<const attest::Signer*> get(const std::string& name);
  // Whether there is a file of that key, in either form.
  [[nodiscard]] bool has(const std::string& name) const;
  [[nodiscard]] std::filesystem::path path_of(const std::string& name) const;        // of a key file
  [[nodiscard]] std::filesystem::path token_path_of(const std::string& name) const;  // of a token's
  [[nodiscard]] Result<std::string> passphrase();

 private:
  [[nodiscard]] Result<std::unique_ptr<attest::Signer>> unlock(const std::string& name);
  [[nodiscard]] Result<std::unique_ptr<attest::Signer>> unlock_token(const std::filesystem::path& file);
  LedgerOptions options_;
  std::optional<std::string> passphrase_;
  std::map<std::string, std::unique_ptr<attest::Signer>> keys_;
  std::map<std::string, ledger::Error> refused_tokens_;
};

class Session {
 public:
  // With the ledger keys, keys/ledger.pem and keys/ledger-*.pem; with a server, without them. Errors: those of
  // LedgerFolder::open or open_mirror, and of the key.
  [[nodiscard]] static Result<std::unique_ptr<Session>> open(const LedgerOptions& options);
  // Needs no key.
  [[nodiscard]] static Result<std::unique_ptr<Session>> open_to_read(const LedgerOptions& options);
  // The same for commands that ask for receipts: with a server, the mirror can follow to the size of one.
  [[nodiscard]] static Result<std::unique_ptr<Session>> open_to_prove(const LedgerOptions& options) {
    return options.link ? open(options) : open_to_read(options);
  }

  // Around a ledger that somebody else opened and closes, and that outlives the session.
  [[nodiscard]] static std::unique_ptr<Session> around(attest::LedgerFolder& ledger, const LedgerOptions& options);

  [[nodiscard]] attest::LedgerFolder& ledger() { return *ledger_; }
  [[nodiscard]] const attest::LedgerFolder& ledger() const { return *ledger_; }
  [[nodiscard]] KeyRing& keys() { return keys_; }

  // The party in whose name that key speaks. Errors: kKey when the ledger does not know the key.
  [[nodiscard]] Result<std::string> party_of(const attest::Signer& signer) const;
  // Signs what the key of that name says: nonce, ledger, time and issuer are filled in. Disclosures as
  // make_disclosure writes them.
  [[nodiscard]] Result<attest::Submission> say(const std::string& signer_name, attest::Body body,
                                               std::vector<std::string> disclosures = {});
  // Says one thing and appends it.
  [[nodiscard]] Result<attest::SubmitAnswer> append(const std::string& signer_name, attest::Body body,
                                                    std::vector<std::string> disclosures = {});
  // In a mirror: reads confidential fields as the party of that key from now on. Nothing happens in a ledger of one's
  // own. Errors: kNotFound, kKey.
  [[nodiscard]] Result<void> read_as(const std::string& key_name);
  // Seals and closes, reporting what the destructor could not.
  [[nodiscard]] Result<void> close();

 private:
  explicit Session(const LedgerOptions& options) : link_(options.link), keys_(options) {}
  [[nodiscard]] Result<void> open_owned(Result<std::unique_ptr<attest::LedgerFolder>> opened,
                                        const std::string& reader);
  std::shared_ptr<ServerLink> link_;
  KeyRing keys_;
  std::unique_ptr<ledger::Clock> clock_;
  std::unique_ptr<attest::LedgerFolder> owned_;
  attest::LedgerFolder* ledger_ = nullptr;
};

// Closes the session and answers "entry 17 ..." with receipt and leaf: the common end of commands that append.
// `what` says it for people, `facts` are further members of the JSON answer.
[[nodiscard]] int finish(Session& session, Console& console, const Result<attest::SubmitAnswer>& answer,
                         std::string_view what, Json::Object facts = {});

}  // namespace cityledger
