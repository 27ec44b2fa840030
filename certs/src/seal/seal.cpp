// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "certs/seal.hpp"

#include "ledger/encoding.hpp"
#include "pdf/check_seal.hpp"
#include "seal_field.hpp"

namespace certs {
namespace {

using ledger::Code;

// Where the one occurrence of a placeholder begins. Errors: kInvalid when there is none or more.
Result<std::size_t> place_of(std::string_view file, std::string_view placeholder, const std::string& field) {
  const std::size_t at = file.find(placeholder);
  if (at == std::string_view::npos || file.find(placeholder, at + 1) != std::string_view::npos)
    return ledger::fail(Code::kInvalid, "the PDF has not exactly one unfilled " + field + " of a seal; draw it anew",
                        field);
  return at;
}

// `text` over what stands at `at`, blanks up to `width`.
void overwrite(std::string& file, std::size_t at, std::size_t width, std::string text) {
  text.resize(width, ' ');
  file.replace(at, width, text);
}

// '<' and behind '>' of the hole.
struct Hole {
  std::size_t begin;
  std::size_t end;
};

Result<Hole> fill_range_and_moment(std::string& file, ledger::UnixMillis moment) {
  const std::string contents = std::string(kContentsBefore) + std::string(2 * kSealHoleBytes, '0') + ">";
  const auto hole = place_of(file, contents, "Contents");
  if (!hole) return tl::unexpected(hole.error());
  const auto range = place_of(file, kByteRangePlaceholder, "ByteRange");
  if (!range) return tl::unexpected(range.error());
  const auto time = place_of(file, kMomentPlaceholder, "M");
  if (!time) return tl::unexpected(time.error());
  const Hole out{*hole + kContentsBefore.size() - 1, *hole + contents.size()};
  const std::string numbers = "/ByteRange [ 0 " + std::to_string(out.begin) + " " + std::to_string(out.end) + " " +
                              std::to_string(file.size() - out.end);
  overwrite(file, *range, kByteRangePlaceholder.size() - 1, numbers);
  overwrite(file, *time, kMomentPlaceholder.size(), "/M (" + format_pdf_moment(moment) + ")");
  return out;
}

Digest digest_around(std::string_view file, const Hole& hole) {
  return ledger::sha256({ledger::view(file.substr(0, hole.begin)), ledger::view(file.substr(hole.end))});
}

// The key is the certificate's, and the certificate is good for a seal at that moment.
Result<void> check_key(const SealKey& key, ledger::UnixMillis moment) {
  if (key.key == nullptr) return ledger::fail(Code::kKey, "there is no key to seal with", "key");
  if (key.chain.empty()) return ledger::fail(Code::kInvalid, "the seal's certificate comes without its root", "chain");
  const auto public_key = p256_key_of(key.certificate);
  if (!public_key) return tl::unexpected(public_key.error());
  if (*public_key != key.key->public_key())
    return ledger::fail(Code::kInvalid, "the seal's certificate is of another key", "certificate");
  const auto path = trusted_path(key.certificate, key.chain, {key.chain.back()}, PathUse::kSeal, moment);
  if (!path)
    return ledger::fail(Code::kInvalid, "the seal's certificate cannot seal: " + path.error().message, "certificate");
  if (path->size() != key.chain.size() + 1)
    return ledger::fail(Code::kInvalid, "the chain has a certificate that is not of the path to its last", "chain");
  return {};
}

Result<Bytes> make_cms(const SealKey& key, const Digest& digest, const TimestampSource& timestamps) {
  SealCms cms{{key.certificate}, digest, {}, std::nullopt};
  cms.certificates.insert(cms.certificates.end(), key.chain.begin(), key.chain.end());
  auto signature = key.key->sign(seal_attributes(digest, key.certificate));
  if (!signature) return tl::unexpected(signature.error());
  if (signature->size() != 64) return ledger::fail(Code::kKey, "the signer did not answer with 64 bytes");
  cms.signature = std::move(*signature);
  if (timestamps) {
    auto token = timestamps(ledger::sha256(signature_value(cms.signature)));
    if (!token) return tl::unexpected(token.error());
    cms.token = std::move(*token);
  }
  return encode_seal_cms(cms);
}

// Reads what was made as a verifier does.
Result<void> check_sealed(std::string_view file) {
  const auto revisions = read_revisions(file);
  if (!revisions) return tl::unexpected(revisions.error());
  const auto seal = find_seal(file, revisions->front());
  if (!seal) return tl::unexpected(seal.error());
  const auto cms = read_seal(seal->signature);
  if (!cms) return tl::unexpected(cms.error());
  return {};
}

}  // namespace

Result<std::string> seal_pdf(std::string_view unsealed, const SealKey& key, ledger::UnixMillis moment,
                             const TimestampSource& timestamps) {
  if (auto good = check_key(key, moment); !good) return tl::unexpected(good.error());
  std::string file(unsealed);
  const auto hole = fill_range_and_moment(file, moment);
  if (!hole) return tl::unexpected(hole.error());
  const auto cms = make_cms(key, digest_around(file, *hole), timestamps);
  if (!cms) return tl::unexpected(cms.error());
  if (cms->size() > kSealHoleBytes)
    return ledger::fail(Code::kTooLarge,
                        "the signature has " + std::to_string(cms->size()) + " bytes and its place " +
                            std::to_string(kSealHoleBytes) + "; shorten the chain",
                        "Contents");
  const std::string digits = ledger::hex_encode(*cms);
  file.replace(hole->begin + 1, digits.size(), digits);
  if (auto good = check_sealed(file); !good)
    return ledger::fail(Code::kInvalid, "the sealed PDF does not pass its own check: " + good.error().message);
  return file;
}

}  // namespace certs
