// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/demo.hpp"

#include <functional>
#include <map>

#include "attest/date.hpp"
#include "certs/issue.hpp"
#include "certs/verify.hpp"
#include "cityledger/city.hpp"
#include "cityledger/compare.hpp"
#include "cityledger/demo_citynet.hpp"
#include "cityledger/demo_melbourne.hpp"
#include "cityledger/demo_mississauga.hpp"
#include "cityledger/demo_parties.hpp"
#include "cityledger/demo_smart_city.hpp"
#include "cityledger/exit_codes.hpp"
#include "cityledger/export.hpp"
#include "cityledger/files.hpp"
#include "cityledger/progress.hpp"
#include "cityledger/summary.hpp"
#include "cityledger/trust_files.hpp"

namespace cityledger {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kDayInForce = "2018-11-10";
constexpr std::string_view kOfToday = "bundle-of-today.json";
constexpr std::string_view kDayBeforeRevocation = "2016-11-15";

// The story, by the dates on which it happens.
Result<void> play(DemoWorld& world, bool quick) {
  if (auto done = set_the_stage(world); !done) return done;
  using Act = std::function<Result<void>(DemoWorld&)>;
  const auto melbourne = [](int year) -> Act {
    return [year](DemoWorld& stage) { return play_melbourne(stage, year); };
  };
  const std::vector<Act> whole = {melbourne(2014),
                                  melbourne(2015),
                                  play_citynet_round,
                                  melbourne(2016),
                                  play_suspension_and_revocation,
                                  melbourne(2017),
                                  attempt_smart_city_too_early,
                                  play_mississauga,
                                  melbourne(2018),
                                  play_smart_city,
                                  play_erasure};
  const std::vector<Act> short_one = {melbourne(2016), play_mississauga};
  for (const Act& act : quick ? short_one : whole) {
    if (auto done = act(world); !done) return done;
  }
  world.console().progress({});
  return world.ledger().close();
}

// From here on the ledger is read as anybody would read it.
class LastAct {
 public:
  LastAct(const attest::LedgerFolder& ledger, const std::filesystem::path& out, Console& console)
      : ledger_(ledger), out_(out), console_(console) {}

  Result<void> play() {
    if (auto done = export_all(); !done) return done;
    if (auto done = tell_figures(); !done) return done;
    if (auto done = verify_bundle(); !done) return done;
    return audit();
  }
  [[nodiscard]] const std::vector<DemoCheck>& checks() const { return checks_; }

 private:
  // A city keeps the bundle of the day of issue; that of today, with the lists of today, lies beside it.
  Result<void> export_all() {
    const auto numbers = attest::list_certificates(ledger_.store());
    if (!numbers) return tl::unexpected(numbers.error());
    std::map<std::string, std::string> kept;
    for (const std::string& number : *numbers) {
      auto bundle = read_file(certificate(number), certs::kFileToVerifyBytesMax);
      if (!bundle) return tl::unexpected(bundle.error());
      kept.emplace(number, std::move(*bundle));
    }
    const auto exported =
        export_ledger(ledger_, std::string(kDemoDid), out_, draw_progress(console_, "exporting tiles"));
    if (!exported) return tl::unexpected(exported.error());
    for (const auto& [number, bundle] : kept) {
      const auto today = read_file(certificate(number), certs::kFileToVerifyBytesMax);
      if (!today) return tl::unexpected(today.error());
      if (auto done = write_file(certificate(number, kOfToday), *today); !done) return done;
      if (auto done = write_file(certificate(number), bundle); !done) return done;
    }
    return {};
  }

  Result<void> tell_figures() {
    const auto comparison = certs::compare(attest::operators_sight(ledger_), {{"melbourne"}, {}, {}, {}, false});
    if (!comparison) return tl::unexpected(comparison.error());
    console_.say("\nCity of Melbourne, verified values by data year:\n" + comparison_text(*comparison));
    for (const std::string city : {"melbourne", "riverbend", "hillcrest", "mississauga"}) {
      const auto cycles = progress_of(ledger_, city);
      if (!cycles) return tl::unexpected(cycles.error());
      for (const auto& cycle : *cycles) console_.say(progress_text(cycle));
    }
    return {};
  }

  // With the trust folder and the bundle alone: nothing of the ledger is at hand here.
  Result<void> verify_bundle() {
    const auto files = read_trust(out_ / "trust");
    if (!files) return tl::unexpected(files.error());
    const auto trust = certs::parse_trust(*files);
    if (!trust) return tl::unexpected(trust.error());
    auto bundle = read_file(certificate(kSampleNumber), certs::kFileToVerifyBytesMax);
    if (!bundle) return tl::unexpected(bundle.error());
    const auto then = attest::parse_day(kDayInForce);
    if (!then) return tl::unexpected(then.error());
    const ledger::UnixMillis now = ledger::MachineClock().now();
    auto done = expect("the bundle, today", *bundle, *trust, now, certs::Outcome::kExpired);
    if (done)
      done = expect("the bundle, on " + std::string(kDayInForce), *bundle, *trust, *then, certs::Outcome::kInForce);
    (*bundle)[bundle->size() / 2] ^= 1;
    if (done) done = expect("the bundle with one bit flipped", *bundle, *trust, now, certs::Outcome::kNotGenuine);
    if (done && fs::exists(certificate(kRevokedNumber))) done = verify_revoked(*trust);
    return done;
  }

