// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Derived state: records that follow from the entries and lie beside them, committed together with them.
// To this module they are opaque keys and values; rebuild makes them again from the entries.
#pragma once

#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/bytes.hpp"
#include "ledger/result.hpp"

namespace ledger {

inline constexpr std::size_t kStateKeyBytesMax = 480;  // LMDB's limit is 511

// Errors: kInvalid when a key is empty or longer than kStateKeyBytesMax.
[[nodiscard]] Result<void> check_state_key(std::string_view key);

class StateReader {
 public:
  virtual ~StateReader() = default;
  // Errors: kCorrupt, kStorage. A missing key is no error.
  [[nodiscard]] virtual Result<std::optional<Bytes>> get(std::string_view key) const = 0;
  // Calls `visit` for the keys that start with `prefix` and are not before `from`, in byte order, `count_max` at most,
  // until it returns false. Cost: no more records are read than that.
  using Visit = std::function<bool(std::string_view key, ByteView value)>;
  [[nodiscard]] virtual Result<void> scan_from(std::string_view prefix, std::string_view from, std::size_t count_max,
                                               const Visit& visit) const = 0;
  // All of them.
  [[nodiscard]] Result<void> scan(std::string_view prefix, const Visit& visit) const {
    return scan_from(prefix, prefix, std::numeric_limits<std::size_t>::max(), visit);
  }
};

class State : public StateReader {
 public:
  virtual void put(std::string_view key, ByteView value) = 0;
};

// What was read of a base once is not read again. For a base that nobody changes meanwhile; it must outlive this
// object. One thread.
class RememberedState final : public StateReader {
 public:
  explicit RememberedState(const StateReader& base) : base_(&base) {}
  [[nodiscard]] Result<std::optional<Bytes>> get(std::string_view key) const override;
  [[nodiscard]] Result<void> scan_from(std::string_view prefix, std::string_view from, std::size_t count_max,
                                       const Visit& visit) const override {
    return base_->scan_from(prefix, from, count_max, visit);
  }

 private:
  const StateReader* base_;
  mutable std::map<std::string, std::optional<Bytes>, std::less<>> read_;
};

// Changes on top of a base: thrown away, or folded into the layer below. The base must outlive it. One thread.
class StateOverlay final : public State {
 public:
  explicit StateOverlay(const StateReader& base) : base_(&base) {}
  // The same by address. An overlay on an overlay must be made this way: by reference it would be a copy.
  explicit StateOverlay(const StateReader* base) : base_(base) {}
  StateOverlay(const StateOverlay&) = delete;
  StateOverlay& operator=(const StateOverlay&) = delete;
  [[nodiscard]] Result<std::optional<Bytes>> get(std::string_view key) const override;
  [[nodiscard]] Result<void> scan_from(std::string_view prefix, std::string_view from, std::size_t count_max,
                                       const Visit& visit) const override;
  void put(std::string_view key, ByteView value) override;
  void fold_into(State& below) const;
  void clear() { changes_.clear(); }
  [[nodiscard]] const std::map<std::string, Bytes, std::less<>>& changes() const { return changes_; }

 private:
  const StateReader* base_;
  std::map<std::string, Bytes, std::less<>> changes_;
};

// All state in memory: audits, rebuild, tests.
class MemoryState final : public State {
 public:
  [[nodiscard]] Result<std::optional<Bytes>> get(std::string_view key) const override;
  [[nodiscard]] Result<void> scan_from(std::string_view prefix, std::string_view from, std::size_t count_max,
                                       const Visit& visit) const override;
  void put(std::string_view key, ByteView value) override;
  [[nodiscard]] const std::map<std::string, Bytes, std::less<>>& records() const { return records_; }

 private:
  std::map<std::string, Bytes, std::less<>> records_;
};

}  // namespace ledger
