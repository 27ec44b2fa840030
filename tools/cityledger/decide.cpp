// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/decide.hpp"

#include <algorithm>
#include <array>

#include "certs/lookup.hpp"
#include "certs/queue.hpp"
#include "certs/words.hpp"
#include "cityledger/exit_codes.hpp"
#include "cityledger/queue.hpp"

namespace cityledger {
namespace {

using attest::Verdict;

constexpr std::array<std::string_view, 8> kReasons = {
    "as_reported", "recomputation_differs", "evidence_missing", "evidence_differs", "period", "unit", "implausible",
    "other"};

Result<Verdict> parse_verdict(const std::string& text) {
  for (const auto verdict : {Verdict::kAccepted, Verdict::kRejected, Verdict::kClarification}) {
    if (attest::to_text(verdict) == text) return verdict;
  }
  return fail(Code::kInvalid, "'" + text + "' is no verdict; write accepted, rejected or clarification", "verdict");
}

Result<Decision> decision_of(const DecideOptions& options) {
  if (options.indicator.empty()) {
    return fail(Code::kInvalid, "say which indicator, or --all-clean, or --list", "indicator");
  }
  const auto verdict = parse_verdict(options.verdict);
  if (!verdict) return tl::unexpected(verdict.error());
  Decision decision{options.indicator, *verdict, options.reason, options.text};
  if (decision.reason.empty() && *verdict == Verdict::kAccepted) decision.reason = "as_reported";
  if (std::find(kReasons.begin(), kReasons.end(), decision.reason) != kReasons.end()) return decision;
  std::vector<std::string> known(kReasons.begin(), kReasons.end());
  return fail(Code::kInvalid, "'" + decision.reason + "' is no reason; write one of " + certs::join(known), "reason");
}

// The holder of that key. Errors: those of the key ring.
Result<std::string> holder_of(Session& session, const std::string& signer) {
  const auto key = session.keys().get(signer);
  if (!key) return tl::unexpected(key.error());
  const auto record = attest::get_key(session.ledger().store(), attest::key_thumbprint((*key)->public_key()));
  if (!record) return tl::unexpected(record.error());
  return *record ? (*record)->holder : std::string();
}

int decide_one(Session& session, const DecideOptions& options, Console& console) {
  const auto decision = decision_of(options);
  if (!decision) return console.fail(decision.error());
  auto said = say_decision(session, options.signer, options.cycle, *decision);
  if (!said) return console.fail(said.error());
  return finish(session, console, session.ledger().submit({std::move(*said)}),
                options.cycle + " " + options.indicator + ": " + options.verdict,
                {{"cycle", options.cycle}, {"indicator", options.indicator}, {"verdict", options.verdict}});
}

int decide_all_clean(Session& session, const DecideOptions& options, Console& console) {
  const auto queue = certs::queue_of(attest::operators_sight(session.ledger()), options.cycle, {options.jump_factor});
  if (!queue) return console.fail(queue.error());
  const auto holder = holder_of(session, options.signer);
  if (!holder) return console.fail(holder.error());
  std::vector<attest::Submission> statements;
  std::vector<std::string> accepted;
  std::vector<certs::QueueItem> left;
  for (const auto& item : *queue) {
    // Where several persons accept, this one's part may be done.
    if (!certs::is_undecided(item) || std::ranges::binary_search(item.live.acceptances, *holder)) continue;
    // A value that was queried waits for its city's answer, whatever the checks say.
    if (!item.checked.findings.empty() || item.live.verdict) {
      left.push_back(item);
      continue;
    }
    auto said = say_decision(session, options.signer, options.cycle, {item.indicator.code});
    if (!said) return console.fail(said.error());
    statements.push_back(std::move(*said));
    accepted.push_back(item.indicator.code);
  }
  console.print(std::to_string(accepted.size()) + " value(s) without findings" +
                (left.empty() ? std::string() : "; left to be looked at:\n" + certs::queue_text(left)));
  Json::Object facts{{"cycle", options.cycle}, {"accepted", certs::texts(accepted)}, {"left", certs::queue_json(left)}};
  if (statements.empty()) {
    console.answer(facts);
    return kExitDone;
  }
  return finish(session, console, session.ledger().submit(statements), "accepted", std::move(facts));
}

}  // namespace

Result<attest::Submission> say_decision(Session& session, const std::string& signer, const std::string& cycle,
                                        const Decision& decision) {
  const auto live = attest::get_live(session.ledger().store(), cycle, decision.indicator);
  if (!live) return tl::unexpected(live.error());
  if (!*live) {
    return fail(Code::kNotFound, "nothing is submitted for indicator '" + decision.indicator + "' of " + cycle,
                "indicator");
  }
  const attest::ValueDecided body{cycle,           decision.indicator, (*live)->submission, decision.verdict,
                                  decision.reason, (*live)->rounds + 1};
  std::vector<std::string> disclosures;
  if (!decision.text.empty()) disclosures.push_back(attest::make_disclosure("text", decision.text));
  return session.say(signer, body, std::move(disclosures));
}

int run_decide(const DecideOptions& options, Console& console) {
  if (options.list) return run_queue({options.ledger, options.cycle, true, options.jump_factor}, console);
  if (options.signer.empty()) return console.fail({Code::kInvalid, "say which key signs: --signer NAME", "signer"});
  const auto session = Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  if (const auto cycle = certs::find_cycle((*session)->ledger().store(), options.cycle); !cycle) {
    return console.fail(cycle.error());
  }
  return options.all_clean ? decide_all_clean(**session, options, console) : decide_one(**session, options, console);
}

}  // namespace cityledger
