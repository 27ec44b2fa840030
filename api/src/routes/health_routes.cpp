// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "routes/health_routes.hpp"

#include "free_bytes.hpp"

namespace api {
namespace {

using attest::Json;

// Whether statements and files can be taken now. Writing has stopped for good when the ledger is halted; the other
// reasons pass.
Response readiness(const Context& context, const Health& health) {
  const auto free = free_bytes(context.ledger.folder());
  const bool disk = free && *free >= context.disk_floor_bytes;
  const bool writing = context.ledger.is_writing();
  const bool running = !health.stopping;
  const bool ready = disk && writing && running;
  Response response = json_reply(
      Json::Object{{"ready", ready}, {"disk", disk}, {"writing", writing}, {"running", running}}, ready ? 200 : 503);
  if (!ready) response.with("Retry-After", "10");
  return response;
}

void add_gauges(const Context& context, Metrics& metrics) {
  metrics.add_gauge("cityledger_entries", "Entries of the ledger.", [&context] {
    const auto head = context.ledger.store().head();
    return head ? static_cast<double>(head->size.value) : 0.0;
  });
  metrics.add_gauge("cityledger_writing", "1 while statements can be appended.",
                    [&context] { return context.ledger.is_writing() ? 1.0 : 0.0; });
  metrics.add_gauge("cityledger_disk_free_bytes", "Bytes free where the ledger lies.",
                    [&context] { return static_cast<double>(free_bytes(context.ledger.folder()).value_or(0)); });
}

}  // namespace

void add_health_routes(Router& router, const Context& context, Health& health) {
  add_gauges(context, *health.metrics);
  router.add({Method::kGet, "/healthz", [](const Request&) { return reply(200, "text/plain", "ok\n"); }, Run::kInline});
  router.add({Method::kGet, "/readyz", [&context, &health](const Request&) { return readiness(context, health); }});
  router.add({Method::kGet, "/metrics", [&health](const Request&) {
                return reply(200, "text/plain; version=0.0.4; charset=utf-8", health.metrics->text());
              }});
}

}  // namespace api
