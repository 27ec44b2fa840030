// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "pkcs11_token.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <sstream>

namespace attest {
namespace {

constexpr std::size_t kTokensMax = 64;
constexpr unsigned long kValueBytesMax = 4'096;
constexpr std::size_t kSignatureBytesMax = 512;

std::string number_of(ck_rv_t answer) {
  std::ostringstream out;
  out << "PKCS#11 answer 0x" << std::hex << answer;
  return out.str();
}

// What a failed call means to the person before the screen.
tl::unexpected<Error> failure(ck_rv_t answer, const std::string& token, const char* what) {
  switch (answer) {
    case CKR_PIN_INCORRECT:
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE:
      return ledger::fail(Code::kKey,
                          "the PIN (the passphrase of this command) is not that of the token '" + token +
                              "'; after a few wrong ones the token locks itself, so look it up before trying again",
                          "passphrase");
    case CKR_PIN_LOCKED:
      return ledger::fail(Code::kKey,
                          "the token '" + token +
                              "' is locked after wrong PINs: only its security officer "
                              "can unlock it",
                          "passphrase");
    case CKR_SESSION_HANDLE_INVALID:
    case CKR_SESSION_CLOSED:
    case CKR_DEVICE_REMOVED:
    case CKR_DEVICE_ERROR:
    case CKR_TOKEN_NOT_PRESENT:
    case CKR_USER_NOT_LOGGED_IN:
    case CKR_OBJECT_HANDLE_INVALID:
    case CKR_KEY_HANDLE_INVALID:
      return ledger::fail(Code::kKey,
                          "the token '" + token +
                              "' is gone or its session has ended: put it back and run the "
                              "command again (" +
                              number_of(answer) + ")",
                          "token");
    case CKR_MECHANISM_INVALID:
    case CKR_CURVE_NOT_SUPPORTED:
      return ledger::fail(
          Code::kKey, "the token '" + token + "' does not know this kind of key (" + number_of(answer) + ")", "token");
    default:
      return ledger::fail(Code::kKey, "the token '" + token + "' could not " + what + " (" + number_of(answer) + ")",
                          "token");
  }
}

Result<ck_function_list*> load(const std::string& module) {
  // Never unloaded: a module may have threads, and other signers may use it.
  void* library = ::dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* reason = ::dlerror();
    return ledger::fail(Code::kNotFound,
                        "the PKCS#11 module cannot be loaded: " + std::string(reason == nullptr ? "?" : reason),
                        "module");
  }
  using GetFunctionList = ck_rv_t (*)(ck_function_list**);
  const auto get = reinterpret_cast<GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
  ck_function_list* calls = nullptr;
  if (get == nullptr || get(&calls) != CKR_OK || calls == nullptr)
    return ledger::fail(Code::kInvalid, "this library is no PKCS#11 module: " + module, "module");
  ck_c_initialize_args arguments{};
  arguments.flags = CKF_OS_LOCKING_OK;
  const ck_rv_t answer = calls->C_Initialize(&arguments);
  if (answer != CKR_OK && answer != CKR_CRYPTOKI_ALREADY_INITIALIZED)
    return ledger::fail(Code::kKey, "the PKCS#11 module cannot be started (" + number_of(answer) + ")", "module");
  return calls;
}

// A token's label without the blanks that fill it up.
std::string label_of(const ck_token_info& info) {
  std::string label(std::begin(info.label), std::end(info.label));
  label.erase(label.find_last_not_of(std::string_view(" \0", 2)) + 1);
  return label;
}

struct Slot {
  ck_slot_id_t id = 0;
  ck_token_info info{};
};
Result<Slot> find_token(ck_function_list* calls, const std::string& token) {
  std::array<ck_slot_id_t, kTokensMax> slots{};
  unsigned long count = slots.size();
  if (const ck_rv_t answer = calls->C_GetSlotList(1, slots.data(), &count); answer != CKR_OK)
    return failure(answer, token, "be looked for");
  std::vector<Slot> found;
  std::string others;
  for (unsigned long i = 0; i < count; ++i) {
    Slot slot{slots.at(i), {}};
    if (calls->C_GetTokenInfo(slot.id, &slot.info) != CKR_OK) continue;
    const std::string label = label_of(slot.info);
    if (label == token) found.push_back(slot);
    if (!label.empty()) others += (others.empty() ? "" : ", ") + label;
  }
  if (found.empty())
    return ledger::fail(Code::kNotFound,
                        "there is no token '" + token + "'; there " + (others.empty() ? "is none" : "are: " + others),
                        "token");
  if (found.size() > 1)
    return ledger::fail(Code::kInvalid, "two tokens have the label '" + token + "': give one of them another", "token");
  return found.front();
}

Result<void> log_in(ck_function_list* calls, ck_session_handle_t session, const Slot& slot, const std::string& token,
                    std::string_view pin) {
  if ((slot.info.flags & CKF_USER_PIN_LOCKED) != 0) return failure(CKR_PIN_LOCKED, token, "log in");
  std::string secret(pin);
  const ck_rv_t answer =
      calls->C_Login(session, CKU_USER, reinterpret_cast<unsigned char*>(secret.data()), secret.size());
  std::fill(secret.begin(), secret.end(), '\0');
  if (answer == CKR_OK || answer == CKR_USER_ALREADY_LOGGED_IN) return {};
  return failure(answer, token, "log in");
}

}  // namespace

