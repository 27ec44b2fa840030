// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/exit_codes.hpp"

namespace cityledger {

using ledger::Code;

int exit_code(Code code) {
  switch (code) {
    case Code::kInvalid:
      return 3;
    case Code::kTooLarge:
      return 4;
    case Code::kRefused:
      return kExitRefused;
    case Code::kNotFound:
      return 6;
    case Code::kKey:
      return 7;
    case Code::kLocked:
      return 8;
    case Code::kClock:
      return 9;
    case Code::kNewer:
      return 30;
    case Code::kStale:
      return 31;
    case Code::kCorrupt:
      return 32;
    case Code::kFull:
      return 33;
    case Code::kStorage:
      return 34;
    case Code::kHalted:
      return 35;
    case Code::kBusy:
      return 36;
  }
  return 34;
}

const std::vector<ExitCodeText>& all_exit_codes() {
  static const std::vector<ExitCodeText> kTexts = {
      {0, "done; for verify: genuine and in force"},
      {2, "wrong use of the command line"},
      {3, "invalid input: mend the field that is named"},
      {4, "input over a limit"},
      {5, "refused by a rule of the ledger; nothing was appended"},
      {6, "no such thing"},
      {7, "a key is missing, unknown or cannot be unlocked"},
      {8, "another process writes to this ledger"},
      {9, "the clock went back or jumped"},
      {10, "verify: genuine, but the status known is older than the day asked for"},
      {11, "verify: not yet in force"},
      {12, "verify: expired"},
      {13, "verify: suspended"},
      {14, "verify: revoked"},
      {15, "verify: superseded"},
      {16, "verify: disputed"},
      {20, "verify: not genuine"},
      {21, "verify: cannot be told"},
      {30, "the ledger was written by a newer program"},
      {31, "the ledger, or the server's, is older than what was already signed: a restored old copy"},
      {32, "stored bytes are not what was written, or a server's not what was signed"},
      {33, "the disk is full; nothing was changed"},
      {34, "the operating system or the database failed"},
      {35, "the fate of a commit is unknown: run the command again"},
      {36, "too much is waiting, or a server does not answer: try again"},
      {40, "audit or fsck found a difference"},
  };
  return kTexts;
}

}  // namespace cityledger
