// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>

// Stops the fuzzer at an answer that must not be.
inline void require(bool holds) {
  if (!holds) std::abort();
}
