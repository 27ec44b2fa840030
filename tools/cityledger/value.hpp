// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// cityledger value: a city takes back one of its values.
#pragma once

#include <string>

#include "cityledger/console.hpp"
#include "cityledger/session.hpp"

namespace cityledger {

struct ValueWithdrawOptions {
  LedgerOptions ledger;
  std::string cycle;
  std::string indicator;
  std::string note;  // confidential
  std::string signer;
};
[[nodiscard]] int run_value_withdraw(const ValueWithdrawOptions& options, Console& console);

}  // namespace cityledger
