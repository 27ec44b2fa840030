// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Whose request it is when proxies stand before the service.
#pragma once

#include <string>
#include <vector>

#include "api/request.hpp"

namespace api {

// The peer's address; behind a trusted proxy the last in X-Forwarded-For that is no trusted proxy, when it is an
// address. What clients write there themselves stands before that and is not believed.
[[nodiscard]] std::string client_address(const std::string& peer, const Request& request,
                                         const std::vector<std::string>& trusted_proxies);

}  // namespace api
