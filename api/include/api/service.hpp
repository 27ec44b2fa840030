// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The service without its network: a ledger folder, what the service keeps in memory beside it, and the table of
// routes over both.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "api/health.hpp"
#include "api/router.hpp"
#include "api/tokens.hpp"
#include "attest/ledger_folder.hpp"

namespace api {

// What every family of routes works on. All of it outlives the routes.
struct Context {
  attest::LedgerFolder& ledger;               // open for writing; its functions are called from many threads
  std::function<ledger::UnixMillis()> clock;  // the machine's: for tokens and limits, never for entries
  std::string base;                           // the service's own address: "https://ledger.example", no '/' at end
  std::filesystem::path trust;                // trust folder for POST /api/v1/verify; empty: no such route
  std::uint64_t disk_floor_bytes = 0;         // uploads are refused when less is free
};

// Each family adds its routes; service.cpp calls them all.
void add_problem_routes(Router& router);
void add_document_routes(Router& router);  // /api/v1/openapi.json

class Service {
 public:
  explicit Service(Context context);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  [[nodiscard]] const Router& router() const { return router_; }
  [[nodiscard]] const Context& context() const { return context_; }
  [[nodiscard]] Tokens& tokens();
  [[nodiscard]] Health& health();
  // What time asks for: a seal when one is due, and the end of uploads that wait for their next part for too long. Call
  // it every second, from any one thread; what it answers is for the log. Errors: those of LedgerFolder::submit.
  [[nodiscard]] Result<void> tick();

 private:
  struct Parts;  // tokens and such, owned here and used by routes
  Context context_;
  std::unique_ptr<Parts> parts_;
  Router router_;
};

}  // namespace api
