// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "store/batch_record.hpp"

#include <algorithm>

#include "ledger/limits.hpp"
#include "store/records.hpp"

namespace ledger {

namespace {

void append_64(Bytes& out, std::uint64_t value) {
  append(out, big_endian_64(value));
}
void append_sized(Bytes& out, ByteView value) {
  append_64(out, value.size());
  append(out, value);
}

// Takes bytes off the front; remembers when there were too few.
class Reader {
 public:
  explicit Reader(ByteView rest) : rest_(rest) {}
  ByteView bytes(std::uint64_t count) {
    if (count > rest_.size()) {
      short_ = true;
      return {};
    }
    const ByteView taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }
  std::uint64_t number() {
    const ByteView taken = bytes(8);
    return taken.size() == 8 ? read_big_endian_64(taken) : 0;
  }
  // How many items follow, each of `bytes_min` at least: a count that cannot be true reserves no memory.
  std::uint64_t count(std::size_t bytes_min) {
    const std::uint64_t items = number();
    if (items <= rest_.size() / bytes_min) return items;
    short_ = true;
    return 0;
  }
  Digest digest() {
    Digest taken;
    const ByteView found = bytes(taken.bytes.size());
    std::copy(found.begin(), found.end(), taken.bytes.begin());
    return taken;
  }
  [[nodiscard]] bool ended_well() const { return !short_ && rest_.empty(); }

 private:
  ByteView rest_;
  bool short_ = false;
};

void read_entries(Reader& reader, Batch& batch) {
  batch.entries.resize(reader.count(8 + 8 + 32));
  for (StoredEntry& entry : batch.entries) {
    entry.time = {reader.number()};
    entry.chain_after = reader.digest();
    entry.body = to_bytes(reader.bytes(reader.number()));
  }
}

void read_nodes(Reader& reader, Batch& batch) {
  batch.nodes.resize(reader.count(8 + 8 + 32));
  for (Node& node : batch.nodes) {
    node.id.level = static_cast<std::uint8_t>(reader.number());
    node.id.index = reader.number();
    node.hash = reader.digest();
  }
}

void read_state(Reader& reader, Batch& batch) {
  for (std::uint64_t left = reader.count(8 + 8); left > 0; --left) {
    std::string key = to_string(reader.bytes(reader.number()));
    batch.state.insert_or_assign(std::move(key), to_bytes(reader.bytes(reader.number())));
  }
}

}  // namespace

Bytes encode_batch(const Batch& batch) {
  Bytes out;
  append_64(out, batch.base.value);
  append(out, encode_head({batch.head, batch.unsealed_since}));
  append_64(out, batch.entries.size());
  for (const StoredEntry& entry : batch.entries) {
    append_64(out, entry.time.value);
    append(out, entry.chain_after.view());
    append_sized(out, entry.body);
  }
  append_64(out, batch.nodes.size());
  for (const Node& node : batch.nodes) {
    append_64(out, node.id.level);
    append_64(out, node.id.index);
    append(out, node.hash.view());
  }
  append_64(out, batch.state.size());
  for (const auto& [key, value] : batch.state) {
    append_sized(out, view(key));
    append_sized(out, value);
  }
  return out;
}

Result<Batch> decode_batch(ByteView bytes) {
  Reader reader(bytes);
  Batch batch;
  batch.base = {reader.number()};
  const auto head = decode_head(reader.bytes(kHeadBytes));
  if (!head) return tl::unexpected(head.error());
  batch.head = head->head;
  batch.unsealed_since = head->unsealed_since;
  read_entries(reader, batch);
  read_nodes(reader, batch);
  read_state(reader, batch);
  // Only one spelling of a batch counts: also the order of the keys and the width of a level are what was written.
  if (!reader.ended_well() || !std::ranges::equal(encode_batch(batch), bytes)) {
    return fail(Code::kCorrupt, "a batch of the journal is damaged");
  }
  return batch;
}

}  // namespace ledger
