// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/server.hpp"

#include <csignal>
#include <thread>

#include "http/loop.hpp"

namespace api {
namespace {

using ledger::fail;
using std::chrono::milliseconds;

std::vector<std::string> route_names(const Router& router) {
  std::vector<std::string> names;
  for (const Route& route : router.routes()) names.push_back(std::string(to_text(route.method)) + " " + route.pattern);
  return names;
}

}  // namespace

struct Server::Parts {
  Parts(const Router& router, ServerOptions options)
      : shared{router,
               options,
               {},
               {options.connections_max, options.connections_per_address_max},
               {options.streams_max, options.streams_per_address_max},
               {options.workers, options.worker_queue},
               {1, options.connections_max + 64}} {}
  Shared shared;
  std::vector<std::unique_ptr<Loop>> loops;
  std::vector<std::uint16_t> ports;
  std::atomic<bool> stopping{false};
  bool stopped = false;

  Result<void> listen() {
    for (unsigned i = 0; i < std::max(1U, shared.options.loops); ++i) {
      auto loop = std::make_unique<Loop>(shared);
      for (std::size_t l = 0; l < shared.options.listen.size(); ++l) {
        const Listen& where = shared.options.listen[l];
        const auto port = loop->listen(where, i == 0 ? where.port : ports[l], i == 0);
        if (!port) return tl::unexpected(port.error());
        if (i == 0) ports.push_back(*port);
      }
      loops.push_back(std::move(loop));
    }
    return {};
  }

  [[nodiscard]] std::size_t sessions() const {
    std::size_t all = 0;
    for (const auto& loop : loops) all += loop->sessions();
    return all;
  }

  // Until every session has ended, or the time is over.
  void wait(milliseconds time) const {
    const auto end = std::chrono::steady_clock::now() + time;
    while (sessions() > 0 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(milliseconds(2));
  }
};

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
  stop(milliseconds(0));
}

Result<std::unique_ptr<Server>> Server::start(const Router& router, ServerOptions options) {
  if (options.listen.empty()) return fail(Code::kInvalid, "at least one address is needed", "listen");
  if (!options.metrics) options.metrics = std::make_shared<Metrics>();
  options.metrics->name_routes(route_names(router));
  if (!options.upload_folder.empty()) {
    if (auto ready = prepare_upload_folder(options.upload_folder); !ready) return tl::unexpected(ready.error());
  }
  std::signal(SIGPIPE, SIG_IGN);  // a client that went away is an error of that write alone
  std::signal(SIGXFSZ, SIG_IGN);  // and so is a limit on the size of files: a full disk
  std::unique_ptr<Server> server(new Server(std::make_unique<Parts>(router, std::move(options))));
  Parts& parts = *server->parts_;
  for (const Listen& where : parts.shared.options.listen) {
    if (where.tls && !parts.shared.options.tls)
      return fail(Code::kInvalid, "an address with TLS needs its files", "tls");
  }
  if (parts.shared.options.tls) {
    if (auto loaded = server->reload_tls(); !loaded) return tl::unexpected(loaded.error());
  }
  if (auto listening = parts.listen(); !listening) return tl::unexpected(listening.error());
  for (const auto& loop : parts.loops) loop->start();
  return server;
}

const std::vector<std::uint16_t>& Server::ports() const {
  return parts_->ports;
}

Metrics& Server::metrics() const {
  return *parts_->shared.options.metrics;
}

bool Server::stopping() const {
  return parts_->stopping;
}

Result<void> Server::reload_tls() {
  if (!parts_->shared.options.tls) return fail(Code::kInvalid, "this server speaks no TLS", "tls");
  auto tls = make_tls(*parts_->shared.options.tls);
  if (!tls) return tl::unexpected(tls.error());
  parts_->shared.tls.set(std::move(*tls));
  return {};
}

void Server::stop(milliseconds grace) {
  Parts& parts = *parts_;
  if (parts.stopped) return;
  parts.stopped = parts.stopping = true;
  for (const auto& loop : parts.loops) loop->stop_accepting();
  parts.wait(grace);
  parts.shared.workers.drop_queued();  // before their connections are cut: nothing begins whose answer nobody hears
  for (const auto& loop : parts.loops) loop->cut_all();
  parts.shared.workers.stop();
  parts.shared.disk.stop();
  while (parts.shared.underway > 0) std::this_thread::sleep_for(milliseconds(2));  // the ledger answers all it took
  parts.wait(milliseconds(1'000));  // what handlers handed back is dropped by the loops
  for (const auto& loop : parts.loops) loop->join();
}

}  // namespace api
