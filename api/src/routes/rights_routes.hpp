// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The families of routes that ask who reads.
#pragma once

#include "api/service.hpp"
#include "api/uploads.hpp"

namespace api {

void add_token_routes(Router& router, Tokens& tokens);
void add_disclosure_routes(Router& router, const Context& context, Tokens& tokens);  // and the table of rights
void add_own_routes(Router& router, const Context& context, Tokens& tokens);         // queue and access log
void add_evidence_routes(Router& router, const Context& context, Tokens& tokens);
void add_upload_routes(Router& router, const Context& context, Tokens& tokens, Uploads& uploads);

}  // namespace api
