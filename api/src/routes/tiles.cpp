// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// C2SP tlog-tiles: the checkpoint, and every tile that it implies in any partial width, cut from what is there. What a
// published checkpoint covers never changes, and nothing beyond it is shown.
#include <mutex>

#include "api/limits.hpp"
#include "api/page.hpp"
#include "ledger/stored_tile.hpp"
#include "log_routes.hpp"
#include "ready_cache.hpp"

namespace api {
namespace {

using ledger::TilePath;
using Head = attest::LedgerFolder::SignedHead;

// The newest checkpoint as it is sent, made anew when the ledger has another one.
class CheckpointReply {
 public:
  explicit CheckpointReply(const attest::LedgerFolder& ledger) : ledger_(ledger) {}

  Result<ReadyBody> body() {
    auto head = ledger_.shared_head();
    if (!head) return tl::unexpected(head.error());
    const std::lock_guard lock(mutex_);
    if (*head != head_) {
      body_ = std::make_shared<const std::string>((*head)->checkpoint);
      head_ = std::move(*head);
    }
    return body_;
  }

 private:
  const attest::LedgerFolder& ledger_;
  std::mutex mutex_;
  std::shared_ptr<const Head> head_;
  ReadyBody body_;
};

Response ready_reply(std::string media_type, ReadyBody body, Caching caching) {
  Response response = reply(200, std::move(media_type), std::string());
  response.body = std::move(body);
  response.caching = caching;
  return response;
}

Response answer_checkpoint(const Request& request, CheckpointReply& checkpoint) {
  if (const auto known = only_query(request, {}); !known) return to_response(known.error());
  auto body = checkpoint.body();
  if (!body) return to_response(body.error());
  return ready_reply("text/plain; charset=utf-8", std::move(*body), Caching::kRevalidate);
}

// The path as it came: a canonical one has nothing to decode.
std::string_view raw_path(const Request& request) {
  std::string_view path = request.target;
  path = path.substr(0, path.find('?'));
  path.remove_prefix(1);
  return path;
}

// Full tiles, and the one at the edge as it is now, are kept; other widths are cut from the full one.
Result<ReadyBody> tile_body(const ledger::Store& store, const TilePath& path, std::uint16_t there, ReadyCache& cache) {
  TilePath whole = path;
  whole.width = there;
  const std::string key = ledger::format_tile_path(whole);
  ReadyBody body = cache.find(key);
  if (body == nullptr) {
    const auto content = ledger::stored_tile(store, whole);
    if (!content) return tl::unexpected(content.error());
    body = cache.keep(key, ledger::to_string(*content));
  }
  if (path.width == there) return body;
  const auto part = ledger::cut_tile(ledger::view(*body), path.kind, path.width);
  if (!part) return tl::unexpected(part.error());
  return std::make_shared<const std::string>(ledger::to_string(*part));
}

Response answer_tile(const Request& request, const Context& context, ReadyCache& cache) {
  const auto path = ledger::parse_tile_path(raw_path(request));
  if (!path) return to_response(path.error());
  if (const auto known = only_query(request, {}); !known) return to_response(known.error());
  const auto head = context.ledger.shared_head();
  if (!head) return to_response(head.error());
  const std::uint16_t there = ledger::tile_width(path->level, path->index, (*head)->size);
  if (path->width > there) {
    return to_response(Problem{"not_found", "the newest checkpoint covers no tile as wide as this", "path"});
  }
  auto body = tile_body(context.ledger.store(), *path, there, cache);
  if (!body) return to_response(body.error());
  return ready_reply("application/octet-stream", std::move(*body), Caching::kImmutable);
}

}  // namespace

void add_tile_routes(Router& router, const Context& context) {
  const auto checkpoint = std::make_shared<CheckpointReply>(context.ledger);
  const auto cache = std::make_shared<ReadyCache>(kTileCacheBytesMax);
  const Handler tile = [&context, cache](const Request& request) { return answer_tile(request, context, *cache); };
  router.add({Method::kGet, "/checkpoint",
              [checkpoint](const Request& request) { return answer_checkpoint(request, *checkpoint); }, Run::kInline});
  router.add({Method::kGet, "/tile/{path...}", tile, Run::kInline});
  // Sixteen megabytes of entries can stand behind one of these.
  router.add({Method::kGet, "/tile/entries/{path...}", tile});
  router.add({Method::kGet, "/times/{path...}", tile});
}

}  // namespace api
