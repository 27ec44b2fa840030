// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// How the service itself does: /healthz (it runs), /readyz (it can take statements), /metrics (Prometheus).
//
// Threads: any.
#pragma once

#include <atomic>
#include <memory>

#include "api/metrics.hpp"

namespace api {

struct Health {
  std::shared_ptr<Metrics> metrics = std::make_shared<Metrics>();  // ServerOptions::metrics takes it
  std::atomic<bool> stopping{false};                               // to be set before Server::stop()
};

}  // namespace api
