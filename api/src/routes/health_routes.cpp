// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "routes/health_routes.hpp"

#include <filesystem>

namespace api {
namespace {

using attest::Json;

// Whether statements and files can be taken now. Writing has stopped for good when the ledger is halted; the other
// reasons pass.
Response readiness(const Context& context, const Health& health) {
  std::error_code error;
  const auto space = std::filesystem::space(context.ledger.folder(), error);
  const bool disk = !error && space.available >= context.disk_floor_bytes;
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
  metrics.add_gauge("cityledger_disk_free_bytes", "Bytes free where the ledger lies.", [&context] {
    std::error_code error;
    const auto space = std::filesystem::space(context.ledger.folder(), error);
    return error ? 0.0 : static_cast<double>(space.available);
  });
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
