// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/case.hpp"

#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/table.hpp"

namespace cityledger {
namespace {

Result<std::optional<attest::EntryRef>> entry_of(const attest::LedgerFolder& ledger,
                                                 const std::optional<std::uint64_t>& index) {
  if (!index) return std::optional<attest::EntryRef>{};
  const auto facts = attest::get_entry_facts(ledger.store(), {*index});
  if (!facts) return tl::unexpected(facts.error());
  if (!*facts) return fail(Code::kNotFound, "there is no entry " + std::to_string(*index), "entry");
  return std::optional(certs::ref_of({*index}, **facts));
}

std::vector<std::string> text_disclosed(const std::string& text) {
  return text.empty() ? std::vector<std::string>{} : std::vector{attest::make_disclosure("text", text)};
}

std::string about_text(const attest::CaseOpened& opened) {
  if (opened.certificate) return "certificate " + *opened.certificate;
  return opened.entry ? "entry " + std::to_string(opened.entry->index.value) : "";
}

Json case_json(const attest::CaseRecord& record) {
  Json::Object out{{"case", record.opened.number},
                   {"kind", record.opened.kind},
                   {"opened_by", record.opened_by},
                   {"opened", attest::to_json(record.entry)}};
  if (record.opened.certificate) out.emplace("certificate", *record.opened.certificate);
  if (record.opened.entry) out.emplace("entry", attest::to_json(*record.opened.entry));
  if (record.decided) out.emplace("decided", attest::to_json(*record.decided));
  if (record.decision) out.emplace("outcome", record.decision->outcome);
  if (record.decision && record.decision->follow_up) {
    out.emplace("follow_up", attest::to_json(*record.decision->follow_up));
  }
  return out;
}

}  // namespace

int run_case_open(const CaseOpenOptions& options, Console& console) {
  if (options.kind != "complaint" && options.kind != "appeal") {
    return console.fail({Code::kInvalid, "'" + options.kind + "' is no kind; write complaint or appeal", "kind"});
  }
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  attest::CaseOpened body{options.number, options.kind, {}, {}};
  if (!options.certificate.empty()) {
    const auto record = certs::find_certificate((*session)->ledger().store(), options.certificate);
    if (!record) return console.fail(record.error());
    body.certificate = options.certificate;
  }
  const auto entry = entry_of((*session)->ledger(), options.entry);
  if (!entry) return console.fail(entry.error());
  body.entry = *entry;
  if (body.certificate.has_value() == body.entry.has_value()) {
    return console.fail({Code::kInvalid, "say what it is about: --certificate NUMBER or --entry INDEX", "certificate"});
  }
  return finish(**session, console, (*session)->append(options.signer, body, text_disclosed(options.text)),
                "case " + options.number + " opened about " + about_text(body), {{"case", options.number}});
}

int run_case_decide(const CaseDecideOptions& options, Console& console) {
  if (options.outcome != "upheld" && options.outcome != "dismissed" && options.outcome != "withdrawn") {
    return console.fail({Code::kInvalid, "an outcome is upheld, dismissed or withdrawn", "outcome"});
  }
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const auto follow_up = entry_of((*session)->ledger(), options.follow_up);
  if (!follow_up) return console.fail(follow_up.error());
  const attest::CaseDecided body{options.number, options.outcome, *follow_up};
  return finish(**session, console, (*session)->append(options.signer, body, text_disclosed(options.text)),
                "case " + options.number + " " + options.outcome,
                {{"case", options.number}, {"outcome", options.outcome}});
}

int run_case_list(const CaseListOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const ledger::Store& store = (*session)->ledger().store();
  const auto numbers = attest::list_cases(store);
  if (!numbers) return console.fail(numbers.error());
  Table table({"case", "kind", "about", "opened by", "opened in entry", "outcome"});
  Json::Array list;
  for (const std::string& number : *numbers) {
    const auto record = attest::get_case(store, number);
    if (!record) return console.fail(record.error());
    if (!*record || (options.open && (*record)->decided)) continue;
    const attest::CaseRecord& one = **record;
    table.add({number, one.opened.kind, about_text(one.opened), one.opened_by, std::to_string(one.entry.index.value),
               one.decision ? one.decision->outcome : "open"});
    list.emplace_back(case_json(one));
  }
  console.print(list.empty() ? "no case" : table.text());
  console.answer(Json::Object{{"cases", std::move(list)}});
  return 0;
}

}  // namespace cityledger
