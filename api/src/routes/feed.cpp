// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// New entries as they come (server-sent events, WHATWG HTML section 9.2): each event's id is the entry's index, so that
// a reader who was cut off goes on where it was, by Last-Event-ID or ?after=. The session keeps a quiet stream alive.
#include <algorithm>
#include <charconv>
#include <utility>

#include "answers.hpp"
#include "entry_facts.hpp"
#include "log_routes.hpp"

namespace api {
namespace {

constexpr std::uint64_t kEntriesAtOnce = 64;

// What one reader has been told so far. One thread at a time.
class Feed {
 public:
  Feed(const attest::LedgerFolder& ledger, std::uint64_t next) : ledger_(ledger), next_(next) {}

  std::optional<std::string> more() {
    const auto head = ledger_.shared_head();
    if (!head) return std::nullopt;
    std::string text = std::exchange(opening_, {});
    const std::uint64_t end = std::min((*head)->size.value, next_ + kEntriesAtOnce);
    for (; next_ < end; ++next_) {
      const auto facts = entry_facts(ledger_, {next_});
      if (!facts) return std::nullopt;
      text += "id: " + std::to_string(next_) + "\nevent: entry\ndata: " + attest::canonical_json(*facts) + "\n\n";
    }
    return text;
  }

 private:
  const attest::LedgerFolder& ledger_;
  std::uint64_t next_;
  std::string opening_ = "retry: 3000\n\n";
};

// The first entry to be told: after the one that the reader had last, else the next that comes.
Result<std::uint64_t> first_told(const Request& request, std::uint64_t size) {
  auto after = read_number(request, "after");
  if (!after) return tl::unexpected(after.error());
  if (const auto header = request.header("last-event-id")) {  // of a browser that was cut off: newer than the query
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(header->data(), header->data() + header->size(), number);
    if (error != std::errc{} || end != header->data() + header->size()) {
      return ledger::fail(Code::kInvalid, "this must be the id of an event: a whole number", "last-event-id");
    }
    after = number;
  }
  if (!*after) return size;
  if (**after >= size)
    return ledger::fail(Code::kNotFound, "the ledger has " + std::to_string(size) + " entries", "after");
  return **after + 1;
}

Answer answer_feed(const Request& request, const Context& context) {
  if (const auto known = only_query(request, {"after"}); !known) return tl::unexpected(known.error());
  const auto head = context.ledger.shared_head();
  if (!head) return tl::unexpected(head.error());
  const auto first = first_told(request, (*head)->size.value);
  if (!first) return tl::unexpected(first.error());
  const auto feed = std::make_shared<Feed>(context.ledger, *first);
  Response response = reply(200, "text/event-stream", std::string());
  response.body = EventStream{[feed] { return feed->more(); }};
  response.with("X-Accel-Buffering", "no");  // nginx passes it on at once
  return response;
}

}  // namespace

void add_feed_routes(Router& router, const Context& context) {
  router.add({Method::kGet, "/api/v1/feed",
              answering([&context](const Request& request) { return answer_feed(request, context); })});
}

}  // namespace api
