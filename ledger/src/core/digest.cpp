// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ledger/digest.hpp"

#include <openssl/evp.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "ledger/encoding.hpp"

namespace ledger {
namespace {

// Parts up to this many bytes are put together on the stack: one call into the library is cheaper than three.
constexpr std::size_t kGatherBytesMax = 256;

// A hash function that fails leaves nothing sensible to answer: the machine is out of memory or the library broken.
void require(bool good) {
  if (good) return;
  std::fputs("ledger: the cryptographic library cannot compute a hash\n", stderr);
  std::abort();
}

// Looked up once in the process: a look-up costs more than the hash of a node.
const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const kAlgorithm = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
  require(kAlgorithm != nullptr);
  return kAlgorithm;
}

const EVP_MD* sha384_algorithm() {
  static const EVP_MD* const kAlgorithm = EVP_MD_fetch(nullptr, "SHA2-384", nullptr);
  require(kAlgorithm != nullptr);
  return kAlgorithm;
}

struct ContextDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, ContextDeleter>;

Context make_context() {
  Context context{EVP_MD_CTX_new()};
  require(context != nullptr);
  return context;
}

void start(EVP_MD_CTX* context) {
  require(EVP_DigestInit_ex2(context, sha256_algorithm(), nullptr) == 1);
}

void feed(EVP_MD_CTX* context, ByteView bytes) {
  require(EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1);
}

Digest take(EVP_MD_CTX* context) {
  Digest digest;
  require(EVP_DigestFinal_ex(context, digest.bytes.data(), nullptr) == 1);
  return digest;
}

}  // namespace

Digest sha256(std::initializer_list<ByteView> parts) {
  static thread_local const Context kContext = make_context();
  start(kContext.get());
  std::size_t total = 0;
  for (const ByteView part : parts) total += part.size();
  if (total > kGatherBytesMax) {
    for (const ByteView part : parts) feed(kContext.get(), part);
    return take(kContext.get());
  }
  std::array<std::uint8_t, kGatherBytesMax> gathered;
  std::size_t used = 0;
  for (const ByteView part : parts) {
    if (!part.empty()) std::memcpy(gathered.data() + used, part.data(), part.size());
    used += part.size();
  }
  feed(kContext.get(), {gathered.data(), used});
  return take(kContext.get());
}

std::array<std::uint8_t, 48> sha384(ByteView bytes) {
  std::array<std::uint8_t, 48> out{};
  require(EVP_Digest(bytes.data(), bytes.size(), out.data(), nullptr, sha384_algorithm(), nullptr) == 1);
  return out;
}

struct Sha256Stream::State {
  Context context = make_context();
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
  start(state_->context.get());
}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::update(ByteView bytes) {
  require(state_ != nullptr);
  feed(state_->context.get(), bytes);
}

Digest Sha256Stream::finish() {
  require(state_ != nullptr);
  const Digest digest = take(state_->context.get());
  state_.reset();  // a second finish() or a later update() is our own mistake: stop at once
  return digest;
}

std::string to_hex(const Digest& digest) {
  return hex_encode(digest.bytes);
}

Result<Digest> digest_from_hex(std::string_view hex) {
  const Result<Bytes> bytes = hex_decode(hex);
  if (!bytes) return tl::unexpected(bytes.error());
  return digest_from_bytes(*bytes);
}

Result<Digest> digest_from_bytes(ByteView bytes) {
  Digest digest;
  if (bytes.size() != digest.bytes.size()) {
    return fail(Code::kInvalid, "a SHA-256 digest has 32 bytes, not " + std::to_string(bytes.size()));
  }
  std::memcpy(digest.bytes.data(), bytes.data(), digest.bytes.size());
  return digest;
}

}  // namespace ledger
