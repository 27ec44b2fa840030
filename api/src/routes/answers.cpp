// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "routes/answers.hpp"

#include <algorithm>

#include "api/negotiate.hpp"
#include "attest/records.hpp"
#include "certs/lookup.hpp"

namespace api {
namespace {

using attest::Json;

void link_next(const Request& request, const std::string& last, Response& response) {
  if (!last.empty()) response.with("Link", "<" + next_target(request, last) + ">; rel=\"next\"");
}

}  // namespace

Handler answering(std::function<Answer(const Request&)> answer) {
  return [answer = std::move(answer)](const Request& request) {
    auto given = answer(request);
    return given ? std::move(*given) : to_response(given.error());
  };
}

void add_answers(Router& router, const Context& context,
                 std::initializer_list<std::pair<std::string_view, LedgerAnswer>> routes) {
  for (const auto& [pattern, answer] : routes) {
    router.add({Method::kGet, std::string(pattern), answering([&context, given = answer](const Request& request) {
                  return given(context.ledger, request);
                })});
  }
}

Response public_reply(std::string media_type, std::string body) {
  Response response = reply(200, std::move(media_type), std::move(body));
  response.caching = Caching::kRevalidate;
  return response;
}

Response public_json(const Json& value) {
  return public_reply("application/json", attest::canonical_json(value));
}

std::optional<std::string_view> form_of(const Request& request, std::span<const Form> forms) {
  if (const auto wanted = request.query("format")) {
    const auto found = std::find_if(forms.begin(), forms.end(), [&](const Form& f) { return f.name == *wanted; });
    return found == forms.end() ? std::nullopt : std::optional(found->media_type);
  }
  std::vector<std::string_view> offered;
  for (const Form& form : forms) offered.push_back(form.media_type);
  return negotiate(request, offered);
}

Response not_acceptable(std::span<const Form> forms) {
  std::string known;
  for (const Form& form : forms) {
    known += (known.empty() ? "" : ", ") + std::string(form.media_type);
    if (!form.name.empty()) known += " (?format=" + std::string(form.name) + ")";
  }
  return to_response(Problem{"not_acceptable", "It exists as " + known + ".", "Accept"});
}

NamesFrom names_in(std::vector<std::string> names) {
  return [names = std::move(names)](const std::string& name, std::size_t count_max) {
    const auto first = std::lower_bound(names.begin(), names.end(), name);
    const std::size_t count = std::min(static_cast<std::size_t>(names.end() - first), count_max);
    return Result<std::vector<std::string>>(tl::in_place, first, first + static_cast<std::ptrdiff_t>(count));
  };
}

Result<std::string> walk(const NamesFrom& names, const Page& page, std::size_t looked_max, const TakeName& take) {
  std::string last;
  std::string from = page.after ? behind(*page.after) : "";
  std::size_t taken = 0;
  std::size_t looked = 0;
  for (;;) {
    const std::size_t count_max = page.limit - taken + 1;  // one more: whether there is another page
    const auto some = names(from, count_max);
    if (!some) return tl::unexpected(some.error());
    for (const std::string& name : *some) {
      if (taken == page.limit || looked == looked_max) return last;
      const auto took = take(name);
      if (!took) return tl::unexpected(took.error());
      if (*took) ++taken;
      ++looked;
      last = name;
    }
    if (some->size() < count_max) return std::string();
    from = behind(last);
  }
}

Result<std::string> walk(const std::vector<std::string>& names, const Page& page, std::size_t looked_max,
                         const TakeName& take) {
  return walk(names_in(names), page, looked_max, take);
}

Result<void> check_city(const ledger::StateReader& state, std::string_view city) {
  const auto known = certs::find_party(state, std::string(city));
  if (!known) return ledger::fail(known.error().code, known.error().message, "city");
  return {};
}

Result<NamesFrom> certificates_to_look_at(const ledger::StateReader& state, const Request& request) {
  const auto city = request.query("city");
  if (!city) {
    return NamesFrom([&state](const std::string& number, std::size_t count_max) {
      return attest::certificates_from(state, number, count_max);
    });
  }
  if (const auto known = check_city(state, *city); !known) return tl::unexpected(known.error());
  return NamesFrom([&state, whose = std::string(*city)](const std::string& number, std::size_t count_max) {
    return attest::certificates_of_from(state, whose, number, count_max);
  });
}

Response list_reply(const Request& request, Json::Array items, const std::string& last) {
  Json::Object body{{"items", std::move(items)}};
  if (!last.empty()) body.emplace("next", next_target(request, last));
  Response response = public_json(body);
  link_next(request, last, response);
  return response;
}

Response csv_reply(const Request& request, std::string csv, const std::string& last) {
  Response response = public_reply("text/csv; charset=utf-8", std::move(csv));
  link_next(request, last, response);
  return response;
}

}  // namespace api
