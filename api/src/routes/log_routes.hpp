// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The log itself over HTTP: as C2SP's tiles, as SCRAPI's entries, and as JSON. The context must outlive the router.
#pragma once

#include "api/service.hpp"

namespace api {

void add_tile_routes(Router& router, const Context& context);       // /checkpoint, /tile/…, /times/…
void add_scitt_routes(Router& router, const Context& context);      // /entries, /.well-known/scitt-keys
void add_statement_routes(Router& router, const Context& context);  // POST /api/v1/statements
void add_entry_routes(Router& router, const Context& context);      // /api/v1/entries…
void add_proof_routes(Router& router, const Context& context);      // /api/v1/proofs/…, …/time-proof
void add_feed_routes(Router& router, const Context& context);       // /api/v1/feed

}  // namespace api
