// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The server of the HTTP bench: bench_http_server PORT SECONDS. One loop; /checkpoint of 1 KB, asked for again each
// time, and /tile/0/000 of 8 KB, immutable, both ready-made, behind a table of routes as long as the service's.
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>

#include "api/server.hpp"

namespace {

api::Handler ready(std::string text, const std::string& type, api::Caching caching) {
  const auto body = std::make_shared<const std::string>(std::move(text));
  return [body, type, caching](const api::Request&) {
    api::Response response = api::reply(200, type, std::string());
    response.body = body;
    response.caching = caching;
    return response;
  };
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  api::Router router;
  for (const char* family : {"entries", "cycles", "queue", "evidence", "certificates", "registry", "data", "verify"}) {
    const std::string base = "/api/v1/" + std::string(family);
    for (const std::string& rest :
         {std::string(), std::string("/{id}"), std::string("/{id}/proof"), std::string("/{id}/files/{name}"),
          std::string("/search"), std::string("/{id}/history")}) {
      router.add(
          {api::Method::kGet, base + rest, [](const api::Request&) { return api::reply(200, "text/plain", "x"); }});
    }
  }
  router.add({api::Method::kGet, "/checkpoint",
              ready(std::string(1'024, 'c'), "text/plain; charset=utf-8", api::Caching::kRevalidate),
              api::Run::kInline});
  router.add({api::Method::kGet, "/tile/{path...}",
              ready(std::string(8'192, 't'), "application/octet-stream", api::Caching::kImmutable), api::Run::kInline});
  api::ServerOptions options;
  options.listen = {{"127.0.0.1", static_cast<std::uint16_t>(std::atoi(argv[1])), false}};
  options.loops = 1;
  options.workers = 1;
  options.requests_per_connection_max = 1'000'000'000;
  const auto server = api::Server::start(router, std::move(options));
  if (!server) {
    std::cerr << server.error().field << ": " << server.error().message << "\n";
    return 1;
  }
  std::this_thread::sleep_for(std::chrono::seconds(std::atoi(argv[2])));
}
