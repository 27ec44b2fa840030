// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A command that changes the folder of certificates is killed at each step of its writes. Afterwards the next command
// works, or says what to do and then works; and no revocation is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <functional>

#include "attest/signer.hpp"
#include "certs/pki_folder.hpp"
#include "support/temp_folder.hpp"

namespace {

int g_steps_left = -1;  // below 0: for ever

void step() {
  if (g_steps_left >= 0 && g_steps_left-- == 0) ::kill(::getpid(), SIGKILL);
}

}  // namespace

// In the place of the C library's: each of them is a step.
extern "C" int fsync(int descriptor) {
  step();
  return static_cast<int>(::syscall(SYS_fsync, descriptor));
}
extern "C" int rename(const char* from, const char* to) noexcept {
  step();
  return static_cast<int>(::syscall(SYS_rename, from, to));
}
extern "C" int link(const char* from, const char* to) noexcept {
  step();
  return static_cast<int>(::syscall(SYS_link, from, to));
}

namespace certs_pki_kill_test {
namespace {

namespace fs = std::filesystem;
using certs::KeyPlace;
using certs::PkiFolder;
using certs::PkiRole;
using certs::RevocationReason;
using ledger::Code;
using ledger::UnixMillis;
using testing::HasSubstr;

constexpr UnixMillis kBegin{1'735'689'600'000};  // 2025-01-01T00:00:00Z
constexpr std::uint64_t kDayMillis = 86'400'000;

UnixMillis day(std::uint64_t number) {
  return {kBegin.value + number * kDayMillis};
}

struct World {
  explicit World(const fs::path& at) : folder(at), pki(at / "pki"), keys{at / "keys", "correct horse"} {}
  fs::path folder;
  fs::path pki;
  KeyPlace keys;
  [[nodiscard]] ledger::Result<PkiFolder> create() const {
    static const auto kSigner = *attest::generate_signer(attest::Algorithm::kEs256);
    return certs::create_pki(
        pki,
        {"https://attest.example", "CA", "Test", {}, certs::SealSigner{"token", kSigner->public_key()}, 24, kBegin},
        keys);
  }
};

using Work = std::function<std::optional<ledger::Error>(const World&)>;

template <typename T>
std::optional<ledger::Error> error_of(const ledger::Result<T>& result) {
  return result ? std::nullopt : std::optional(result.error());
}

// In a process of its own; whether it was killed before its end.
bool is_killed(const Work& work, const World& world, int at_step) {
  const pid_t child = ::fork();
  if (child == 0) {
    g_steps_left = at_step;
    ::_exit(work(world) ? 1 : 0);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  const bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  EXPECT_TRUE(killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0)) << "step " << at_step;
  return killed;
}

// Until it works; between, only what its message says is done.
void do_as_told(const Work& work, const World& world) {
  for (int tries = 0; tries < 8; ++tries) {
    const auto error = work(world);
    if (!error) return;
    ASSERT_THAT(error->message, HasSubstr("move it away"));
    ASSERT_TRUE(fs::exists(error->field)) << error->field;
    fs::rename(error->field, error->field + ".away");
  }
  FAIL() << "it does not end";
}

std::vector<std::string> serials_in(const ledger::Bytes& list) {
  return certs::crl_facts(list)->serials;
}

bool lists(const World& world, const std::string& name) {
  const auto pki = PkiFolder::open(world.pki);
  const auto list = pki->crl("issuing");
  EXPECT_TRUE(list);
  const auto serials = serials_in(*list);
  return std::find(serials.begin(), serials.end(), pki->content().find(name)->serial) != serials.end();
}

// A ledger's certificates, copied for each step; the time-stamp certificate is revoked and listed already.
class PkiKilled : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(good_.create());
    ASSERT_TRUE(certs::revoke_certificate(good_.pki, "tsa", {day(1), RevocationReason::kCompromised, {}}, &good_.keys));
  }
  // `judge` sees the folder as the kill left it.
  void at_each_step(const Work& work, int steps_min, const std::function<void(const World&)>& judge) {
    int at = 0;
    for (bool killed = true; killed; ++at) {
      const ledger_test::TempFolder temp;
      const World world(temp.path());
      fs::copy(good_.folder, world.folder, fs::copy_options::recursive);
      killed = is_killed(work, world, at);
      const auto pki = PkiFolder::open(world.pki);
      ASSERT_TRUE(pki) << "step " << at << ": " << pki.error().message;
      ASSERT_TRUE(pki->content().find("tsa")->revoked) << "step " << at;
      judge(world);
      if (HasFatalFailure()) FAIL() << "step " << at;
      ASSERT_TRUE(certs::issue_list(world.pki, "issuing", world.keys, day(9), 30)) << "step " << at;
      ASSERT_TRUE(lists(world, "tsa")) << "step " << at;
    }
    EXPECT_GT(at, steps_min);  // else nothing was killed
  }

