// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/receipt.hpp"

#include "attest/cose_labels.hpp"
#include "ledger/limits.hpp"

namespace attest {
namespace {

constexpr std::int64_t kRfc9162Sha256 = 1;  // verifiable data structure: value of label 395
constexpr std::int64_t kInclusionProofs = -1;
constexpr std::string_view kTreeSize = "tree_size";

tl::unexpected<Error> refuse(const char* message) {
  return ledger::fail(Code::kInvalid, message, "receipt");
}

Cbor from_unsigned(std::uint64_t value) {
  return Cbor::integer(static_cast<std::int64_t>(value));
}

bool holds_integer(const Cbor* value, std::int64_t expected) {
  return value != nullptr && value->as_integer() != nullptr && *value->as_integer() == expected;
}

Result<ReceiptHeader> parse_claims(const Cbor* claims, const Digest& kid) {
  if (claims == nullptr || claims->as_map() == nullptr || claims->as_map()->size() != 3) {
    return refuse("the receipt's claims must be origin, genesis and tree_size");
  }
  const Cbor* origin = claims->find(kCwtIssuer);
  const Cbor* genesis = claims->find(kCwtSubject);
  const Cbor* size = claims->find(kTreeSize);
  if (origin == nullptr || origin->as_text() == nullptr || origin->as_text()->empty() ||
      origin->as_text()->size() > ledger::kOriginBytesMax) {
    return refuse("the receipt names no origin");
  }
  const auto digest = ledger::digest_from_hex(genesis != nullptr && genesis->as_text() ? *genesis->as_text() : "");
  if (!digest) return refuse("the receipt names no genesis");
  if (size == nullptr || size->as_integer() == nullptr || *size->as_integer() < 1) {
    return refuse("the receipt names no size");
  }
  return ReceiptHeader{kid, *origin->as_text(), *digest, {static_cast<std::uint64_t>(*size->as_integer())}};
}

Result<ReceiptHeader> parse_protected(ByteView bytes) {
  const Result<Cbor> map = decode_cbor(bytes);
  if (!map) return tl::unexpected<Error>(map.error());
  if (map->as_map() == nullptr || map->as_map()->size() != 4) {
    return refuse("the receipt's protected header must hold 1, 4, 15 and 395");
  }
  if (!holds_integer(map->find(kCoseAlgorithm), kCoseEdDsa))
    return refuse("the receipt's algorithm must be EdDSA (-8)");
  if (!holds_integer(map->find(kCoseTreeAlgorithm), kRfc9162Sha256)) {
    return refuse("the receipt's tree must be RFC 9162 SHA-256");
  }
  const Cbor* kid = map->find(kCoseKeyId);
  const auto thumbprint = ledger::digest_from_bytes(kid != nullptr && kid->as_bytes() ? *kid->as_bytes() : Bytes{});
  if (!thumbprint) return refuse("the receipt's key id must be a thumbprint of 32 bytes");
  return parse_claims(map->find(kCoseCwtClaims), *thumbprint);
}

// The one inclusion proof in the unprotected header; null when there is anything else.
const Bytes* only_proof(const Cbor& unprotected) {
  if (unprotected.as_map() == nullptr || unprotected.as_map()->size() != 1) return nullptr;
  const Cbor* proofs = unprotected.find(kCoseTreeProofs);
  if (proofs == nullptr || proofs->as_map() == nullptr || proofs->as_map()->size() != 1) return nullptr;
  const Cbor* inclusion = proofs->find(kInclusionProofs);
  if (inclusion == nullptr || inclusion->as_array() == nullptr || inclusion->as_array()->size() != 1) return nullptr;
  return inclusion->as_array()->front().as_bytes();
}

Result<ledger::HashPath> parse_path(const Cbor& value) {
  const Cbor::Array* items = value.as_array();
  if (items == nullptr || items->empty() || items->size() > ledger::kProofHashesMax) {
    return refuse("the receipt's path must have 1 to 64 hashes");
  }
  ledger::HashPath path;
  for (const Cbor& item : *items) {
    const auto hash = ledger::digest_from_bytes(item.as_bytes() != nullptr ? *item.as_bytes() : Bytes{});
    if (!hash) return refuse("a hash of the receipt's path has not 32 bytes");
    path.push_back(*hash);
  }
  return path;
}

// Fills in index and path. REQUIRES: out.header is read already.
Result<void> parse_proof(ByteView bytes, Receipt& out) {
  const Result<Cbor> proof = decode_cbor(bytes);
  if (!proof) return tl::unexpected<Error>(proof.error());
  const Cbor::Array* parts = proof->as_array();
  if (parts == nullptr || parts->size() != 3) return refuse("the proof is not [size, index, path]");
  const auto size = static_cast<std::int64_t>(out.header.size.value);
  if (!holds_integer(&parts->at(0), size)) return refuse("the proof's size is not the one that was signed");
  const std::int64_t* index = parts->at(1).as_integer();
  if (index == nullptr || *index < 0 || *index >= size) return refuse("the proof's index is not below its size");
  out.index.value = static_cast<std::uint64_t>(*index);
  Result<ledger::HashPath> path = parse_path(parts->at(2));
  if (!path) return tl::unexpected<Error>(path.error());
  out.path = *std::move(path);
  return {};
}

}  // namespace

Bytes encode_receipt_header(const ReceiptHeader& header) {
  return encode_cbor(Cbor::map({{Cbor::integer(kCoseAlgorithm), Cbor::integer(kCoseEdDsa)},
                                {Cbor::integer(kCoseKeyId), Cbor::bytes(header.kid.view())},
                                {Cbor::integer(kCoseCwtClaims),
                                 Cbor::map({{Cbor::integer(kCwtIssuer), Cbor::text(header.origin)},
                                            {Cbor::integer(kCwtSubject), Cbor::text(ledger::to_hex(header.genesis))},
                                            {Cbor::text(kTreeSize), from_unsigned(header.size.value)}})},
                                {Cbor::integer(kCoseTreeAlgorithm), Cbor::integer(kRfc9162Sha256)}}));
}

Result<Bytes> sign_receipt_root(const ReceiptHeader& header, const Digest& root, const Signer& ledger_key) {
  if (ledger_key.public_key().algorithm != Algorithm::kEdDsa) {
    return ledger::fail(Code::kKey, "a ledger's key must be Ed25519");
  }
  if (header.kid != key_thumbprint(ledger_key.public_key())) {
    return ledger::fail(Code::kKey, "the receipt's key id is not this key's");
  }
  return ledger_key.sign(sig_structure(encode_receipt_header(header), root.view()));
}

Bytes encode_receipt(const ReceiptHeader& header, ledger::EntryIndex index, const ledger::HashPath& path,
                     ByteView signature) {
  return encode_receipt(encode_receipt_header(header), header.size, index, path, signature);
}

Bytes encode_receipt(ByteView encoded_header, ledger::TreeSize size, ledger::EntryIndex index,
                     const ledger::HashPath& path, ByteView signature) {
  Cbor::Array hashes;
  for (const Digest& hash : path) hashes.push_back(Cbor::bytes(hash.view()));
  const Bytes proof =
      encode_cbor(Cbor::array({from_unsigned(size.value), from_unsigned(index.value), Cbor::array(std::move(hashes))}));
  const Cbor proofs = Cbor::map({{Cbor::integer(kInclusionProofs), Cbor::array({Cbor::bytes(proof)})}});
  return encode_cbor(Cbor::tagged(
      kCoseSign1Tag, Cbor::array({Cbor::bytes(encoded_header), Cbor::map({{Cbor::integer(kCoseTreeProofs), proofs}}),
                                  Cbor(), Cbor::bytes(signature)})));
}

Result<Receipt> parse_receipt(ByteView bytes) {
  if (bytes.size() > ledger::kEntryBytesMax) return ledger::fail(Code::kTooLarge, "the receipt is over 65535 bytes");
  const Result<Cbor> message = decode_cbor(bytes);
  if (!message) return tl::unexpected<Error>(message.error());
  const Cbor* content = message->content_of_tag(kCoseSign1Tag);
  const Cbor::Array* parts = content != nullptr ? content->as_array() : nullptr;
  if (parts == nullptr || parts->size() != 4) return refuse("not a tagged COSE_Sign1");
  const Bytes* protected_bytes = parts->at(0).as_bytes();
  const Bytes* proof = only_proof(parts->at(1));
  const Bytes* signature = parts->at(3).as_bytes();
  if (protected_bytes == nullptr) return refuse("the protected header must be a byte string");
  if (proof == nullptr) return refuse("the unprotected header must hold one inclusion proof and nothing else");
  if (!parts->at(2).is_null()) return refuse("a receipt's payload must be detached");
  if (signature == nullptr || signature->size() != 64) return refuse("the signature must have 64 bytes");
  Receipt out;
  Result<ReceiptHeader> header = parse_protected(*protected_bytes);
  if (!header) return tl::unexpected<Error>(header.error());
  out.header = *std::move(header);
  out.protected_bytes = *protected_bytes;
  out.signature = *signature;
  if (const Result<void> read = parse_proof(*proof, out); !read) return tl::unexpected<Error>(read.error());
  return out;
}

Result<Digest> check_receipt(const Receipt& receipt, const Digest& leaf, const PublicKey& ledger_key) {
  if (ledger_key.algorithm != Algorithm::kEdDsa || receipt.header.kid != key_thumbprint(ledger_key)) {
    return refuse("the receipt is by another key than the ledger's");
  }
  const Result<Digest> root = ledger::root_from_inclusion(leaf, receipt.index, receipt.header.size, receipt.path);
  if (!root) return root;
  if (!verify_signature(ledger_key, sig_structure(receipt.protected_bytes, root->view()), receipt.signature)) {
    return refuse("the receipt does not prove this entry: the ledger's signature does not fit the root");
  }
  return root;
}

}  // namespace attest
