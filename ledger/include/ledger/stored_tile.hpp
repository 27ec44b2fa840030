// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a published tile holds, from a store: hashes, entries or times (tile.hpp has their addresses).
#pragma once

#include "ledger/store.hpp"
#include "ledger/tile.hpp"

namespace ledger {

// The tile's bytes. Errors: kNotFound when the store does not have as many entries yet; kCorrupt, kStorage.
[[nodiscard]] Result<Bytes> stored_tile(const Store& store, const TilePath& path);

// The first `width` records of a tile that is there with more of them. Errors: kInvalid when it has fewer.
[[nodiscard]] Result<Bytes> cut_tile(ByteView tile, TilePath::Kind kind, std::uint16_t width);

}  // namespace ledger
