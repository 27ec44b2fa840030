// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/cbor.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "attest/utf8.hpp"

namespace attest {
namespace {

// The major types of RFC 8949 section 3.1.
enum class Major : std::uint8_t { kUnsigned, kNegative, kBytes, kText, kArray, kMap, kTag, kSimple };

constexpr std::uint8_t kNull = 0xF6;

void write_head(Bytes& out, Major major, std::uint64_t value) {
  const auto high = static_cast<std::uint8_t>(static_cast<unsigned>(major) << 5U);
  if (value < 24) {
    out.push_back(static_cast<std::uint8_t>(high | value));
    return;
  }
  const unsigned power = value <= 0xFF ? 0 : value <= 0xFFFF ? 1 : value <= 0xFFFF'FFFF ? 2 : 3;
  out.push_back(static_cast<std::uint8_t>(high | (24U + power)));
  const auto bytes = ledger::big_endian_64(value);
  ledger::append(out, ByteView(bytes).last(std::size_t{1} << power));
}

tl::unexpected<ledger::Error> refuse(const char* message) {
  return ledger::fail(ledger::Code::kInvalid, std::string("not deterministic CBOR of our kind: ") + message);
}

struct Head {
  Major major = Major::kSimple;
  std::uint64_t value = 0;
};

class Decoder {
 public:
  explicit Decoder(ByteView bytes) : bytes_(bytes) {}

  // `depth` is the number of arrays, maps and tags around this item.
  Result<Cbor> item(std::size_t depth);
  [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }

 private:
  Result<Head> head();
  Result<ByteView> string(std::uint64_t size);
  Result<Cbor> text(std::uint64_t size);
  Result<Cbor> array(std::uint64_t count, std::size_t depth);
  Result<Cbor> map(std::uint64_t count, std::size_t depth);
  Result<Cbor> tag(std::uint64_t number, std::size_t depth);
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

  ByteView bytes_;
  std::size_t at_ = 0;
};

Result<Head> Decoder::head() {
  if (left() == 0) return refuse("it ends too early");
  const std::uint8_t first = bytes_[at_++];
  const auto major = static_cast<Major>(first >> 5U);
  const unsigned low = first & 31U;
  if (major == Major::kSimple) {
    if (first != kNull) return refuse("a float, or a simple value other than null");
    return Head{major, low};
  }
  if (low < 24) return Head{major, low};
  if (low > 27) return refuse("an indefinite length or a reserved head");
  const std::size_t width = std::size_t{1} << (low - 24U);
  if (left() < width) return refuse("it ends too early");
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes_.subspan(at_, width)) value = value << 8U | byte;
  at_ += width;
  const std::uint64_t least = width == 1 ? 24 : std::uint64_t{1} << (4 * width);
  if (value < least) return refuse("a head that is not the shortest");
  return Head{major, value};
}

Result<Cbor> Decoder::item(std::size_t depth) {
  const Result<Head> head = this->head();
  if (!head) return tl::unexpected<ledger::Error>(head.error());
  if (head->major >= Major::kArray && head->major != Major::kSimple && depth == kCborDepthMax) {
    return refuse("nested deeper than 16");
  }
  constexpr auto kIntegerMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  switch (head->major) {
    case Major::kUnsigned:
    case Major::kNegative: {
      if (head->value > kIntegerMax) return refuse("an integer beyond 64 bits with sign");
      const auto value = static_cast<std::int64_t>(head->value);
      return Cbor::integer(head->major == Major::kUnsigned ? value : -1 - value);
    }
    case Major::kBytes: {
      const Result<ByteView> bytes = string(head->value);
      if (!bytes) return tl::unexpected<ledger::Error>(bytes.error());
      return Cbor::bytes(*bytes);
    }
    case Major::kText:
      return text(head->value);
    case Major::kArray:
      return array(head->value, depth + 1);
    case Major::kMap:
      return map(head->value, depth + 1);
    case Major::kTag:
      return tag(head->value, depth + 1);
    case Major::kSimple:
      break;
  }
  return Cbor();
}

Result<ByteView> Decoder::string(std::uint64_t size) {
  if (size > left()) return refuse("it ends too early");
  const ByteView out = bytes_.subspan(at_, static_cast<std::size_t>(size));
  at_ += out.size();
  return out;
}

Result<Cbor> Decoder::text(std::uint64_t size) {
  const Result<ByteView> bytes = string(size);
  if (!bytes) return tl::unexpected<ledger::Error>(bytes.error());
  if (!is_utf8(ledger::text(*bytes))) return refuse("a text that is not UTF-8");
  return Cbor::text(ledger::text(*bytes));
}

// Every item takes a byte at least, so that a count over the bytes left is refused before anything is kept for it.
Result<Cbor> Decoder::array(std::uint64_t count, std::size_t depth) {
  if (count > left()) return refuse("it ends too early");
  Cbor::Array items;
  for (std::uint64_t i = 0; i < count; ++i) {
    Result<Cbor> next = item(depth);
    if (!next) return next;
    items.push_back(*std::move(next));
  }
  return Cbor::array(std::move(items));
}

Result<Cbor> Decoder::map(std::uint64_t count, std::size_t depth) {
  if (count > left() / 2) return refuse("it ends too early");
  Cbor::Map members;
  ByteView last_key;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::size_t begin = at_;
    Result<Cbor> key = item(depth);
    if (!key) return key;
    const ByteView this_key = bytes_.subspan(begin, at_ - begin);
    if (!std::lexicographical_compare(last_key.begin(), last_key.end(), this_key.begin(), this_key.end())) {
      return refuse("map keys out of order or repeated");
    }
    last_key = this_key;
    Result<Cbor> value = item(depth);
    if (!value) return value;
    members.emplace_back(*std::move(key), *std::move(value));
  }
  return Cbor::map(std::move(members));
}

