// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/metrics.hpp"

#include <algorithm>
#include <charconv>

namespace api {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

std::string number(double value) {
  std::array<char, 330> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed).ptr;
  return {text.data(), end};
}

void head(std::string& out, const std::string& name, const std::string& type, const std::string& help) {
  out += "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
}

void line(std::string& out, const std::string& name, const std::string& labels, const std::string& value) {
  out += name + (labels.empty() ? "" : "{" + labels + "}") + " " + value + "\n";
}

std::string label(const std::string& pattern) {
  return "route=\"" + pattern + "\"";
}

}  // namespace

void Metrics::name_routes(std::vector<std::string> patterns) {
  patterns_ = std::move(patterns);
  patterns_.emplace_back("none");
  routes_ = std::make_unique<PerRoute[]>(patterns_.size());
}

void Metrics::count(std::size_t route, unsigned status, std::chrono::nanoseconds took, std::uint64_t bytes) {
  PerRoute& counted = routes_[std::min(route, patterns_.size() - 1)];
  counted.by_class[std::clamp(status / 100, 1U, 5U) - 1].fetch_add(1, kRelaxed);
  const double took_s = std::chrono::duration<double>(took).count();
  const auto* const bucket = std::lower_bound(kBucketsS.begin(), kBucketsS.end(), took_s);
  counted.by_time[static_cast<std::size_t>(bucket - kBucketsS.begin())].fetch_add(1, kRelaxed);
  counted.nanoseconds.fetch_add(static_cast<std::uint64_t>(took.count()), kRelaxed);
  counted.bytes.fetch_add(bytes, kRelaxed);
}

void Metrics::add_gauge(std::string name, std::string help, std::function<double()> value) {
  gauges_.push_back({std::move(name), std::move(help), std::move(value)});
}

std::uint64_t Metrics::requests() const {
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    for (const auto& counted : routes_[i].by_class) all += counted.load(kRelaxed);
  }
  return all;
}

void Metrics::write_requests(std::string& out) const {
  head(out, "cityledger_http_requests_total", "counter", "Requests answered, by route and class of status.");
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    for (std::size_t c = 0; c < 5; ++c) {
      const std::uint64_t count = routes_[i].by_class[c].load(kRelaxed);
      if (count == 0) continue;
      line(out, "cityledger_http_requests_total", label(patterns_[i]) + ",status=\"" + std::to_string(c + 1) + "xx\"",
           std::to_string(count));
    }
  }
  head(out, "cityledger_http_answer_bytes_total", "counter", "Bytes of answers' bodies, by route.");
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    const std::uint64_t bytes = routes_[i].bytes.load(kRelaxed);
    if (bytes > 0) line(out, "cityledger_http_answer_bytes_total", label(patterns_[i]), std::to_string(bytes));
  }
}

void Metrics::write_times(std::string& out) const {
  head(out, "cityledger_http_request_seconds", "histogram", "From the end of the header to the answer, by route.");
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    const std::string route = label(patterns_[i]);
    std::uint64_t below = 0;
    std::string buckets;
    for (std::size_t b = 0; b <= kBucketsS.size(); ++b) {
      below += routes_[i].by_time[b].load(kRelaxed);
      const std::string bound = b == kBucketsS.size() ? "+Inf" : number(kBucketsS[b]);
      line(buckets, "cityledger_http_request_seconds_bucket", route + ",le=\"" + bound + "\"", std::to_string(below));
    }
    if (below == 0) continue;
    out += buckets;
    line(out, "cityledger_http_request_seconds_sum", route,
         number(static_cast<double>(routes_[i].nanoseconds.load(kRelaxed)) / 1e9));
    line(out, "cityledger_http_request_seconds_count", route, std::to_string(below));
  }
}

std::string Metrics::text() const {
  std::string out;
  write_requests(out);
  write_times(out);
  const auto single = [&out](const std::string& name, const std::string& type, const std::string& help, auto value) {
    head(out, name, type, help);
    line(out, name, "", std::to_string(value));
  };
  const std::string http = "cityledger_http_";
  single(http + "connections", "gauge", "Open connections.", connections.load(kRelaxed));
  single(http + "streams", "gauge", "Open event streams.", streams.load(kRelaxed));
  single(http + "queued", "gauge", "Requests that wait for a worker.", queued.load(kRelaxed));
  const auto total = [&](const std::string& name, const std::string& help, const std::atomic<std::uint64_t>& value) {
    single(http + name + "_total", "counter", help, value.load(kRelaxed));
  };
  total("connections_accepted", "Connections accepted.", connections_accepted);
  total("connections_refused", "Connections over a limit.", connections_refused);
  total("connections_cut", "Connections cut by a deadline.", connections_cut);
  total("requests_malformed", "Requests refused for their form.", requests_malformed);
  total("requests_limited", "Requests answered 429.", requests_limited);
  total("requests_busy", "Requests answered 503 because the queue was full.", requests_busy);
  for (const Gauge& gauge : gauges_) {
    head(out, gauge.name, "gauge", gauge.help);
    line(out, gauge.name, "", number(gauge.value()));
  }
  return out;
}

}  // namespace api
