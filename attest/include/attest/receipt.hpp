// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Receipts of RFC 9942 (RFC 9162 SHA-256): proof that a statement is entry n, as a COSE_Sign1 of the ledger over
// the root. The tree's size stands in the protected header, so that size, and with it the index, are signed.
// One signature serves every receipt of a batch.
#pragma once

#include <string>
#include <vector>

#include "attest/cose.hpp"
#include "ledger/ids.hpp"
#include "ledger/proof.hpp"

namespace attest {

struct ReceiptHeader {
  Digest kid;
  std::string origin;
  Digest genesis;
  ledger::TreeSize size;
};

struct Receipt {
  ReceiptHeader header;
  ledger::EntryIndex index;
  ledger::HashPath path;  // never empty
  Bytes protected_bytes;
  Bytes signature;
};

// The signature that every receipt of this size shares. Errors: kKey.
[[nodiscard]] Result<Bytes> sign_receipt_root(const ReceiptHeader& header, const Digest& root,
                                              const Signer& ledger_key);
[[nodiscard]] Bytes encode_receipt(const ReceiptHeader& header, ledger::EntryIndex index, const ledger::HashPath& path,
                                   ByteView signature);
// The part of receipts that those of one size share, and a receipt made with it.
[[nodiscard]] Bytes encode_receipt_header(const ReceiptHeader& header);
[[nodiscard]] Bytes encode_receipt(ByteView encoded_header, ledger::TreeSize size, ledger::EntryIndex index,
                                   const ledger::HashPath& path, ByteView signature);
// Errors: kInvalid for another structure, an empty path, sizes that differ.
[[nodiscard]] Result<Receipt> parse_receipt(ByteView bytes);
// The root that the receipt proves for this leaf. Errors: kInvalid when path or signature are wrong.
[[nodiscard]] Result<Digest> check_receipt(const Receipt& receipt, const Digest& leaf, const PublicKey& ledger_key);

}  // namespace attest
