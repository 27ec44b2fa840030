// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "api/limits.hpp"
#include "api/rate_limit.hpp"
#include "http/access_log.hpp"
#include "http/session.hpp"

namespace api {
namespace {

constexpr std::string_view kCloseLine = "Connection: close\r\n";

// One chunk of chunked coding (RFC 9112 section 7.1).
std::string chunk(std::string_view text) {
  std::array<char, 24> size{};
  const int digits = std::snprintf(size.data(), size.size(), "%zx\r\n", text.size());
  std::string framed(size.data(), static_cast<std::size_t>(digits));
  framed += text;
  return framed += "\r\n";
}

// Fills `block` from the file. False when the file has less, or cannot be read.
bool read_file(int file, std::uint64_t at, std::string& block) {
  std::size_t have = 0;
  while (have < block.size()) {
    const ssize_t got = ::pread(file, block.data() + have, block.size() - have, static_cast<off_t>(at + have));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    have += static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

Reply make_reply(const Request& request, Response response, ReadyMemo* memo) {
  try {
    return finish(request, std::move(response), memo);
  } catch (const std::exception&) {  // memory, or a library's: never the peer's business
    return finish(Request{}, to_response(Problem{"internal", std::string(problem_kind("internal").help), {}}));
  }
}

void Session::answer(Response response) {
  reply_ = make_reply(request_, std::move(response), &home_.memo());
  send();
}

bool Session::without_body() const {
  return request_.method == Method::kHead || reply_.status == 304 || reply_.status == 204;
}

void Session::send() {
  state_ = State::kSending;
  if (std::holds_alternative<EventStream>(reply_.body) && !without_body()) {
    if (const auto problem = admit_stream()) return answer(to_response(*problem));
  }
  if (!admit_bytes()) {
    ++home_.metrics->requests_busy;
    Problem problem{"busy", "too many large answers are being sent", {}};
    problem.retry_after_s = 1;
    return answer(to_response(problem));
  }
  if (const auto* file = std::get_if<FileBody>(&reply_.body); file != nullptr && reply_.length > 0) return open_file();
  begin_sending();
}

std::optional<Problem> Session::admit_stream() {
  auto admitted = home_.streams->admit(rate_key(request_.address));
  if (!admitted.ticket) {
    Problem problem = admitted.for_its_address
                          ? Problem{"too_many_requests", "this address has too many event streams open", {}}
                          : Problem{"busy", "too many event streams are open", {}};
    problem.retry_after_s = 10;
    return problem;
  }
  streaming_ = std::move(admitted.ticket);
  ++home_.metrics->streams;
  stream_spoke_ = home_.now();
  stream_ends_ = stream_spoke_ + home_.options->deadlines.stream;
  return std::nullopt;
}

void Session::leave_stream() {
  if (streaming_) --home_.metrics->streams;
  streaming_.reset();
}

// A large answer stays in memory until its reader has taken it, or a part of it: all of them together are limited.
bool Session::admit_bytes() {
  const auto* const text = std::get_if<std::string>(&reply_.body);
  const auto* const ready = std::get_if<ReadyBody>(&reply_.body);
  const std::uint64_t bytes = text != nullptr ? text->size() : ready != nullptr && *ready ? (*ready)->size() : 0;
  if (bytes <= kSmallAnswerBytes) return true;
  const std::uint64_t all = *home_.sending_bytes += bytes;
  const bool room = all <= home_.options->answers_bytes_max;
  if (room) sending_bytes_ = bytes;
  if (!room) *home_.sending_bytes -= bytes;
  return room;
}

void Session::begin_sending() {
  out_head_.clear();
  out_head_ += reply_.block ? *reply_.block : write_block(reply_.status, reply_.headers);
  out_head_ += home_.date_line();
  out_head_ += "X-Request-Id: ";
  out_head_ += request_.id;
  out_head_ += "\r\n";
  if (wire_->is_tls()) out_head_ += home_.strict_transport_line;
  if (!keep_) out_head_ += kCloseLine;
  out_head_ += "\r\n";
  out_first_ = out_head_;
  out_second_ = {};
  body_sent_ = 0;
  if (reply_.length > 0) {
    if (const auto* text = std::get_if<std::string>(&reply_.body)) out_second_ = *text;
    if (const auto* ready = std::get_if<ReadyBody>(&reply_.body)) out_second_ = **ready;
    if (std::holds_alternative<FileBody>(reply_.body)) {
      out_second_ = block_;
    } else {
      out_second_ = out_second_.substr(reply_.first, reply_.length);
    }
    body_sent_ = out_second_.size();
  }
  send_started_ = home_.now();
  wrote(wire_->write_now(out_first_, out_second_));
}

void Session::on_written(bool ok, std::size_t bytes) {
  if (state_ == State::kClosed) return;
  if (!ok) return cut();
  if (state_ == State::kContinue) {
    state_ = State::kBody;
    feed();
    return proceed();
  }
  wrote(bytes);
  proceed();
}

// So many bytes are on their way; goes on with what is left.
void Session::wrote(std::size_t bytes) {
  const std::size_t of_first = std::min(bytes, out_first_.size());
  out_first_.remove_prefix(of_first);
  out_second_.remove_prefix(bytes - of_first);
  if (!out_first_.empty() || !out_second_.empty()) return write_out();
  if (std::holds_alternative<EventStream>(reply_.body) && !without_body() && !stream_ended_) return ask_stream();
  if (body_sent_ < reply_.length) return read_block();
  sent();
}

void Session::write_out() {
  const auto stall = home_.options->deadlines.stall;
  const std::uint64_t rate = std::max<std::uint64_t>(1, home_.options->bytes_per_second_min);
  const std::uint64_t gone = body_sent_ - std::min<std::uint64_t>(body_sent_, out_second_.size());
  const TimePoint now = home_.now();
  deadline_ = now + stall;
  if (!streaming_) deadline_ = std::min(deadline_, send_started_ + stall + std::chrono::seconds(gone / rate));
  wire_->write_some(out_first_, out_second_);
}

void Session::open_file() {
  state_ = State::kElsewhere;
  block_.resize(std::min<std::uint64_t>(reply_.length, kBlockBytes));
  home_.to_disk([self = shared_from_this(), this] {
    file_ = ::open(std::get<FileBody>(reply_.body).file.c_str(), O_RDONLY | O_CLOEXEC);
    const bool ok = file_ >= 0 && read_file(file_, reply_.first, block_);
    home_.post([self, this, ok] {
      if (state_ == State::kClosed) return;
      state_ = State::kSending;
      if (!ok) {
        keep_ = false;
        return answer(to_response(Problem{"internal", std::string(problem_kind("internal").help), {}}));
      }
      begin_sending();
      proceed();
    });
  });
}

// The next block of the file.
void Session::read_block() {
  state_ = State::kElsewhere;
  block_.resize(std::min<std::uint64_t>(reply_.length - body_sent_, kBlockBytes));
  home_.to_disk([self = shared_from_this(), this] {
    const bool ok = read_file(file_, reply_.first + body_sent_, block_);
    home_.post([self, this, ok] {
      if (state_ == State::kClosed) return;
      if (!ok) return cut();  // shorter than was said: the client must notice
      state_ = State::kSending;
      out_second_ = block_;
      body_sent_ += block_.size();
      write_out();
    });
  });
}

// Asks an event stream for what is new and sends it, or waits.
void Session::ask_stream() {
  const auto& stream = std::get<EventStream>(reply_.body);
  const TimePoint now = home_.now();
  std::optional<std::string> events;
  try {
    if (!finishing_ && now < stream_ends_) events = stream.next();
  } catch (const std::exception&) {
    return cut();
  }
  stream_ended_ = !events.has_value();
  if (stream_ended_) return say("");
  if (events->empty() && now - stream_spoke_ >= home_.options->deadlines.ping) *events = ":\n\n";
  if (!events->empty()) return say(*events);
  state_ = State::kWaiting;
  home_.after(stream.every, [self = shared_from_this(), this] {
    if (state_ == State::kWaiting) ask_stream();
  });
}

void Session::say(std::string_view event) {
  state_ = State::kSending;
  stream_spoke_ = home_.now();
  out_head_ = chunk(event);  // an empty one is the end
  out_first_ = out_head_;
  write_out();
}

void Session::sent() {
  const auto took = home_.now() - started_;
  count_request(took);
  if (home_.options->access_log) log_request(took);
  leave_stream();
  stream_ended_ = false;
  if (file_ >= 0) ::close(file_);
  file_ = -1;
  upload_.reset();
  release();
  reply_.block.reset();
  reply_.body = std::string();
  if (!keep_ || finishing_) return close_gently();
  state_ = State::kHead;
  const auto& deadlines = home_.options->deadlines;
  deadline_ = home_.now() + (begin_ == end_ ? deadlines.idle : deadlines.head);
}

void Session::count_request(std::chrono::nanoseconds took) {
  const auto& routes = home_.router->routes();
  const std::size_t number = route_ == nullptr ? routes.size() : static_cast<std::size_t>(route_ - routes.data());
  home_.metrics->count(number, reply_.status, took, reply_.length);
}

void Session::log_request(std::chrono::nanoseconds took) const {
  home_.options->access_log(access_line(request_, route_, reply_.status, reply_.length, took));
}

// Says that nothing more comes and lets the other end read what was sent: a connection that is closed with unread
// input is reset, and the last answer may be lost with it.
void Session::close_gently() {
  state_ = State::kEnding;
  deadline_ = home_.now() + home_.options->deadlines.linger;
  wire_->end_sending();
}

void Session::on_ended() {
  if (state_ == State::kEnding) read_more();
}

}  // namespace api
