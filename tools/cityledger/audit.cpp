// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/audit.hpp"

#include <algorithm>

#include "certs/issue.hpp"
#include "certs/trust.hpp"
#include "certs/words.hpp"
#include "cityledger/audit_documents.hpp"
#include "cityledger/exit_codes.hpp"
#include "cityledger/files.hpp"
#include "cityledger/progress.hpp"
#include "cityledger/tile_source.hpp"
#include "ledger/merkle.hpp"
#include "ledger/note.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kSmallFileBytesMax = 1U << 20U;
constexpr std::size_t kNotDoneNamedMax = 20;
constexpr std::size_t kCountColumns = 9;  // 1,000,000

void add_findings(attest::AuditReport& report, const std::vector<std::string>& differences, const std::string& check) {
  for (const std::string& difference : differences) report.findings.push_back({{}, check, difference});
}

// What was true at the last audit must still be a beginning of what is true now.
Result<void> compare_with_remembered(const attest::EntrySource& source, const certs::LogKeys& log, const fs::path& file,
                                     attest::AuditReport& report) {
  std::error_code error;
  if (file.empty() || !fs::exists(file, error)) return {};
  const auto text = read_file(file, kSmallFileBytesMax);
  if (!text) return tl::unexpected(text.error());
  const auto last = certs::open_checkpoint(*text, log);
  if (!last) return fail(last.error().code, file.string() + ": " + last.error().message, "remember");
  if (last->size > report.head.size) {
    add_findings(report,
                 {"the ledger is smaller than at the last audit (" + std::to_string(last->size.value) + " entries)"},
                 "remembered");
    return {};
  }
  ledger::MemoryTree tree;
  const auto read = source.entries({0}, last->size.value, [&tree](ledger::EntryIndex, const auto& item) {
    tree.append(ledger::leaf_hash(item.statement));
    return true;
  });
  if (!read) return read;
  if (tree.root() != last->root) {
    add_findings(report, {"the first " + std::to_string(last->size.value) + " entries are not those of the last audit"},
                 "remembered");
  }
  return {};
}

std::string findings_text(const attest::AuditReport& report) {
  std::string text;
  for (const attest::AuditFinding& finding : report.findings) {
    text += "  " + (finding.entry ? "entry " + std::to_string(finding.entry->value) + ", " : std::string{}) +
            finding.check + ": " + finding.message + "\n";
  }
  return text;
}

std::string not_done_text(const attest::AuditReport& report) {
  if (report.opened_rules_not_done.empty()) return {};
  std::vector<std::string> named;
  for (const ledger::EntryIndex index : report.opened_rules_not_done) {
    if (named.size() == kNotDoneNamedMax) break;
    named.push_back(std::to_string(index.value));
  }
  const std::size_t more = report.opened_rules_not_done.size() - named.size();
  return "not done: the confidential fields of " + with_thousands(report.opened_rules_not_done.size()) +
         " statement(s) could not be opened: entries " + certs::join(named) +
         (more == 0 ? "" : " and " + with_thousands(more) + " more") + "\n";
}

Json::Object report_json(const attest::AuditReport& report) {
  Json::Array findings;
  for (const attest::AuditFinding& finding : report.findings) {
    Json::Object item{{"check", finding.check}, {"message", finding.message}};
    if (finding.entry) item.emplace("entry", finding.entry->value);
    findings.emplace_back(std::move(item));
  }
  Json::Array not_done;
  for (const ledger::EntryIndex index : report.opened_rules_not_done) not_done.emplace_back(index.value);
  Json::Object types;
  for (const auto& [type, count] : report.entries_by_type) types.emplace(type, count);
  return Json::Object{{"size", report.head.size.value},
                      {"root", ledger::to_hex(report.head.root)},
                      {"chain", ledger::to_hex(report.head.chain)},
                      {"findings", std::move(findings)},
                      {"opened_rules_checked", report.opened_rules_checked},
                      {"opened_rules_not_done", std::move(not_done)},
                      {"entries_by_type", std::move(types)}};
}

Result<attest::SubmitAnswer> append_report(Session& session, const AuditOptions& options,
                                           const attest::AuditReport& report, const Json& whole, fs::path& file) {
  file = options.out.empty() ? fs::path("audit-" + std::to_string(report.head.size.value) + ".json") : options.out;
  const std::string text = attest::canonical_json(whole);
  if (const auto written = write_file(file, text); !written) return tl::unexpected(written.error());
  attest::AuditReported body;
  body.size = report.head.size;
  body.root = report.head.root;
  body.outcome = report.findings.empty() ? "clean" : "differences";
  body.findings = static_cast<std::int64_t>(report.findings.size());
  body.not_done = static_cast<std::int64_t>(report.opened_rules_not_done.size());
  body.report = ledger::sha256(ledger::view(text));
  return session.append(options.as, body);
}

