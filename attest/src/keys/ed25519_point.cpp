// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "ed25519_point.hpp"

#include <algorithm>
#include <string_view>

#include "ledger/encoding.hpp"
#include "openssl_owners.hpp"

namespace attest {
namespace {

// p = 2^255 - 19 and d = -121665/121666 of RFC 8032 section 5.1, hexadecimal, big-endian.
constexpr const char* kPrime = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed";
constexpr const char* kD = "52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3";

// y of the points whose order is 1, 2, 4, 8 and 8, as they are spelt: little-endian. The sign of x is left out.
constexpr std::string_view kSmallOrder[] = {
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
};

BignumOwner from_hex(const char* hex) {
  BIGNUM* number = nullptr;
  BN_hex2bn(&number, hex);
  return BignumOwner(number);
}

// Whether some x has x^2 = (y^2 - 1) / (d y^2 + 1) modulo p. The denominator is never zero: -1/d is no square.
bool has_x(const BIGNUM* y, const BIGNUM* p) {
  const BignumContextOwner context{BN_CTX_new()};
  const BignumOwner d = from_hex(kD);
  const BignumOwner above{BN_new()};
  const BignumOwner below{BN_new()};
  if (!context || !d || !above || !below) return false;
  BN_CTX* c = context.get();
  const bool computed = BN_mod_sqr(above.get(), y, p, c) == 1 &&
                        BN_mod_mul(below.get(), above.get(), d.get(), p, c) == 1 && BN_sub_word(above.get(), 1) == 1 &&
                        BN_add_word(below.get(), 1) == 1 &&
                        BN_mod_mul(above.get(), above.get(), below.get(), p, c) == 1;
  // above / below is a square if and only if above * below is. The symbol is 0 only for x = 0, of small order.
  return computed && BN_kronecker(above.get(), p, c) == 1;
}

}  // namespace

bool is_good_ed25519_point(ledger::ByteView bytes) {
  ledger::Bytes y_bytes = ledger::to_bytes(bytes);
  y_bytes.back() &= 0x7FU;
  if (std::ranges::find(kSmallOrder, ledger::hex_encode(y_bytes)) != std::end(kSmallOrder)) return false;
  const BignumOwner p = from_hex(kPrime);
  const BignumOwner y{BN_lebin2bn(y_bytes.data(), static_cast<int>(y_bytes.size()), nullptr)};
  return p && y && BN_cmp(y.get(), p.get()) < 0 && has_x(y.get(), p.get());
}

}  // namespace attest
