// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// GZIP (RFC 1952) for status lists and ZLIB (RFC 1950) of a PDF's streams, with a bound on what may come out.
#pragma once

#include "ledger/bytes.hpp"
#include "ledger/result.hpp"

namespace certs {

// Header time 0, so that the same bytes give the same output with the same zlib.
[[nodiscard]] ledger::Bytes gzip(ledger::ByteView bytes);
// Errors: kInvalid (malformed, trailing bytes), kTooLarge (more than `bytes_max` would come out).
[[nodiscard]] ledger::Result<ledger::Bytes> gunzip(ledger::ByteView bytes, std::size_t bytes_max);
[[nodiscard]] ledger::Result<ledger::Bytes> inflate_zlib(ledger::ByteView bytes, std::size_t bytes_max);

}  // namespace certs
