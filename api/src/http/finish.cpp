// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "http/finish.hpp"

#include <algorithm>

#include "api/limits.hpp"
#include "api/negotiate.hpp"
#include "api/problem.hpp"
#include "ascii.hpp"
#include "certs/gzip.hpp"
#include "http/conditions.hpp"
#include "http/head.hpp"
#include "ledger/digest.hpp"
#include "ledger/encoding.hpp"

namespace api {
namespace {

constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// What of a request matters here, found in one pass.
struct Wishes {
  std::optional<std::string_view> if_match, if_none_match, if_range, range, accept_encoding;
  bool authorized = false;

  explicit Wishes(const Request& request) {
    for (const auto& [name, value] : request.headers) {
      if (name == "if-match") if_match = value;
      if (name == "if-none-match") if_none_match = value;
      if (name == "if-range") if_range = value;
      if (name == "range" && request.method == Method::kGet) range = value;
      if (name == "accept-encoding") accept_encoding = value;
      if (name == "authorization") authorized = true;
    }
  }
  [[nodiscard]] bool conditional() const { return if_match || if_none_match || range; }
  [[nodiscard]] bool takes_gzip() const {
    // What came with a token stays as it is: packing secrets beside a client's own words tells them (BREACH).
    return accept_encoding && !authorized && !range && quality_in(*accept_encoding, "gzip") > 0;
  }
};

std::string_view reason_of(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    default:
      return status >= 500 ? "Server Error" : status >= 400 ? "Client Error" : "See Headers";
  }
}

bool is_compressible(std::string_view media_type) {
  const std::string_view type = media_type.substr(0, media_type.find(';'));
  return type.starts_with("text/") || type.ends_with("json") || type.ends_with("+xml") || type == "application/xml" ||
         type == "application/javascript";
}

void set(Reply& reply, std::string name, std::string value) {
  reply.headers.emplace_back(std::move(name), std::move(value));
}

std::string_view header_of(const Reply& reply, std::string_view name) {
  const auto at =
      std::find_if(reply.headers.begin(), reply.headers.end(), [&](const auto& h) { return h.first == name; });
  return at == reply.headers.end() ? std::string_view() : std::string_view(at->second);
}

void add_vary(Reply& reply, const std::string& name) {
  for (auto& [key, value] : reply.headers) {
    if (key == "Vary") {
      value += ", " + name;
      return;
    }
  }
  set(reply, "Vary", name);
}

std::string cache_control(const Response& response, bool authorized) {
  if (response.status >= 400) return "no-store";
  switch (response.caching) {
    case Caching::kNoStore:
      return "no-store";
    case Caching::kRevalidate:
      return authorized ? "private, no-cache" : "no-cache";
    case Caching::kImmutable:
      return authorized ? "private, max-age=31536000, immutable" : "public, max-age=31536000, immutable";
  }
  return "no-store";
}

void add_general_headers(Reply& reply, const Response& response, bool authorized) {
  set(reply, "Cache-Control", cache_control(response, authorized));
  set(reply, "X-Content-Type-Options", "nosniff");
  if (response.for_any_origin && !authorized) {
    set(reply, "Access-Control-Allow-Origin", "*");
    set(reply, "Access-Control-Expose-Headers", "*");
  }
  if (header_of(reply, "Content-Type").starts_with("text/html")) {
    if (header_of(reply, "Content-Security-Policy").empty()) {
      set(reply, "Content-Security-Policy", std::string(kPagePolicy));
    }
    set(reply, "Referrer-Policy", "same-origin");
  }
}

std::string hash_etag(std::string_view text) {
  const ledger::Digest digest = ledger::sha256(ledger::view(text));
  return ledger::hex_encode(digest.view().first(16));
}

bool is_get(const Request& request) {
  return request.method == Method::kGet || request.method == Method::kHead;
}

std::uint64_t size_of(const Body& body) {
  if (const auto* text = std::get_if<std::string>(&body)) return text->size();
  if (const auto* ready = std::get_if<ReadyBody>(&body)) return *ready ? (*ready)->size() : 0;
  if (const auto* file = std::get_if<FileBody>(&body)) return file->size;
  return 0;
}

// The entity tag, without quotes: the handler's, the file's, or the content's hash; none for what is never kept.
std::string etag_of(const Response& response) {
  if (const auto set_before = response.header("etag")) {
    std::string_view text = *set_before;
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
      return std::string(text.substr(1, text.size() - 2));
    return {};
  }
  if (const auto* file = std::get_if<FileBody>(&response.body)) return file->etag;
  if (response.caching == Caching::kNoStore || std::holds_alternative<EventStream>(response.body)) return {};
  return hash_etag(response.text());
}

bool may_be_coded(const Response& response) {
  const bool in_memory =
      std::holds_alternative<std::string>(response.body) || std::holds_alternative<ReadyBody>(response.body);
  return in_memory && response.text().size() > kGzipBytesMin && !response.header("content-encoding") &&
         is_compressible(response.header("content-type").value_or(""));
}

bool is_sane(const Response& response) {
  const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; };
  return std::none_of(response.headers.begin(), response.headers.end(), [&](const auto& h) {
    return std::any_of(h.first.begin(), h.first.end(), is_control) ||
           std::any_of(h.second.begin(), h.second.end(), is_control);
  });
}