 private:
  ledger_test::TempFolder temp_;
  const World good_{temp_.path()};
};

TEST(PkiKilledAtItsBeginning, IsMadeByTheNextInit) {
  const Work init = [](const World& world) { return error_of(world.create()); };
  int at = 0;
  for (bool killed = true; killed; ++at) {
    const ledger_test::TempFolder temp;
    const World world(temp.path());
    killed = is_killed(init, world, at);
    if (const auto pki = PkiFolder::open(world.pki); !pki) {
      ASSERT_EQ(pki.error().code, Code::kNotFound) << "step " << at;
      do_as_told(init, world);
      if (HasFatalFailure()) FAIL() << "step " << at;
    }
    // Lists that the kill took are issued by the next `pki crl`.
    for (const char* authority : {"root", "issuing"})
      ASSERT_TRUE(certs::issue_list(world.pki, authority, world.keys, day(1), 30)) << "step " << at;
    const auto pki = PkiFolder::open(world.pki);
    ASSERT_TRUE(pki);
    EXPECT_TRUE(certs::seal_in_force(*pki, day(1))) << "step " << at;
    EXPECT_TRUE(certs::timestamp_key_in_force(*pki, world.keys, day(1))) << "step " << at;
  }
  EXPECT_GT(at, 20);
}

TEST_F(PkiKilled, RenewalIsMadeByTheNextOne) {
  for (const PkiRole role : {PkiRole::kSeal, PkiRole::kIssuing}) {
    const Work renew = [role](const World& world) {
      return error_of(certs::renew_certificate(world.pki, {role, {}, {}, 24, day(2)}, world.keys));
    };
    const std::string second = std::string(certs::role_name(role)) + "-2";
    at_each_step(renew, 6, [&](const World& world) {
      if (PkiFolder::open(world.pki)->content().find(second) == nullptr) do_as_told(renew, world);
      const auto pki = PkiFolder::open(world.pki);
      ASSERT_TRUE(pki && pki->content().in_force(role, day(3)));
      EXPECT_EQ(pki->content().in_force(role, day(3))->name, second);
      if (role != PkiRole::kIssuing) return;
      ASSERT_TRUE(certs::issue_list(world.pki, second, world.keys, day(3), 30));
    });
  }
}

TEST_F(PkiKilled, RevocationIsInTheRegisterBeforeAnyListSaysIt) {
  const Work revoke = [](const World& world) {
    return error_of(
        certs::revoke_certificate(world.pki, "seal", {day(2), RevocationReason::kCompromised, {}}, &world.keys));
  };
  at_each_step(revoke, 4, [&](const World& world) {
    const bool entered = PkiFolder::open(world.pki)->content().find("seal")->revoked.has_value();
    ASSERT_FALSE(entered ? std::nullopt : revoke(world));
    ASSERT_TRUE(certs::issue_list(world.pki, "issuing", world.keys, day(3), 30));
    ASSERT_TRUE(lists(world, "seal"));
  });
}

TEST_F(PkiKilled, ListIsIssuedAgainUnderAHigherNumber) {
  const Work crl = [](const World& world) {
    return error_of(certs::issue_list(world.pki, "issuing", world.keys, day(2), 30));
  };
  at_each_step(crl, 4, [&](const World& world) {
    const auto pki = PkiFolder::open(world.pki);
    const auto list = pki->crl("issuing");
    if (!list) {
      EXPECT_EQ(list.error().code, Code::kStale);
      EXPECT_THAT(list.error().message, HasSubstr("cityledger pki crl issuing"));
    }
    const auto next = certs::issue_list(world.pki, "issuing", world.keys, day(3), 30);
    ASSERT_TRUE(next);
    EXPECT_GT(next->number, pki->content().find_crl("issuing")->number);
  });
}

}  // namespace
}  // namespace certs_pki_kill_test
