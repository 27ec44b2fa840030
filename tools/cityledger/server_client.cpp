// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/server_client.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>

#include "attest/signer.hpp"

namespace cityledger {

using ledger::Code;
using ledger::Result;

namespace {

constexpr unsigned kOk = 200;
constexpr unsigned kNotFoundStatus = 404;
constexpr unsigned kGone = 410;
constexpr unsigned kTooManyRequests = 429;

bool is_this_machine(const std::string& host) {
  const bool digits = host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
  return host == "localhost" || digits;
}

bool is_worth_another_try(unsigned status) {
  return status == kTooManyRequests || status == 502 || status == 503 || status == 504;
}

Code code_of(unsigned status) {
  switch (status) {
    case 401:
    case 403:
      return Code::kKey;
    case kNotFoundStatus:
    case kGone:
      return Code::kNotFound;
    case 413:
      return Code::kTooLarge;
    case 422:
      return Code::kRefused;
    case 507:
      return Code::kFull;
    default:
      return status >= 500 || status == 429 ? Code::kBusy : Code::kInvalid;
  }
}

std::string text_member(const attest::Json& json, std::string_view name) {
  constexpr std::size_t kShownBytesMax = 1'000;
  const attest::Json* member = json.find(name);
  return member == nullptr || member->text() == nullptr ? std::string{} : member->text()->substr(0, kShownBytesMax);
}

std::uint32_t random_number() {
  const auto bytes = attest::random_bytes(4);
  return static_cast<std::uint32_t>(bytes[0]) << 24U | static_cast<std::uint32_t>(bytes[1]) << 16U |
         static_cast<std::uint32_t>(bytes[2]) << 8U | bytes[3];
}

}  // namespace

bool is_success(const HttpAnswer& answer) {
  constexpr unsigned kCreated = 201;
  constexpr unsigned kNoContent = 204;
  return answer.status == kOk || answer.status == kCreated || answer.status == kNoContent;
}

ledger::Error problem_of(const HttpAnswer& answer) {
  ledger::Error error{code_of(answer.status), "the server answers " + std::to_string(answer.status), {}};
  const auto json = attest::parse_json(ledger::text(answer.body));
  if (!json) return error;
  const std::string title = text_member(*json, "title");
  const std::string detail = text_member(*json, "detail");
  if (!title.empty()) error.message += ": " + title;
  if (!detail.empty()) error.message += ": " + detail;
  error.field = text_member(*json, "field");
  return error;
}

std::uint32_t pause_before_retry(int tries, const std::string& retry_after, std::uint32_t random) {
  constexpr std::uint32_t kFirstMillis = 200;
  std::uint32_t seconds = 0;
  const char* end = retry_after.data() + retry_after.size();
  const auto [stop, error] = std::from_chars(retry_after.data(), end, seconds);
  if (error == std::errc() && stop == end && seconds > 0) {
    return std::min(seconds, kServerPauseMillisMax / 1'000) * 1'000;
  }
  const std::uint32_t middle = kFirstMillis << std::min(tries, 8);
  return std::min(kServerPauseMillisMax, middle / 2 + random % middle);
}

ServerClient::ServerClient(std::string url, const HttpAddress& address, Pause pause)
    : url_(std::move(url)), address_(address), pause_(std::move(pause)) {
  prefix_ = address.target == "/" ? "" : address.target;
  if (!pause_) pause_ = [](std::uint32_t ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); };
}

Result<ServerClient> ServerClient::make(const std::string& url, Pause pause) {
  const std::string plain = url.substr(0, url.find_last_not_of('/') + 1);
  const auto address = parse_address(plain);
  if (!address) return ledger::fail(address.error().code, address.error().message, "server");
  if (address->target.find('?') != std::string::npos) {
    return ledger::fail(Code::kInvalid, "the server's address has no query", "server");
  }
  if (!address->tls && !is_this_machine(address->host)) {
    return ledger::fail(Code::kInvalid, "http:// is for this machine alone; write https://" + address->host, "server");
  }
  return ServerClient(plain, *address, std::move(pause));
}

HttpConnection ServerClient::take_connection() {
  const std::lock_guard lock(idle_->mutex);
  if (idle_->connections.empty()) return HttpConnection(address_);
  HttpConnection last = std::move(idle_->connections.back());
  idle_->connections.pop_back();
  return last;
}

void ServerClient::give_back(HttpConnection connection) {
  const std::lock_guard lock(idle_->mutex);
  idle_->connections.push_back(std::move(connection));
}

Result<HttpAnswer> ServerClient::ask(HttpRequest request) {
  HttpConnection connection = take_connection();
  auto answer = ask_on(connection, std::move(request));
  give_back(std::move(connection));
  return answer;
}

Result<HttpAnswer> ServerClient::ask_on(HttpConnection& connection, HttpRequest request) {
  request.target = prefix_ + request.target;
  std::uint32_t waited = 0;
  for (int tries = 1;;) {
    auto answer = connection.exchange(request);
    const bool again = answer ? is_worth_another_try(answer->status) : answer.error().code == Code::kBusy;
    if (!again) return answer;
    const bool too_often = answer && answer->status == kTooManyRequests;
    const std::uint32_t pause = pause_before_retry(tries, answer ? answer->retry_after : "", random_number());
    if ((tries == kServerTriesMax && !too_often) || waited + pause > kServerPausesMillisMax) {
      if (answer) return tl::unexpected(problem_of(*answer));
      return answer;
    }
    if (waiting_) {
      const std::lock_guard lock(idle_->mutex);
      waiting_(pause, answer ? problem_of(*answer).message : answer.error().message);
    }
    pause_(pause);
    waited += pause;
    if (!too_often) ++tries;
  }
}

Result<ledger::Bytes> ServerClient::get(const std::string& path, std::size_t bytes_max) {
  HttpRequest request;
  request.target = "/" + path;
  request.answer_bytes_max = bytes_max;
  auto answer = ask(std::move(request));
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status != kOk) {
    auto error = problem_of(*answer);
    error.message = path + ": " + error.message;
    if (error.field.empty()) error.field = "server";
    return tl::unexpected(std::move(error));
  }
  if (!answer->content_encoding.empty() && answer->content_encoding != "identity") {
    return ledger::fail(Code::kInvalid, path + " is compressed, which was not asked for", "server");
  }
  return std::move(answer->body);
}

}  // namespace cityledger
