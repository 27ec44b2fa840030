// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The parties whose names a certificate repeats.
#pragma once

#include <string>
#include <vector>

#include "attest/lineage.hpp"
#include "attest/records.hpp"
#include "certs/data_integrity.hpp"

namespace certs {

// The English name; empty when there is none.
[[nodiscard]] std::string english(const attest::Names& names);

// Those who signed the decisions that the lineage cites, each once, in the order of their ids.
// Errors: kNotFound, kCorrupt, kStorage.
[[nodiscard]] Result<std::vector<attest::PartyRecord>> verifiers_of(const ledger::StateReader& state,
                                                                    const std::vector<attest::LineageItem>& items);

}  // namespace certs
