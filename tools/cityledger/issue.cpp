// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/issue.hpp"

#include "attest/date.hpp"
#include "certs/certificate_report.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/exit_codes.hpp"
#include "cityledger/export_certificate.hpp"
#include "cityledger/issue_many.hpp"
#include "cityledger/pki.hpp"

namespace cityledger {
namespace {

constexpr unsigned kSerialDigits = 6;

std::string padded(std::uint64_t serial) {
  const std::string digits = std::to_string(serial);
  return std::string(digits.size() < kSerialDigits ? kSerialDigits - digits.size() : 0, '0') + digits;
}

Result<certs::IssueRequest> request_of(const IssueOptions& options, const std::string& cycle_id, Session& session) {
  const ledger::Store& store = session.ledger().store();
  if (const auto cycle = certs::find_cycle(store, cycle_id); !cycle) return tl::unexpected(cycle.error());
  const auto document = certs::find_did(store, options.did);
  if (!document) return tl::unexpected(document.error());
  auto seals = credential_keys(options.seals, *document, session.keys(), session.ledger().now());
  if (!seals) return tl::unexpected(seals.error());
  const auto signer = session.keys().get(options.signer);
  if (!signer) return tl::unexpected(signer.error());
  if (const auto party = session.party_of(**signer); !party) return tl::unexpected(party.error());
  auto number = options.number.empty() ? next_certificate_number(store, cycle_id) : options.number;
  if (!number) return tl::unexpected(number.error());
  const auto from = options.valid_from.empty() ? Result<ledger::UnixMillis>(session.ledger().now())
                                               : attest::parse_day_or_moment(options.valid_from);
  if (!from) return fail(from.error().code, from.error().message, "valid_from");
  certs::IssueRequest request;
  request.number = std::move(*number);
  request.cycle = cycle_id;
  request.valid_from = attest::format_moment(*from);
  request.issuer = *signer;
  request.seals = std::move(*seals);
  return request;
}

}  // namespace

Result<std::vector<certs::CredentialKey>> credential_keys(const std::vector<std::string>& names,
                                                          const certs::DidDocument& document, KeyRing& keys,
                                                          ledger::UnixMillis now) {
  if (names.empty()) return fail(Code::kInvalid, "say which credential key seals: --seal NAME", "seal");
  std::vector<certs::CredentialKey> seals;
  for (const std::string& name : names) {
    const auto key = keys.get(name);
    if (!key) return tl::unexpected(key.error());
    const attest::PublicKey& shown = (*key)->public_key();
    const certs::VerificationMethod* found = nullptr;
    for (const certs::VerificationMethod& method : document.methods) {
      if (shown.algorithm == attest::Algorithm::kEdDsa && method.key == attest::as_ed25519(shown)) found = &method;
    }
    if (found == nullptr) {
      return fail(Code::kKey,
                  "the key '" + name + "' is not in the document of " + document.did + ": publish it with did publish",
                  "seal");
    }
    if (found->revoked) {
      return fail(Code::kKey,
                  "the key '" + name + "' was revoked in the document of " + document.did + ": seal with another",
                  "seal");
    }
    if (found->expires && *found->expires <= attest::format_moment(now)) {
      return fail(Code::kKey,
                  "the key '" + name + "' expired on " + *found->expires + " in the document of " + document.did +
                      ": seal with another",
                  "seal");
    }
    seals.push_back({found->id, *key});
  }
  return seals;
}

Result<std::string> next_certificate_number(const ledger::StateReader& state, const std::string& cycle) {
  const auto record = certs::find_cycle(state, cycle);
  if (!record) return tl::unexpected(record.error());
  std::string prefix;
  for (const char c : record->standard) {
    if ((c >= '0' && c <= '9') || (c == '-' && !prefix.empty())) prefix += c;
  }
  prefix += "-" + std::to_string(record->data_year) + "-";
  const auto known = attest::list_certificates(state);
  if (!known) return tl::unexpected(known.error());
  for (std::uint64_t serial = 1;; ++serial) {
    const std::string number = prefix + padded(serial);
    if (std::find(known->begin(), known->end(), number) == known->end()) return number;
  }
}

namespace {

// Empty where the ledger has no seal, or no PDF is wanted.
Result<std::optional<Printer>> printer_for(const IssueOptions& options, Session& session) {
  std::error_code error;
  if (options.no_pdf || !std::filesystem::exists(pki_folder(options.ledger), error)) return std::optional<Printer>{};
  auto printer = Printer::make(session, options.ledger, options.pdf, options.did, options.signer);
  if (!printer) return tl::unexpected(printer.error());
  return std::optional<Printer>(std::move(*printer));
}

}  // namespace

Result<Issued> issue_files(Session& session, const IssueOptions& options, Printer* printer, const std::string& cycle) {
  attest::LedgerFolder& folder = session.ledger();
  auto request = request_of(options, cycle, session);
  if (!request) return tl::unexpected(request.error());
  if (printer != nullptr) {
    request->accept = [printer](const certs::Certificate& certificate) { return printer->can_print(certificate); };
  }
  auto issued = certs::issue_certificate(folder, *request);
  if (!issued) return tl::unexpected(issued.error());
  const auto out = options.out.empty() ? certs::kept_folder(folder, request->number) : options.out;
  const auto written = write_certificate_files(folder, issued->credential, issued->bundle, out);
  if (!written) return tl::unexpected(written.error());
  auto record = certs::find_certificate(folder.store(), request->number);
  if (!record) return tl::unexpected(record.error());
  return Issued{std::move(*record), std::move(issued->bundle), out, {}};
}

std::string issued_text(const Issued& issued) {
  const attest::CertificateIssued& said = issued.record.issued;
  const std::string corrects = said.supersedes ? ", supersedes " + *said.supersedes : "";
  const std::string computed =
      said.level == said.computed_level ? "" : " (computed level: " + said.computed_level + ")";
  std::string text = "entry " + std::to_string(issued.record.entry.index.value) + ": certificate " + said.number +
                     ", " + said.level + computed + corrects + ", valid " + said.valid_from + " to " + said.valid_until;
  if (issued.printed)
    text += "; PDF sealed, entry " + std::to_string(issued.printed->rendered.index.value) +
            (issued.printed->notice ? " (" + *issued.printed->notice + ")" : "");
  return text;
}

Json::Object issued_json(const Issued& issued) {
  const attest::CertificateIssued& said = issued.record.issued;
  Json::Object out{{"number", said.number},
                   {"cycle", said.cycle},
                   {"level", said.level},
                   {"computed_level", said.computed_level},
                   {"counts", certs::to_json(said.counts)},
                   {"valid_from", said.valid_from},
                   {"valid_until", said.valid_until},
                   {"fingerprint", ledger::to_hex(said.fingerprint)},
                   {"entry", attest::to_json(issued.record.entry)},
                   {"files", issued.folder.string()}};
  if (said.supersedes) out.emplace("supersedes", *said.supersedes);
  if (issued.printed) {
    out.emplace("pdf", issued.printed->file.string());
    out.emplace("rendered", attest::to_json(issued.printed->rendered));
    if (issued.printed->notice) out.emplace("notice", *issued.printed->notice);
  }
  return out;
}

namespace {

// Cycles that are open and whose latest review recommends to issue, by id.
Result<std::vector<std::string>> cycles_to_issue(const ledger::StateReader& state) {
  auto cycles = attest::list_cycles(state);
  if (!cycles) return cycles;
  std::vector<std::string> ready;
  for (const std::string& id : *cycles) {
    const auto cycle = certs::find_cycle(state, id);
    if (!cycle) return tl::unexpected(cycle.error());
    const bool before_reopening = cycle->reopened && cycle->review && cycle->review->index < cycle->reopened->index;
    const bool is_open = !cycle->certificate && !cycle->withdrawn;
    if (is_open && cycle->review && cycle->review_recommends_issue && !before_reopening) {
      ready.push_back(id);
    }
  }
  return ready;
}

int issue_the_one(Session& session, const IssueOptions& options, Printer* printer, Console& console) {
  auto issued = issue_files(session, options, printer, options.cycles.front());
  if (!issued) return console.fail(issued.error());
  if (printer != nullptr) {
    auto printed = printer->print(issued->bundle, issued->folder);
    if (!printed) return console.fail(without_pdf({issued->record.issued.number}, printed.error()));
    issued->printed = std::move(*printed);
  }
  if (const auto closed = session.close(); !closed) return console.fail(closed.error());
  console.print(issued_text(*issued) + "\nfiles in " + issued->folder.string());
  console.answer(issued_json(*issued));
  return kExitDone;
}

}  // namespace

int run_issue(const IssueOptions& options, Console& console) {
  if (options.all == !options.cycles.empty()) {
    return console.fail({Code::kInvalid, "name the cycles, or say --all", "cycle"});
  }
  const bool one = options.cycles.size() == 1;
  if (!one && (!options.number.empty() || !options.out.empty())) {
    return console.fail({Code::kInvalid, "--number and --out are for one cycle", "number"});
  }
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const auto cycles =
      options.all ? cycles_to_issue((*session)->ledger().store()) : Result<std::vector<std::string>>(options.cycles);
  if (!cycles) return console.fail(cycles.error());
  auto printer = printer_for(options, **session);
  if (!printer) return console.fail(printer.error());
  Printer* const press = *printer ? &**printer : nullptr;
  return one ? issue_the_one(**session, options, press, console)
             : issue_many(**session, options, press, *cycles, console);
}

int run_status_publish(const StatusOptions& options, Console& console) {
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  attest::LedgerFolder& folder = (*session)->ledger();
  const auto document = certs::find_did(folder.store(), options.did);
  if (!document) return console.fail(document.error());
  auto seals = credential_keys(options.seals, *document, (*session)->keys(), folder.now());
  if (!seals) return console.fail(seals.error());
  const auto signer = (*session)->keys().get(options.signer);
  if (!signer) return console.fail(signer.error());
  certs::IssueRequest request;
  request.issuer = *signer;
  request.seals = std::move(*seals);
  if (const auto done = certs::publish_status_lists(folder, request); !done) return console.fail(done.error());
  if (const auto closed = (*session)->close(); !closed) return console.fail(closed.error());
  const auto addresses = attest::list_status_lists(folder.store());
  if (!addresses) return console.fail(addresses.error());
  console.print("published " + certs::join(*addresses));
  console.answer(Json::Object{{"lists", certs::texts(*addresses)}});
  return 0;
}

}  // namespace cityledger
