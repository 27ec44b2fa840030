// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What --server means: the ledger is on somebody else's machine, this one holds a mirror of it that was checked entry
// by entry. Commands read the mirror; what they append is signed here, sent, and believed when its receipt is proven.
//
// Threads: one.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attest/access_log.hpp"
#include "attest/evidence_store.hpp"
#include "attest/mirror_folder.hpp"
#include "certs/trust.hpp"
#include "cityledger/console.hpp"
#include "cityledger/server_client.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

// Who reads confidential fields: a party's key, and the party.
struct ServerReader {
  std::string party;
  const attest::Signer* key = nullptr;
};

class ServerLink final : public attest::Upstream {
 public:
  // Brings the mirror in `folder` forward, making it first where there is none. `trust` is a trust folder; empty when
  // the mirror has one already. The console must outlive the object. Errors: kInvalid (address, no trust, another
  // ledger), kStale and kCorrupt (the server lies or was restored), kLocked, kBusy, kKey.
  [[nodiscard]] static Result<std::shared_ptr<ServerLink>> connect(const std::string& url,
                                                                   const std::filesystem::path& folder,
                                                                   const std::filesystem::path& trust,
                                                                   Console& console);

  [[nodiscard]] Result<attest::SubmitAnswer> submit(const std::vector<attest::Submission>& submissions,
                                                    ledger::Store& mirror) override;
  // Public ones, or what the reader may see.
  [[nodiscard]] Result<std::vector<std::string>> disclosures(ledger::EntryIndex index) override;
  [[nodiscard]] Result<attest::Bytes> receipt(ledger::EntryIndex index, ledger::Store& mirror) override;
  // Reads, and sends files, as that party from now on. The key must outlive the object.
  void read_as(ServerReader reader);
  // The file behind that registration, to the server: in parts when it is large, and on from where an earlier command
  // or a connection that was cut has left it. Errors: kRefused (another file than was registered), kKey, kNotFound, ...
  [[nodiscard]] Result<void> send_evidence(ledger::EntryIndex entry, const std::filesystem::path& file);
  // The file behind that registration, from the server, into `file` when it is the one whose digest is `expected`.
  // Until then it is `file`.part, which stays when the connection ends: this or a later command goes on behind it.
  // Errors: kCorrupt, field "digest"; kBusy (the part is kept); kNotFound, kKey, ...
  [[nodiscard]] Result<void> get_evidence(ledger::EntryIndex entry, const attest::StoredEvidence& expected,
                                          const std::filesystem::path& file);
  // Who was shown fields of the reader's own entries, as the server says. Errors: kKey, ...
  [[nodiscard]] Result<std::vector<attest::Access>> access_log();
  [[nodiscard]] const std::optional<ServerReader>& reader() const { return reader_; }
  // What `open` answers, tried again for up to two minutes while another command has the mirror (kLocked).
  template <typename Open>
  [[nodiscard]] auto when_free(const Open& open) const {
    for (int tries = 1;; ++tries) {
      auto opened = open();
      if (opened || opened.error().code != Code::kLocked || tries == kMirrorTriesMax) return opened;
      wait_for_other(tries);
    }
  }

 private:
  static constexpr int kMirrorTriesMax = 1'200;
  void wait_for_other(int tries) const;  // 100 ms
  ServerLink(ServerClient client, std::filesystem::path folder, Console& console)
      : client_(std::move(client)), folder_(std::move(folder)), console_(console) {}
  [[nodiscard]] Result<void> read_trust_folder(const std::filesystem::path& given);
  [[nodiscard]] Result<void> keep_trust();
  [[nodiscard]] attest::MirrorTrust mirror_trust(const ledger::StateReader* mirror) const;
  [[nodiscard]] Result<void> follow_present();
  [[nodiscard]] Result<void> follow_present(ledger::Store& mirror);
  [[nodiscard]] Result<void> follow_to(ledger::Store& mirror, std::string checkpoint);
  [[nodiscard]] Result<HttpAnswer> post(const std::vector<attest::Submission>& submissions);
  [[nodiscard]] Result<attest::Registered> prove(const std::vector<attest::Submission>& submissions,
                                                 attest::Registered said, const ledger::Store& mirror) const;
  [[nodiscard]] Result<void> get_token();
  [[nodiscard]] Result<HttpAnswer> ask_as_reader(HttpRequest request);
  void upload_evidence(const std::vector<attest::Submission>& submissions, const attest::Registered& registered);
  [[nodiscard]] Result<void> put_whole(const std::string& entry, const std::filesystem::path& file, std::uint64_t size);
  struct Upload;
  [[nodiscard]] Result<void> find_place(Upload& upload);
  [[nodiscard]] Result<bool> send_part(Upload& upload);
  [[nodiscard]] Result<void> send_parts(const std::string& entry, const std::filesystem::path& file,
                                        std::uint64_t size);
  [[nodiscard]] Result<std::string> start_upload(const std::string& entry, std::uint64_t size);
  [[nodiscard]] Result<std::optional<std::uint64_t>> upload_stands_at(const std::string& target);
  [[nodiscard]] Result<bool> fetch_evidence(ledger::EntryIndex entry, const attest::StoredEvidence& expected,
                                            const std::filesystem::path& part);
  [[nodiscard]] Result<bool> server_has(const std::string& entry);
  [[nodiscard]] std::string keep_unsent(const std::vector<attest::Submission>& submissions) const;

  ServerClient client_;
  std::filesystem::path folder_;
  Console& console_;
  certs::Trust trust_;
  std::optional<certs::TrustFiles> handed_over_;  // by --trust
  std::optional<ServerReader> reader_;
  std::string token_;
};

// Where the mirror of that server's ledger lies unless --ledger says otherwise:
// $XDG_DATA_HOME/cityledger/HOST[_PORT][_PATH], or under ~/.local/share. Errors: kInvalid (address, no home).
[[nodiscard]] Result<std::filesystem::path> usual_mirror_folder(const std::string& url);

// Before a command runs: with --server, brings the mirror forward and puts the link into the options. An empty folder
// means the usual one. Errors: kInvalid (the command works only where the ledger lies); those of connect().
[[nodiscard]] Result<void> prepare_server(const std::string& command, LedgerOptions& options, Console& console);

}  // namespace cityledger
