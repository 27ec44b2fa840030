// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/service.hpp"

#include "routes/log_routes.hpp"

namespace api {

struct Service::Parts {};

Service::Service(Context context) : context_(std::move(context)), parts_(std::make_unique<Parts>()) {
  add_problem_routes(router_);
  add_document_routes(router_);
  add_tile_routes(router_, context_);
}

Service::~Service() = default;

}  // namespace api
