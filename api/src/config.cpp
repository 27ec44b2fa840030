// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/config.hpp"

#include <toml++/toml.h>

#include <limits>
#include <set>
#include <sstream>

#include "ledger/durable_file.hpp"

namespace api {
namespace {

using ledger::Code;
using ledger::Error;
using ledger::Result;

constexpr std::size_t kConfigBytesMax = 65'536;
constexpr std::int64_t kMillion = 1'000'000;
const char* const kUnsaid = "\n";  // stands for a path that the file does not name

// One table of a file and one of Config: each name once, for reading, for writing and for what is not known.
class Table {
 public:
  virtual ~Table() = default;
  virtual void text(const char* name, std::string& value, const char* what) = 0;
  virtual void path(const char* name, std::filesystem::path& value, const char* what) = 0;
  virtual void texts(const char* name, std::vector<std::string>& value, const char* what) = 0;
  virtual void flag(const char* name, bool& value, const char* what) = 0;
  virtual void number(const char* name, std::int64_t& value, std::int64_t min, std::int64_t max, const char* what) = 0;
  // Calls `members` with the table of that name.
  template <class Members>
  void table(const char* name, const Members& members) {
    enter(name);
    members(*this);
    leave();
  }

 protected:
  virtual void enter(const char* name) = 0;
  virtual void leave() = 0;
};

void describe(Table& t, Config& c) {
  t.path("ledger", c.ledger, "the ledger's folder");
  t.path("keys", c.keys, "folder with the ledger's keys; empty: keys/ in the ledger's folder");
  t.path("passphrase_file", c.passphrase_file, "file whose first line unlocks the keys; empty: CITYLEDGER_PASSPHRASE");
  t.path("trust", c.trust, "trust folder for checking uploaded certificates; empty: uploads are not checked here");
  t.flag("simulated_clock", c.simulated_clock, "must be true to serve a ledger whose clock is simulated");
  t.table("listen", [&](Table& l) {
    l.texts("http", c.listen.http, "addresses without TLS, HOST:PORT");
    l.texts("https", c.listen.https, "addresses with TLS");
    l.path("certificate", c.listen.certificate, "PEM file with the certificate and its chain; for https");
    l.path("key", c.listen.key, "PEM file with its private key");
    l.text("base", c.listen.base, "the address that clients use; empty: made from the first address above");
    l.number("strict_transport_days", c.listen.strict_transport_days, 0, 3'650,
             "Strict-Transport-Security over https, for every port of this host; 0: none");
    l.texts("proxies", c.listen.proxies, "addresses of proxies whose X-Forwarded-For is believed");
  });
  t.table("threads", [&](Table& l) {
    l.number("events", c.threads.events, 0, 256, "threads for connections; 0: one a core");
    l.number("workers", c.threads.workers, 1, 4'096, "threads for requests that wait for the disk");
  });
  t.table("limits", [&](Table& l) {
    l.number("connections", c.limits.connections, 1, kMillion, "at once");
    l.number("connections_per_address", c.limits.connections_per_address, 1, kMillion, "at once");
    l.number("requests_per_second", c.limits.requests_per_second, 0, kMillion, "by address; 0: no limit");
    l.number("burst", c.limits.burst, 1, kMillion, "requests that an address may send at once");
    l.number("waiting", c.limits.waiting, 1, kMillion,
             "requests that wait for a worker, and as many statements that wait for their commit");
    l.number("feeds", c.limits.feeds, 0, kMillion, "event streams at once");
    l.number("feeds_per_address", c.limits.feeds_per_address, 0, kMillion, "event streams of one address at once");
    l.number("disk_floor_mib", c.limits.disk_floor_mib, 0, kMillion, "nothing is taken when less is free");
  });
  t.table("deadlines", [&](Table& l) {
    l.number("header", c.deadlines.header, 1, 3'600, "seconds for a request's header");
    l.number("stall", c.deadlines.stall, 1, 3'600, "seconds without a byte of a body or an answer");
    l.number("idle", c.deadlines.idle, 1, 3'600, "seconds between two requests");
    l.number("stop", c.deadlines.stop, 0, 3'600, "seconds for running requests when told to stop");
  });
  t.table("log", [&](Table& l) { l.flag("access", c.log.access, "one JSON object a request on standard error"); });
}

class Reader final : public Table {
 public:
  Reader(const toml::table& root, std::filesystem::path folder) : folder_(std::move(folder)) {
    open_.push_back({&root, {}, {}});
  }

  void text(const char* name, std::string& value, const char* /*what*/) override {
    const toml::node* node = take(name);
    if (node == nullptr) return;
    if (const auto* found = node->as_string()) {
      value = found->get();
    } else {
      wrong(*node, name, "must be text in quotes");
    }
  }
  void path(const char* name, std::filesystem::path& value, const char* what) override {
    std::string found = kUnsaid;
    text(name, found, what);
    if (found != kUnsaid) value = found.empty() ? std::filesystem::path() : folder_ / found;
  }
  void texts(const char* name, std::vector<std::string>& value, const char* /*what*/) override {
    const toml::node* node = take(name);
    if (node == nullptr) return;
    const auto* list = node->as_array();
    if (list == nullptr) return wrong(*node, name, "must be a list of texts: [\"...\"]");
    value.clear();
    for (const toml::node& item : *list) {
      if (!item.is_string()) return wrong(item, name, "must be a list of texts: [\"...\"]");
      value.push_back(item.as_string()->get());
    }
  }
  void flag(const char* name, bool& value, const char* /*what*/) override {
    const toml::node* node = take(name);
    if (node == nullptr) return;
    if (!node->is_boolean()) return wrong(*node, name, "must be true or false");
    value = node->as_boolean()->get();
  }
  void number(const char* name, std::int64_t& value, std::int64_t min, std::int64_t max,
              const char* /*what*/) override {
    const toml::node* node = take(name);
    if (node == nullptr) return;
    const auto* found = node->as_integer();
    if (found == nullptr || found->get() < min || found->get() > max) {
      return wrong(*node, name, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
    }
    value = found->get();
  }

  [[nodiscard]] Result<void> finish() {
    refuse_others();
    if (error_) return tl::unexpected(*error_);
    return {};
  }

 protected:
  void enter(const char* name) override {
    const toml::node* node = take(name);
    const toml::table* found = node == nullptr ? nullptr : node->as_table();
    if (node != nullptr && found == nullptr) wrong(*node, name, "must be a table: [" + std::string(name) + "]");
    open_.push_back({found, name, {}});
  }
  void leave() override {
    refuse_others();
    open_.pop_back();
  }

 private:
  struct Open {
    const toml::table* table;  // null: the file does not have it
    std::string name;
    std::set<std::string, std::less<>> taken;
  };
  const toml::node* take(const char* name) {
    open_.back().taken.insert(name);
    return open_.back().table == nullptr ? nullptr : open_.back().table->get(name);
  }
  void wrong(const toml::node& node, std::string_view name, const std::string& message) {
    if (error_) return;
    const std::string field = open_.size() == 1 ? std::string(name) : open_.back().name + "." + std::string(name);
    const auto& at = node.source().begin;
    error_ = Error{Code::kInvalid,
                   "line " + std::to_string(at.line) + ", column " + std::to_string(at.column) + ": " + message, field};
  }
  void refuse_others() {
    if (open_.back().table == nullptr) return;
    for (const auto& [key, node] : *open_.back().table) {
      if (!open_.back().taken.contains(key.str())) wrong(node, key.str(), "this name is not known; see --print-config");
    }
  }

  std::filesystem::path folder_;
  std::vector<Open> open_;
  std::optional<Error> error_;
};

class Writer final : public Table {
 public:
  void text(const char* name, std::string& value, const char* what) override { line(name, quoted(value), what); }
  void path(const char* name, std::filesystem::path& value, const char* what) override {
    line(name, quoted(value.string()), what);
  }
  void texts(const char* name, std::vector<std::string>& value, const char* what) override {
    std::string list;
    for (const std::string& item : value) list += (list.empty() ? "" : ", ") + quoted(item);
    line(name, "[" + list + "]", what);
  }
  void flag(const char* name, bool& value, const char* what) override { line(name, value ? "true" : "false", what); }
  void number(const char* name, std::int64_t& value, std::int64_t /*min*/, std::int64_t /*max*/,
              const char* what) override {
    line(name, std::to_string(value), what);
  }
  [[nodiscard]] const std::string& written() const { return out_; }

 protected:
  void enter(const char* name) override { out_ += "\n[" + std::string(name) + "]\n"; }
  void leave() override {}

 private:
  static std::string quoted(const std::string& value) {
    std::ostringstream out;
    out << toml::value<std::string>(value);
    return out.str();
  }
  void line(const char* name, const std::string& value, const char* what) {
    out_ += std::string(name) + " = " + value + "  # " + what + "\n";
  }
  std::string out_;
};

Result<void> check_whole(const Config& config) {
  const Config::Listen& listen = config.listen;
  if (listen.http.empty() && listen.https.empty()) {
    return ledger::fail(Code::kInvalid, "name at least one address in http or https", "listen");
  }
  if (!listen.https.empty() && (listen.certificate.empty() || listen.key.empty())) {
    return ledger::fail(Code::kInvalid, "https wants certificate and key", "listen.certificate");
  }
  if (!listen.base.empty() && !listen.base.starts_with("http://") && !listen.base.starts_with("https://")) {
    return ledger::fail(Code::kInvalid, "must begin with http:// or https://", "listen.base");
  }
  if (listen.base.ends_with('/')) return ledger::fail(Code::kInvalid, "must not end with '/'", "listen.base");
  return {};
}

}  // namespace

Result<Config> parse_config(std::string_view text, const std::filesystem::path& folder) {
  try {
    const toml::table root = toml::parse(text);
    Config config;
    Reader reader(root, folder);
    describe(reader, config);
    if (auto read = reader.finish(); !read) return tl::unexpected(read.error());
    if (auto whole = check_whole(config); !whole) return tl::unexpected(whole.error());
    return config;
  } catch (const toml::parse_error& error) {
    const auto& at = error.source().begin;
    return ledger::fail(Code::kInvalid, "line " + std::to_string(at.line) + ", column " + std::to_string(at.column) +
                                            ": " + std::string(error.description()));
  }
}

Result<Config> read_config(const std::filesystem::path& file) {
  const auto text = ledger::read_file(file, kConfigBytesMax);
  if (!text) return tl::unexpected(text.error());
  auto config = parse_config(*text, file.parent_path());
  if (!config) {
    Error error = config.error();
    error.message = file.string() + ": " + error.message;
    return tl::unexpected(std::move(error));
  }
  return config;
}

std::string format_config(const Config& config) {
  Config copy = config;
  Writer writer;
  describe(writer, copy);
  return writer.written();
}

}  // namespace api
