// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "http/loop.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <ctime>
#include <iterator>
#include <random>

#include "api/limits.hpp"
#include "http/wires.hpp"

namespace api {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ledger::fail;
using Error = boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;
constexpr std::chrono::milliseconds kTurn{1};  // of jobs, before the sockets have theirs
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

// "Date: Sun, 06 Nov 1994 08:49:37 GMT", in English whatever the locale.
std::string write_date(std::time_t now) {
  static constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm at{};
  gmtime_r(&now, &at);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "Date: %s, %02d %s %04d %02d:%02d:%02d GMT\r\n",
                kDays[static_cast<std::size_t>(at.tm_wday)], at.tm_mday, kMonths[static_cast<std::size_t>(at.tm_mon)],
                at.tm_year + 1900, at.tm_hour, at.tm_min, at.tm_sec);
  return text.data();
}

std::uint64_t mix(std::uint64_t x) {  // splitmix64: spreads a counter, hides nothing
  x += 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

// Another program's socket on the port would share it with ours; this one refuses to.
Result<void> probe(const tcp::endpoint& endpoint, asio::io_context& io) {
  Error error;
  tcp::acceptor alone(io);
  (void)alone.open(endpoint.protocol(), error);
  if (!error) (void)alone.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) (void)alone.bind(endpoint, error);
  if (!error) (void)alone.listen(1, error);
  if (!error) return {};
  return fail(error == asio::error::address_in_use ? Code::kBusy : Code::kInvalid, error.message(), "listen");
}

}  // namespace

struct Loop::Door {
  Acceptor acceptor;
  bool tls = false;
};

struct Loop::Asio {
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  asio::steady_timer tick{io};
  std::vector<std::unique_ptr<Door>> doors;
};

Loop::Loop(Shared& shared) : shared_(shared), id_seed_(std::random_device()()), asio_(std::make_unique<Asio>()) {
  router = &shared.router;
  options = &shared.options;
  metrics = shared.options.metrics.get();
  held_bytes = &shared.held_bytes;
  sending_bytes = &shared.sending_bytes;
  streams = &shared.streams;
  if (const std::uint64_t seconds = options->strict_transport_seconds; seconds > 0) {
    strict_transport_line = "Strict-Transport-Security: max-age=" + std::to_string(seconds) + "\r\n";
  }
  id_seed_ = id_seed_ << 32U | std::random_device()();
  const Deadlines& d = shared.options.deadlines;
  const auto shortest = std::min({d.handshake, d.head, d.idle, d.stall, d.linger, d.ping});
  tick_ = std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(250));
  date_line_ = write_date(std::time(nullptr));
}

Loop::~Loop() {
  join();
  beginnings_.clear();  // whose sessions have sockets in what follows
  due_.clear();
  posted_.clear();
  asio_.reset();  // with what still waits in it, while the rest of this object lives
}

Result<std::uint16_t> Loop::listen(const Listen& where, std::uint16_t port, bool first) {
  Error error;
  const auto address = asio::ip::make_address(where.address, error);
  if (error) return fail(Code::kInvalid, "this is no IP address: " + where.address, "listen");
  const tcp::endpoint endpoint(address, port);
  if (first && port != 0) {
    if (auto alone = probe(endpoint, asio_->io); !alone) return tl::unexpected(alone.error());
  }
  auto door = std::make_unique<Door>(Door{Acceptor(asio_->io), where.tls});
  Acceptor& acceptor = door->acceptor;
  (void)acceptor.open(endpoint.protocol(), error);
  if (!error) (void)acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) (void)acceptor.set_option(ReusePort(true), error);
  if (!error) (void)acceptor.bind(endpoint, error);
  if (!error) (void)acceptor.listen(1024, error);
  if (error) {
    return fail(error == asio::error::address_in_use ? Code::kBusy : Code::kInvalid,
                "cannot listen on " + where.address + ":" + std::to_string(port) + ": " + error.message(), "listen");
  }
  const std::uint16_t got = acceptor.local_endpoint().port();
  asio_->doors.push_back(std::move(door));
  return got;
}

void Loop::start() {
  for (const auto& door : asio_->doors) accept(*door);
  tick();
  thread_ = std::thread([this] { asio_->io.run(); });
}

void Loop::accept(Door& door) {
  door.acceptor.async_accept([this, &door](Error error, Socket socket) {
    if (!accepting_) return;
    if (!error) {
      welcome(door, &socket);
      return accept(door);
    }
    // No descriptors left, most likely: others may end first.
    after(std::chrono::milliseconds(100), [this, &door] {
      if (accepting_) accept(door);
    });
  });
}

