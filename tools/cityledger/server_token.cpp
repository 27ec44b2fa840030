// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What a server gives to a party that it knows: a token for a signed challenge, confidential fields for a token.
#include "attest/challenge.hpp"
#include "attest/records.hpp"
#include "cityledger/server_answers.hpp"
#include "cityledger/server_link.hpp"
#include "ledger/encoding.hpp"

namespace cityledger {
namespace {

constexpr unsigned kOk = 200;
constexpr unsigned kUnauthorised = 401;
constexpr unsigned kForbidden = 403;

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
  if (!is_success(*set)) return tl::unexpected(problem_of(*set));
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
  if (!is_success(*granted)) return tl::unexpected(problem_of(*granted));
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

// A list's `next` leads on; it is read as words, and only where the list itself is.
Result<std::vector<attest::Access>> ServerLink::access_log() {
  constexpr std::size_t kPagesMax = 100'000;
  const std::string address = "/api/v1/access-log";
  if (!reader_) return fail(Code::kKey, "the server tells a party its own log: name its key with --as KEY", "as");
  std::vector<attest::Access> all;
  std::string target = address + "?limit=100";
  for (std::size_t pages = 0; pages < kPagesMax; ++pages) {
    HttpRequest request;
    request.target = target;
    request.headers = {{"Accept", "application/json"}};
    request.answer_bytes_max = kServerAnswerBytesMax;
    const auto answer = ask_as_reader(std::move(request));
    if (!answer) return tl::unexpected(answer.error());
    if (answer->status != kOk) return tl::unexpected(problem_of(*answer));
    auto page = parse_accesses(answer->body, reader_->party);
    if (!page) return tl::unexpected(page.error());
    all.insert(all.end(), page->accesses.begin(), page->accesses.end());
    if (!page->next) return all;
    if (!page->next->starts_with(address + "?") || *page->next == target) break;
    target = *page->next;
  }
  return fail(Code::kInvalid, "the server's access log leads nowhere", "server");
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

}  // namespace cityledger
