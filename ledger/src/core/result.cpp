// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/result.hpp"

namespace ledger {

std::string_view code_name(Code code) {
  switch (code) {
    case Code::kInvalid:
      return "invalid";
    case Code::kTooLarge:
      return "too_large";
    case Code::kRefused:
      return "refused";
    case Code::kNotFound:
      return "not_found";
    case Code::kBusy:
      return "busy";
    case Code::kKey:
      return "key";
    case Code::kLocked:
      return "locked";
    case Code::kClock:
      return "clock";
    case Code::kNewer:
      return "newer_format";
    case Code::kStale:
      return "stale";
    case Code::kCorrupt:
      return "corrupt";
    case Code::kFull:
      return "disk_full";
    case Code::kStorage:
      return "storage";
    case Code::kHalted:
      return "halted";
  }
  return "unknown";
}

}  // namespace ledger
