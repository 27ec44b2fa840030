// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A private key with its certificates as other people's programs hand it over (PKCS#12, RFC 7292).
#pragma once

#include <string_view>
#include <vector>

#include "certs/pki.hpp"

namespace certs {

inline constexpr std::size_t kPkcs12BytesMax = 65'536;
inline constexpr int kPkcs12IterationsMax = 10'000'000;  // of the integrity check's password derivation

struct Pkcs12 {
  PkiKey key;
  Bytes certificate;          // the key's
  std::vector<Bytes> others;  // at most 20
};
// Errors: kTooLarge; kKey (password); kInvalid (no PKCS#12, no key with its certificate).
[[nodiscard]] Result<Pkcs12> read_pkcs12(ByteView file, std::string_view password);

}  // namespace certs
