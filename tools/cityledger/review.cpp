// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/review.hpp"

#include "attest/ladder.hpp"
#include "certs/lookup.hpp"
#include "certs/words.hpp"

namespace cityledger {
namespace {

std::string standing_text(const std::string& cycle, const certs::Standing& standing) {
  std::string counts;
  for (const std::string& kind : standing.catalogue.counted_kinds()) {
    const auto count = standing.counts.by_kind.find(kind);
    counts += (counts.empty() ? "" : ", ") + kind + " " +
              std::to_string(count == standing.counts.by_kind.end() ? 0 : count->second) + " of " +
              std::to_string(standing.catalogue.total_of(kind));
  }
  std::string text = cycle + ": " + counts + "; level " + (standing.level.empty() ? "none" : standing.level) +
                     " by the certifier's scheme " + standing.catalogue.scheme + ", version " +
                     std::to_string(standing.catalogue.scheme_version) + "\n";
  const auto next = attest::next_level(standing.catalogue, standing.counts);
  if (next) text += "still missing: " + attest::describe(*next) + "\n";
  return text;
}

}  // namespace

int run_review(const ReviewOptions& options, Console& console) {
  if (options.recommend != "issue" && options.recommend != "withhold") {
    return console.fail({Code::kInvalid, "a review recommends issue or withhold", "recommendation"});
  }
  const auto session = options.dry_run ? Session::open_to_read(options.ledger) : Session::open(options.ledger);
  if (!session) return console.fail(session.error());
  const ledger::Store& store = (*session)->ledger().store();
  const auto standing = certs::standing_of(store, options.cycle);
  if (!standing) return console.fail(standing.error());
  const auto head = store.head();
  if (!head) return console.fail(head.error());
  const attest::CycleReviewed body{options.cycle, head->size, attest::lineage_root(standing->accepted),
                                   attest::data_root(standing->accepted), options.recommend == "issue"};
  console.say(certs::notice_lines((*session)->ledger(), options.cycle) + standing_text(options.cycle, *standing));
  Json::Object facts{{"cycle", options.cycle},
                     {"counts", certs::to_json(standing->counts)},
                     {"level", standing->level},
                     {"lineage_root", ledger::to_hex(body.lineage_root)},
                     {"data_root", ledger::to_hex(body.data_root)},
                     {"recommendation", options.recommend}};
  if (options.dry_run) {
    console.answer(facts);
    return 0;
  }
  std::vector<std::string> disclosures;
  if (!options.text.empty()) disclosures.push_back(attest::make_disclosure("text", options.text));
  return finish(**session, console, (*session)->append(options.signer, body, std::move(disclosures)),
                options.cycle + " reviewed: " + options.recommend, std::move(facts));
}

}  // namespace cityledger
