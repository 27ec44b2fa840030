// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/prove.hpp"

#include "cityledger/files.hpp"
#include "ledger/encoding.hpp"
#include "ledger/proof.hpp"

namespace cityledger {
namespace {

int deliver(Console& console, const std::filesystem::path& out, std::string_view content, std::string_view shown,
            Json::Object facts) {
  if (out.empty()) {
    console.print(shown);
  } else {
    if (const auto written = write_file(out, content); !written) return console.fail(written.error());
    console.say("wrote " + out.string());
    facts.emplace("file", out.string());
  }
  facts.emplace("proof", shown);
  console.answer(facts);
  return 0;
}

// Errors: kNotFound when the ledger has no such entry.
Result<void> check_entry(const attest::LedgerFolder& ledger, std::uint64_t entry) {
  const auto head = ledger.signed_head();
  if (!head) return tl::unexpected(head.error());
  if (entry < head->size.value) return {};
  return fail(Code::kNotFound,
              "the ledger has the entries 0 to " + std::to_string(head->size.value - 1) + ", and no entry " +
                  std::to_string(entry),
              "entry");
}

}  // namespace

int run_prove_receipt(const ProveEntryOptions& options, Console& console) {
  const auto session = Session::open_to_prove(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  if (const auto there = check_entry(folder, options.entry); !there) return console.fail(there.error());
  const auto receipt = folder.receipt({options.entry});
  if (!receipt) return console.fail(receipt.error());
  return deliver(console, options.out, ledger::text(*receipt), ledger::base64url_encode(*receipt),
                 {{"entry", options.entry}, {"form", "receipt"}});
}

namespace {

// Errors: kNotFound when a digest of the statement is not opened here.
Result<attest::Bytes> with_disclosures(const attest::LedgerFolder& ledger, attest::Bytes bytes) {
  const auto statement = attest::parse_statement(bytes);
  if (!statement) return tl::unexpected(statement.error());
  if (statement->sd.empty()) return bytes;
  if (auto fetched = ledger.fetch_disclosures(*statement); !fetched) return tl::unexpected(fetched.error());
  attest::Submission submission{std::move(bytes), {}};
  for (const std::string& digest : statement->sd) {
    auto disclosure = ledger.disclosure(digest);
    if (!disclosure) return tl::unexpected(disclosure.error());
    if (!*disclosure) return fail(Code::kNotFound, "nothing in this folder opens the digest " + digest, "entry");
    submission.disclosures.push_back(std::move(**disclosure));
  }
  return attest::encode_submission(submission);
}

}  // namespace

int run_prove_statement(const ProveStatementOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  if (const auto there = check_entry(folder, options.entry); !there) return console.fail(there.error());
  auto entry = folder.store().entry({options.entry});
  if (!entry) return console.fail(entry.error());
  const auto bytes =
      options.opened ? with_disclosures(folder, std::move(entry->body)) : Result<attest::Bytes>(std::move(entry->body));
  if (!bytes) return console.fail(bytes.error());
  return deliver(console, options.out, ledger::text(*bytes), ledger::base64url_encode(*bytes),
                 {{"entry", options.entry}, {"form", "statement"}});
}

int run_prove_tlog_proof(const ProveEntryOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  if (const auto there = check_entry(folder, options.entry); !there) return console.fail(there.error());
  const auto proof = folder.tlog_proof({options.entry});
  if (!proof) return console.fail(proof.error());
  return deliver(console, options.out, *proof, *proof, {{"entry", options.entry}, {"form", "tlog-proof"}});
}

int run_prove_consistency(const ProveConsistencyOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  const auto head = folder.signed_head();
  if (!head) return console.fail(head.error());
  if (options.older > head->size.value) {
    return console.fail(
        {Code::kNotFound, "the ledger has " + std::to_string(head->size.value) + " entries only", "older"});
  }
  const auto path = ledger::make_consistency(folder.store(), {options.older}, head->size);
  if (!path) return console.fail(path.error());
  std::string text = "old " + std::to_string(options.older) + "\n";
  for (const attest::Digest& hash : *path) text += ledger::base64_encode(hash.view()) + "\n";
  text += "\n" + head->checkpoint;
  return deliver(console, options.out, text, text,
                 {{"older", options.older}, {"newer", head->size.value}, {"form", "consistency"}});
}

}  // namespace cityledger
