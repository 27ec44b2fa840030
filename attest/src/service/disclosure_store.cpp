// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "service/disclosure_store.hpp"

#include <mutex>
#include <system_error>

#include "attest/disclosure.hpp"
#include "ledger/durable_file.hpp"

namespace attest {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Code;
using ledger::OpenMode;
using ledger::Result;
using ledger::TreeSize;

namespace {

using Records = std::map<std::string, Bytes, std::less<>>;

// No digest has this form. Value: u64, how many of the ledger's entries the store has followed.
constexpr std::string_view kFollowedKey = "#followed";
constexpr std::size_t kCopiedTogether = 1'000;

Bytes encode(TreeSize size) {
  const auto bytes = ledger::big_endian_64(size.value);
  return Bytes(bytes.begin(), bytes.end());
}

}  // namespace

Result<std::unique_ptr<DisclosureStore>> DisclosureStore::open(const std::filesystem::path& folder, OpenMode mode,
                                                               Ways ways) {
  std::unique_ptr<DisclosureStore> store(new DisclosureStore(folder, std::move(ways)));
  auto map = ledger::open_durable_map(folder, mode);
  if (!map) return tl::unexpected(map.error());
  store->map_ = std::move(*map);
  if (mode == OpenMode::kWrite) {
    if (auto removed = store->remove_beside(); !removed) return tl::unexpected(removed.error());
  }
  return store;
}

Result<std::optional<std::string>> DisclosureStore::get(std::string_view digest) const {
  const auto erased = ways_.is_erased(digest);
  if (!erased) return tl::unexpected(erased.error());
  if (*erased) return std::optional<std::string>{};
  const std::shared_lock lock(mutex_);
  const auto found = map_->get(digest);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return std::optional<std::string>{};
  std::string encoded = ledger::to_string(**found);
  if (disclosure_digest(encoded) != digest) {
    return ledger::fail(Code::kCorrupt, "a stored disclosure does not fit its digest", std::string(digest));
  }
  return std::optional<std::string>{std::move(encoded)};
}

Result<void> DisclosureStore::put_all(Records disclosures) {
  // Asked under the lock: an erasure that comes in between rewrites after this.
  const std::unique_lock lock(mutex_);
  for (auto next = disclosures.begin(); next != disclosures.end();) {
    const auto erased = ways_.is_erased(next->first);
    if (!erased) return tl::unexpected(erased.error());
    next = *erased ? disclosures.erase(next) : std::next(next);
  }
  return disclosures.empty() ? Result<void>{} : map_->put_all(disclosures);
}

Result<TreeSize> DisclosureStore::followed_to() const {
  const auto value = map_->get(kFollowedKey);
  if (!value) return tl::unexpected(value.error());
  if (!*value) return TreeSize{};
  if ((*value)->size() != 8) return ledger::fail(Code::kCorrupt, "the store of disclosures is damaged");
  return TreeSize{ledger::read_big_endian_64(**value)};
}

Result<void> DisclosureStore::copy_kept(ledger::DurableMap& into, TreeSize end) const {
  Records some;
  Result<void> done;
  auto read = map_->each([&](std::string_view key, ByteView value) {
    const auto erased = ways_.is_erased(key);
    if (!erased) {
      done = tl::unexpected(erased.error());
    } else if (!*erased) {
      some.emplace(key, ledger::to_bytes(value));
    }
    if (done && some.size() == kCopiedTogether) {
      done = into.put_all(some);
      some.clear();
      at("copying");
    }
    return done.has_value();
  });
  if (!read) return read;
  if (!done) return done;
  some[std::string(kFollowedKey)] = encode(end);
  return into.put_all(some);
}

Result<void> DisclosureStore::remove_beside() const {
  std::error_code error;
  if (!std::filesystem::exists(beside(), error)) return {};
  std::filesystem::remove_all(beside(), error);
  if (error) return ledger::fail_errno("remove the store of disclosures that is not needed", error.value(), beside());
  return ledger::sync_folder(folder_.parent_path());
}

Result<void> DisclosureStore::follow(TreeSize end) {
  {
    const std::shared_lock lock(mutex_);
    if (followed_ >= end) return {};
  }
  const std::unique_lock lock(mutex_);
  const auto followed = followed_to();
  if (!followed) return tl::unexpected(followed.error());
  followed_ = *followed;
  if (followed_ >= end) return {};
  if (auto removed = remove_beside(); !removed) return removed;
  at("before copy");
  {
    auto rewritten = ledger::open_durable_map(beside(), OpenMode::kCreate);
    if (!rewritten) return tl::unexpected(rewritten.error());
    if (auto copied = copy_kept(**rewritten, end); !copied) return copied;
  }
  at("before exchange");
  // Where this step is not known to be durable, either store may be found at the next start, and each is whole.
  if (auto exchanged = ledger::exchange_names(beside(), folder_); !exchanged) return exchanged;
  at("after exchange");
  auto opened = ledger::open_durable_map(folder_, OpenMode::kWrite);
  if (!opened) return tl::unexpected(opened.error());
  map_ = std::move(*opened);
  if (auto removed = remove_beside(); !removed) return removed;
  at("after removal");
  followed_ = end;
  return {};
}

}  // namespace attest
