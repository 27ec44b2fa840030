// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/demo_world.hpp"

#include "attest/date.hpp"
#include "attest/lineage.hpp"
#include "certs/lookup.hpp"
#include "cityledger/demo_parties.hpp"
#include "cityledger/demo_printer.hpp"
#include "cityledger/files.hpp"
#include "cityledger/issue.hpp"
#include "cityledger/key_request.hpp"
#include "ledger/encoding.hpp"

namespace cityledger {
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kFirstMoment = 1'420'106'400'000;  // 2015-01-01T10:00:00Z
constexpr std::uint64_t kTenHours = 10ULL * 3'600'000;
constexpr std::size_t kPassphraseBytes = 15;
constexpr std::string_view kPassphraseNote =
    "\n(The first line unlocks the keys of this demonstration. They protect nothing: anybody can read this file.)\n";

LedgerOptions options_for(const fs::path& out) {
  LedgerOptions options;
  options.folder = out / "ledger";
  options.passphrase_file = options.folder / "keys" / "PASSPHRASE";
  return options;
}

Error refusal_error(const std::vector<attest::Refusal>& refused) {
  const auto& first = refused.front().violations.front();
  return {Code::kRefused, "the demonstration was refused: " + first.rule + ": " + first.message, first.field};
}

}  // namespace

DemoWorld::DemoWorld(fs::path out, Console& console)
    : out_(std::move(out)),
      console_(console),
      options_(options_for(out_)),
      keys_(options_),
      clock_(ledger::UnixMillis{kFirstMoment}) {}

Result<std::unique_ptr<DemoWorld>> DemoWorld::create(const fs::path& out, Console& console) {
  std::error_code error;
  if (fs::exists(out, error) && !(fs::is_directory(out, error) && fs::is_empty(out, error))) {
    return fail(Code::kInvalid, out.string() + " is there already; name a folder that is not, or an empty one", "out");
  }
  std::unique_ptr<DemoWorld> world(new DemoWorld(out, console));
  if (auto made = world->make_keys(); !made) return tl::unexpected(made.error());
  const auto ledger_key = world->keys_.get("ledger");
  if (!ledger_key) return tl::unexpected(ledger_key.error());
  const auto root_key = world->keys_.get("root");
  if (!root_key) return tl::unexpected(root_key.error());
  auto opened = attest::LedgerFolder::create(world->options_.folder, demo_opening(),
                                             {*ledger_key, {{*root_key, "root-officer"}}}, world->clock_);
  if (!opened) return tl::unexpected(opened.error());
  world->ledger_ = std::move(*opened);
  world->session_ = Session::around(*world->ledger_, world->options_);
  return world;
}

Result<void> DemoWorld::make_keys() {
  const std::string passphrase = ledger::base64url_encode(attest::random_bytes(kPassphraseBytes));
  auto written = write_file(options_.passphrase_file, passphrase + std::string(kPassphraseNote));
  if (!written) return written;
  for (const auto* name : {"ledger", "root"}) {
    if (auto made = new_key(name); !made) return made;
  }
  return {};
}

Result<void> DemoWorld::day(std::string_view day) {
  const auto midnight = attest::parse_day(day);
  if (!midnight) return tl::unexpected(midnight.error());
  clock_.set({midnight->value + kTenHours});
  return {};
}

void DemoWorld::tell(const std::string& text) {
  console_.progress({});
  console_.say(attest::format_day(clock_.now()) + "  " + text);
}

Result<void> DemoWorld::new_key(const std::string& name) {
  const auto passphrase = keys_.passphrase();
  if (!passphrase) return tl::unexpected(passphrase.error());
  const auto signer = attest::generate_signer(attest::Algorithm::kEdDsa);
  if (!signer) return tl::unexpected(signer.error());
  return attest::write_key_file(keys_.path_of(name), **signer, *passphrase);
}

Result<void> DemoWorld::authorise(const std::string& key, const std::string& party, const std::string& holder,
                                  const std::string& role) {
  if (auto made = new_key(key); !made) return made;
  const auto signer = session_->keys().get(key);
  if (!signer) return tl::unexpected(signer.error());
  const auto request = make_key_request(party, holder, {role}, ledger::to_hex(ledger_->config().genesis),
                                        static_cast<std::int64_t>(clock_.now().value / 1000), **signer);
  if (!request) return tl::unexpected(request.error());
  attest::KeyAuthorised body;
  body.party = party;
  body.holder = holder;
  body.key = request->key;
  body.roles = request->roles;
  body.valid_from = attest::format_moment(clock_.now());
  body.valid_until = attest::format_moment(attest::add_months(clock_.now(), kDemoKeyMonths));
  body.proof = request->proof;
  return say("root", std::move(body));
}

