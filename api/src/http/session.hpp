// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// One connection: takes requests out of what comes in, one after the other, each judged before its body is taken,
// has them answered and sends the answers in that order. At most one request is worked on at a time.
//
// Threads: its home's alone, but for the handler on a worker and a block on the disk, during which it waits, as it does
// for an answer that comes later.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/body_decoder.hpp"
#include "http/head.hpp"
#include "http/home.hpp"
#include "http/upload.hpp"

namespace api {

class Session final : public WireUser {
 public:
  Session(Home& home, std::unique_ptr<Wire> wire, std::string address, std::shared_ptr<void> ticket);
  ~Session() override;

  void start();
  void turn_away(const Problem& problem);  // instead: nothing is read, the connection is one too many
  void sweep(TimePoint now);               // acts on a deadline that has passed
  void finish_up();                        // answers what runs, then closes
  void cut();

  void on_open(bool ok) override;
  void on_read(bool ok, std::size_t bytes) override;
  void on_written(bool ok, std::size_t bytes) override;
  void on_ended() override;

 private:
  enum class State : std::uint8_t {
    kOpening,    // handshake
    kHead,       // between requests, or in a header
    kContinue,   // "100 Continue" is being sent
    kBody,       // reads a body
    kElsewhere,  // a worker, the disk or the ledger is at work for us
    kSending,    // an answer goes out
    kWaiting,    // an event stream has nothing to send
    kEnding,     // the last answer was sent, waits for the other end
    kClosed,
  };

  // Reading (session.cpp)
  [[nodiscard]] std::string_view input() const { return {input_.data() + begin_, end_ - begin_}; }
  void consume(std::size_t bytes);
  void read_more();
  void proceed();
  void take_request(std::size_t head_bytes);
  void fill_request();
  void route_request(std::string_view head_bytes);
  [[nodiscard]] std::optional<Problem> judge_body() const;
  void start_body(std::string_view head_bytes);
  void feed();
  void store(std::string_view bytes);
  void flush(bool done);
  void release();
  void run();
  void run_later();
  void finish_later(const Rest& rest, Run where, const std::shared_ptr<void>& stay);
  void answer_busy();
  void answer_later(Response response);
  void refuse(const Problem& problem);  // and close
  void refuse_unread(const Problem& problem);
  void forget_request();
  void progress(std::uint64_t bytes);

  // Sending (session_send.cpp)
  void answer(Response response);
  void send();  // reply_
  [[nodiscard]] bool without_body() const;
  [[nodiscard]] std::optional<Problem> admit_stream();
  void leave_stream();
  [[nodiscard]] bool admit_bytes();
  void begin_sending();
  void open_file();
  void read_block();
  void ask_stream();
  void say(std::string_view event);
  void write_out();
  void wrote(std::size_t bytes);
  void sent();
  void count_request(std::chrono::nanoseconds took);
  void log_request(std::chrono::nanoseconds took) const;
  void close_gently();

  Home& home_;
  std::unique_ptr<Wire> wire_;
  const std::shared_ptr<void> ticket_;  // counts this connection
  const std::string address_;
  State state_ = State::kOpening;
  TimePoint deadline_;
  bool reading_ = false;
  bool finishing_ = false;

  std::vector<char> input_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t seen_ = 0;  // of input(): holds no end of a header

  Head head_;
  Request request_;
  const Route* route_ = nullptr;
  std::size_t requests_ = 0;
  bool keep_ = true;  // the connection, after this answer
  TimePoint started_;
  std::unique_ptr<BodyDecoder> decoder_;
  std::shared_ptr<UploadFile> upload_;
  std::string pending_;  // of the upload, not yet on disk
  TimePoint body_started_;
  std::uint64_t held_bytes_ = 0;     // this one's part of home_.held_bytes
  std::uint64_t sending_bytes_ = 0;  // and of home_.sending_bytes

  Reply reply_;
  std::string out_head_;                     // or what frames a stream's event
  std::string_view out_first_, out_second_;  // what is still to be written of it and of the body
  std::uint64_t body_sent_ = 0;              // or handed to the wire
  TimePoint send_started_;
  int file_ = -1;
  std::string block_;                // of the file or stream
  std::shared_ptr<void> streaming_;  // counts this stream; none: it is another answer
  bool stream_ended_ = false;
  TimePoint stream_ends_, stream_spoke_;
};

// Never throws: what fails in it becomes an internal problem.
[[nodiscard]] Reply make_reply(const Request& request, Response response, ReadyMemo* memo);

}  // namespace api
