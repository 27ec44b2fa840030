// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A session with a token, by a PKCS#11 module loaded at run time (PKCS#11 2.40 and 3.0, OASIS).
#pragma once

#define CRYPTOKI_GNU 1  // names without macros
#include <p11-kit/pkcs11.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "attest/pkcs11.hpp"

namespace attest {

// One attribute of a template; points to the caller's bytes.
[[nodiscard]] ck_attribute attribute(ck_attribute_type_t type, ByteView value);

class TokenSession {
 public:
  enum class Access : bool { kRead, kWrite };
  // Loads the module, finds the token and logs in. Errors: those of open_pkcs11_key.
  [[nodiscard]] static Result<std::unique_ptr<TokenSession>> open(const Pkcs11Key& key, std::string_view pin,
                                                                  Access access);
  ~TokenSession();
  TokenSession(const TokenSession&) = delete;
  TokenSession& operator=(const TokenSession&) = delete;

  // Objects that have all these attributes, at most `count_max`. Errors: kKey.
  [[nodiscard]] Result<std::vector<ck_object_handle_t>> find(std::vector<ck_attribute> wanted,
                                                             unsigned long count_max) const;
  // Nothing when the object does not say it. Errors: kKey.
  [[nodiscard]] Result<Bytes> value(ck_object_handle_t object, ck_attribute_type_t type) const;
  // Errors: kKey, saying whether the token is gone.
  [[nodiscard]] Result<Bytes> sign(ck_object_handle_t key, ck_mechanism_type_t mechanism, ByteView message) const;
  // Errors: kKey.
  [[nodiscard]] Result<void> generate(ck_mechanism_type_t mechanism, std::vector<ck_attribute> public_half,
                                      std::vector<ck_attribute> private_half) const;

 private:
  TokenSession(ck_function_list* calls, ck_session_handle_t session, std::string token)
      : calls_(calls), session_(session), token_(std::move(token)) {}
  ck_function_list* calls_;
  ck_session_handle_t session_;
  std::string token_;
};

}  // namespace attest
