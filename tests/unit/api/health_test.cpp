// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/sample_service.hpp"

namespace api {
namespace {

TEST(Health, IsReadyWhileTheLedgerTakesStatements) {
  sample::SampleService service;
  EXPECT_EQ(service.get("/healthz").text(), "ok\n");
  EXPECT_EQ(service.get("/readyz").text(), R"({"disk":true,"ready":true,"running":true,"writing":true})");
  EXPECT_EQ(service.get("/readyz").caching, Caching::kNoStore);
  service.service().health().stopping = true;
  const Response stopping = service.get("/readyz");
  EXPECT_EQ(stopping.status, 503U);
  EXPECT_EQ(stopping.header("retry-after"), "10");
  EXPECT_EQ(stopping.text(), R"({"disk":true,"ready":false,"running":false,"writing":true})");
  EXPECT_EQ(service.get("/healthz").status, 200U);
}

TEST(Health, IsNotReadyWhenTheLedgerIsClosedForWriting) {
  sample::SampleService service;
  ASSERT_TRUE(service.folder().ledger().close());
  const Response closed = service.get("/readyz");
  EXPECT_EQ(closed.status, 503U);
  EXPECT_EQ(closed.text(), R"({"disk":true,"ready":false,"running":true,"writing":false})");
}

TEST(Health, IsNotReadyUnderTheDiskFloor) {
  sample::SampleService sampled;
  Context context = sampled.service().context();
  context.disk_floor_bytes = ~0ULL;
  Service service(context);
  Request request;
  request.target = "/readyz";
  const Response full = service.router().answer(request);
  EXPECT_EQ(full.status, 503U);
  EXPECT_EQ(full.text(), R"({"disk":false,"ready":false,"running":true,"writing":true})");
}

TEST(Health, CountsByRouteAndClassWithoutNamesOfParties) {
  sample::SampleService service;
  Metrics& metrics = *service.service().health().metrics;
  metrics.name_routes({"GET /a/{id}", "POST /a"});
  metrics.count(0, 200, std::chrono::microseconds(700), 10);
  metrics.count(0, 404, std::chrono::seconds(20), 0);
  metrics.count(9, 400, std::chrono::microseconds(1), 0);
  const std::string text(service.get("/metrics").text());
  for (const char* line : {
           "cityledger_http_requests_total{route=\"GET /a/{id}\",status=\"2xx\"} 1\n",
           "cityledger_http_requests_total{route=\"GET /a/{id}\",status=\"4xx\"} 1\n",
           "cityledger_http_requests_total{route=\"none\",status=\"4xx\"} 1\n",
           "cityledger_http_request_seconds_bucket{route=\"GET /a/{id}\",le=\"0.0005\"} 0\n",
           "cityledger_http_request_seconds_bucket{route=\"GET /a/{id}\",le=\"0.001\"} 1\n",
           "cityledger_http_request_seconds_bucket{route=\"GET /a/{id}\",le=\"10\"} 1\n",
           "cityledger_http_request_seconds_bucket{route=\"GET /a/{id}\",le=\"+Inf\"} 2\n",
           "cityledger_http_request_seconds_count{route=\"GET /a/{id}\"} 2\n",
           "cityledger_http_answer_bytes_total{route=\"GET /a/{id}\"} 10\n",
           "cityledger_writing 1\n",
       }) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "\nin\n" << text;
  }
  EXPECT_NE(text.find("cityledger_entries "), std::string::npos);
}

}  // namespace
}  // namespace api
