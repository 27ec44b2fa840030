// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What people and machines read about cycles and certificates. Nothing confidential is opened but what a certificate
// has published: these routes know no reader. The context must outlive the router.
#pragma once

#include "api/service.hpp"

namespace api {

void add_directory_routes(Router& router, const Context& context);  // cycles, parties, standards
void add_registry_routes(Router& router, const Context& context);   // certificates: list, facts, many at once, lineage
void add_certificate_routes(Router& router,
                            const Context& context);                // one certificate as page, credential, bundle, PDF
void add_value_routes(Router& router, const Context& context);      // certified values, and side by side
void add_published_routes(Router& router, const Context& context);  // what credentials name: DID document, lists, PKI
void add_verify_routes(Router& router, const Context& context);     // a file in, a verdict out

}  // namespace api
