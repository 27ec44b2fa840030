// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The writing side of search.hpp.
#pragma once

#include "context.hpp"

namespace attest {

// Puts the statement into every index that it belongs to. After apply(): a certificate's record must be there.
void index_entry(Context& context);

}  // namespace attest