ck_attribute attribute(ck_attribute_type_t type, ByteView value) {
  // The module reads it only; the header knows no const.
  return {type, const_cast<std::uint8_t*>(value.data()), value.size()};
}

Result<std::unique_ptr<TokenSession>> TokenSession::open(const Pkcs11Key& key, std::string_view pin, Access access) {
  const auto calls = load(key.module);
  if (!calls) return tl::unexpected(calls.error());
  const auto slot = find_token(*calls, key.token);
  if (!slot) return tl::unexpected(slot.error());
  ck_session_handle_t session = 0;
  const ck_flags_t flags = CKF_SERIAL_SESSION | (access == Access::kWrite ? CKF_RW_SESSION : 0);
  if (const ck_rv_t answer = (*calls)->C_OpenSession(slot->id, flags, nullptr, nullptr, &session); answer != CKR_OK)
    return failure(answer, key.token, "open a session");
  std::unique_ptr<TokenSession> out(new TokenSession(*calls, session, key.token));
  if (auto in = log_in(*calls, session, *slot, key.token, pin); !in) return tl::unexpected(in.error());
  return out;
}

TokenSession::~TokenSession() {
  static_cast<void>(calls_->C_CloseSession(session_));
}

Result<std::vector<ck_object_handle_t>> TokenSession::find(std::vector<ck_attribute> wanted,
                                                           unsigned long count_max) const {
  std::vector<ck_object_handle_t> found(count_max);
  unsigned long count = 0;
  ck_rv_t answer = calls_->C_FindObjectsInit(session_, wanted.data(), wanted.size());
  if (answer == CKR_OK) {
    answer = calls_->C_FindObjects(session_, found.data(), count_max, &count);
    static_cast<void>(calls_->C_FindObjectsFinal(session_));
  }
  if (answer != CKR_OK) return failure(answer, token_, "look for the key");
  found.resize(std::min(count, count_max));
  return found;
}

Result<Bytes> TokenSession::value(ck_object_handle_t object, ck_attribute_type_t type) const {
  ck_attribute asked{type, nullptr, 0};
  ck_rv_t answer = calls_->C_GetAttributeValue(session_, object, &asked, 1);
  constexpr auto kNone = static_cast<unsigned long>(-1);
  if (answer == CKR_ATTRIBUTE_TYPE_INVALID || answer == CKR_ATTRIBUTE_SENSITIVE || asked.value_len == kNone)
    return Bytes();
  if (answer != CKR_OK || asked.value_len > kValueBytesMax) return failure(answer, token_, "describe the key");
  Bytes out(asked.value_len);
  asked.value = out.data();
  answer = calls_->C_GetAttributeValue(session_, object, &asked, 1);
  if (answer != CKR_OK || asked.value_len > out.size()) return failure(answer, token_, "describe the key");
  out.resize(asked.value_len);
  return out;
}

Result<Bytes> TokenSession::sign(ck_object_handle_t key, ck_mechanism_type_t mechanism, ByteView message) const {
  ck_mechanism how{mechanism, nullptr, 0};
  ck_rv_t answer = calls_->C_SignInit(session_, &how, key);
  Bytes signature(kSignatureBytesMax);
  unsigned long size = signature.size();
  Bytes copy = ledger::to_bytes(message);
  copy.reserve(1);  // some modules refuse a null pointer for an empty message
  if (answer == CKR_OK) answer = calls_->C_Sign(session_, copy.data(), copy.size(), signature.data(), &size);
  if (answer != CKR_OK) return failure(answer, token_, "sign");
  signature.resize(std::min<std::size_t>(size, signature.size()));
  return signature;
}

Result<void> TokenSession::generate(ck_mechanism_type_t mechanism, std::vector<ck_attribute> public_half,
                                    std::vector<ck_attribute> private_half) const {
  ck_mechanism how{mechanism, nullptr, 0};
  ck_object_handle_t public_key = 0;
  ck_object_handle_t private_key = 0;
  const ck_rv_t answer = calls_->C_GenerateKeyPair(session_, &how, public_half.data(), public_half.size(),
                                                   private_half.data(), private_half.size(), &public_key, &private_key);
  if (answer != CKR_OK) return failure(answer, token_, "make a key");
  return {};
}

}  // namespace attest
