// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// RFC 3161 time-stamps: somebody else's word, or our own authority's, that a digest existed at a time.
#pragma once

#include <functional>

#include "ledger/digest.hpp"
#include "ledger/result.hpp"

namespace certs {

// In: SHA-256 of what is stamped. Out: the TimeStampToken (a DER ContentInfo) that an authority answered, checked to be
// of this digest. Errors: kBusy (no authority answers: try again), kInvalid (the answer is not one to our question).
using TimestampSource = std::function<ledger::Result<ledger::Bytes>(const ledger::Digest&)>;

}  // namespace certs