void pack(Reply& reply) {
  const std::string_view plain = reply.body.index() == 0 ? std::string_view(std::get<std::string>(reply.body))
                                                         : std::string_view(*std::get<ReadyBody>(reply.body));
  reply.body = std::make_shared<const std::string>(ledger::to_string(certs::gzip(ledger::view(plain))));
  set(reply, "Content-Encoding", "gzip");
}

Form make_form(Response response, bool packed, bool authorized) {
  Form form;
  Reply& reply = form.reply;
  form.etag = etag_of(response);
  const bool codable = may_be_coded(response);
  reply.status = response.status;
  reply.headers = std::move(response.headers);
  std::erase_if(reply.headers, [](const auto& h) { return equals_in_any_case(h.first, "etag"); });
  add_general_headers(reply, response, authorized);
  reply.body = std::move(response.body);
  if (codable) add_vary(reply, "Accept-Encoding");
  if (packed && codable) {
    pack(reply);
    if (!form.etag.empty()) form.etag += "-gzip";
  }
  if (!form.etag.empty()) set(reply, "ETag", '"' + form.etag + '"');
  reply.length = size_of(reply.body);
  return form;
}

// The same as a problem, with the general headers.
Reply problem_reply(const Problem& problem, bool authorized) {
  Reply reply = make_form(to_response(problem), false, authorized).reply;
  set(reply, "Content-Length", std::to_string(reply.length));
  return reply;
}

// 304: what a cache may need to know, and nothing of a body.
Reply not_modified(Reply reply) {
  reply.status = 304;
  std::erase_if(reply.headers, [](const auto& h) { return h.first.starts_with("Content-"); });
  reply.body = std::string();
  reply.length = 0;
  return reply;
}

Reply partial(Reply reply, const Part& part) {
  set(reply, "Content-Range",
      "bytes " + std::to_string(part.first) + "-" + std::to_string(part.first + part.length - 1) + "/" +
          std::to_string(reply.length));
  set(reply, "Content-Length", std::to_string(part.length));
  reply.status = 206;
  reply.first = part.first;
  reply.length = part.length;
  return reply;
}

Reply judge_conditions(const Request& request, const Wishes& wishes, Form form) {
  Reply& reply = form.reply;
  const bool tagged = !form.etag.empty();
  if (wishes.if_match && tagged && !names_etag(*wishes.if_match, form.etag, false)) {
    return problem_reply({"precondition_failed", "its ETag is \"" + form.etag + "\"", "If-Match"}, wishes.authorized);
  }
  if (wishes.if_none_match && tagged && names_etag(*wishes.if_none_match, form.etag, true)) {
    return not_modified(std::move(reply));
  }
  const bool endless = std::holds_alternative<EventStream>(reply.body);
  if (wishes.range && !endless && (!wishes.if_range || (tagged && names_etag(*wishes.if_range, form.etag, false)))) {
    const auto range = read_range(*wishes.range, reply.length);
    if (const auto* part = std::get_if<Part>(&range)) return partial(std::move(reply), *part);
    if (std::holds_alternative<NotSatisfiable>(range)) {
      Problem problem{"range_not_satisfiable", "it has " + std::to_string(reply.length) + " bytes", "Range"};
      problem.headers.emplace_back("Content-Range", "bytes */" + std::to_string(reply.length));
      return problem_reply(problem, wishes.authorized);
    }
  }
  if (endless) {
    set(reply, "Transfer-Encoding", "chunked");
    set(reply, "X-Accel-Buffering", "no");
  } else {
    if (std::holds_alternative<FileBody>(reply.body)) set(reply, "Accept-Ranges", "bytes");
    set(reply, "Content-Length", std::to_string(reply.length));
  }
  if (request.method == Method::kHead) reply.length = 0;
  return std::move(reply);
}

