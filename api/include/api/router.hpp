// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Which handler a request is for: a table of methods and patterns, and nothing else.
//
// A pattern is a path whose segments are words or {names}; a last segment {name...} stands for one or more segments,
// joined by '/'. A word goes before a name. HEAD is answered by GET.
// Threads: find() and answer() from any, once the table is complete.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/problem.hpp"
#include "api/request.hpp"
#include "api/response.hpp"

namespace api {

using Handler = std::function<Response(const Request&)>;

// Where a handler runs: at once on the connection's thread (short, never blocks), there and answered later (short,
// never blocks either), or on a worker thread.
enum class Run : std::uint8_t { kInline, kLater, kWorker };

// A handler that does not wait for what it answers: either there is a response, or `resume` is called once, from any
// thread, with the rest that ends in one, and where that is to be done: kInline or kWorker. The request stays until
// then.
using Rest = std::function<Response()>;
using Resume = std::function<void(Rest rest, Run where)>;
using LaterHandler = std::function<std::optional<Response>(const Request&, Resume)>;

// What a route takes as body.
struct BodyRule {
  enum class Kind : std::uint8_t { kNone, kMemory, kFile };
  Kind kind = Kind::kNone;
  std::uint64_t bytes_max = 0;
};

struct Route {
  Method method = Method::kGet;
  std::string pattern;  // "/api/v1/entries/{index}"
  Handler handler;
  Run run = Run::kWorker;
  BodyRule body{};
  bool concise_problems = false;  // RFC 9290 instead of RFC 9457
  // Looks at the header before any byte of the body is taken, and may refuse it. Short, on the connection's thread.
  std::function<std::optional<Problem>(const Request&)> before_body{};
  LaterHandler later{};  // with Run::kLater, instead of a handler
  // With Run::kLater: called when a request has arrived whole; what it returns is let go when its handler begins, so
  // that whoever is told of it knows what is on its way. Short, must not throw.
  std::function<std::shared_ptr<void>()> announce{};
};

class Router {
 public:
  // REQUIRES: no other route has the same method and pattern.
  void add(Route route);
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

  struct Match {
    const Route* route = nullptr;               // null: see problem
    std::map<std::string, std::string> params;  // by name
    Problem problem{};                          // not_found or method_not_allowed, the latter with Allow
  };
  [[nodiscard]] Match find(Method method, const Target& target) const;
  // A whole request in process: target, route, body rule, handler. Exceptions become an internal problem.
  // Tests of routes use it; the session does the same in steps.
  [[nodiscard]] Response answer(Request request) const;

 private:
  struct Part {
    enum class Kind : std::uint8_t { kWord, kName, kRest };
    Kind kind;
    std::string text;  // the word, or the name without braces
  };
  using Pattern = std::vector<Part>;
  static Pattern split(std::string_view pattern);
  static bool fits(const Pattern& pattern, const std::vector<std::string>& segments);
  static bool goes_before(const Pattern& a, const Pattern& b);
  static std::map<std::string, std::string> params_of(const Pattern& pattern, const std::vector<std::string>& segments);
  std::vector<Route> routes_;
  std::vector<Pattern> patterns_;                                            // of routes_, in the same order
  std::unordered_map<std::string, std::vector<std::size_t>> by_first_word_;  // numbers of routes
  std::vector<std::size_t> others_;
};

// Runs the route's handler on a request whose params are set; never throws. Waits for what is answered later.
[[nodiscard]] Response run_handler(const Route& route, const Request& request);
// Begins a handler of Run::kLater; never throws, nor does the rest that it resumes with.
[[nodiscard]] std::optional<Response> begin_handler(const Route& route, const Request& request, Resume resume);
// What the route's before_body says, if it has one; never throws.
[[nodiscard]] std::optional<Problem> ask_before_body(const Route& route, const Request& request);
// The problem in the form that the route speaks.
[[nodiscard]] Response to_response(const Route& route, const Problem& problem);

}  // namespace api
