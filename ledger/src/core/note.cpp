// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/note.hpp"

#include <algorithm>

#include "ledger/digest.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "text.hpp"

namespace ledger {
namespace {

constexpr std::string_view kLineStart = "\xE2\x80\x94 ";  // em dash, space
constexpr std::size_t kKeyIdBytes = 4;

// Names of other people's keys may be longer than we allow for our own.
bool is_any_note_name(std::string_view name) {
  return !name.empty() && is_utf8(name) && !has_unicode_space(name) && name.find('+') == std::string_view::npos &&
         !has_control_character(name);
}

bool is_note_text(std::string_view text) {
  return text.ends_with('\n') && is_utf8(text) && !has_control_character(text);
}

std::array<std::uint8_t, kKeyIdBytes> key_id_bytes(std::uint32_t id) {
  return {static_cast<std::uint8_t>(id >> 24U), static_cast<std::uint8_t>(id >> 16U),
          static_cast<std::uint8_t>(id >> 8U), static_cast<std::uint8_t>(id)};
}

// REQUIRES: bytes.size() >= 4.
std::uint32_t read_key_id(ByteView bytes) {
  return static_cast<std::uint32_t>(bytes[0]) << 24U | static_cast<std::uint32_t>(bytes[1]) << 16U |
         static_cast<std::uint32_t>(bytes[2]) << 8U | bytes[3];
}

Bytes typed_key(const NoteKey& key) {
  Bytes bytes = {static_cast<std::uint8_t>(key.type)};
  append(bytes, key.key);
  return bytes;
}

std::string line_of(const NoteSignature& signature) {
  Bytes payload;
  append(payload, key_id_bytes(signature.key_id));
  append(payload, signature.signature);
  return std::string(kLineStart) + signature.name + " " + base64_encode(payload) + "\n";
}

Result<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(kLineStart)) {
    return fail(Code::kInvalid, "a signature line of a note must start with an em dash and a space");
  }
  line.remove_prefix(kLineStart.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) {
    return fail(Code::kInvalid, "a signature line of a note must hold a key name, a space and a signature");
  }
  const std::string_view name = line.substr(0, space);
  if (!is_any_note_name(name)) return fail(Code::kInvalid, "a signature line of a note has no valid key name");
  const Result<Bytes> payload = base64_decode(line.substr(space + 1));
  if (!payload) return fail(Code::kInvalid, "the signature of '" + std::string(name) + "': " + payload.error().message);
  if (payload->size() <= kKeyIdBytes) {
    return fail(Code::kInvalid,
                "the signature of '" + std::string(name) + "' is shorter than a key ID and a signature");
  }
  return NoteSignature{std::string(name), read_key_id(*payload), to_bytes(ByteView(*payload).subspan(kKeyIdBytes))};
}

// The time at which a cosignature was made, or nothing when it does not verify (C2SP tlog-cosignature).
std::optional<std::uint64_t> check_cosignature(const NoteKey& key, std::string_view text, ByteView signature) {
  constexpr std::size_t kTimeBytes = 8;
  if (signature.size() != kTimeBytes + Ed25519Signature{}.size()) return std::nullopt;
  const std::uint64_t time_s = read_big_endian_64(signature);
  if (time_s > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
  const std::string message = "cosignature/v1\ntime " + std::to_string(time_s) + "\n" + std::string(text);
  if (!ed25519_verify(key.key, view(message), signature.subspan(kTimeBytes))) return std::nullopt;
  return time_s;
}

std::optional<std::uint64_t> check_signature(const NoteKey& key, std::string_view text, ByteView signature) {
  if (key.type == NoteKeyType::kCosignature) return check_cosignature(key, text, signature);
  if (!ed25519_verify(key.key, view(text), signature)) return std::nullopt;
  return 0;
}

}  // namespace

bool is_note_name(std::string_view name) {
  return name.size() <= kOriginBytesMax && is_any_note_name(name);
}

std::uint32_t note_key_id(const NoteKey& key) {
  return read_key_id(sha256({view(key.name), view("\n"), typed_key(key)}).view());
}

std::string format_vkey(const NoteKey& key) {
  return key.name + "+" + hex_encode(key_id_bytes(note_key_id(key))) + "+" + base64_encode(typed_key(key));
}

