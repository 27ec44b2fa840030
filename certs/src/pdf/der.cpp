// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "der.hpp"

#include <algorithm>

namespace certs::der {
namespace {

constexpr std::size_t kShortLengthMax = 0x7F;
constexpr std::size_t kLengthBytesMax = 4;

void append_length(Bytes& out, std::size_t length) {
  if (length <= kShortLengthMax) return out.push_back(static_cast<std::uint8_t>(length));
  std::size_t count = 1;
  while (length >> (8U * count) != 0) ++count;
  out.push_back(static_cast<std::uint8_t>(0x80U | count));
  for (std::size_t i = count; i > 0; --i) out.push_back(static_cast<std::uint8_t>(length >> (8U * (i - 1))));
}

struct Header {
  std::size_t header_bytes;
  std::size_t content_bytes;
};

std::optional<Header> read_header(ByteView bytes) {
  if (bytes.size() < 2) return std::nullopt;
  if (bytes[1] <= kShortLengthMax) return Header{2, bytes[1]};
  const std::size_t count = bytes[1] & 0x7FU;
  if (count == 0 || count > kLengthBytesMax || bytes.size() < 2 + count || bytes[2] == 0) return std::nullopt;
  std::size_t length = 0;
  for (std::size_t i = 0; i < count; ++i) length = length << 8U | bytes[2 + i];
  if (length <= kShortLengthMax) return std::nullopt;
  return Header{2 + count, length};
}

}  // namespace

Bytes element(std::uint8_t tag, ByteView content) {
  Bytes out{tag};
  append_length(out, content.size());
  ledger::append(out, content);
  return out;
}

Bytes element(std::uint8_t tag, std::initializer_list<ByteView> parts) {
  Bytes content;
  for (const ByteView part : parts) ledger::append(content, part);
  return element(tag, ByteView(content));
}

Bytes set_of(std::uint8_t tag, std::vector<Bytes> elements) {
  std::sort(elements.begin(), elements.end());
  Bytes content;
  for (const Bytes& one : elements) ledger::append(content, one);
  return element(tag, ByteView(content));
}

Bytes unsigned_integer(ByteView big_endian) {
  while (big_endian.size() > 1 && big_endian[0] == 0) big_endian = big_endian.subspan(1);
  Bytes content;
  if (big_endian.empty() || big_endian[0] >= 0x80) content.push_back(0);
  ledger::append(content, big_endian);
  return element(kInteger, ByteView(content));
}

std::optional<ByteView> Reader::content(std::uint8_t tag) {
  const auto header = read_header(rest_);
  if (!next_is(tag) || !header || header->content_bytes > rest_.size() - header->header_bytes) return std::nullopt;
  const ByteView found = rest_.subspan(header->header_bytes, header->content_bytes);
  rest_ = rest_.subspan(header->header_bytes + header->content_bytes);
  return found;
}

std::optional<ByteView> Reader::whole(std::uint8_t tag) {
  const ByteView before = rest_;
  if (!content(tag)) return std::nullopt;
  return before.first(before.size() - rest_.size());
}

}  // namespace certs::der