void Loop::welcome(Door& door, void* accepted) {
  Socket& socket = *static_cast<Socket*>(accepted);
  Error error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return;
  ++metrics->connections_accepted;
  const std::string address = peer.address().to_string();
  auto admitted = shared_.counts.admit(rate_key(address));
  (void)socket.set_option(tcp::no_delay(true), error);
  if (!admitted.ticket) {
    ++metrics->connections_refused;
    if (door.tls || turned_away_ == kTurnedAwayMax) return;  // closed
    return turn_away(&socket, address, admitted.for_its_address);
  }
  ++metrics->connections;
  ++session_count_;
  auto counted = std::shared_ptr<void>(this, [this, ticket = std::move(admitted.ticket)](void*) {
    --metrics->connections;
    --session_count_;
  });
  auto wire = door.tls ? make_tls_wire(std::move(socket), shared_.tls.get()) : make_plain_wire(std::move(socket));
  auto session = std::make_shared<Session>(*this, std::move(wire), address, std::move(counted));
  sessions_.push_back(session);
  session->start();
}

// Says why, without reading anything, and closes when the client has had a moment to hear it.
void Loop::turn_away(void* accepted, const std::string& address, bool for_its_address) {
  ++session_count_;
  ++turned_away_;
  auto counted = std::shared_ptr<void>(this, [this](void*) {
    --session_count_;
    --turned_away_;
  });
  Problem problem = for_its_address ? Problem{"too_many_requests", "this address has too many connections open", {}}
                                    : Problem{"busy", "too many connections are open", {}};
  problem.retry_after_s = kTurnedAwayRetrySeconds;
  auto session = std::make_shared<Session>(*this, make_plain_wire(std::move(*static_cast<Socket*>(accepted))), address,
                                           std::move(counted));
  sessions_.push_back(session);
  session->turn_away(problem);
}

std::vector<std::shared_ptr<Session>> Loop::alive() {
  std::vector<std::shared_ptr<Session>> all;
  all.reserve(sessions_.size());
  std::erase_if(sessions_, [&all](const std::weak_ptr<Session>& known) {
    auto session = known.lock();
    if (session) all.push_back(std::move(session));
    return known.expired();
  });
  return all;
}

// The one timer that watches every deadline: cheaper than one for each operation.
void Loop::tick() {
  date_line_ = write_date(std::time(nullptr));
  const TimePoint time = now();
  for (const auto& session : alive()) session->sweep(time);
  asio_->tick.expires_after(tick_);
  asio_->tick.async_wait([this](Error error) {
    if (!error) tick();
  });
}

void Loop::stop_accepting() {
  post([this] {
    accepting_ = false;
    for (const auto& door : asio_->doors) {
      Error ignored;
      (void)door->acceptor.close(ignored);
    }
    for (const auto& session : alive()) session->finish_up();
  });
}

// Held until it has run: nothing begins after it, so that a count of none underway is final.
void Loop::cut_all() {
  if (!thread_.joinable()) return;
  post([this, held = hold()] {
    for (const auto& session : alive()) session->cut();
  });
}

std::shared_ptr<void> Loop::hold() {
  ++shared_.underway;
  return {&shared_, [](Shared* shared) { --shared->underway; }};
}

std::shared_ptr<void> Loop::stay() {
  return shared_.underway < options->worker_queue ? hold() : nullptr;
}

void Loop::join() {
  if (!thread_.joinable()) return;
  asio::post(asio_->io, [this] {
    asio_->tick.cancel();
    asio_->io.stop();
  });
  thread_.join();
}

std::string Loop::new_id() {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::uint64_t number = mix(id_seed_ + ids_++);
  std::string id(15, '0');
  for (char& c : id) {
    c = kDigits[number & 15U];
    number >>= 4U;
  }
  return id;
}

void Loop::post(std::function<void()> job) {
  {
    const std::lock_guard lock(posted_mutex_);
    posted_.push_back(std::move(job));
    if (posted_.size() > 1) return;  // a wake-up is on its way
  }
  asio::post(asio_->io, [this] {
    {
      const std::lock_guard lock(posted_mutex_);
      std::move(posted_.begin(), posted_.end(), std::back_inserter(due_));
      posted_.clear();
    }
    come_to_turn();
  });
}

void Loop::post_beginning(std::function<void()> job) {
  beginnings_.push_back(std::move(job));
  come_to_turn();
}

void Loop::come_to_turn() {
  if (turn_comes_) return;
  turn_comes_ = true;
  asio::post(asio_->io, [this] { run_due(); });
}

// In turns: what the connections have sent meanwhile is read between them, however many signatures wait to be checked.
// What has begun ends before more begins, but for one of these a turn.
void Loop::run_due() {
  const auto run_first = [](std::deque<std::function<void()>>& jobs) {
    const auto job = std::move(jobs.front());
    jobs.pop_front();
    job();
  };
  const TimePoint end = now() + kTurn;
  while (!due_.empty() && now() < end) run_first(due_);
  if (!beginnings_.empty()) run_first(beginnings_);
  while (!beginnings_.empty() && due_.empty() && now() < end) run_first(beginnings_);
  turn_comes_ = false;
  if (!due_.empty() || !beginnings_.empty()) come_to_turn();
}

void Loop::after(std::chrono::milliseconds time, std::function<void()> job) {
  auto timer = std::make_shared<asio::steady_timer>(asio_->io, time);
  timer->async_wait([timer, job = std::move(job)](Error error) {
    if (!error) job();
  });
}

}  // namespace api