Result<NoteKey> parse_vkey(std::string_view vkey) {
  const std::size_t first = vkey.find('+');
  const std::size_t second = first == std::string_view::npos ? first : vkey.find('+', first + 1);
  if (second == std::string_view::npos) {
    return fail(Code::kInvalid, "a verifier key must have the form name+id+key", "vkey");
  }
  NoteKey key;
  key.name = vkey.substr(0, first);
  if (!is_note_name(key.name)) return fail(Code::kInvalid, "the verifier key has no valid name", "vkey");
  const Result<Bytes> id = hex_decode(vkey.substr(first + 1, second - first - 1));
  const Result<Bytes> typed = base64_decode(vkey.substr(second + 1));
  if (!id || id->size() != kKeyIdBytes || !typed || typed->size() != 1 + key.key.size()) {
    return fail(Code::kInvalid, "the ID or the bytes of the verifier key '" + key.name + "' are malformed", "vkey");
  }
  key.type = static_cast<NoteKeyType>(typed->front());
  if (key.type != NoteKeyType::kEd25519 && key.type != NoteKeyType::kCosignature) {
    return fail(Code::kInvalid, "the verifier key '" + key.name + "' is of a type that is not supported", "vkey");
  }
  std::copy(typed->begin() + 1, typed->end(), key.key.begin());
  if (note_key_id(key) != read_key_id(*id)) {
    return fail(Code::kInvalid, "the ID of the verifier key '" + key.name + "' does not belong to its name and bytes",
                "vkey");
  }
  return key;
}

Result<SignedNote> parse_note(std::string_view note) {
  if (note.size() > kNoteBytesMax) {
    return fail(Code::kTooLarge, "a signed note may have at most " + std::to_string(kNoteBytesMax) + " bytes");
  }
  if (!is_note_text(note)) {
    return fail(Code::kInvalid, "a signed note must be UTF-8 without control characters and end with a newline");
  }
  const std::size_t split = note.rfind("\n\n");
  if (split == std::string_view::npos) return fail(Code::kInvalid, "a signed note must have an empty line");
  SignedNote parsed;
  parsed.text = note.substr(0, split + 1);
  std::string_view rest = note.substr(split + 2);
  while (const std::optional<std::string_view> line = take_line(rest)) {
    if (parsed.signatures.size() == kNoteSignaturesMax) {
      return fail(Code::kTooLarge,
                  "a signed note may have at most " + std::to_string(kNoteSignaturesMax) + " signature lines");
    }
    Result<NoteSignature> signature = parse_signature_line(*line);
    if (!signature) return tl::unexpected(signature.error());
    parsed.signatures.push_back(*std::move(signature));
  }
  if (parsed.signatures.empty()) return fail(Code::kInvalid, "a signed note must have a signature line");
  return parsed;
}

std::string format_note(const SignedNote& note) {
  std::string out = note.text + "\n";
  for (const NoteSignature& signature : note.signatures) out += line_of(signature);
  return out;
}

Result<SignedNote> sign_note(std::string text, const NoteKey& key, const Ed25519Sign& sign) {
  if (!is_note_text(text) || text.size() > kNoteBytesMax / 2) {
    return fail(Code::kInvalid, "a note's text must be UTF-8 without control characters and end with a newline");
  }
  if (!is_note_name(key.name) || key.type != NoteKeyType::kEd25519) {
    return fail(Code::kInvalid, "the key '" + key.name + "' cannot sign notes");
  }
  const Result<Ed25519Signature> signature = sign(view(text));
  if (!signature) return tl::unexpected(signature.error());
  // A signature that its own key does not verify is never let out.
  if (!ed25519_verify(key.key, view(text), *signature)) {
    return fail(Code::kKey, "the signature does not verify with the key '" + key.name + "'; check which key signs");
  }
  return SignedNote{std::move(text), {{key.name, note_key_id(key), to_bytes(*signature)}}};
}

Result<std::vector<NoteVerdict>> verify_known_lines(const SignedNote& note, std::span<const NoteKey> known) {
  std::vector<NoteVerdict> good;
  for (const NoteSignature& line : note.signatures) {
    const auto key = std::find_if(known.begin(), known.end(), [&](const NoteKey& candidate) {
      return candidate.name == line.name && note_key_id(candidate) == line.key_id;
    });
    if (key == known.end()) continue;
    const std::optional<std::uint64_t> cosigned_at_s = check_signature(*key, note.text, line.signature);
    if (!cosigned_at_s) return fail(Code::kInvalid, "the signature of '" + line.name + "' on the note does not verify");
    const bool again = std::any_of(good.begin(), good.end(), [&](const NoteVerdict& v) { return v.key == *key; });
    if (!again) good.push_back({*key, *cosigned_at_s});
  }
  return good;
}

Result<std::vector<NoteVerdict>> verify_note(const SignedNote& note, std::span<const NoteKey> known) {
  Result<std::vector<NoteVerdict>> good = verify_known_lines(note, known);
  if (good && good->empty()) return fail(Code::kInvalid, "the note has no signature by a known key");
  return good;
}

}  // namespace ledger
