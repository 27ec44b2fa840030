// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/service.hpp"

#include "routes/data_routes.hpp"
#include "routes/health_routes.hpp"
#include "routes/log_routes.hpp"
#include "routes/rights_routes.hpp"

namespace api {

struct Service::Parts {
  explicit Parts(const Context& context)
      : tokens(context.ledger, context.clock, context.base),
        uploads(context.ledger.folder() / "partial-uploads", context.clock, context.disk_floor_bytes) {}
  Tokens tokens;
  Uploads uploads;
  Health health;
};

Service::Service(Context context) : context_(std::move(context)), parts_(std::make_unique<Parts>(context_)) {
  add_problem_routes(router_);
  add_document_routes(router_);
  add_health_routes(router_, context_, parts_->health);
  add_tile_routes(router_, context_);
  add_scitt_routes(router_, context_);
  add_statement_routes(router_, context_);
  add_entry_routes(router_, context_);
  add_proof_routes(router_, context_);
  add_feed_routes(router_, context_);
  add_token_routes(router_, parts_->tokens);
  add_disclosure_routes(router_, context_, parts_->tokens);
  add_own_routes(router_, context_, parts_->tokens);
  add_evidence_routes(router_, context_, parts_->tokens);
  add_upload_routes(router_, context_, parts_->tokens, parts_->uploads);
  add_directory_routes(router_, context_);
  add_registry_routes(router_, context_);
  add_certificate_routes(router_, context_);
  add_value_routes(router_, context_);
  add_published_routes(router_, context_);
  add_verify_routes(router_, context_);
}

Service::~Service() = default;

Result<void> Service::tick() {
  parts_->uploads.end_expired();
  return context_.ledger.seal_when_due();
}

Health& Service::health() {
  return parts_->health;
}

Tokens& Service::tokens() {
  return parts_->tokens;
}

}  // namespace api
