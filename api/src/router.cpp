// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/router.hpp"

#include <algorithm>
#include <exception>
#include <set>
#include <stdexcept>

#include "api/limits.hpp"

namespace api {
namespace {

bool is_name(std::string_view part) {
  return part.size() > 2 && part.front() == '{' && part.back() == '}';
}

bool is_rest(std::string_view part) {
  return is_name(part) && part.ends_with("...}");
}

std::string name_of(std::string_view part) {
  part.remove_prefix(1);
  part.remove_suffix(is_rest(std::string("{") + std::string(part)) ? 4 : 1);
  return std::string(part);
}

std::vector<std::string_view> split(std::string_view pattern) {
  std::vector<std::string_view> parts;
  while (pattern.size() > 1) {
    pattern.remove_prefix(1);
    parts.push_back(pattern.substr(0, pattern.find('/')));
    pattern.remove_prefix(parts.back().size());
  }
  return parts;
}

std::string join(const std::vector<std::string>& segments, std::size_t from) {
  std::string joined = segments[from];
  for (std::size_t i = from + 1; i < segments.size(); ++i) joined += "/" + segments[i];
  return joined;
}

struct Fit {
  std::vector<int> order;  // per segment: 0 a word, 1 a name, 2 the rest; the smaller goes first
  std::map<std::string, std::string> params;
};

std::optional<Fit> fit(std::string_view pattern, const std::vector<std::string>& segments) {
  const auto parts = split(pattern);
  Fit found;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i >= segments.size()) return std::nullopt;
    if (is_rest(parts[i])) {
      found.params.emplace(name_of(parts[i]), join(segments, i));
      found.order.push_back(2);
      return found;
    }
    if (is_name(parts[i])) {
      found.params.emplace(name_of(parts[i]), segments[i]);
      found.order.push_back(1);
    } else if (parts[i] == segments[i]) {
      found.order.push_back(0);
    } else {
      return std::nullopt;
    }
  }
  if (parts.size() != segments.size()) return std::nullopt;
  return found;
}

bool serves(Method route, Method wanted) {
  return route == wanted || (wanted == Method::kHead && route == Method::kGet);
}

Problem method_problem(const std::vector<const Route*>& there) {
  std::set<std::string> methods{"OPTIONS"};
  for (const Route* route : there) {
    methods.emplace(to_text(route->method));
    if (route->method == Method::kGet) methods.emplace("HEAD");
  }
  std::string allow;
  for (const std::string& method : methods) allow += (allow.empty() ? "" : ", ") + method;
  Problem problem{"method_not_allowed", "this address knows " + allow, "method"};
  problem.headers.emplace_back("Allow", allow);
  return problem;
}

// Whether the body fits the rule; the session has judged sizes before, this is for requests in process.
std::optional<Problem> body_problem(const BodyRule& rule, const Request& request) {
  const std::uint64_t size = std::max<std::uint64_t>(request.body.size(), request.body_bytes);
  if (rule.kind == BodyRule::Kind::kNone && size > 0) {
    return Problem{"too_large", "this address takes no body", "body"};
  }
  if (rule.kind != BodyRule::Kind::kNone && size > rule.bytes_max) {
    return Problem{"too_large", "the body has more than " + std::to_string(rule.bytes_max) + " bytes", "body"};
  }
  return std::nullopt;
}

}  // namespace

void Router::add(Route route) {
  for (const Route& other : routes_) {
    if (other.method == route.method && other.pattern == route.pattern) {
      throw std::logic_error("two routes for " + std::string(to_text(route.method)) + " " + route.pattern);
    }
  }
  routes_.push_back(std::move(route));
}

Router::Match Router::find(Method method, const Target& target) const {
  Match match;
  std::vector<int> best;
  std::vector<const Route*> there;  // with another method
  for (const Route& route : routes_) {
    auto fitting = fit(route.pattern, target.segments);
    if (!fitting) continue;
    if (!serves(route.method, method)) {
      there.push_back(&route);
    } else if (match.route == nullptr || fitting->order < best) {
      match.route = &route;
      match.params = std::move(fitting->params);
      best = std::move(fitting->order);
    }
  }
  if (match.route != nullptr) return match;
  match.problem =
      there.empty() ? Problem{"not_found", "there is nothing at this address", "path"} : method_problem(there);
  return match;
}

Response run_handler(const Route& route, const Request& request) {
  try {
    return route.handler(request);
  } catch (const std::exception&) {  // ours or a library's: never the peer's business
    return to_response(route, Problem{"internal", std::string(problem_kind("internal").help), {}});
  }
}

std::optional<Problem> ask_before_body(const Route& route, const Request& request) {
  if (!route.before_body) return std::nullopt;
  try {
    return route.before_body(request);
  } catch (const std::exception&) {
    return Problem{"internal", std::string(problem_kind("internal").help), {}};
  }
}

Response to_response(const Route& route, const Problem& problem) {
  return route.concise_problems ? to_concise_response(problem) : to_response(problem);
}

Response Router::answer(Request request) const {
  auto target = parse_target(request.target);
  if (!target) {
    Problem problem = problem_of(target.error());
    if (problem.name == "too_large") problem.name = "target_too_long";
    return to_response(problem);
  }
  request.parsed = std::move(*target);
  Match match = find(request.method, request.parsed);
  if (match.route == nullptr) return to_response(match.problem);
  request.params = std::move(match.params);
  if (const auto problem = body_problem(match.route->body, request)) return to_response(*match.route, *problem);
  if (const auto problem = ask_before_body(*match.route, request)) return to_response(*match.route, *problem);
  return run_handler(*match.route, request);
}

}  // namespace api
