// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "http/session.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "api/limits.hpp"
#include "ascii.hpp"
#include "free_bytes.hpp"
#include "http/client_address.hpp"

namespace api {
namespace {

constexpr std::size_t kInputBytes = 4'096;
constexpr std::size_t kBodyInputBytes = 65'536;
constexpr std::string_view kContinueLine = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

Session::Session(Home& home, std::unique_ptr<Wire> wire, std::string address, std::shared_ptr<void> ticket)
    : home_(home), wire_(std::move(wire)), ticket_(std::move(ticket)), address_(std::move(address)) {
  wire_->set_user(*this);
  input_.resize(kInputBytes);
  deadline_ = home_.now() + home_.options->deadlines.handshake;
}

Session::~Session() {
  if (file_ >= 0) ::close(file_);
  leave_stream();
  release();
}

// Gives back what a large body or file took.
void Session::release() {
  *home_.held_bytes -= held_bytes_;
  held_bytes_ = 0;
  if (sending_bytes_ > 0) *home_.sending_bytes -= sending_bytes_;
  sending_bytes_ = 0;
  if (request_.body.capacity() > kBodyInputBytes) request_.body = ledger::Bytes();
  if (pending_.capacity() > kInputBytes) pending_ = std::string();
  if (block_.capacity() > kInputBytes) block_ = std::string();
}

void Session::start() {
  wire_->open();
}

void Session::turn_away(const Problem& problem) {
  forget_request();
  refuse(problem);
}

void Session::on_open(bool ok) {
  if (state_ == State::kClosed) return;
  if (!ok) return cut();
  state_ = State::kHead;
  deadline_ = home_.now() + home_.options->deadlines.head;
  if (finishing_) return cut();
  read_more();
}

void Session::cut() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  wire_->close();
}

void Session::finish_up() {
  finishing_ = true;
  keep_ = false;
  if (state_ == State::kHead) close_gently();
  if (state_ == State::kWaiting) ask_stream();
}

void Session::sweep(TimePoint now) {
  if (now < deadline_ || state_ == State::kElsewhere || state_ == State::kClosed) return;
  const bool in_request = (state_ == State::kHead && begin_ != end_) || state_ == State::kBody;
  if (in_request) {
    ++home_.metrics->connections_cut;
    const Problem problem{"timeout", "the request was not complete in time", {}};
    return state_ == State::kBody ? refuse(problem) : refuse_unread(problem);
  }
  if (state_ == State::kHead && requests_ > 0) return close_gently();
  if (state_ == State::kWaiting) return;  // a timer of its own
  ++home_.metrics->connections_cut;
  cut();
}

void Session::consume(std::size_t bytes) {
  begin_ += bytes;
  seen_ = 0;
  if (begin_ == end_) begin_ = end_ = 0;
}

void Session::read_more() {
  if (reading_) return;
  if (begin_ > 0) {
    std::memmove(input_.data(), input_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  const std::size_t wanted = state_ == State::kBody ? kBodyInputBytes
                             : end_ < kInputBytes   ? kInputBytes
                                                    : kHeaderBytesMax;
  if (input_.size() < wanted || (end_ == 0 && input_.size() > wanted)) input_.resize(wanted);
  reading_ = true;
  wire_->read_some(std::span(input_).subspan(end_));
}

void Session::on_read(bool ok, std::size_t bytes) {
  reading_ = false;
  switch (state_) {
    case State::kHead:
      if (!ok) return cut();
      if (end_ == 0) deadline_ = home_.now() + home_.options->deadlines.head;
      end_ += bytes;
      return proceed();
    case State::kBody:
      if (!ok) return cut();  // half an upload is none
      end_ += bytes;
      feed();
      return proceed();
    case State::kEnding:
      if (!ok) return cut();
      begin_ = end_ = 0;
      return read_more();
    default:
      return;  // an answer goes out although the request is not complete: the rest is not looked at
  }
}

// Takes requests out of the input until something must be waited for.
void Session::proceed() {
  for (std::size_t taken = 0; state_ == State::kHead; ++taken) {
    if (taken == kPipelinedMax) {
      return home_.post([self = shared_from_this(), this] { proceed(); });
    }
    const HeadEnd head = find_head_end(input(), seen_);
    if (head.problem) return refuse_unread(*head.problem);
    if (head.bytes == 0) {
      seen_ = end_ - begin_;
      return read_more();
    }
    take_request(head.bytes);
  }
}

void Session::take_request(std::size_t head_bytes) {
  started_ = home_.now();
  const std::string_view bytes = input().substr(0, head_bytes);
  if (const auto problem = read_head(bytes, head_)) return refuse_unread(*problem);
  ++requests_;
  keep_ = !head_.close && !finishing_ && requests_ < home_.options->requests_per_connection_max;
  fill_request();
  route_request(bytes);
}

void Session::fill_request() {
  request_.method = head_.method;
  request_.target.assign(head_.target);
  request_.headers.resize(head_.fields.size());
  for (std::size_t i = 0; i < head_.fields.size(); ++i) {
    auto& [name, value] = request_.headers[i];
    name.assign(head_.fields[i].first);
    for (char& c : name) c = lower(c);
    value.assign(head_.fields[i].second);
  }
  request_.params.clear();
  request_.body.clear();
  request_.body_file.reset();
  request_.body_bytes = 0;
  request_.id = home_.new_id();
  request_.address = client_address(address_, request_, home_.options->trusted_proxies);
}

// `head_bytes` lie at the front of the input.
void Session::route_request(std::string_view head_bytes) {
  const auto give_up = [&](const Problem& problem, bool close) {
    route_ = nullptr;
    if (close || head_.has_body()) return refuse(problem);
    consume(head_bytes.size());
    answer(to_response(problem));
  };
  if (home_.options->by_address) {
    if (const unsigned wait_s = home_.options->by_address->wait_s(rate_key(request_.address)); wait_s > 0) {
      ++home_.metrics->requests_limited;
      Problem problem{"too_many_requests", "this address asks too often", {}};
      problem.retry_after_s = wait_s;
      return give_up(problem, false);
    }
  }
  auto target = parse_target(request_.target);
  if (!target) {
    ++home_.metrics->requests_malformed;
    Problem problem = problem_of(target.error());
    if (problem.name == "too_large") problem.name = "target_too_long";
    return give_up(problem, problem.name != "not_found");
  }
  request_.parsed = std::move(*target);
  Router::Match match = home_.router->find(request_.method, request_.parsed);
  route_ = match.route;
  if (route_ == nullptr) {
    if (request_.method != Method::kOptions || match.problem.headers.empty() || head_.has_body()) {
      return give_up(match.problem, false);
    }
    consume(head_bytes.size());
    return answer(options_response(match.problem.headers.front().second));
  }
  request_.params = std::move(match.params);
  if (const auto problem = judge_body()) return refuse(*problem);
  if (const auto problem = ask_before_body(*route_, request_)) return refuse(*problem);
  if (route_->body.kind == BodyRule::Kind::kFile) {
    auto upload = UploadFile::open(home_.options->upload_folder);
    if (!upload) return refuse(problem_of(upload.error()));
    upload_ = std::move(*upload);
  }
  if (head_.has_body()) return start_body(head_bytes);
  consume(head_bytes.size());
  run();
}

// Before any byte of the body is taken.
std::optional<Problem> Session::judge_body() const {
  const BodyRule& rule = route_->body;
  if (rule.kind == BodyRule::Kind::kNone) {
    if (!head_.has_body()) return std::nullopt;
    return Problem{"too_large", "this address takes no body", "body"};
  }
  if (head_.framing == Framing::kNone) return Problem{"length_required", "this address takes a body", "Content-Length"};
  if (head_.length > rule.bytes_max) {
    return Problem{"too_large", "the body has more than " + std::to_string(rule.bytes_max) + " bytes", "body"};
  }
  if (rule.kind != BodyRule::Kind::kFile) return std::nullopt;
  if (home_.options->upload_folder.empty()) return Problem{"not_implemented", "this service takes no files", "body"};
  const std::uint64_t free = free_bytes(home_.options->upload_folder).value_or(0);
  if (free < home_.options->disk_floor_bytes || free - home_.options->disk_floor_bytes < head_.length) {
    return Problem{"disk_full", std::string(problem_kind("disk_full").help), {}};
  }
  return std::nullopt;
}

void Session::start_body(std::string_view head_bytes) {
  decoder_ = std::make_unique<BodyDecoder>(head_bytes);
  consume(head_bytes.size());
  pending_.clear();
  body_started_ = started_;
  progress(0);
  if (head_.expects_continue && input().empty()) {
    state_ = State::kContinue;
    return wire_->write_some(kContinueLine, {});
  }
  state_ = State::kBody;
  feed();
}

// The deadline of a body: no pause longer than `stall`, and in all not slower than the least rate.
void Session::progress(std::uint64_t bytes) {
  const auto stall = home_.options->deadlines.stall;
  const TimePoint paused = home_.now() + stall;
  const auto earned = std::chrono::seconds(bytes / std::max<std::uint64_t>(1, home_.options->bytes_per_second_min));
  deadline_ = std::min(paused, body_started_ + stall + earned);
}

void Session::store(std::string_view bytes) {
  request_.body_bytes += bytes.size();
  if (request_.body_bytes > route_->body.bytes_max) return;
  if (upload_) {
    pending_ += bytes;
  } else {
    held_bytes_ += bytes.size();
    *home_.held_bytes += bytes.size();
    ledger::append(request_.body, ledger::view(bytes));
  }
}

void Session::feed() {
  const BodyDecoder::Step step = decoder_->take(input(), [this](std::string_view bytes) { store(bytes); });
  const bool done = step.state == BodyDecoder::State::kDone;
  if (step.state == BodyDecoder::State::kBad || (step.taken == 0 && end_ - begin_ == kBodyInputBytes)) {
    return refuse({"invalid", "the chunks of the body cannot be read", "body"});
  }
  if (request_.body_bytes > route_->body.bytes_max) {
    return refuse({"too_large", "the body has more than " + std::to_string(route_->body.bytes_max) + " bytes", "body"});
  }
  if (*home_.held_bytes > home_.options->bodies_bytes_max && held_bytes_ > 0) {
    ++home_.metrics->requests_busy;
    Problem problem{"busy", "too many bodies are being received", {}};
    problem.retry_after_s = 1;
    return refuse(problem);
  }
  consume(step.taken);
  progress(request_.body_bytes);
  if (upload_ && (done || pending_.size() >= kBlockBytes)) return flush(done);
  if (done) return run();
  read_more();
}

void Session::flush(bool done) {
  state_ = State::kElsewhere;
  home_.to_disk([self = shared_from_this(), this, done] {
    auto written = upload_->append(pending_);
    if (written && free_bytes(home_.options->upload_folder).value_or(0) < home_.options->disk_floor_bytes) {
      written = ledger::fail(Code::kFull, "the disk is full", "body");
    }
    home_.post([self, this, done, written = std::move(written)] {
      if (state_ == State::kClosed) return;
      state_ = State::kBody;
      pending_.clear();
      if (!written) return refuse(problem_of(written.error()));
      progress(request_.body_bytes);
      if (!done) return read_more();
      run();
      proceed();
    });
  });
}

void Session::run() {
  decoder_.reset();
  if (upload_) request_.body_file = upload_->file();
  if (route_->run == Run::kInline) return answer(run_handler(*route_, request_));
  state_ = State::kElsewhere;
  if (route_->run == Run::kLater) return run_later();
  ++home_.metrics->queued;
  const bool taken = home_.to_worker([self = shared_from_this(), this] {
    --home_.metrics->queued;
    reply_ = make_reply(request_, run_handler(*route_, request_), nullptr);
    home_.post([self, this] {
      if (state_ == State::kClosed) return;
      send();
      proceed();
    });
  });
  if (taken) return;
  --home_.metrics->queued;
  answer_busy();
}

void Session::answer_busy() {
  ++home_.metrics->requests_busy;
  Problem problem{"busy", "too many requests wait", {}};
  problem.retry_after_s = 1;
  answer(to_response(*route_, problem));
}

// After what the other connections have sent meanwhile was read: theirs may be waited for together.
void Session::run_later() {
  auto stay = home_.stay();
  if (!stay) return answer_busy();
  auto announced = route_->announce ? route_->announce() : nullptr;
  home_.post_beginning(
      [self = shared_from_this(), this, stay = std::move(stay), announced = std::move(announced)]() mutable {
        if (state_ == State::kClosed) return;
        announced.reset();
        // What this holds itself ends after post() has, what is posted with it when it has run.
        auto response = begin_handler(*route_, request_, [self, this, stay](Rest rest, Run where) mutable {
          home_.post(
              [self = std::move(self), this, stay, rest = std::move(rest), where] { finish_later(rest, where, stay); });
        });
        if (response) answer_later(std::move(*response));
      });
}

void Session::finish_later(const Rest& rest, Run where, const std::shared_ptr<void>& stay) {
  if (where != Run::kWorker) return answer_later(rest());
  home_.end_on_worker([self = shared_from_this(), this, stay, rest] {
    home_.post([self, this, response = rest()] { answer_later(response); });
  });
}

void Session::answer_later(Response response) {
  if (state_ == State::kClosed) return;
  answer(std::move(response));
  proceed();
}

// What is answered next is no request's.
void Session::forget_request() {
  request_ = Request{};
  request_.id = home_.new_id();
  request_.address = address_;
  route_ = nullptr;
  started_ = home_.now();
}

// No request could be made out.
void Session::refuse_unread(const Problem& problem) {
  ++home_.metrics->requests_malformed;
  forget_request();
  refuse(problem);
}

// The request cannot be answered otherwise, and what follows it on the connection cannot be trusted or is not wanted.
void Session::refuse(const Problem& problem) {
  keep_ = false;
  decoder_.reset();
  answer(route_ != nullptr ? to_response(*route_, problem) : to_response(problem));
}

}  // namespace api
