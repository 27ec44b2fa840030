// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Rights given up for good by a process that is about to read a foreign file.
#pragma once

namespace cityledger {

// From here on the process may compute, use memory up to a limit and write to descriptors that are open: every other
// system call ends it by SIGSYS, too much time by SIGXCPU. False when the system does not allow to give them up.
// A build with sanitizers keeps its system calls and its addresses.
[[nodiscard]] bool enter_sandbox();

}  // namespace cityledger
