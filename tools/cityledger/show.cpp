// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/show.hpp"

#include <algorithm>

#include "attest/date.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/party.hpp"
#include "cityledger/progress.hpp"
#include "cityledger/reader.hpp"
#include "cityledger/standard.hpp"
#include "ledger/merkle.hpp"
#include "ledger/note.hpp"

namespace cityledger {
namespace {

bool is_number(const std::string& text) {
  constexpr std::size_t kIndexDigitsMax = 16;
  return !text.empty() && text.size() <= kIndexDigitsMax &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Json entry_json(ledger::EntryIndex index, const ledger::StoredEntry& entry, const attest::Statement& statement,
                const attest::Opened& opened, const std::string& party) {
  const auto payload = attest::parse_json(ledger::text(statement.cose.payload));
  Json::Object names;
  for (const auto& [name, value] : opened.values) names.emplace(name, value);
  Json::Object erased;
  for (const auto& [digest, by] : opened.erased) erased.emplace(digest, by);
  return Json::Object{{"entry", attest::to_json(attest::EntryRef{index, ledger::leaf_hash(entry.body)})},
                      {"time", attest::format_millis(entry.time)},
                      {"time_ms", entry.time.value},
                      {"type", attest::type_name(statement.body)},
                      {"issuer", statement.cose.header.issuer},
                      {"subject", statement.cose.header.subject},
                      {"issued_at", statement.cose.header.issued_at_s},
                      {"kid", ledger::to_hex(statement.cose.header.kid)},
                      {"signer", party},
                      {"payload", payload ? *payload : Json()},
                      {"opened", std::move(names)},
                      {"erased", std::move(erased)}};
}

std::string entry_text(ledger::EntryIndex index, const ledger::StoredEntry& entry, const attest::Statement& statement,
                       const attest::Opened& opened, const attest::Reader* reader) {
  const auto payload = attest::parse_json(ledger::text(statement.cose.payload));
  std::string text = "entry    " + std::to_string(index.value) + ", " + std::string(attest::type_name(statement.body)) +
                     "\ntime     " + certs::time_text(entry.time) + "\nleaf     " +
                     ledger::to_hex(ledger::leaf_hash(entry.body)) + "\nsigner   " + statement.cose.header.issuer +
                     ", key " + ledger::to_hex(statement.cose.header.kid) + "\nsubject  " +
                     statement.cose.header.subject + "\n";
  text += "payload  " + (payload ? attest::pretty_json(*payload) : std::string("(cannot be read)")) + "\n";
  if (!opened.values.empty()) {
    text += reader == nullptr ? "opened (confidential, from this folder)\n"
                              : "opened (confidential; the access log says that " + reader->party + " was shown it)\n";
  }
  for (const auto& [name, value] : opened.values) text += "  " + name + ": " + value + "\n";
  for (const auto& [digest, by] : opened.erased) text += "  a field erased by entry " + std::to_string(by) + "\n";
  const std::size_t known = opened.values.size() + opened.erased.size();
  if (known < statement.sd.size()) {
    text +=
        "  " + std::to_string(statement.sd.size() - known) + " field(s) that " +
        (reader == nullptr ? "this folder cannot open" : reader->party + " may not read, or this folder cannot open") +
        "\n";
  }
  return text;
}

// The cycle that a statement is about; empty when it is about none.
std::string cycle_of(const attest::Statement& statement) {
  const auto payload = attest::parse_json(ledger::text(statement.cose.payload));
  const Json* cycle = payload ? payload->find("cycle") : nullptr;
  return cycle != nullptr && cycle->text() != nullptr ? *cycle->text() : std::string{};
}

// Where a name could point, tried in turn.
int show_named(const attest::LedgerFolder& ledger, const ShowOptions& options, Console& console) {
  const ledger::Store& store = ledger.store();
  const auto certificate = attest::get_certificate(store, options.thing);
  if (certificate && *certificate) return show_certificate(ledger, options.thing, console);
  const auto party = attest::get_party(store, options.thing);
  if (party && *party) return show_party(ledger, options.thing, console);
  const auto standard = attest::get_standard(store, options.thing);
  if (standard && *standard) return run_standard_show({options.ledger, options.thing}, console);
  std::vector<std::string> known;
  for (const auto& list :
       {attest::list_certificates(store), attest::list_parties(store), attest::list_standards(store)}) {
    if (list) known.insert(known.end(), list->begin(), list->end());
  }
  return console.fail(certs::unknown_name("certificate, party or standard", options.thing, known));
}

// As the operator sees it, or as a reader that names itself may.
int show_entry(Session& session, const ShowOptions& options, ledger::EntryIndex index, Console& console) {
  const attest::LedgerFolder& ledger = session.ledger();
  const auto head = ledger.store().head();
  if (!head) return console.fail(head.error());
  if (index.value >= head->size.value) {
    return console.fail(
        {Code::kNotFound, "the ledger has the entries 0 to " + std::to_string(head->size.value - 1), "entry"});
  }
  const auto entry = ledger.store().entry(index);
  if (!entry) return console.fail(entry.error());
  const auto statement = attest::parse_statement(entry->body);
  if (!statement) return console.fail(statement.error());
  const auto now = present_moment(ledger, options.ledger);
  if (!now) return console.fail(now.error());
  std::optional<attest::Reader> reader;
  if (!options.as.empty()) {
    const auto named = reader_by_key(session, options.as, *now);
    if (!named) return console.fail(named.error());
    reader = *named;
  }
  const auto opened =
      reader ? attest::open_for(ledger, *reader, index, *statement, *now) : attest::open_all(ledger, *statement);
  if (!opened) return console.fail(opened.error());
  const auto facts = attest::get_entry_facts(ledger.store(), index);
  console.print(entry_text(index, *entry, *statement, *opened, reader ? &*reader : nullptr) +
                certs::notice_lines(ledger, cycle_of(*statement)));
  console.answer(
      entry_json(index, *entry, *statement, *opened, facts && *facts ? (**facts).signer_party : std::string{}));
  return 0;
}

}  // namespace

int show_ledger(const attest::LedgerFolder& ledger, Console& console) {
  const auto head = ledger.store().head();
  if (!head) return console.fail(head.error());
  const auto& config = ledger.config();
  const std::string clock = config.clock == attest::ClockKind::kSimulated ? "simulated" : "machine";
  const std::string vkey = ledger::format_vkey(ledger.log_key());
  console.print("origin     " + config.origin + "\ngenesis    " + ledger::to_hex(config.genesis) + "\nvkey       " +
                vkey + "\ncertifier  " + config.certifier + "\nclock      " + clock + "\nentries    " +
                with_thousands(head->size.value) + ", the last of " + certs::time_text(head->time) + "\nroot       " +
                ledger::to_hex(head->root));
  console.answer(Json::Object{{"origin", config.origin},
                              {"genesis", ledger::to_hex(config.genesis)},
                              {"vkey", vkey},
                              {"certifier", config.certifier},
                              {"clock", clock},
                              {"size", head->size.value},
                              {"time", attest::format_millis(head->time)},
                              {"root", ledger::to_hex(head->root)},
                              {"chain", ledger::to_hex(head->chain)}});
  return 0;
}

int run_show(const ShowOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& folder = (*session)->ledger();
  if (!options.as.empty() && !is_number(options.thing)) {
    return console.fail({Code::kInvalid, "--as is for an entry: give its index", "as"});
  }
  if (options.thing.empty()) return show_ledger(folder, console);
  if (is_number(options.thing)) return show_entry(**session, options, {std::stoull(options.thing)}, console);
  if (options.thing.find('/') != std::string::npos) return show_cycle(folder, options.thing, console);
  return show_named(folder, options, console);
}

}  // namespace cityledger
