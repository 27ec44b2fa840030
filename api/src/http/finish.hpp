// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// From what a handler answered to what goes over the wire, done once for all routes: ETag and its conditions, parts,
// gzip, how long it may be kept, who may read it from a page, what browsers are told.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "api/request.hpp"
#include "api/response.hpp"

namespace api {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Reply {
  unsigned status = 200;
  Fields headers;                            // all but Date, Connection and the request's id
  std::shared_ptr<const std::string> block;  // status line and headers when they were written before
  Body body;
  std::uint64_t first = 0;   // the part of the body that is sent
  std::uint64_t length = 0;  // 0 for HEAD, 304 and what has no end
};

// One form of an answer, plain or packed, before a request's conditions are looked at.
struct Form {
  Reply reply;       // the whole, without Content-Length
  std::string etag;  // without quotes; empty: none
};

// The forms of ready bodies that were asked for before: what is asked often is hashed and packed once. Each is kept
// with its body, whose address names it. Holds at most kMemoBytesMax and two forms more. Threads: one.
class ReadyMemo {
 public:
  [[nodiscard]] const Form* find(const Response& response, bool packed);
  const Form* keep(const Response& response, bool packed, Form form);

 private:
  struct Entry {
    Response response;
    Form form;
    std::size_t bytes = 0;
  };
  using Table = std::unordered_map<std::uintptr_t, Entry>;
  void make_room();
  Table young_;
  Table old_;
  std::size_t young_bytes_ = 0;
};

// What the request gets. REQUIRES: its method is not kOptions.
[[nodiscard]] Reply finish(const Request& request, Response response, ReadyMemo* memo = nullptr);
// What OPTIONS gets where the methods in `allow` are known, also as a CORS preflight.
[[nodiscard]] Response options_response(const std::string& allow);
// Status line and headers, each with its line end, without the empty line.
[[nodiscard]] std::string write_block(unsigned status, const Fields& headers);

}  // namespace api
