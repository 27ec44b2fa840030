// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "http/body_decoder.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "api/limits.hpp"

namespace api {
namespace {

namespace http = boost::beast::http;

// A chunk of one byte needs six on the wire.
bool too_much_framing(std::uint64_t raw, std::uint64_t body) {
  return raw > body * 8 + kHeaderBytesMax;
}

}  // namespace

struct BodyDecoder::Parser {
  http::request_parser<http::buffer_body> parser;
  std::array<char, 16'384> block{};
};

BodyDecoder::BodyDecoder(std::string_view head) : parser_(std::make_unique<Parser>()) {
  parser_->parser.header_limit(static_cast<std::uint32_t>(kHeaderBytesMax + 1));
  parser_->parser.body_limit(boost::none);
  boost::beast::error_code error;
  const std::size_t taken = parser_->parser.put(boost::asio::buffer(head), error);
  if (taken != head.size() || !parser_->parser.is_header_done()) parser_.reset();
}

BodyDecoder::~BodyDecoder() = default;

BodyDecoder::Step BodyDecoder::take(std::string_view input, const std::function<void(std::string_view)>& use) {
  if (!parser_) return {State::kBad, 0};
  auto& parser = parser_->parser;
  Step step;
  while (!parser.is_done()) {
    auto& body = parser.get().body();
    body.data = parser_->block.data();
    body.size = parser_->block.size();
    boost::beast::error_code error;
    const std::size_t taken = parser.put(boost::asio::buffer(input.substr(step.taken)), error);
    const std::size_t made = parser_->block.size() - body.size;
    step.taken += taken;
    raw_bytes_ += taken;
    body_bytes_ += made;
    if (made > 0) use({parser_->block.data(), made});
    if (too_much_framing(raw_bytes_, body_bytes_)) return {State::kBad, step.taken};
    if (error && error != http::error::need_buffer && error != http::error::need_more) return {State::kBad, step.taken};
    if ((taken == 0 && made == 0) || (error == http::error::need_more && step.taken == input.size())) break;
  }
  step.state = parser.is_done() ? State::kDone : State::kMore;
  return step;
}

}  // namespace api
