// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Parties and standards of a ledger, as the ledger has them.
#pragma once

#include "attest/catalogue.hpp"
#include "attest/records.hpp"
#include "certs/words.hpp"

namespace certs {

[[nodiscard]] Json party_json(const attest::PartyRecord& record);
// One line of a list of standards.
[[nodiscard]] Json standard_line_json(const attest::Catalogue& catalogue);
// The catalogue of one adoption, beside the one in force. Errors: kCorrupt.
[[nodiscard]] Result<Json> standard_json(const attest::StandardRecord& adoption, const attest::StandardRecord& present);

}  // namespace certs