Result<void> DemoWorld::say(const std::string& signer, attest::Body body, std::vector<std::string> disclosures) {
  auto submission = session_->say(signer, std::move(body), std::move(disclosures));
  if (!submission) return tl::unexpected(submission.error());
  return append({std::move(*submission)});
}

Result<void> DemoWorld::append(const std::vector<attest::Submission>& submissions) {
  const auto answer = ledger_->submit(submissions);
  if (!answer) return tl::unexpected(answer.error());
  if (!answer->refused.empty()) return tl::unexpected(refusal_error(answer->refused));
  return {};
}

Result<void> DemoWorld::attempt(const std::string& what, const std::string& signer, attest::Body body) {
  const auto answer = session_->append(signer, std::move(body));
  if (!answer) return tl::unexpected(answer.error());
  if (answer->refused.empty()) return fail(Code::kCorrupt, "the ledger accepted what it must refuse: " + what);
  RefusedAttempt refused{what, {}, answer->refused.front().violations.front().message};
  for (const auto& violation : answer->refused.front().violations) refused.rules.push_back(violation.rule);
  tell("refused: " + what + " (" + refused.rules.front() + ")");
  refused_.push_back(std::move(refused));
  return {};
}

void DemoWorld::note_refusal(const std::string& what, const Error& error) {
  tell("refused: " + what + " (" + error.field + ")");
  refused_.push_back({what, {error.field}, error.message});
}

Result<fs::path> DemoWorld::write_import(const std::string& name, std::string_view content) {
  fs::path file = out_ / "import" / name;
  if (auto written = write_file(file, content); !written) return tl::unexpected(written.error());
  return file;
}

Result<SubmitReport> DemoWorld::submit(const std::string& cycle, const fs::path& file, const std::string& signer) {
  SubmitOptions options;
  options.ledger = options_;
  options.cycle = cycle;
  options.file = file;
  options.signer = signer;
  auto report = submit_table(*session_, options);
  if (report && !report->problems.empty()) {
    return fail(Code::kInvalid, file.filename().string() + ", " + describe(report->problems.front()), "file");
  }
  return report;
}

Result<void> DemoWorld::decide(const std::string& cycle, const std::string& signer,
                               const std::vector<Decision>& decisions) {
  std::vector<attest::Submission> statements;
  for (const auto& decision : decisions) {
    auto said = say_decision(*session_, signer, cycle, decision);
    if (!said) return tl::unexpected(said.error());
    statements.push_back(std::move(*said));
  }
  return append(statements);
}

Result<void> DemoWorld::review(const std::string& cycle, const std::string& signer, bool recommends_issue,
                               const std::string& text) {
  const auto standing = certs::standing_of(ledger_->store(), cycle);
  if (!standing) return tl::unexpected(standing.error());
  const auto head = ledger_->store().head();
  if (!head) return tl::unexpected(head.error());
  return say(signer,
             attest::CycleReviewed{cycle, head->size, attest::lineage_root(standing->accepted),
                                   attest::data_root(standing->accepted), recommends_issue},
             {attest::make_disclosure("text", text)});
}

DemoWorld::~DemoWorld() = default;

Result<void> DemoWorld::print(const certs::Bundle& bundle, const fs::path& folder) {
  if (!printer_) {
    auto made = DemoPrinter::set_up(*this);
    if (!made) return tl::unexpected(made.error());
    printer_ = std::move(*made);
  }
  return printer_->print(*this, bundle, folder);
}

Result<void> DemoWorld::publish_status_lists() {
  const auto keys = issue_request({}, {});
  if (!keys) return tl::unexpected(keys.error());
  return certs::publish_status_lists(*ledger_, *keys);
}

Result<certs::IssueRequest> DemoWorld::issue_request(const std::string& cycle, const std::string& number) {
  const auto document = certs::find_did(ledger_->store(), {});
  if (!document) return tl::unexpected(document.error());
  auto seals = credential_keys({"seal", "signatory"}, *document, session_->keys(), ledger_->now());
  if (!seals) return tl::unexpected(seals.error());
  const auto issuer = session_->keys().get("issuer");
  if (!issuer) return tl::unexpected(issuer.error());
  certs::IssueRequest request;
  request.number = number;
  request.cycle = cycle;
  request.valid_from = attest::format_moment(clock_.now());
  request.issuer = *issuer;
  request.seals = std::move(*seals);
  return request;
}

}  // namespace cityledger
