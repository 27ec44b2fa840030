// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/router.hpp"

#include <algorithm>
#include <exception>
#include <future>
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

std::string join(const std::vector<std::string>& segments, std::size_t from) {
  std::string joined = segments[from];
  for (std::size_t i = from + 1; i < segments.size(); ++i) joined += "/" + segments[i];
  return joined;
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

Router::Pattern Router::split(std::string_view pattern) {
  Pattern parts;
  while (pattern.size() > 1) {
    pattern.remove_prefix(1);
    const std::string_view part = pattern.substr(0, pattern.find('/'));
    pattern.remove_prefix(part.size());
    if (is_rest(part)) {
      parts.push_back({Part::Kind::kRest, std::string(part.substr(1, part.size() - 5))});
    } else if (is_name(part)) {
      parts.push_back({Part::Kind::kName, std::string(part.substr(1, part.size() - 2))});
    } else {
      parts.push_back({Part::Kind::kWord, std::string(part)});
    }
  }
  return parts;
}

bool Router::fits(const Pattern& pattern, const std::vector<std::string>& segments) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (i >= segments.size()) return false;
    if (pattern[i].kind == Part::Kind::kRest) return true;
    if (pattern[i].kind == Part::Kind::kWord && pattern[i].text != segments[i]) return false;
  }
  return pattern.size() == segments.size();
}

// A word goes before a name, a name before the rest, from the left.
bool Router::goes_before(const Pattern& a, const Pattern& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](const Part& x, const Part& y) { return x.kind < y.kind; });
}

std::map<std::string, std::string> Router::params_of(const Pattern& pattern, const std::vector<std::string>& segments) {
  std::map<std::string, std::string> params;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i].kind == Part::Kind::kName) params.emplace(pattern[i].text, segments[i]);
    if (pattern[i].kind == Part::Kind::kRest) params.emplace(pattern[i].text, join(segments, i));
  }
  return params;
}

void Router::add(Route route) {
  for (const Route& other : routes_) {
    if (other.method == route.method && other.pattern == route.pattern) {
      throw std::logic_error("two routes for " + std::string(to_text(route.method)) + " " + route.pattern);
    }
  }
  Pattern pattern = split(route.pattern);
  const bool word_first = !pattern.empty() && pattern.front().kind == Part::Kind::kWord;
  (word_first ? by_first_word_[pattern.front().text] : others_).push_back(routes_.size());
  patterns_.push_back(std::move(pattern));
  routes_.push_back(std::move(route));
}

Router::Match Router::find(Method method, const Target& target) const {
  Match match;
  const Pattern* best = nullptr;
  std::vector<const Route*> there;  // with another method
  const auto look = [&](const std::vector<std::size_t>& numbers) {
    for (const std::size_t number : numbers) {
      if (!fits(patterns_[number], target.segments)) continue;
      if (!serves(routes_[number].method, method)) {
        there.push_back(&routes_[number]);
      } else if (best == nullptr || goes_before(patterns_[number], *best)) {
        match.route = &routes_[number];
        best = &patterns_[number];
      }
    }
  };
  const auto first = target.segments.empty() ? by_first_word_.end() : by_first_word_.find(target.segments.front());
  if (first != by_first_word_.end()) look(first->second);
  look(others_);
  if (best != nullptr) match.params = params_of(*best, target.segments);
  if (match.route != nullptr) return match;
  match.problem =
      there.empty() ? Problem{"not_found", "there is nothing at this address", "path"} : method_problem(there);
  return match;
}

namespace {

// An exception, ours or a library's, is never the peer's business.
Response internal_problem(const Route& route) {
  return to_response(route, Problem{"internal", std::string(problem_kind("internal").help), {}});
}

Rest guarded(const Route& route, Rest rest) {
  return [&route, rest = std::move(rest)] {
    try {
      return rest();
    } catch (const std::exception&) {
      return internal_problem(route);
    }
  };
}

Response wait_for(const Route& route, const Request& request) {
  const auto resumed = std::make_shared<std::promise<Rest>>();
  auto response = begin_handler(route, request, [resumed](Rest rest, Run) { resumed->set_value(std::move(rest)); });
  return response ? std::move(*response) : resumed->get_future().get()();
}

}  // namespace

Response run_handler(const Route& route, const Request& request) {
  if (route.run == Run::kLater) return wait_for(route, request);
  try {
    return route.handler(request);
  } catch (const std::exception&) {
    return internal_problem(route);
  }
}

std::optional<Response> begin_handler(const Route& route, const Request& request, Resume resume) {
  try {
    return route.later(request, [&route, resume = std::move(resume)](Rest rest, Run where) {
      resume(guarded(route, std::move(rest)), where);
    });
  } catch (const std::exception&) {
    return internal_problem(route);
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
