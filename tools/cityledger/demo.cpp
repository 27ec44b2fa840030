// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/demo.hpp"

#include "attest/date.hpp"
#include "certs/issue.hpp"
#include "certs/verify.hpp"
#include "cityledger/city.hpp"
#include "cityledger/compare.hpp"
#include "cityledger/demo_melbourne.hpp"
#include "cityledger/demo_mississauga.hpp"
#include "cityledger/demo_parties.hpp"
#include "cityledger/exit_codes.hpp"
#include "cityledger/export.hpp"
#include "cityledger/files.hpp"
#include "cityledger/progress.hpp"
#include "cityledger/summary.hpp"
#include "cityledger/trust_files.hpp"

namespace cityledger {
namespace {

constexpr std::string_view kDayInForce = "2018-11-10";

// The story, by the dates on which it happens.
Result<void> play(DemoWorld& world, bool quick) {
  if (auto done = set_the_stage(world); !done) return done;
  for (int year = quick ? 2016 : 2014; year <= (quick ? 2016 : 2017); ++year) {
    if (auto done = play_melbourne(world, year); !done) return done;
  }
  if (auto done = play_mississauga(world); !done) return done;
  if (!quick) {
    if (auto done = play_melbourne(world, 2018); !done) return done;
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
    const auto exported =
        export_ledger(ledger_, std::string(kDemoDid), out_, draw_progress(console_, "exporting tiles"));
    if (!exported) return tl::unexpected(exported.error());
    if (auto done = tell_figures(); !done) return done;
    if (auto done = verify_bundle(); !done) return done;
    return audit();
  }
  [[nodiscard]] const std::vector<DemoCheck>& checks() const { return checks_; }

 private:
  Result<void> tell_figures() {
    const auto comparison = compare(ledger_, {{"melbourne"}, {}, {}, {}, false});
    if (!comparison) return tl::unexpected(comparison.error());
    console_.say("\nCity of Melbourne, verified values by data year:\n" + comparison_text(*comparison));
    for (const std::string city : {"melbourne", "mississauga"}) {
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
    const auto trust = parse(*files);
    if (!trust) return tl::unexpected(trust.error());
    auto bundle = read_file(out_ / "certificates" / kSampleNumber / "bundle.json", certs::kFileToVerifyBytesMax);
    if (!bundle) return tl::unexpected(bundle.error());
    const auto then = attest::parse_day(kDayInForce);
    if (!then) return tl::unexpected(then.error());
    const ledger::UnixMillis now = ledger::MachineClock().now();
    auto done = expect("the bundle, today", *bundle, *trust, now, certs::Outcome::kExpired);
    if (done)
      done = expect("the bundle, on " + std::string(kDayInForce), *bundle, *trust, *then, certs::Outcome::kInForce);
    (*bundle)[bundle->size() / 2] ^= 1;
    if (done) done = expect("the bundle with one bit flipped", *bundle, *trust, now, certs::Outcome::kNotGenuine);
    return done;
  }

  Result<void> expect(const std::string& what, const std::string& bundle, const certs::Trust& trust,
                      ledger::UnixMillis at, certs::Outcome outcome) {
    const auto verdict = certs::verify(bundle, trust, {at, {}});
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
