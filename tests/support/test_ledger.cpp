// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "support/test_ledger.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace ledger_test {

namespace {

using namespace ledger;

std::string word(std::string_view text, std::size_t number) {
  for (; number > 0; --number) {
    const auto space = text.find(' ');
    if (space == std::string_view::npos) return {};
    text.remove_prefix(space + 1);
  }
  return std::string(text.substr(0, text.find(' ')));
}

Refuse refuse(const std::string& rule) {
  return {{{rule, "statement", "the statement is refused by " + rule}}};
}

Result<Ed25519Signature> sign_with(EVP_PKEY* key, ByteView message) {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  Ed25519Signature signature{};
  std::size_t size = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) != 1) {
    return fail(Code::kKey, "signing failed");
  }
  return signature;
}

}  // namespace

TestKey make_test_key(std::uint8_t seed) {
  std::array<std::uint8_t, 32> secret{};
  secret.fill(seed);
  const std::shared_ptr<EVP_PKEY> key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, secret.data(), secret.size()), EVP_PKEY_free);
  TestKey made;
  std::size_t size = made.key.size();
  EVP_PKEY_get_raw_public_key(key.get(), made.key.data(), &size);
  made.sign = [key](ByteView message) { return sign_with(key.get(), message); };
  return made;
}

Result<Admission> test_admit(ByteView statement, const Place& place, State& state) {
  const std::string_view said = text(statement);
  const std::string seen = "seen/" + to_hex(leaf_hash(statement));
  const auto first = state.get(seen);
  if (!first) return tl::unexpected(first.error());
  if (*first) return Duplicate{{read_big_endian_64(**first)}};
  state.put(seen, big_endian_64(place.index.value));
  if (said.starts_with("refuse")) return refuse("test.refused");
  if (said.starts_with("need ")) {
    const auto needed = state.get("put/" + word(said, 1));
    if (!needed) return tl::unexpected(needed.error());
    if (!*needed) return refuse("test.needed");
  }
  if (said.starts_with("put ")) state.put("put/" + word(said, 1), view(word(said, 2)));
  if (is_test_seal(statement)) state.put("last_seal", big_endian_64(place.index.value));
  return Append{said.starts_with("seal-me")};
}

Result<Bytes> test_seal(const Place& place) {
  return to_bytes("the seal over " + std::to_string(place.index.value) + " entries at " +
                  std::to_string(place.time.value) + ": " + to_hex(place.chain));
}

bool is_test_seal(ByteView body) {
  return text(body).starts_with("the seal over ");
}

NoteKey test_note_key() {
  return {kTestOrigin, NoteKeyType::kEd25519, make_test_key(7).key};
}

Result<std::string> sign_test_head(const Head& head) {
  return sign_checkpoint({kTestOrigin, head.size, head.root}, test_note_key(), make_test_key(7).sign);
}

SequencerConfig test_config() {
  SequencerConfig config;
  config.sign_head = sign_test_head;
  config.admit = test_admit;
  config.make_seal = [](const Place& place, const StateReader&) { return test_seal(place); };
  return config;
}

std::vector<Bytes> statements(const std::vector<std::string>& texts) {
  std::vector<Bytes> all;
  std::ranges::transform(texts, std::back_inserter(all), [](const std::string& one) { return to_bytes(one); });
  return all;
}

}  // namespace ledger_test
