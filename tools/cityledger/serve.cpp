// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/serve.hpp"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "api/config.hpp"
#include "api/server.hpp"
#include "api/service.hpp"
#include "cityledger/listen_address.hpp"
#include "cityledger/service_manager.hpp"
#include "cityledger/signals.hpp"

namespace cityledger {
namespace {

constexpr std::chrono::milliseconds kTick{1'000};

Result<api::Config> configured(const ServeOptions& options) {
  api::Config config;
  if (options.config.empty()) {
    config.ledger = options.ledger.folder;
    config.listen.http = {"127.0.0.1:8080"};
  } else {
    auto read = api::read_config(options.config);
    if (!read) return read;
    config = std::move(*read);
  }
  if (!options.http.empty()) config.listen.http = options.http;
  if (!options.ledger.keys.empty()) config.keys = options.ledger.keys;
  if (!options.ledger.passphrase_file.empty()) config.passphrase_file = options.ledger.passphrase_file;
  config.simulated_clock = config.simulated_clock || options.simulated_clock;
  return config;
}

Result<std::unique_ptr<Session>> open_ledger(const api::Config& config, const LedgerOptions& given) {
  LedgerOptions options = given;
  options.folder = config.ledger;
  options.keys = config.keys;
  options.passphrase_file = config.passphrase_file;
  auto session = Session::open(options);
  if (session && (*session)->ledger().config().clock == attest::ClockKind::kSimulated && !config.simulated_clock) {
    return fail(
        Code::kInvalid,
        "this ledger's clock is simulated: nothing in it happened when it says; serve it with --simulated-clock",
        "simulated_clock");
  }
  return session;
}

// Large blocks go back to the system when they are freed. Left alone, glibc keeps on each thread what its largest file
// took: hundreds of MiB after a few uploads to verify.
void give_memory_back() {
  constexpr int kLargeBlockBytes = 1 << 20;
  static_cast<void>(::mallopt(M_MMAP_THRESHOLD, kLargeBlockBytes));
}

std::uint64_t disk_floor(const api::Config& config) {
  return static_cast<std::uint64_t>(config.limits.disk_floor_mib) << 20U;
}

// For a log that several threads write: one write a line.
void write_log_line(std::string line) {
  line += '\n';
  static_cast<void>(!::write(STDERR_FILENO, line.data(), line.size()));
}

Result<api::ServerOptions> server_options(const api::Config& config) {
  api::ServerOptions options;
  options.listen.clear();
  for (const bool tls : {false, true}) {
    for (const std::string& text : tls ? config.listen.https : config.listen.http) {
      auto listen = read_listen(text, tls);
      if (!listen) return tl::unexpected(listen.error());
      options.listen.push_back(std::move(*listen));
    }
  }
  if (!config.listen.https.empty()) options.tls = api::TlsFiles{config.listen.certificate, config.listen.key};
  options.strict_transport_seconds = static_cast<std::uint64_t>(config.listen.strict_transport_days) * 86'400;
  const auto cores = std::max(1U, std::thread::hardware_concurrency());
  options.loops = config.threads.events == 0 ? cores : static_cast<unsigned>(config.threads.events);
  options.workers = static_cast<unsigned>(config.threads.workers);
  options.worker_queue = static_cast<std::size_t>(config.limits.waiting);
  options.connections_max = static_cast<std::size_t>(config.limits.connections);
  options.connections_per_address_max = static_cast<std::size_t>(config.limits.connections_per_address);
  options.streams_max = static_cast<std::size_t>(config.limits.feeds);
  options.streams_per_address_max = static_cast<std::size_t>(config.limits.feeds_per_address);
  options.disk_floor_bytes = disk_floor(config);
  options.upload_folder = config.ledger / "uploads";
  options.trusted_proxies = config.listen.proxies;
  options.deadlines.head = std::chrono::seconds(config.deadlines.header);
  options.deadlines.idle = std::chrono::seconds(config.deadlines.idle);
  options.deadlines.stall = std::chrono::seconds(config.deadlines.stall);
  if (config.limits.requests_per_second > 0) {
    options.by_address = std::make_shared<api::RateLimit>(api::RateLimit::Rule{
        static_cast<double>(config.limits.requests_per_second), static_cast<double>(config.limits.burst)});
  }
  if (config.log.access) options.access_log = write_log_line;
  return options;
}

// Until a signal says so or writing has stopped for good.
Result<void> run_until_told(const Signals& signals, api::Service& service, api::Server& server, Console& console) {
  bool failing = false;
  const auto wait = std::min(kTick, watchdog_interval().value_or(kTick));
  for (;;) {
    const auto signal = signals.wait_for(wait);
    if (signal == SIGTERM || signal == SIGINT) return {};
    if (signal == SIGHUP) {
      tell_reloading();
      const auto reloaded = server.reload_tls();
      console.warn(reloaded ? "the TLS files are read anew"
                            : "the TLS files stay as they were: " + reloaded.error().message);
      tell_ready("running");
    }
    const Result<void> ticked = service.tick();
    if (!ticked && (ticked.error().code == Code::kHalted || ticked.error().code == Code::kCorrupt)) return ticked;
    if (!ticked && !failing) console.warn("no seal can be appended: " + ticked.error().message);
    failing = !ticked;
    tell_alive();
  }
}

}  // namespace

int run_serve(const ServeOptions& options, Console& console) {
  const Result<api::Config> config = configured(options);
  if (!config) return console.fail(config.error());
  if (options.print_config) {
    console.print(api::format_config(*config));
    return 0;
  }
  Result<api::ServerOptions> network = server_options(*config);
  if (!network) return console.fail(network.error());
  give_memory_back();
  const Signals signals({SIGTERM, SIGINT, SIGHUP});  // before the first thread
  auto session = open_ledger(*config, options.ledger);
  if (!session) return console.fail(session.error());

  const std::string base = config->listen.base.empty() ? address_of(network->listen.front()) : config->listen.base;
  const ledger::MachineClock clock;
  api::Service service(
      {(*session)->ledger(), [&clock] { return clock.now(); }, base, config->trust, disk_floor(*config)});
  network->metrics = service.health().metrics;
  const std::vector<api::Listen> listens = network->listen;
  auto server = api::Server::start(service.router(), std::move(*network));
  if (!server) return console.fail(server.error());
  for (const api::Listen& listen : listens) console.print("listening on " + address_of(listen));
  tell_ready("listening on " + base);

  const Result<void> ran = run_until_told(signals, service, **server, console);
  tell_stopping();
  service.health().stopping = true;
  (*server)->stop(std::chrono::seconds(config->deadlines.stop));
  const Result<void> closed = (*session)->close();
  if (!ran) return console.fail(ran.error());
  if (!closed) return console.fail(closed.error());
  console.say("ended");
  return 0;
}

}  // namespace cityledger
