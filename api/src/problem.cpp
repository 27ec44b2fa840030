// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/problem.hpp"

#include <algorithm>
#include <stdexcept>

#include "attest/cbor.hpp"
#include "certs/words.hpp"

namespace api {
namespace {

using attest::Json;
using ledger::Code;

void add_headers(Response& response, const Problem& problem) {
  for (const auto& [name, value] : problem.headers) response.with(name, value);
  if (problem.retry_after_s > 0) response.with("Retry-After", std::to_string(problem.retry_after_s));
  response.caching = Caching::kNoStore;
}

std::string_view name_of(Code code) {
  switch (code) {
    case Code::kInvalid:
      return "invalid";
    case Code::kTooLarge:
      return "too_large";
    case Code::kRefused:
      return "refused";
    case Code::kNotFound:
      return "not_found";
    case Code::kBusy:
      return "busy";
    case Code::kFull:
      return "disk_full";
    case Code::kClock:
    case Code::kHalted:
    case Code::kStale:
      return "writing_stopped";
    case Code::kKey:
    case Code::kLocked:
    case Code::kNewer:
    case Code::kCorrupt:
    case Code::kStorage:
      return "internal";
  }
  return "internal";
}

}  // namespace

const std::vector<ProblemKind>& all_problems() {
  static const std::vector<ProblemKind> kKinds = {
      {"invalid", 400, "The request is malformed", "Mend the field that is named and send it again."},
      {"unauthorized", 401, "A token is needed",
       "Get a challenge at /api/v1/challenges, sign it with the party's key, and exchange it for a token at "
       "/api/v1/tokens."},
      {"forbidden", 403, "This is not for the party that asks",
       "The rights are in the table at /api/v1/rights; another party's data cannot be read."},
      {"not_found", 404, "There is no such thing here", "Check the address; lists name what exists."},
      {"method_not_allowed", 405, "The address does not know this method", "Use one of the methods in Allow."},
      {"not_acceptable", 406, "It does not exist in that form",
       "Ask for one of the media types that the detail names."},
      {"timeout", 408, "The request came too slowly", "Send it again, faster or in smaller pieces."},
      {"conflict", 409, "It does not fit the present state", "Read the present state and send what fits it."},
      {"length_required", 411, "The length must be said", "Send Content-Length."},
      {"precondition_failed", 412, "It has changed since", "Read it again, then decide."},
      {"too_large", 413, "It is larger than allowed", "The detail names the limit; send less."},
      {"target_too_long", 414, "The address is longer than allowed", "Shorten the query, or use a POST route."},
      {"unsupported_media_type", 415, "The body's media type is not one that this address takes",
       "Send one of the media types that the detail names."},
      {"range_not_satisfiable", 416, "The range lies outside of the file", "Ask for a range within the size."},
      {"expectation_failed", 417, "The expectation is not known", "Send it without Expect, or with 100-continue."},
      {"refused", 422, "A rule of the ledger forbids it",
       "Nothing was appended. Each violation names its rule, the field and how to mend it."},
      {"not_as_registered", 422, "The file is not the one that was registered",
       "Nothing was kept. Send the file whose size and SHA-256 the registration has."},
      {"too_many_requests", 429, "Too many requests", "Wait as long as Retry-After says."},
      {"header_too_large", 431, "The header is larger than allowed", "Send fewer or shorter header fields."},
      {"internal", 500, "The service failed",
       "Nothing acknowledged is lost. Try again; the operator's log has the request's id."},
      {"not_implemented", 501, "The service does not do this", "Use another method or transfer coding."},
      {"busy", 503, "The service is busy", "Nothing was changed. Send the same request again after Retry-After."},
      {"writing_stopped", 503, "Writing has stopped",
       "Reads go on. An operator must look; send the statement again later."},
      {"version_not_supported", 505, "This version of HTTP is not spoken", "Use HTTP/1.1."},
      {"disk_full", 507, "The disk is full", "Nothing was changed and reads go on. Try again later."},
  };
  return kKinds;
}

const ProblemKind& problem_kind(std::string_view name) {
  const auto& kinds = all_problems();
  const auto at = std::find_if(kinds.begin(), kinds.end(), [&](const ProblemKind& k) { return k.name == name; });
  if (at == kinds.end()) throw std::logic_error("no problem kind of that name");
  return *at;
}

attest::Json to_json(const Problem& problem) {
  const ProblemKind& kind = problem_kind(problem.name);
  Json::Object body{{"type", "/problems/" + std::string(kind.name)},
                    {"title", kind.title},
                    {"status", static_cast<std::int64_t>(kind.status)},
                    {"detail", problem.detail}};
  if (!problem.field.empty()) body.emplace("field", problem.field);
  if (!problem.refused.empty()) body.emplace("violations", certs::violations_json(problem.refused));
  return body;
}

Response to_response(const Problem& problem) {
  Response response =
      reply(problem_kind(problem.name).status, "application/problem+json", attest::canonical_json(to_json(problem)));
  add_headers(response, problem);
  return response;
}

std::string in_words(const std::vector<attest::Refusal>& refused) {
  std::string words;
  for (const attest::Refusal& refusal : refused) {
    for (const ledger::Violation& violation : refusal.violations) {
      words += (words.empty() ? "" : "; ") + violation.rule + ": " + violation.message;
    }
  }
  return words;
}

Response concise_reply(unsigned status, std::string_view title, std::string_view detail) {
  using attest::Cbor;
  const Cbor map = Cbor::map({{Cbor::integer(-1), Cbor::text(title)}, {Cbor::integer(-2), Cbor::text(detail)}});
  return reply(status, "application/concise-problem-details+cbor", ledger::ByteView(attest::encode_cbor(map)));
}

Response to_concise_response(const Problem& problem) {
  const ProblemKind& kind = problem_kind(problem.name);
  const std::string rules = in_words(problem.refused);
  const std::string between = problem.detail.empty() || rules.empty() ? "" : "; ";
  Response response = concise_reply(kind.status, kind.title, problem.detail + between + rules);
  add_headers(response, problem);
  return response;
}

Problem problem_of(const ledger::Error& error) {
  Problem problem;
  problem.name = name_of(error.code);
  problem.field = error.field;
  problem.detail = error.message;
  if (problem.name == "busy") problem.retry_after_s = 1;
  if (problem.name == "writing_stopped") problem.retry_after_s = 60;
  if (problem.name == "internal" || problem.name == "writing_stopped" || problem.name == "disk_full") {
    problem.detail = std::string(problem_kind(problem.name).help);
    problem.field.clear();
  }
  return problem;
}

Response to_response(const ledger::Error& error) {
  return to_response(problem_of(error));
}

}  // namespace api
