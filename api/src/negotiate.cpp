// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/negotiate.hpp"

#include <string>

#include "ascii.hpp"

namespace api {
namespace {

// RFC 9110 section 12.4.2: "0", "0.5", "1.000", in thousandths; what is none counts as 0.
int quality(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
  int value = (text[0] - '0') * 1000;
  if (text.size() == 1) return value;
  if (text[1] != '.') return 0;
  int step = 100;
  for (const char c : text.substr(2)) {
    if (c < '0' || c > '9') return 0;
    value += (c - '0') * step;
    step /= 10;
  }
  return value > 1000 ? 0 : value;
}

struct Wish {
  std::string_view range;
  int quality = 1000;
};

Wish read_wish(std::string_view part) {
  Wish wish{trim(part.substr(0, part.find(';')))};
  std::size_t at = part.find(';');
  while (at != std::string_view::npos) {
    part.remove_prefix(at + 1);
    at = part.find(';');
    const std::string_view parameter = trim(part.substr(0, at));
    if (parameter.starts_with("q=") || parameter.starts_with("Q=")) wish.quality = quality(parameter.substr(2));
  }
  return wish;
}

// How exactly the range names the type: 3 the type itself, 2 "text/*", 1 "*/*", 0 not.
int exactness(std::string_view range, std::string_view type) {
  if (range == type) return 3;
  if (range == "*/*" || range == "*") return 1;
  const bool whole = range.ends_with("/*") && type.starts_with(range.substr(0, range.size() - 1));
  return whole ? 2 : 0;
}

}  // namespace

// The most exact range counts.
int quality_in(std::string_view accept, std::string_view type) {
  int best_exactness = 0;
  int best_quality = 0;
  for (;;) {
    const std::size_t end = accept.find(',');
    const Wish wish = read_wish(accept.substr(0, end));
    const int exact = exactness(wish.range, type.substr(0, type.find(';')));
    if (exact > best_exactness) {
      best_exactness = exact;
      best_quality = wish.quality;
    }
    if (end == std::string_view::npos) return best_quality;
    accept.remove_prefix(end + 1);
  }
}

std::optional<std::string_view> negotiate(const Request& request, std::span<const std::string_view> offered) {
  const auto accept = request.header("accept");
  if (!accept || trim(*accept).empty()) return offered.front();
  std::optional<std::string_view> best;
  int best_quality = 0;
  for (const std::string_view type : offered) {
    const int quality_of_type = quality_in(*accept, type);
    if (quality_of_type > best_quality) {
      best = type;
      best_quality = quality_of_type;
    }
  }
  return best;
}

std::optional<std::string_view> negotiate(const Request& request, std::initializer_list<std::string_view> offered) {
  return negotiate(request, std::span(offered.begin(), offered.size()));
}

}  // namespace api
