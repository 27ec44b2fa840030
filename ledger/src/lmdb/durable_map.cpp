// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "ledger/lmdb_store.hpp"
#include "lmdb/folder.hpp"
#include "store/records.hpp"

namespace ledger {

namespace {

constexpr std::array<const char*, 1> kTables{"records"};
constexpr TableIndex kRecords = 0;
constexpr EnvFormat kFormat{"CLRECORD", 1, kTables};

class LmdbMap final : public DurableMap {
 public:
  explicit LmdbMap(OpenFolder folder) : folder_(std::move(folder)) {}

  Result<std::optional<Bytes>> get(std::string_view key) const override {
    if (key.empty() || key.size() > kStateKeyBytesMax) return std::nullopt;
    const auto txn = folder_.env->read();
    if (!txn) return tl::unexpected(txn.error());
    const auto record = txn->get(kRecords, view(key));
    if (!record) return tl::unexpected(record.error());
    if (!*record) return std::nullopt;
    const auto value = open_record(TableTag::kMap, view(key), **record);
    if (!value) return tl::unexpected(value.error());
    return to_bytes(*value);
  }

  Result<void> each(const std::function<bool(std::string_view, ByteView)>& visit) const override {
    const auto txn = folder_.env->read();
    if (!txn) return tl::unexpected(txn.error());
    Result<void> readable;
    auto walked = txn->walk(kRecords, {}, [&](ByteView key, ByteView record) {
      const auto value = open_record(TableTag::kMap, key, record);
      if (!value) readable = tl::unexpected(value.error());
      return value && visit(text(key), *value);
    });
    return walked ? readable : walked;
  }

  Result<void> put_all(const std::map<std::string, Bytes, std::less<>>& records) override {
    if (!folder_.lock) return fail(Code::kInvalid, "the map is open for reading only");
    for (const auto& [key, value] : records) {
      if (auto allowed = check_state_key(key); !allowed) return allowed;
    }
    return folder_.env->write([&](WriteTxn& txn) -> Result<void> {
      for (const auto& [key, value] : records) {
        if (auto put = txn.put(kRecords, view(key), make_record(TableTag::kMap, view(key), value)); !put) return put;
      }
      return {};
    });
  }

 private:
  OpenFolder folder_;
};

}  // namespace

Result<std::unique_ptr<DurableMap>> open_durable_map(const std::filesystem::path& folder, OpenMode mode) {
  auto opened = open_folder(folder, mode, kFormat, [](WriteTxn&) { return Result<void>(); });
  if (!opened) return tl::unexpected(opened.error());
  return std::make_unique<LmdbMap>(std::move(*opened));
}

}  // namespace ledger
