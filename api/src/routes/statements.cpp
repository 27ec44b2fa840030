// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Statements in: one submission, or a CBOR sequence of them. A statement authenticates itself; what is answered as 201
// is durable. A statement that is there already is answered like the first time, so that sending again is safe.
#include <charconv>

#include "api/body.hpp"
#include "api/limits.hpp"
#include "api/page.hpp"
#include "attest/disclosure.hpp"
#include "certs/words.hpp"
#include "log_routes.hpp"

namespace api {
namespace {

using attest::Json;
using attest::Submission;

constexpr std::string_view kSubmissionType = "application/vnd.cityledger.submission+cbor";
constexpr std::string_view kSequenceType = "application/cbor-seq";
constexpr unsigned kCreated = 201;

// How a submission went: what its answer says, as an answer of its own or as a part of one.
struct Outcome {
  std::optional<Problem> problem{};
  Json done{};
};

Outcome refused(std::vector<attest::Refusal> refusals) {
  Problem problem{"refused", "the statement violates a rule; nothing was appended", {}};
  if (refusals.size() > 1) problem.detail = "statements violate rules; nothing was appended";
  problem.refused = std::move(refusals);
  return {std::move(problem), {}};
}

class Receiving {
 public:
  Receiving(attest::LedgerFolder& ledger, bool dry_run) : ledger_(ledger), dry_run_(dry_run) {}

  // All or nothing.
  Outcome take(const std::vector<Submission>& submissions) {
    auto answer = dry_run_ ? ledger_.dry_run(submissions) : ledger_.submit(submissions);
    if (!answer) return {problem_of(answer.error()), {}};
    if (!answer->refused.empty()) return refused(std::move(answer->refused));
    if (dry_run_) return {std::nullopt, Json::Object{{"dry_run", true}, {"violations", Json::Array{}}}};
    return {std::nullopt, certs::to_json(*answer->registered)};
  }
  [[nodiscard]] unsigned done_status() const { return dry_run_ ? 200 : kCreated; }

 private:
  attest::LedgerFolder& ledger_;
  bool dry_run_;
};

Response to_reply(const Receiving& receiving, const Outcome& outcome) {
  if (outcome.problem) return to_response(*outcome.problem);
  Response response = json_reply(outcome.done, receiving.done_status());
  const Json* entries = outcome.done.find("entries");
  if (entries != nullptr && entries->array()->size() == 1) {
    response.with("Location", "/api/v1/entries/" + std::to_string(*entries->array()->front().find("index")->integer()));
  }
  return response;
}

Response take_one(Receiving& receiving, const Request& request) {
  auto submission = attest::parse_submission(request.body);
  if (!submission) return to_response(submission.error());
  return to_reply(receiving, receiving.take({std::move(*submission)}));
}

Response take_together(Receiving& receiving, const std::vector<ledger::ByteView>& items) {
  std::vector<Submission> submissions;
  for (const ledger::ByteView item : items) {
    auto submission = attest::parse_submission(item);
    if (!submission) {
      Problem problem = problem_of(submission.error());
      problem.detail = "item " + std::to_string(submissions.size()) + ": " + problem.detail;
      return to_response(problem);
    }
    submissions.push_back(std::move(*submission));
  }
  return to_reply(receiving, receiving.take(submissions));
}

// Each by itself, in their order: a later one sees what an earlier one did. The first that the service cannot take for
// want of room or because writing has stopped is the answer for all after it, which are not tried.
Response take_each(Receiving& receiving, const std::vector<ledger::ByteView>& items) {
  Json::Array results;
  std::optional<Problem> stopped;
  for (const ledger::ByteView item : items) {
    if (stopped) {
      results.push_back(to_json(*stopped));
      continue;
    }
    auto submission = attest::parse_submission(item);
    Outcome outcome =
        submission ? receiving.take({std::move(*submission)}) : Outcome{problem_of(submission.error()), {}};
    if (outcome.problem && problem_kind(outcome.problem->name).status >= 500) stopped = outcome.problem;
    if (!outcome.problem) outcome.done.object()->emplace("status", std::int64_t{receiving.done_status()});
    results.push_back(outcome.problem ? to_json(*outcome.problem) : std::move(outcome.done));
  }
  return json_reply(Json::Object{{"results", std::move(results)}});
}

Result<bool> read_switch(const Request& request, std::string_view name) {
  const auto value = request.query(name);
  if (!value || *value == "false") return false;
  if (*value == "true") return true;
  return ledger::fail(Code::kInvalid, "this is either true or false", std::string(name));
}

Response answer_statements(const Request& request, const Context& context) {
  if (const auto known = only_query(request, {"atomic", "dry_run"}); !known) return to_response(known.error());
  const auto atomic = read_switch(request, "atomic");
  if (!atomic) return to_response(atomic.error());
  const auto dry_run = read_switch(request, "dry_run");
  if (!dry_run) return to_response(dry_run.error());
  Receiving receiving(context.ledger, *dry_run);
  if (media_type_of(request) == kSubmissionType) return take_one(receiving, request);
  const auto items = attest::split_cbor_sequence(request.body, kSequenceItemsMax);
  if (!items) return to_response(items.error());
  if (items->empty()) return to_response(Problem{"invalid", "the sequence holds no statement", "body"});
  return *atomic ? take_together(receiving, *items) : take_each(receiving, *items);
}

// Judged before the body is taken: nobody sends megabytes in order to hear that their type was wrong.
std::optional<Problem> judge_header(const Request& request) {
  if (auto problem = media_type_problem(request, {kSubmissionType, kSequenceType})) return problem;
  const std::string_view said = request.header("content-length").value_or("0");
  std::uint64_t length = 0;
  std::from_chars(said.data(), said.data() + said.size(), length);
  if (media_type_of(request) == kSubmissionType && length > attest::kSubmissionBytesMax) {
    return problem_of({Code::kTooLarge, "the submission is over 512 KiB", "body"});
  }
  return std::nullopt;
}

}  // namespace

void add_statement_routes(Router& router, const Context& context) {
  Route post{Method::kPost,
             "/api/v1/statements",
             [&context](const Request& request) { return answer_statements(request, context); },
             Run::kWorker,
             {BodyRule::Kind::kMemory, kSequenceBytesMax}};
  post.before_body = judge_header;
  router.add(std::move(post));
}

}  // namespace api
