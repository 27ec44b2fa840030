// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/maintain.hpp"

#include "attest/policy.hpp"
#include "certs/words.hpp"
#include "cityledger/exit_codes.hpp"
#include "cityledger/progress.hpp"
#include "ledger/fsck.hpp"
#include "ledger/lmdb_store.hpp"

namespace cityledger {

int run_fsck(const MaintainOptions& options, Console& console) {
  const auto store = ledger::open_lmdb_store(options.ledger.folder / "store", ledger::OpenMode::kRead);
  if (!store) return console.fail(store.error());
  const auto report = ledger::fsck(**store, attest::admit, draw_progress(console, "reading entries"));
  if (!report) return console.fail(report.error());
  std::string text;
  for (const std::string& difference : report->differences) text += "  " + difference + "\n";
  const bool well = report->differences.empty();
  console.print("fsck: " + with_thousands(report->size.value) + " entries, " +
                (well ? "all is well" : with_thousands(report->differences.size()) + " difference(s):\n" + text));
  console.answer(Json::Object{{"size", report->size.value}, {"differences", certs::texts(report->differences)}});
  return well ? kExitDone : kExitDifference;
}

int run_rebuild(const MaintainOptions& options, Console& console) {
  const auto store = ledger::open_lmdb_store(options.ledger.folder / "store", ledger::OpenMode::kWrite);
  if (!store) return console.fail(store.error());
  const auto done = ledger::rebuild(**store, attest::admit, draw_progress(console, "computing again"));
  if (!done) return console.fail(done.error());
  const auto head = (*store)->head();
  if (!head) return console.fail(head.error());
  console.print("rebuild: derived records of " + with_thousands(head->size.value) + " entries made again");
  console.answer(Json::Object{{"size", head->size.value}, {"root", ledger::to_hex(head->root)}});
  return 0;
}

}  // namespace cityledger