int tell(const attest::AuditReport& report, Json::Object facts, Console& console) {
  std::string text;
  for (const auto& [type, count] : report.entries_by_type) {
    const std::string number = with_thousands(count);
    text += std::string(2 + kCountColumns - std::min(kCountColumns, number.size()), ' ') + number + "  " + type + "\n";
  }
  console.say(with_thousands(report.head.size.value) + " entries replayed:\n" + text);
  console.say("confidential fields checked in " + with_thousands(report.opened_rules_checked) + " statement(s)\n" +
              not_done_text(report));
  if (report.findings.empty()) {
    console.print("audit: everything is as it must be; root " + ledger::to_hex(report.head.root));
  } else {
    console.print("audit: " + with_thousands(report.findings.size()) + " difference(s), the first one first:\n" +
                  findings_text(report));
  }
  Json::Object answer = report_json(report);
  answer.merge(facts);
  console.answer(answer);
  return report.findings.empty() ? kExitDone : kExitDifference;
}

// The report's digest is that of the file; the entry says who stands for it.
int tell_and_report(Session& session, const AuditOptions& options, const attest::AuditReport& report,
                    Console& console) {
  fs::path file;
  const auto answer = append_report(session, options, report, report_json(report), file);
  if (!answer) return console.fail(answer.error());
  if (!answer->registered) return console.refuse(answer->refused);
  if (const auto closed = session.close(); !closed) return console.fail(closed.error());
  const auto& entry = answer->registered->entries.front();
  console.say("entry " + std::to_string(entry.ref.index.value) + ": audit reported; the whole report is in " +
              file.string());
  return tell(report, {{"registered", certs::to_json(*answer->registered)}, {"report", file.string()}}, console);
}

int conclude(const AuditOptions& options, const attest::EntrySource& source, const certs::LogKeys& log,
             const std::string& checkpoint, attest::AuditReport report, Json::Object facts, Console& console,
             Session* reporter = nullptr) {
  const auto compared = compare_with_remembered(source, log, options.remember, report);
  if (!compared) return console.fail(compared.error());
  if (report.findings.empty() && !options.remember.empty()) {
    if (const auto kept = write_file(options.remember, checkpoint); !kept) return console.fail(kept.error());
  }
  if (reporter != nullptr) return tell_and_report(*reporter, options, report, console);
  return tell(report, std::move(facts), console);
}

class StoreSource final : public attest::EntrySource {
 public:
  explicit StoreSource(const ledger::Store& store) : store_(&store) {}
  [[nodiscard]] Result<void> entries(ledger::EntryIndex first, std::uint64_t count,
                                     const std::function<bool(ledger::EntryIndex, const Item&)>& visit) const override {
    return store_->entries(first, count, [&visit](ledger::EntryIndex index, const ledger::StoredEntry& entry) {
      return visit(index, Item{entry.body, entry.time});
    });
  }

 private:
  const ledger::Store* store_;
};

int audit_folder(const AuditOptions& options, Console& console) {
  const auto session = options.report ? Session::open(options.ledger) : Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  auto report = folder.audit(draw_progress(console, "replaying entries"));
  if (!report) return console.fail(report.error());
  const auto certificates = certs::audit_certificates(folder);
  if (!certificates) return console.fail(certificates.error());
  add_findings(*report, *certificates, "certificates");
  const auto head = folder.signed_head();
  if (!head) return console.fail(head.error());
  certs::LogKeys keys{folder.log_key(), {}};
  for (const auto& earlier : folder.config().earlier_keys) {
    const ledger::NoteKey key{keys.log.name, ledger::NoteKeyType::kEd25519, attest::as_ed25519(earlier.key)};
    keys.earlier.push_back({key, {earlier.rotated.index.value + 1}});
  }
  return conclude(options, StoreSource(folder.store()), keys, head->checkpoint, std::move(*report), {}, console,
                  options.report ? session->get() : nullptr);
}

// The ledger's key and name, as somebody else than the export's publisher may have handed them over.
struct TrustedLog {
  certs::LogKeys keys;
  std::string genesis;
};