  // The same bundle before and after somebody looks at the list of today.
  Result<void> verify_revoked(const certs::Trust& trust) {
    const auto bundle = read_file(certificate(kRevokedNumber), certs::kFileToVerifyBytesMax);
    if (!bundle) return tl::unexpected(bundle.error());
    const auto list = read_file(out_ / "public" / "status" / "revocation.json", certs::kFileToVerifyBytesMax);
    if (!list) return tl::unexpected(list.error());
    const auto then = attest::parse_day(kDayBeforeRevocation);
    if (!then) return tl::unexpected(then.error());
    const std::string what = std::string("certificate ") + kRevokedNumber;
    auto done = expect(what + ", as on the day of issue, on " + std::string(kDayBeforeRevocation), *bundle, trust,
                       *then, certs::Outcome::kInForce);
    if (done) {
      done = expect(what + ", with the list of today", *bundle, trust, ledger::MachineClock().now(),
                    certs::Outcome::kRevoked, {*list});
    }
    const auto today = read_file(certificate(kRevokedNumber, kOfToday), certs::kFileToVerifyBytesMax);
    if (!today) return tl::unexpected(today.error());
    if (done) {
      done =
          expect(what + ", its bundle of today", *today, trust, ledger::MachineClock().now(), certs::Outcome::kRevoked);
    }
    return done;
  }

  [[nodiscard]] fs::path certificate(const std::string& number, std::string_view file = "bundle.json") const {
    return out_ / "certificates" / number / file;
  }

  Result<void> expect(const std::string& what, const std::string& bundle, const certs::Trust& trust,
                      ledger::UnixMillis at, certs::Outcome outcome, std::vector<std::string> lists = {}) {
    const auto verdict = certs::verify(bundle, trust, {at, std::move(lists)});
    console_.say(what + ": " + verdict.sentence);
    checks_.push_back({what, std::string(certs::outcome_name(verdict.outcome))});
    if (verdict.outcome == outcome) return {};
    return fail(Code::kCorrupt, what + ": the verdict should be " + std::string(certs::outcome_name(outcome)) +
                                    ", but is:\n" + certs::verdict_text(verdict));
  }

  Result<void> audit() {
    const auto report = ledger_.audit(draw_progress(console_, "replaying entries"));
    if (!report) return tl::unexpected(report.error());
    const auto differences = certs::audit_certificates(ledger_);
    if (!differences) return tl::unexpected(differences.error());
    console_.progress({});
    if (!report->findings.empty()) return fail(Code::kCorrupt, "the audit found: " + report->findings.front().message);
    if (!differences->empty()) return fail(Code::kCorrupt, "the audit found: " + differences->front());
    console_.say("audit: " + with_thousands(report->head.size.value) + " entries replayed, nothing differs");
    if (const std::size_t not_done = report->opened_rules_not_done.size(); not_done > 0) {
      console_.say("       not done: the rules on confidential fields of " + std::to_string(not_done) +
                   " entries whose fields were erased");
    }
    checks_.push_back({"audit", "passed"});
    return {};
  }

  const attest::LedgerFolder& ledger_;
  const std::filesystem::path& out_;
  Console& console_;
  std::vector<DemoCheck> checks_;
};

Result<Json> run_story(const DemoOptions& options, Console& console) {
  std::vector<RefusedAttempt> refused;
  {
    const auto world = DemoWorld::create(options.out, console);
    if (!world) return tl::unexpected(world.error());
    if (auto played = play(**world, options.quick); !played) return tl::unexpected(played.error());
    refused = (*world)->refused();
  }
  const auto ledger = attest::LedgerFolder::open_to_read(options.out / "ledger");
  if (!ledger) return tl::unexpected(ledger.error());
  LastAct last_act(**ledger, options.out, console);
  if (auto played = last_act.play(); !played) return tl::unexpected(played.error());
  auto summary = summary_of(**ledger, options.out, refused, last_act.checks());
  if (!summary) return summary;
  auto written = write_file(options.out / "summary.json", attest::pretty_json(*summary) + "\n");
  if (!written) return tl::unexpected(written.error());
  return summary;
}

}  // namespace

int run_demo(const DemoOptions& options, Console& console) {
  console.say(
      "The clock of this demonstration is simulated. Melbourne's figures are real and published; the single "
      "values of Mississauga are made up.\n");
  const auto summary = run_story(options, console);
  if (!summary) return console.fail(summary.error());
  console.print("\nThe demonstration is in " + options.out.string() +
                ": ledger/, public/, trust/, certificates/, import/ "
                "and summary.json.\nTry: cityledger-verify --trust " +
                (options.out / "trust").string() + " " +
                (options.out / "certificates" / kSampleNumber / "bundle.json").string() + " --at " +
                std::string(kDayInForce));
  console.answer(*summary);
  return kExitDone;
}

}  // namespace cityledger
