// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "certs/pki_register.hpp"
#include "support.hpp"

namespace certs_pki_test {
namespace {

using certs::PkiRegister;
using certs::RevocationReason;
using ledger::Code;

PkiRegister sample() {
  PkiRegister reg;
  reg.base = "https://attest.example";
  reg.country = "CA";
  reg.organisation = "Test";
  reg.certificates = {
      {"root", PkiRole::kRoot, "01", "CN=Root CA", "root", "pki-root", kBegin, days_later(7300), {}},
      {"seal", PkiRole::kSeal, "02", "CN=Test", "root", "pki-seal", kBegin, days_later(730), {}},
      {"seal-2", PkiRole::kSeal, "03", "CN=Test", "root", "pki-seal-2", days_later(9), days_later(730), {}}};
  reg.crls = {{"root", 5, kBegin, days_later(30)}};
  return reg;
}

TEST(Register, IsReadBackAsItWasWritten) {
  PkiRegister reg = sample();
  reg.certificates[1].revoked = certs::PkiRevocation{days_later(3), RevocationReason::kCompromised, days_later(2)};
  const std::string text = certs::register_text(reg);
  const auto back = certs::parse_register(text);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(certs::register_text(*back), text);
  EXPECT_EQ(back->certificates[1].revoked, reg.certificates[1].revoked);
}

TEST(Register, NeverLosesACertificateARevocationOrAListsNumber) {
  const ledger_test::TempFolder folder;
  const auto file = folder / "register.json";
  PkiRegister reg = sample();
  reg.certificates[1].revoked = certs::PkiRevocation{days_later(3), RevocationReason::kCompromised, days_later(2)};
  ASSERT_TRUE(certs::save_register(file, reg));
  const std::string kept = read(file);
  const auto refused = [&](const std::function<void(PkiRegister&)>& change) {
    PkiRegister next = reg;
    change(next);
    const auto saved = certs::save_register(file, next);
    return !saved && saved.error().code == Code::kStale && read(file) == kept;
  };
  EXPECT_TRUE(refused([](PkiRegister& next) { next.certificates[1].revoked.reset(); }));
  EXPECT_TRUE(refused([](PkiRegister& next) { next.certificates[1].revoked->since.reset(); }));
  EXPECT_TRUE(refused([](PkiRegister& next) { next.certificates[1].revoked->reason = RevocationReason::kCeased; }));
  EXPECT_TRUE(refused([](PkiRegister& next) { next.certificates.pop_back(); }));
  EXPECT_TRUE(refused([](PkiRegister& next) { next.certificates[0].serial = "0a"; }));
  EXPECT_TRUE(refused([](PkiRegister& next) { next.crls[0].number = 4; }));
  EXPECT_TRUE(refused([](PkiRegister& next) { next.crls.clear(); }));
  reg.certificates[2].revoked = certs::PkiRevocation{days_later(10), RevocationReason::kSuperseded, {}};
  reg.crls[0].number = 6;
  EXPECT_TRUE(certs::save_register(file, reg));
}

constexpr const char* kDigest = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

TEST(Register, RemembersOutsideRootsThatAreWithdrawn) {
  PkiRegister reg = sample();
  EXPECT_EQ(certs::register_text(reg).find("withdrawn"), std::string::npos);
  reg.withdrawn_roots = {{kDigest, "CN=Outside", days_later(3)}};
  const std::string text = certs::register_text(reg);
  const auto back = certs::parse_register(text);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(certs::register_text(*back), text);
  EXPECT_EQ(certs::check_follows(reg, sample()).error().code, Code::kStale);
  PkiRegister other = reg;
  other.withdrawn_roots[0].at = days_later(4);
  EXPECT_EQ(certs::check_follows(reg, other).error().code, Code::kStale);
  EXPECT_TRUE(certs::check_follows(sample(), reg));
  const auto refused = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return !certs::parse_register(changed);
  };
  EXPECT_TRUE(refused("ddeeff\"", "DDEEFF\""));
  EXPECT_TRUE(refused("ddeeff\"", "ddeef\""));
  EXPECT_TRUE(refused("\"subject\": \"CN=Outside\"", "\"subject\": 1"));
  std::string empty = text;
  const std::size_t list = empty.find("\"withdrawn_roots\": [");
  empty.replace(list, std::string::npos, "\"withdrawn_roots\": []}");
  EXPECT_FALSE(certs::parse_register(empty));
}

TEST(Register, HasALimitOfWithdrawnRoots) {
  PkiRegister reg = sample();
  reg.withdrawn_roots.assign(certs::kRegisterCertificatesMax, {kDigest, "CN=Outside", kBegin});
  EXPECT_TRUE(certs::parse_register(certs::register_text(reg)));
  reg.withdrawn_roots.push_back(reg.withdrawn_roots.front());
  EXPECT_FALSE(certs::parse_register(certs::register_text(reg)));
}

TEST(Register, EndsTheWayUpOfARegisterThatIsACircle) {
  PkiRegister reg = sample();
  reg.certificates[0].authority = "seal";
  reg.certificates[1].authority = "root";
  EXPECT_EQ(reg.revoked_on_path(reg.certificates[1]), nullptr);
  reg.certificates[0].revoked = certs::PkiRevocation{days_later(3), RevocationReason::kCompromised, {}};
  EXPECT_EQ(reg.revoked_on_path(reg.certificates[1]), &reg.certificates[0]);
}

TEST(Register, SaysWhatOfItIsDamaged) {
  const ledger_test::TempFolder folder;
  const auto file = folder / "register.json";
  const std::string good = certs::register_text(sample());
  const auto code_of = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    write(file, text);
    const auto reg = certs::read_register(file);
    return reg ? Code::kInvalid : reg.error().code;
  };
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"\"role\": \"seal\"", "\"role\": \"sael\""},
                                                        {"\"name\": \"seal-2\"", "\"name\": \"seal\""},
                                                        {"\"number\": 5", "\"number\": 0"},
                                                        {"2025-01-01T00:00:00Z", "yesterday"},
                                                        {"\"version\": 0", "\"version\": 1"},
                                                        {"\"base\"", "\"basis\""}}) {
    EXPECT_EQ(code_of(from, to), Code::kCorrupt) << from;
  }
  write(file, good.substr(0, good.size() / 2));
  EXPECT_EQ(certs::read_register(file).error().code, Code::kCorrupt);
  // What cannot be read is not written over either.
  EXPECT_EQ(certs::save_register(file, sample()).error().code, Code::kCorrupt);
}

TEST(Register, KnowsWhichCertificateIsInForce) {
  PkiRegister reg = sample();
  const auto seal_on = [&reg](std::uint64_t day) {
    const auto* entry = reg.in_force(PkiRole::kSeal, days_later(day));
    return entry == nullptr ? std::string() : entry->name;
  };
  EXPECT_EQ(seal_on(0), "seal");
  EXPECT_EQ(seal_on(9), "seal-2");
  EXPECT_EQ(seal_on(731), "");
  reg.certificates[2].revoked = certs::PkiRevocation{days_later(10), RevocationReason::kSuperseded, {}};
  EXPECT_EQ(seal_on(9), "seal");
  EXPECT_EQ(reg.next_name(PkiRole::kSeal), "seal-3");
  EXPECT_EQ(reg.next_name(PkiRole::kTls), "tls");
}

}  // namespace
}  // namespace certs_pki_test
