// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The stage of the demonstration: a ledger whose clock is simulated, keys made on the spot, and a list of what the
// ledger refused.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "certs/issue.hpp"
#include "cityledger/decide.hpp"
#include "cityledger/session.hpp"
#include "cityledger/submit.hpp"
#include "ledger/clock.hpp"

namespace cityledger {

struct RefusedAttempt {
  std::string attempt;             // in words
  std::vector<std::string> rules;  // those that were broken
  std::string message;             // the first one's
};

class DemoPrinter;

class DemoWorld {
 public:
  ~DemoWorld();
  // Makes OUT/ledger with its keys and its first entry. Errors: kInvalid when OUT is not empty.
  [[nodiscard]] static Result<std::unique_ptr<DemoWorld>> create(const std::filesystem::path& out, Console& console);

  [[nodiscard]] Session& session() { return *session_; }
  [[nodiscard]] attest::LedgerFolder& ledger() { return *ledger_; }
  [[nodiscard]] const std::filesystem::path& out() const { return out_; }
  [[nodiscard]] Console& console() { return console_; }
  [[nodiscard]] const std::vector<RefusedAttempt>& refused() const { return refused_; }

  [[nodiscard]] ledger::UnixMillis now() const { return clock_.now(); }
  // It is this day from now on, ten o'clock.
  [[nodiscard]] Result<void> day(std::string_view day);
  // A line of the story, with its date.
  void tell(const std::string& text);

  [[nodiscard]] Result<void> new_key(const std::string& name);
  [[nodiscard]] Result<void> authorise(const std::string& key, const std::string& party, const std::string& holder,
                                       const std::string& role);

  // Appends, and insists that it was not refused.
  [[nodiscard]] Result<void> say(const std::string& signer, attest::Body body,
                                 std::vector<std::string> disclosures = {});
  [[nodiscard]] Result<void> append(const std::vector<attest::Submission>& submissions);
  // Offers a statement that the ledger must refuse, and puts down the rules that it named.
  [[nodiscard]] Result<void> attempt(const std::string& what, const std::string& signer, attest::Body body);
  // Puts down a refusal by an earlier check.
  void note_refusal(const std::string& what, const Error& error);

  // A file under OUT/import.
  [[nodiscard]] Result<std::filesystem::path> write_import(const std::string& name, std::string_view content);
  // Submits a spreadsheet; a problem in it is an error here.
  [[nodiscard]] Result<SubmitReport> submit(const std::string& cycle, const std::filesystem::path& file,
                                            const std::string& signer);
  [[nodiscard]] Result<void> decide(const std::string& cycle, const std::string& signer,
                                    const std::vector<Decision>& decisions);
  [[nodiscard]] Result<void> review(const std::string& cycle, const std::string& signer, bool recommends_issue,
                                    const std::string& text);
  // Both lists afresh, as they follow from the entries.
  [[nodiscard]] Result<void> publish_status_lists();
  // certificate.pdf, drawn, sealed and recorded.
  [[nodiscard]] Result<void> print(const certs::Bundle& bundle, const std::filesystem::path& folder);
  [[nodiscard]] Result<certs::IssueRequest> issue_request(const std::string& cycle, const std::string& number);

 private:
  DemoWorld(std::filesystem::path out, Console& console);
  [[nodiscard]] Result<void> make_keys();

  std::filesystem::path out_;
  Console& console_;
  LedgerOptions options_;
  KeyRing keys_;  // the ledger signs with a key of it until it is closed
  ledger::SimulatedClock clock_;
  std::unique_ptr<attest::LedgerFolder> ledger_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<DemoPrinter> printer_;  // made with the first certificate
  std::vector<RefusedAttempt> refused_;
};

}  // namespace cityledger
