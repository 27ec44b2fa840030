// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "api/negotiate.hpp"
#include "http/finish.hpp"
#include "require.hpp"

// Range, If-None-Match, If-Match, If-Range, Accept and Accept-Encoding, one a line: any text gets an answer that is
// within the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  api::Request request;
  for (const char* name : {"range", "if-none-match", "if-match", "if-range", "accept", "accept-encoding"}) {
    const std::string_view line = input.substr(0, input.find('\n'));
    if (!line.empty()) request.headers.emplace_back(name, line);
    input.remove_prefix(std::min(input.size(), line.size() + 1));
  }
  (void)api::negotiate(request, {"text/html", "application/json"});
  api::Response response = api::reply(200, "text/plain", std::string(2'000, 'x'));
  response.caching = api::Caching::kRevalidate;
  const api::Reply reply = api::finish(request, std::move(response));
  require(reply.status == 200 || reply.status == 206 || reply.status == 304 || reply.status == 412 ||
          reply.status == 416);
  if (reply.status == 206) require(reply.length > 0 && reply.first + reply.length <= 2'000);
  if (reply.status == 304) require(reply.length == 0);
  return 0;
}
