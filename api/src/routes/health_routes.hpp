// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/health.hpp"
#include "api/service.hpp"

namespace api {

// /healthz, /readyz, /metrics. `health` and `context` outlive the routes.
void add_health_routes(Router& router, const Context& context, Health& health);

}  // namespace api