Result<Cbor> Decoder::tag(std::uint64_t number, std::size_t depth) {
  Result<Cbor> content = item(depth);
  if (!content) return content;
  return Cbor::tagged(number, *std::move(content));
}

}  // namespace

Cbor Cbor::integer(std::int64_t value) {
  Cbor out;
  out.value_ = value;
  return out;
}
Cbor Cbor::bytes(ByteView value) {
  Cbor out;
  out.value_ = ledger::to_bytes(value);
  return out;
}
Cbor Cbor::text(std::string_view value) {
  Cbor out;
  out.value_ = std::string(value);
  return out;
}
Cbor Cbor::array(Array value) {
  Cbor out;
  out.value_ = std::move(value);
  return out;
}
Cbor Cbor::map(Map value) {
  Cbor out;
  out.value_ = std::move(value);
  return out;
}
Cbor Cbor::tagged(std::uint64_t tag, Cbor value) {
  Cbor out;
  out.value_ = Tag{tag, {std::move(value)}};
  return out;
}

const Cbor* Cbor::content_of_tag(std::uint64_t tag) const {
  const Tag* held = std::get_if<Tag>(&value_);
  return held != nullptr && held->number == tag ? &held->content.front() : nullptr;
}

const Cbor* Cbor::find(std::int64_t key) const {
  const Map* members = as_map();
  if (members == nullptr) return nullptr;
  for (const auto& [name, value] : *members) {
    if (name.as_integer() != nullptr && *name.as_integer() == key) return &value;
  }
  return nullptr;
}

const Cbor* Cbor::find(std::string_view key) const {
  const Map* members = as_map();
  if (members == nullptr) return nullptr;
  for (const auto& [name, value] : *members) {
    if (name.as_text() != nullptr && *name.as_text() == key) return &value;
  }
  return nullptr;
}