// The usual case of a ready body that was asked for before: nothing is made, nothing copied.
Reply from_memo(const Request& request, const Form& form) {
  Reply reply;
  reply.status = form.reply.status;
  reply.block = form.reply.block;
  reply.body = form.reply.body;
  if (request.method == Method::kGet) reply.length = form.reply.length;
  return reply;
}

}  // namespace

const Form* ReadyMemo::find(const Response& response, bool packed) {
  const std::uintptr_t name = reinterpret_cast<std::uintptr_t>(std::get<ReadyBody>(response.body).get()) + packed;
  auto at = young_.find(name);
  if (at == young_.end()) {
    const auto older = old_.find(name);
    if (older == old_.end()) return nullptr;
    Entry entry = std::move(older->second);
    old_.erase(older);
    make_room();
    young_bytes_ += entry.bytes;
    at = young_.emplace(name, std::move(entry)).first;
  }
  const Response& known = at->second.response;
  const bool same = known.status == response.status && known.caching == response.caching &&
                    known.for_any_origin == response.for_any_origin && known.headers == response.headers;
  return same ? &at->second.form : nullptr;
}

// What was not asked for since the last time goes.
void ReadyMemo::make_room() {
  if (young_bytes_ < kMemoBytesMax / 2) return;
  old_ = std::move(young_);
  young_.clear();
  young_bytes_ = 0;
}

const Form* ReadyMemo::keep(const Response& response, bool packed, Form form) {
  make_room();
  const std::size_t bytes = response.text().size() + form.reply.length + 1024;
  young_bytes_ += bytes;
  Fields headers = form.reply.headers;
  headers.emplace_back("Content-Length", std::to_string(form.reply.length));
  form.reply.block = std::make_shared<const std::string>(write_block(form.reply.status, headers));
  const std::uintptr_t name = reinterpret_cast<std::uintptr_t>(std::get<ReadyBody>(response.body).get()) + packed;
  return &young_.insert_or_assign(name, Entry{response, std::move(form), bytes}).first->second.form;
}

Reply finish(const Request& request, Response response, ReadyMemo* memo) {
  const Wishes wishes(request);
  if (!is_sane(response)) {
    return problem_reply({"internal", std::string(problem_kind("internal").help), {}}, wishes.authorized);
  }
  const bool packed = response.status == 200 && wishes.takes_gzip() && may_be_coded(response);
  const bool plain_get = is_get(request) && response.status == 200;
  const auto* ready = std::get_if<ReadyBody>(&response.body);
  if (memo != nullptr && plain_get && ready != nullptr && *ready && !wishes.authorized) {
    const Form* form = memo->find(response, packed);
    if (form == nullptr) form = memo->keep(response, packed, make_form(response, packed, false));
    if (!wishes.conditional()) return from_memo(request, *form);
    Form copy = *form;
    copy.reply.block.reset();
    return judge_conditions(request, wishes, std::move(copy));
  }
  Form form = make_form(std::move(response), packed, wishes.authorized);
  if (plain_get) return judge_conditions(request, wishes, std::move(form));
  if (form.reply.status != 204) set(form.reply, "Content-Length", std::to_string(form.reply.length));
  if (request.method == Method::kHead) form.reply.length = 0;
  return std::move(form.reply);
}

Response options_response(const std::string& allow) {
  Response response;
  response.status = 204;
  response.with("Allow", allow);
  response.with("Access-Control-Allow-Methods", allow);
  response.with("Access-Control-Allow-Headers",
                "Accept, Content-Type, If-Match, If-None-Match, If-Range, Last-Event-ID, Range, Traceparent");
  response.with("Access-Control-Max-Age", "86400");
  return response;
}

std::string write_block(unsigned status, const Fields& headers) {
  std::string block = "HTTP/1.1 " + std::to_string(status) + " ";
  block += reason_of(status);
  block += "\r\n";
  for (const auto& [name, value] : headers) {
    block += name;
    block += ": ";
    block += value;
    block += "\r\n";
  }
  return block;
}

}  // namespace api
