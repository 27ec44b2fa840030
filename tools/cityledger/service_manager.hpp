// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What the program tells systemd when it was started by it; nothing happens otherwise (sd_notify(3)).
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace cityledger {

void tell_ready(const std::string& status);  // one line: "listening on https://..."
void tell_stopping();
void tell_reloading();
void tell_alive();
// How often tell_alive() is wanted at least, by WatchdogSec; nothing when it is not.
[[nodiscard]] std::optional<std::chrono::milliseconds> watchdog_interval();

}  // namespace cityledger
