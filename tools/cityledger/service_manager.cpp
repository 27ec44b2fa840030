// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/service_manager.hpp"

#include <systemd/sd-daemon.h>

namespace cityledger {

void tell_ready(const std::string& status) {
  sd_notify(0, ("READY=1\nSTATUS=" + status).c_str());
}
void tell_stopping() {
  sd_notify(0, "STOPPING=1");
}
void tell_reloading() {
  sd_notify(0, "RELOADING=1");
}
void tell_alive() {
  sd_notify(0, "WATCHDOG=1");
}

std::optional<std::chrono::milliseconds> watchdog_interval() {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return std::chrono::milliseconds(microseconds / 2'000);
}

}  // namespace cityledger
