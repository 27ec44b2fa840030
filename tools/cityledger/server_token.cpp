// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a server gives to a party that it knows: a token for a signed challenge, confidential fields and uploads for a
// token.
#include "attest/challenge.hpp"
#include "attest/evidence_store.hpp"
#include "attest/records.hpp"
#include "attest/statement.hpp"
#include "cityledger/progress.hpp"
#include "cityledger/server_answers.hpp"
#include "cityledger/server_link.hpp"
#include "ledger/encoding.hpp"

namespace cityledger {
namespace fs = std::filesystem;
namespace {

constexpr unsigned kOk = 200;
constexpr unsigned kCreated = 201;
constexpr unsigned kNoContent = 204;
constexpr unsigned kUnauthorised = 401;
constexpr unsigned kForbidden = 403;

bool is_done(const HttpAnswer& answer) {
  return answer.status == kOk || answer.status == kCreated || answer.status == kNoContent;
}

// The file's digest, when the submission registers evidence and says it.
std::optional<ledger::Digest> registered_digest(const attest::Submission& submission) {
  const auto statement = attest::parse_statement(submission.statement);
  if (!statement || !std::holds_alternative<attest::EvidenceRegistered>(statement->body)) return std::nullopt;
  for (const std::string& encoded : submission.disclosures) {
    const auto disclosure = attest::parse_disclosure(encoded);
    if (!disclosure || disclosure->name != "digest") continue;
    const auto digest = ledger::digest_from_hex(disclosure->value);
    return digest ? std::optional(*digest) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

void ServerLink::read_as(ServerReader reader) {
  reader_ = std::move(reader);
  token_.clear();
}

// Signed only when it is for this key, from this server and about this ledger: a relay gets nothing that it could use.
Result<void> ServerLink::get_token() {
  const attest::Digest kid = attest::key_thumbprint(reader_->key->public_key());
  HttpRequest ask;
  ask.method = HttpMethod::kPost;
  ask.target = "/api/v1/challenges";
  ask.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  ask.body = ledger::to_bytes(attest::canonical_json(Json::Object{{"kid", ledger::to_hex(kid)}}));
  const auto set = client_.ask(std::move(ask));
  if (!set) return tl::unexpected(set.error());
  if (!is_done(*set)) return tl::unexpected(problem_of(*set));
  const auto text = text_member_of(set->body, "challenge");
  if (!text) return tl::unexpected(text.error());
  const auto payload = ledger::base64url_decode(*text);
  if (!payload) return fail(Code::kInvalid, "the server's challenge is malformed", "server");
  const auto challenge = attest::parse_challenge(ledger::text(*payload));
  if (!challenge) return fail(Code::kInvalid, "the server's challenge: " + challenge.error().message, "server");
  if (auto fits = attest::check_challenge(*challenge, kid, client_.url(), trust_.log.name, trust_.genesis); !fits) {
    return fail(Code::kKey, "the server's challenge is not signed: " + fits.error().message, fits.error().field);
  }
  const auto issued_at_s = static_cast<std::int64_t>(challenge->issued.value / 1'000);
  const auto answer = attest::sign_challenge(*challenge, reader_->party, issued_at_s, *reader_->key);
  if (!answer) return tl::unexpected(answer.error());
  HttpRequest exchange;
  exchange.method = HttpMethod::kPost;
  exchange.target = "/api/v1/tokens";
  exchange.headers = {{"Content-Type", "application/cose"}, {"Accept", "application/json"}};
  exchange.body = *answer;
  const auto granted = client_.ask(std::move(exchange));
  if (!granted) return tl::unexpected(granted.error());
  if (!is_done(*granted)) return tl::unexpected(problem_of(*granted));
  auto token = text_member_of(granted->body, "token");
  if (!token) return tl::unexpected(token.error());
  token_ = std::move(*token);
  return {};
}

// With a token where a reader is named; a token that has ended is got anew once.
Result<HttpAnswer> ServerLink::ask_as_reader(HttpRequest request) {
  for (const bool again : {true, false}) {
    if (reader_ && token_.empty()) {
      if (auto got = get_token(); !got) return tl::unexpected(got.error());
    }
    HttpRequest asked = request;
    if (reader_) asked.headers.emplace_back("Authorization", "Bearer " + token_);
    auto answer = client_.ask(std::move(asked));
    if (!answer || answer->status != kUnauthorised || !reader_ || !again) return answer;
    token_.clear();
  }
  return fail(Code::kKey, "the server takes no token", "server");
}

Result<std::vector<std::string>> ServerLink::disclosures(ledger::EntryIndex index) {
  HttpRequest request;
  request.target = "/api/v1/disclosures?entry=" + std::to_string(index.value);
  request.headers = {{"Accept", "application/json"}};
  request.answer_bytes_max = attest::kSubmissionBytesMax;
  const auto answer = ask_as_reader(std::move(request));
  // A server of published files alone has none to give.
  if (!answer && answer.error().code == Code::kNotFound) return std::vector<std::string>{};
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status == kOk) return parse_disclosures(answer->body);
  const auto error = problem_of(*answer);
  // Who may read nothing sees digests, as anybody.
  if (error.code == Code::kNotFound || (answer->status == kForbidden && reader_)) return std::vector<std::string>{};
  return tl::unexpected(error);
}

// The receipt that the ledger gives now. It may have grown since the mirror was brought forward, and whoever proves the
// receipt needs the tree that it leads to. What is malformed is told by who proves it.
Result<attest::Bytes> ServerLink::receipt(ledger::EntryIndex index, ledger::Store& mirror) {
  auto given = client_.get("api/v1/entries/" + std::to_string(index.value) + "/receipt", attest::kReceiptBytesMax);
  if (!given) return given;
  const auto head = mirror.head();
  if (!head) return tl::unexpected(head.error());
  const auto receipt = attest::parse_receipt(*given);
  if (!receipt || receipt->header.size <= head->size) return given;
  if (auto followed = follow_present(mirror); !followed) return tl::unexpected(followed.error());
  return given;
}

void ServerLink::upload_evidence(const std::vector<attest::Submission>& submissions,
                                 const attest::Registered& registered) {
  const attest::EvidenceStore files(folder_ / "evidence");
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    const auto digest = registered_digest(submissions[i]);
    if (!digest || !files.holds(*digest)) continue;
    const std::string entry = std::to_string(registered.entries[i].ref.index.value);
    const auto sent = upload(entry, files.path_of(*digest));
    console_.progress({});
    if (sent) continue;
    console_.warn("entry " + entry + " is appended, but its file is not at the server: " + sent.error().message +
                  "; send it with PUT /api/v1/evidence/" + entry + ", it lies in " + files.path_of(*digest).string());
  }
}

Result<void> ServerLink::upload(const std::string& entry, const fs::path& file) {
  std::error_code error;
  const std::uint64_t size = fs::file_size(file, error);
  HttpRequest request;
  request.method = HttpMethod::kPut;
  request.target = "/api/v1/evidence/" + entry;
  request.headers = {{"Content-Type", "application/octet-stream"}, {"Accept", "application/json"}};
  request.body_file = file;
  request.deadline_ms = 60'000;
  if (const auto progress = draw_progress(console_, "sending bytes of evidence")) {  // none where nobody looks
    request.sent = [progress, size](std::uint64_t done) { progress(std::min(done, size), size); };
  }
  const auto answer = ask_as_reader(std::move(request));
  if (!answer) return tl::unexpected(answer.error());
  if (is_done(*answer)) return {};
  return tl::unexpected(problem_of(*answer));
}

}  // namespace cityledger
