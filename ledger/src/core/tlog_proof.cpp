// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/tlog_proof.hpp"

#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "text.hpp"

namespace ledger {
namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

tl::unexpected<Error> malformed(std::string what) {
  return fail(Code::kInvalid, "the proof is malformed: " + std::move(what));
}

// The hashes up to the empty line, which is cut off too.
Result<HashPath> take_path(std::string_view& rest) {
  HashPath path;
  for (;;) {
    const std::optional<std::string_view> line = take_line(rest);
    if (!line) return malformed("an empty line and a checkpoint must follow its hashes");
    if (line->empty()) return path;
    if (path.size() == kProofHashesMax) {
      return fail(Code::kTooLarge, "a proof may have at most " + std::to_string(kProofHashesMax) + " hashes");
    }
    const Result<Bytes> bytes = base64_decode(*line);
    const Result<Digest> hash = bytes ? digest_from_bytes(*bytes) : Result<Digest>(malformed("hash"));
    if (!hash) return malformed("each hash must be 32 bytes in base64");
    path.push_back(*hash);
  }
}

}  // namespace

std::string format_tlog_proof(const TlogProof& proof) {
  std::string out = std::string(kFirstLine) + "\n" + std::string(kIndex) + std::to_string(proof.index.value) + "\n";
  for (const Digest& hash : proof.path) out += base64_encode(hash.view()) + "\n";
  return out + "\n" + proof.checkpoint;
}

Result<TlogProof> parse_tlog_proof(std::string_view text) {
  if (text.size() > kNoteBytesMax) {
    return fail(Code::kTooLarge, "a proof may have at most " + std::to_string(kNoteBytesMax) + " bytes");
  }
  std::string_view rest = text;
  if (take_line(rest) != kFirstLine) return malformed("its first line must be " + std::string(kFirstLine));
  std::optional<std::string_view> line = take_line(rest);
  if (line && line->starts_with(kExtra)) {
    if (!base64_decode(line->substr(kExtra.size()))) return malformed("its extra data must be base64");
    line = take_line(rest);
  }
  if (!line || !line->starts_with(kIndex)) return malformed("it must have an index line");
  const std::optional<std::uint64_t> index = parse_decimal(line->substr(kIndex.size()));
  if (!index) return malformed("the index must be a decimal number below 2^64 without leading zeros");
  Result<HashPath> path = take_path(rest);
  if (!path) return tl::unexpected(path.error());
  const Result<SignedNote> note = parse_note(rest);
  if (!note) return tl::unexpected(note.error());
  return TlogProof{{*index}, *std::move(path), std::string(rest)};
}

Result<Checkpoint> check_tlog_proof(const TlogProof& proof, const Digest& leaf, const NoteKey& log) {
  Result<Checkpoint> checkpoint = open_checkpoint(proof.checkpoint, log);
  if (!checkpoint) return checkpoint;
  const Result<void> included = check_inclusion(leaf, proof.index, checkpoint->size, proof.path, checkpoint->root);
  if (!included) return tl::unexpected(included.error());
  return checkpoint;
}

}  // namespace ledger
