// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/sheet_sandbox.hpp"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <memory>

#include "ledger/sanitized.hpp"

namespace cityledger {
namespace {

constexpr rlim_t kMemoryBytesMax = rlim_t{1} << 30U;
constexpr rlim_t kSecondsMax = 30;

bool limit(__rlimit_resource what, rlim_t most) {
  const rlimit limits{most, most};
  return setrlimit(what, &limits) == 0;
}

struct ReleaseFilter {
  void operator()(void* filter) const { seccomp_release(filter); }
};

// No memory that can be run as code.
bool allow_memory(scmp_filter_ctx filter) {
  const scmp_arg_cmp no_code{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};  // the third argument: protection
  return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_code) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_code) == 0;
}

bool allow_calls(scmp_filter_ctx filter) {
  constexpr std::array<int, 12> kAllowed = {SCMP_SYS(write),     SCMP_SYS(brk),        SCMP_SYS(munmap),
                                            SCMP_SYS(mremap),    SCMP_SYS(madvise),    SCMP_SYS(futex),
                                            SCMP_SYS(exit),      SCMP_SYS(exit_group), SCMP_SYS(clock_gettime),
                                            SCMP_SYS(getrandom), SCMP_SYS(time),       SCMP_SYS(rt_sigreturn)};
  for (const int call : kAllowed) {
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) != 0) return false;
  }
  return true;
}

}  // namespace

bool enter_sandbox() {
  // The times in an archive make the library ask for the local zone: named, it is not looked up in files again.
  if (setenv("TZ", "UTC0", 1) != 0) return false;
  tzset();
  const bool limited = limit(RLIMIT_CPU, kSecondsMax) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0) &&
                       (ledger::kSanitized || limit(RLIMIT_AS, kMemoryBytesMax));
  if (!limited || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return false;
  if (ledger::kSanitized) return true;
  const std::unique_ptr<void, ReleaseFilter> filter(seccomp_init(SCMP_ACT_KILL_PROCESS));
  return filter && allow_memory(filter.get()) && allow_calls(filter.get()) && seccomp_load(filter.get()) == 0;
}

}  // namespace cityledger
