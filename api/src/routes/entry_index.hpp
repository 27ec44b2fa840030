// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Which entry a request is about.
#pragma once

#include <string_view>

#include "api/service.hpp"

namespace api {

// The index in the path's {name}: of an entry that the newest checkpoint covers. Errors: kInvalid unless it is a number
// in its one spelling, kNotFound for one that is not there (yet).
[[nodiscard]] Result<ledger::EntryIndex> entry_index(const Request& request, const Context& context,
                                                     std::string_view name);
// The same of a number that was read already.
[[nodiscard]] Result<ledger::EntryIndex> entry_index(std::uint64_t number, const Context& context,
                                                     std::string_view field);

}  // namespace api
