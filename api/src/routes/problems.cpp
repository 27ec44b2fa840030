// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// The page that a problem's type leads to.
#include "api/service.hpp"

namespace api {

void add_problem_routes(Router& router) {
  router.add({Method::kGet, "/problems/{name}",
              [](const Request& request) {
                for (const ProblemKind& kind : all_problems()) {
                  if (kind.name != request.param("name")) continue;
                  Response page = reply(200, "text/plain; charset=utf-8",
                                        std::string(kind.title) + " (" + std::to_string(kind.status) + ")\n\n" +
                                            std::string(kind.help) + "\n");
                  page.caching = Caching::kRevalidate;
                  return page;
                }
                return to_response(Problem{"not_found", "there is no problem of that name", "name"});
              },
              Run::kInline});
}

}  // namespace api