fs::path trust_folder(const AuditOptions& options) {
  if (!options.trust.empty()) return options.trust;
  return fs::absolute(options.against).lexically_normal() / ".." / "trust";
}

Result<TrustedLog> trusted_log(const AuditOptions& options) {
  const fs::path folder = trust_folder(options);
  TrustedLog log;
  std::string vkey;
  for (const auto& [name, content] : {std::pair{"log.vkey", &vkey}, std::pair{"genesis", &log.genesis}}) {
    auto text = read_file(folder / name, kSmallFileBytesMax);
    if (!text) return fail(text.error().code, text.error().message + "; say where it is: --trust DIR", "trust");
    *content = text->substr(0, text->find_last_not_of("\r\n") + 1);
  }
  auto keys = certs::parse_log_keys(vkey);
  if (!keys) return fail(keys.error().code, keys.error().message, "trust/log.vkey");
  log.keys = std::move(*keys);
  return log;
}

Result<void> compare_genesis(const attest::EntrySource& source, const std::string& genesis,
                             attest::AuditReport& report) {
  return source.entries({0}, 1, [&](ledger::EntryIndex index, const auto& item) {
    if (ledger::to_hex(ledger::leaf_hash(item.statement)) != genesis) {
      report.findings.push_back({index, "genesis", "this is another ledger than the one of the trust folder"});
    }
    return true;
  });
}

// The key that signs now is the one that the entries name, whatever other keys are trusted.
Result<void> compare_key(const ledger::StateReader& state, const std::string& note, attest::AuditReport& report) {
  const auto config = attest::get_config(state);
  if (!config) return tl::unexpected(config.error());
  if (!*config) return {};  // found already
  const ledger::NoteKey key{(*config)->origin, ledger::NoteKeyType::kEd25519,
                            attest::as_ed25519((*config)->ledger_key)};
  if (!ledger::open_checkpoint(note, key)) {
    add_findings(report, {"it is not signed by the key that the entries name as the ledger's present one"},
                 "checkpoint");
  }
  return {};
}

Json::Object tell_documents(const DocumentsAudit& documents, Console& console) {
  std::string text;
  if (!documents.compared.empty()) text += "compared with the entries: " + certs::join(documents.compared) + "\n";
  for (const std::string& name : documents.not_done) text += "not done: " + name + "\n";
  if (!text.empty()) console.say(text);
  return {{"documents_compared", certs::texts(documents.compared)},
          {"documents_not_done", certs::texts(documents.not_done)}};
}

int audit_export(const AuditOptions& options, Console& console) {
  const auto log = trusted_log(options);
  if (!log) return console.fail(log.error());
  const auto note = read_file(options.against / "checkpoint", kSmallFileBytesMax);
  if (!note) return console.fail(note.error());
  const auto checkpoint = certs::open_checkpoint(*note, log->keys);
  if (!checkpoint) {
    return console.fail({checkpoint.error().code,
                         checkpoint.error().message + "; when the ledger has a new key, get the new trust folder",
                         "checkpoint"});
  }
  const TileSource source(options.against, checkpoint->size);
  ledger::MemoryState state;
  const auto nothing = [](std::string_view) { return std::optional<std::string>{}; };
  auto report = attest::audit(source, *checkpoint, nothing, state, draw_progress(console, "replaying entries"));
  if (!report) return console.fail(report.error());
  const auto tiles = source.compare_hash_tiles();
  if (!tiles) return console.fail(tiles.error());
  add_findings(*report, *tiles, "tile");
  if (const auto done = compare_genesis(source, log->genesis, *report); !done) return console.fail(done.error());
  if (const auto done = compare_key(state, *note, *report); !done) return console.fail(done.error());
  Json::Object facts;
  if (report->findings.empty()) {
    const auto documents = audit_documents(source, state, options.against, trust_folder(options));
    if (!documents) return console.fail(documents.error());
    add_findings(*report, documents->differences, "document");
    facts = tell_documents(*documents, console);
  }
  return conclude(options, source, log->keys, *note, std::move(*report), std::move(facts), console);
}

}  // namespace

int run_audit(const AuditOptions& options, Console& console) {
  if (options.report && (options.as.empty() || !options.against.empty())) {
    return console.fail(
        {Code::kInvalid, "--report is for the ledger itself, signed by an auditor's key: --as KEY", "as"});
  }
  return options.against.empty() ? audit_folder(options, console) : audit_export(options, console);
}

}  // namespace cityledger
