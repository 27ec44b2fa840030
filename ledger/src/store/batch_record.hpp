// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The bytes of a batch in the journal. FORMAT.md, "Journal".
#pragma once

#include "ledger/store.hpp"

namespace ledger {

[[nodiscard]] Bytes encode_batch(const Batch& batch);
// Accepts exactly what encode_batch() writes. Errors: kCorrupt.
[[nodiscard]] Result<Batch> decode_batch(ByteView bytes);

}  // namespace ledger
