// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Challenge and token: how a party names itself.
#include "api/tokens.hpp"

#include "api/body.hpp"
#include "api/limits.hpp"
#include "attest/date.hpp"
#include "ledger/encoding.hpp"
#include "routes/rights_routes.hpp"

namespace api {
namespace {

Response confidential(const attest::Json& value) {
  Response response = json_reply(value);
  response.for_any_origin = false;
  return response;
}

Response set_challenge(const Tokens& tokens, const Request& request) {
  const auto body = json_body(request);
  if (!body) return to_response(body.error());
  attest::Fields fields(*body);
  const auto kid = ledger::digest_from_hex(fields.text("kid"));
  if (!kid) fields.wrong("kid", "must be a key's thumbprint, 64 lower-case hexadecimal digits");
  if (const auto finished = fields.finish(); !finished) return to_response(finished.error());
  const Tokens::Set set = tokens.challenge(*kid);
  return confidential(attest::Json::Object{{"challenge", ledger::base64url_encode(ledger::view(set.payload))},
                                           {"expires", attest::format_moment(set.expires)}});
}

Response grant_token(Tokens& tokens, const Request& request) {
  if (const auto problem = media_type_problem(request, {"application/cose"})) return to_response(*problem);
  const auto granted = tokens.exchange(request.body);
  if (!granted) return to_response(granted.error());
  return confidential(attest::Json::Object{
      {"token", granted->token}, {"party", granted->party}, {"expires", attest::format_moment(granted->expires)}});
}

Response end_token(Tokens& tokens, const Request& request) {
  if (const auto ended = tokens.end(request); !ended) return to_response(ended.error());
  Response response;
  response.status = 204;
  response.for_any_origin = false;
  return response;
}

}  // namespace

void add_token_routes(Router& router, Tokens& tokens) {
  router.add({Method::kPost,
              "/api/v1/challenges",
              [&tokens](const Request& request) { return set_challenge(tokens, request); },
              Run::kInline,
              {BodyRule::Kind::kMemory, kJsonBodyBytesMax}});
  router.add({Method::kPost,
              "/api/v1/tokens",
              [&tokens](const Request& request) { return grant_token(tokens, request); },
              Run::kWorker,
              {BodyRule::Kind::kMemory, kChallengeAnswerBytesMax}});
  router.add({Method::kDelete, "/api/v1/tokens/current",
              [&tokens](const Request& request) { return end_token(tokens, request); }});
}

}  // namespace api
