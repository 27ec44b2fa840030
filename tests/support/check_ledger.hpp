// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The oracle of every ledger test: everything computed again from stored bytes, by the definitions and not by
// the code under test: chain link by link, tree root by the recursion of RFC 9162, each node, head.
#pragma once

#include <string>

#include "ledger/store.hpp"

namespace ledger_test {

// Empty when all is well, else the first thing that is wrong. For programs without GoogleTest.
[[nodiscard]] std::string ledger_problem(const ledger::Store& store, std::uint64_t size);

// Fails the test unless the ledger has `size` entries and holds together.
void check_ledger(const ledger::Store& store, std::uint64_t size);

}  // namespace ledger_test
