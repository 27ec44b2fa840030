// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/init.hpp"

#include <algorithm>

#include "attest/date.hpp"
#include "attest/ids.hpp"
#include "cityledger/key.hpp"
#include "ledger/note.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

// The key of that name, made now when there is none.
Result<const attest::Signer*> get_or_make(KeyRing& keys, const std::string& name, Console& console) {
  const fs::path file = keys.path_of(name);
  std::error_code error;
  if (!keys.has(name)) {
    const Result<std::string> passphrase = keys.passphrase();
    if (!passphrase) return tl::unexpected(passphrase.error());
    const auto signer = attest::generate_signer(attest::Algorithm::kEdDsa);
    if (!signer) return tl::unexpected(signer.error());
    fs::create_directories(file.parent_path(), error);
    if (error) return fail(Code::kStorage, "cannot make " + file.parent_path().string() + ": " + error.message());
    fs::permissions(file.parent_path(), fs::perms::owner_all, error);
    const Result<void> written = attest::write_key_file(file, **signer, *passphrase);
    if (!written) return tl::unexpected(written.error());
    console.say("made the key " + file.string());
  }
  return keys.get(name);
}

Result<std::unique_ptr<ledger::Clock>> opening_clock(const InitOptions& options) {
  const bool simulated = options.clock_kind == "simulated";
  if (!simulated && options.clock_kind != "machine") {
    return fail(Code::kInvalid, "the clock is machine or simulated", "clock-kind");
  }
  if (simulated == options.ledger.clock.empty()) {
    return fail(Code::kInvalid,
                simulated ? "a simulated clock needs its first moment: --clock 2018-01-01T00:00:00Z"
                          : "--clock is for simulated clocks: add --clock-kind simulated, or leave it out",
                "clock");
  }
  if (!simulated) return std::make_unique<ledger::MachineClock>();
  const auto moment = attest::parse_day_or_moment(options.ledger.clock);
  if (!moment) return fail(moment.error().code, moment.error().message, "clock");
  return std::make_unique<ledger::SimulatedClock>(*moment);
}

Result<attest::LedgerFolder::Opening> opening_of(const InitOptions& options) {
  const bool visible =
      std::all_of(options.origin.begin(), options.origin.end(), [](char c) { return c > ' ' && c < 0x7F; });
  if (!visible || !ledger::is_note_name(options.origin)) {
    return fail(Code::kInvalid,
                "the origin is a name of visible ASCII characters without '+', at most 255, as "
                "ledger.attest.example/demo",
                "origin");
  }
  if (!attest::is_party_id(options.certifier)) {
    return fail(Code::kInvalid, "a party's id has small letters, digits and '-', at most 63", "certifier");
  }
  Result<attest::Names> names = parse_names(options.names);
  if (!names) return tl::unexpected(names.error());
  attest::LedgerFolder::Opening opening;
  opening.origin = options.origin;
  opening.clock = options.clock_kind == "simulated" ? attest::ClockKind::kSimulated : attest::ClockKind::kMachine;
  opening.certifier = options.certifier;
  opening.certifier_names = std::move(*names);
  opening.certifier_country = options.country;
  return opening;
}

int report(const InitOptions& options, const attest::LedgerFolder& made, Console& console) {
  const std::string genesis = ledger::to_hex(made.config().genesis);
  const std::string vkey = ledger::format_vkey(made.log_key());
  console.print("ledger   " + options.ledger.folder.string() + "\norigin   " + made.config().origin + "\ngenesis  " +
                genesis + "\nvkey     " + vkey + "\nclock    " + options.clock_kind);
  console.say(
      "Next: register parties (party register), have their keys authorised (key new, key authorise),\n"
      "adopt a standard (standard adopt). Keep the root key apart from this machine.");
  console.answer(Json::Object{{"ledger", options.ledger.folder.string()},
                              {"origin", made.config().origin},
                              {"genesis", genesis},
                              {"vkey", vkey},
                              {"clock", options.clock_kind},
                              {"certifier", options.certifier}});
  return 0;
}

}  // namespace

Result<attest::Names> parse_names(const std::vector<std::string>& texts) {
  attest::Names names;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    const bool tagged = equals != std::string::npos && equals >= 2 && equals <= 12 &&
                        std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(equals),
                                    [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; });
    const std::string language = tagged ? text.substr(0, equals) : "en";
    if (!names.emplace(language, tagged ? text.substr(equals + 1) : text).second) {
      return fail(Code::kInvalid, "two names in the language '" + language + "'", "name");
    }
  }
  if (names.find("en") == names.end())
    return fail(Code::kInvalid, "give at least the English name: --name NAME", "name");
  return names;
}

int run_init(const InitOptions& options, Console& console) {
  const auto opening = opening_of(options);
  if (!opening) return console.fail(opening.error());
  const auto clock = opening_clock(options);
  if (!clock) return console.fail(clock.error());
  std::error_code error;
  if (fs::exists(options.ledger.folder / "store", error)) {
    return console.fail({Code::kInvalid, options.ledger.folder.string() + " holds a ledger already", "ledger"});
  }
  if (const auto good = check_key_name(options.root); !good) return console.fail(good.error());
  KeyRing keys(options.ledger);
  const auto ledger_key = get_or_make(keys, "ledger", console);
  if (!ledger_key) return console.fail(ledger_key.error());
  const auto root_key = get_or_make(keys, options.root, console);
  if (!root_key) return console.fail(root_key.error());
  attest::OpeningKeys opening_keys;
  opening_keys.ledger = *ledger_key;
  opening_keys.roots = {{*root_key, options.root_holder.empty() ? options.root : options.root_holder}};
  const auto made = attest::LedgerFolder::create(options.ledger.folder, *opening, opening_keys, **clock);
  if (!made) return console.fail(made.error());
  if (const auto closed = (*made)->close(); !closed) return console.fail(closed.error());
  return report(options, **made, console);
}

}  // namespace cityledger
