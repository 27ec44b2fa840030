// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/checkpoint.hpp"

#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "ledger/merkle.hpp"
#include "text.hpp"

namespace ledger {
namespace {

tl::unexpected<Error> malformed(std::string what) {
  return fail(Code::kInvalid, "the checkpoint is malformed: " + std::move(what));
}

// Lines after the third carry nothing that we use, yet each must be there: none may be empty.
bool are_extension_lines(std::string_view rest) {
  while (const std::optional<std::string_view> line = take_line(rest)) {
    if (line->empty()) return false;
  }
  return rest.empty();
}

}  // namespace

std::string checkpoint_text(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size.value) + "\n" +
         base64_encode(checkpoint.root.view()) + "\n";
}

Result<Checkpoint> parse_checkpoint_text(std::string_view text) {
  std::string_view rest = text;
  const std::optional<std::string_view> origin = take_line(rest);
  const std::optional<std::string_view> size_line = take_line(rest);
  const std::optional<std::string_view> root_line = take_line(rest);
  if (!origin || !size_line || !root_line) return malformed("it must have three lines");
  if (origin->empty() || origin->size() > kOriginBytesMax) {
    return malformed("the origin must have 1 to " + std::to_string(kOriginBytesMax) + " bytes");
  }
  const std::optional<std::uint64_t> size = parse_decimal(*size_line);
  if (!size) return malformed("the tree size must be a decimal number below 2^64 without leading zeros");
  const Result<Bytes> root_bytes = base64_decode(*root_line);
  const Result<Digest> root = root_bytes ? digest_from_bytes(*root_bytes) : Result<Digest>(malformed("root"));
  if (!root) return malformed("the root must be 32 bytes in base64");
  if (*size == 0 && *root != empty_root()) return malformed("the root of no entries must be the hash of nothing");
  if (!are_extension_lines(rest)) return malformed("its lines must not be empty and must end with a newline");
  return Checkpoint{std::string(*origin), {*size}, *root};
}

Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, const NoteKey& key, const Ed25519Sign& sign) {
  if (checkpoint.origin != key.name) {
    return fail(Code::kInvalid,
                "the key '" + key.name + "' does not sign checkpoints of the origin '" + checkpoint.origin + "'");
  }
  const Result<SignedNote> note = sign_note(checkpoint_text(checkpoint), key, sign);
  if (!note) return tl::unexpected(note.error());
  return format_note(*note);
}

Result<std::string> sign_checkpoint_too(std::string_view note, const NoteKey& key, const Ed25519Sign& sign) {
  Result<SignedNote> signed_note = parse_note(note);
  if (!signed_note) return tl::unexpected(signed_note.error());
  const Result<SignedNote> more = sign_note(signed_note->text, key, sign);
  if (!more) return tl::unexpected(more.error());
  signed_note->signatures.push_back(more->signatures.front());
  return format_note(*signed_note);
}

Result<Checkpoint> open_checkpoint(std::string_view note, const NoteKey& log) {
  return open_checkpoint(note, {&log, 1});
}

Result<Checkpoint> open_checkpoint(std::string_view note, std::span<const NoteKey> logs) {
  const Result<SignedNote> parsed = parse_note(note);
  if (!parsed) return fail(Code::kInvalid, parsed.error().message);
  const auto verdicts = verify_note(*parsed, logs);
  if (!verdicts) return tl::unexpected(verdicts.error());
  Result<Checkpoint> checkpoint = parse_checkpoint_text(parsed->text);
  const std::string& name = verdicts->front().key.name;
  if (checkpoint && checkpoint->origin != name) {
    return fail(Code::kInvalid,
                "the checkpoint is of the origin '" + checkpoint->origin + "' instead of '" + name + "'");
  }
  return checkpoint;
}

}  // namespace ledger
