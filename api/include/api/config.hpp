// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// How the service is set up: one TOML file. A name that is not known is an error, and so is a value out of its range;
// both say line and column. Secrets are in files that it names, never in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"

namespace api {

struct Config {
  std::filesystem::path ledger = "ledger";
  std::filesystem::path keys;             // empty: LEDGER/keys
  std::filesystem::path passphrase_file;  // empty: CITYLEDGER_PASSPHRASE
  std::filesystem::path trust;            // trust folder for checking uploads; empty: they are not checked here
  bool simulated_clock = false;           // must be said to serve a ledger whose clock is simulated

  struct Listen {
    std::vector<std::string> http;      // "127.0.0.1:8080", "[::1]:8080"
    std::vector<std::string> https;     // the same, with TLS
    std::filesystem::path certificate;  // PEM, chain; wanted with https
    std::filesystem::path key;          // PEM
    std::string base;                   // the address that clients use; empty: from the first of the above
    std::vector<std::string> proxies;   // addresses of proxies whose X-Forwarded-For is believed
    // Browsers keep to TLS for so long, on every port of the host (RFC 6797); said over TLS alone. 0: not said.
    std::int64_t strict_transport_days = 365;
  } listen;

  struct Threads {
    std::int64_t events = 0;    // connections; 0: as many as cores
    std::int64_t workers = 96;  // requests that wait for the disk; a statement waits for its commit on one of these
  } threads;

  struct Limits {
    std::int64_t connections = 2'048;
    std::int64_t connections_per_address = 256;
    std::int64_t requests_per_second = 200;  // by address; 0: no limit
    std::int64_t burst = 1'000;
    std::int64_t waiting = 1'024;  // requests for a worker
    std::int64_t feeds = 256;      // event streams at once
    std::int64_t feeds_per_address = 32;
    std::int64_t disk_floor_mib = 256;  // nothing is taken when less is free
  } limits;

  struct Deadlines {           // seconds
    std::int64_t header = 10;  // from a request's first byte to the end of its header
    std::int64_t stall = 30;   // without a byte of a body or an answer
    std::int64_t idle = 75;    // between two requests
    std::int64_t stop = 20;    // for running requests when told to stop
  } deadlines;

  struct Log {
    bool access = true;  // one JSON object a request, on standard error
  } log;
};

// Paths are relative to `folder`, where the file lies. Errors: kInvalid, "line 3, column 1: ..." with the name as
// field.
[[nodiscard]] ledger::Result<Config> parse_config(std::string_view toml, const std::filesystem::path& folder);
// Errors: also kNotFound, kTooLarge, kStorage.
[[nodiscard]] ledger::Result<Config> read_config(const std::filesystem::path& file);
// Every value, with a comment each: parse_config reads it back.
[[nodiscard]] std::string format_config(const Config& config);

}  // namespace api