void Cbor::encode_into(Bytes& out) const {
  if (const auto* number = as_integer()) {
    const bool negative = *number < 0;
    write_head(out, negative ? Major::kNegative : Major::kUnsigned,
               static_cast<std::uint64_t>(negative ? -1 - *number : *number));
  } else if (const auto* bytes = as_bytes()) {
    write_head(out, Major::kBytes, bytes->size());
    ledger::append(out, *bytes);
  } else if (const auto* text = as_text()) {
    write_head(out, Major::kText, text->size());
    ledger::append(out, ledger::view(*text));
  } else if (const auto* items = as_array()) {
    write_head(out, Major::kArray, items->size());
    for (const Cbor& item : *items) item.encode_into(out);
  } else if (const auto* members = as_map()) {
    encode_map_into(out, *members);
  } else if (const auto* tag = std::get_if<Tag>(&value_)) {
    write_head(out, Major::kTag, tag->number);
    tag->content.front().encode_into(out);
  } else {
    out.push_back(kNull);
  }
}

void Cbor::encode_map_into(Bytes& out, const Map& members) {
  std::vector<std::pair<Bytes, const Cbor*>> sorted;
  sorted.reserve(members.size());
  for (const auto& [key, value] : members) sorted.emplace_back(encode_cbor(key), &value);
  std::ranges::sort(sorted, {}, &std::pair<Bytes, const Cbor*>::first);
  write_head(out, Major::kMap, sorted.size());
  for (const auto& [key, value] : sorted) {
    ledger::append(out, key);
    value->encode_into(out);
  }
}

Bytes encode_cbor(const Cbor& value) {
  Bytes out;
  value.encode_into(out);
  return out;
}

Result<Cbor> decode_cbor(ByteView bytes) {
  Decoder decoder(bytes);
  Result<Cbor> value = decoder.item(0);
  if (value && !decoder.at_end()) return refuse("bytes after the value");
  return value;
}

namespace {

tl::unexpected<ledger::Error> no_sequence(const char* message) {
  return ledger::fail(ledger::Code::kInvalid, std::string("not a CBOR sequence: ") + message);
}

// Steps over one item after the other; `open` counts the items that each array, map or tag around still waits for.
Result<std::size_t> item_bytes(ByteView bytes) {
  std::vector<std::uint64_t> open{1};
  std::size_t at = 0;
  while (!open.empty()) {
    if (open.back() == 0) {
      open.pop_back();
      continue;
    }
    --open.back();
    if (at == bytes.size()) return no_sequence("it ends within an item");
    const std::uint8_t first = bytes[at++];
    const auto major = static_cast<Major>(first >> 5U);
    const unsigned low = first & 31U;
    if (low > 27) return no_sequence("an indefinite length or a reserved head");
    const std::size_t width = low < 24 ? 0 : std::size_t{1} << (low - 24U);
    if (bytes.size() - at < width) return no_sequence("it ends within an item");
    std::uint64_t value = low;
    if (width > 0) value = 0;
    for (const std::uint8_t byte : bytes.subspan(at, width)) value = value << 8U | byte;
    at += width;
    if (major == Major::kBytes || major == Major::kText) {
      if (value > bytes.size() - at) return no_sequence("it ends within an item");
      at += static_cast<std::size_t>(value);
    } else if (major == Major::kArray || major == Major::kMap || major == Major::kTag) {
      if (open.size() > kCborDepthMax) return no_sequence("nested deeper than 16");
      if (value > bytes.size() && major != Major::kTag) return no_sequence("it ends within an item");
      open.push_back(major == Major::kTag ? 1 : major == Major::kMap ? 2 * value : value);
    }
  }
  return at;
}

}  // namespace

Result<std::vector<ByteView>> split_cbor_sequence(ByteView bytes, std::size_t items_max) {
  std::vector<ByteView> items;
  while (!bytes.empty()) {
    const auto size = item_bytes(bytes);
    if (!size) return tl::unexpected<ledger::Error>(size.error());
    if (items.size() == items_max) {
      return ledger::fail(ledger::Code::kTooLarge,
                          "the sequence has more than " + std::to_string(items_max) + " items");
    }
    items.push_back(bytes.first(*size));
    bytes = bytes.subspan(*size);
  }
  return items;
}

}  // namespace attest
