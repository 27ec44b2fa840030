// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "api/uploads.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>

#include "api/limits.hpp"
#include "attest/signer.hpp"
#include "free_bytes.hpp"
#include "ledger/encoding.hpp"

namespace api {

using ledger::UnixMillis;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kIdBytes = 16;
constexpr std::size_t kChunkBytes = 1U << 16U;

tl::unexpected<Problem> refuse(std::string_view name, std::string detail, std::string field = {}) {
  return tl::unexpected<Problem>(Problem{name, std::move(detail), std::move(field)});
}
tl::unexpected<Problem> later(std::string_view name, std::string detail) {
  Problem problem{name, std::move(detail), {}};
  problem.retry_after_s = kUploadRetrySeconds;
  return tl::unexpected<Problem>(std::move(problem));
}
tl::unexpected<Problem> at_offset(std::string detail, std::uint64_t offset) {
  Problem problem{"conflict", std::move(detail), "upload-offset"};
  problem.headers.emplace_back("Upload-Offset", std::to_string(offset));
  problem.headers.emplace_back("Upload-Complete", "?0");
  return tl::unexpected<Problem>(std::move(problem));
}

// Puts the part behind the file's first `offset` bytes, and cuts off what an earlier attempt may have left there.
bool append_file(const fs::path& file, std::uint64_t offset, const fs::path& part) {
  std::error_code error;
  if (fs::exists(file, error)) fs::resize_file(file, offset, error);
  if (error) return false;
  std::ifstream in(part, std::ios::binary);
  std::ofstream out(file, std::ios::binary | std::ios::app);
  std::array<char, kChunkBytes> chunk{};
  while (in && out) {
    in.read(chunk.data(), chunk.size());
    out.write(chunk.data(), in.gcount());
  }
  out.close();
  return in.eof() && !in.bad() && out.good();
}

}  // namespace

Uploads::Uploads(fs::path folder, std::function<UnixMillis()> clock, std::uint64_t floor_bytes)
    : folder_(std::move(folder)), clock_(std::move(clock)), floor_bytes_(floor_bytes) {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

bool Uploads::has_room(std::uint64_t more) const {
  std::uint64_t promised = more;
  for (const auto& [id, upload] : uploads_) promised += upload.state.length - upload.state.offset;
  const auto free = free_bytes(folder_);
  return free && *free > floor_bytes_ && *free - floor_bytes_ >= promised;
}

void Uploads::drop_expired() {
  const UnixMillis now = clock_();
  for (auto at = uploads_.begin(); at != uploads_.end();) {
    const bool over = !at->second.busy && now >= at->second.state.expires;
    std::error_code ignored;
    if (over) fs::remove(at->second.state.file, ignored);
    at = over ? uploads_.erase(at) : std::next(at);
  }
}

void Uploads::end_expired() {
  const std::lock_guard lock(mutex_);
  drop_expired();
}

Answered<std::string> Uploads::start(const std::string& party, ledger::EntryIndex entry, std::uint64_t length) {
  const std::lock_guard lock(mutex_);
  drop_expired();
  const auto of_party =
      std::count_if(uploads_.begin(), uploads_.end(), [&](const auto& item) { return item.second.party == party; });
  if (static_cast<std::size_t>(of_party) >= kUploadsOfAPartyMax) {
    return later("too_many_requests", "this party has too many uploads; finish or delete one");
  }
  if (uploads_.size() >= kUploadsMax) return later("busy", "too many uploads are under way");
  std::error_code error;
  fs::create_directories(folder_, error);
  fs::permissions(folder_, fs::perms::owner_all, error);
  if (!has_room(length)) return refuse("disk_full", std::string(problem_kind("disk_full").help));
  std::string id = ledger::base64url_encode(attest::random_bytes(kIdBytes));
  Upload upload{party, {entry, 0, length, {clock_().value + kUploadIdleSeconds * 1000}, folder_ / id}, false};
  uploads_.emplace(id, std::move(upload));
  return id;
}

Answered<Uploads::Place> Uploads::place_of(const Name& name) {
  drop_expired();
  const auto at = uploads_.find(name.id);
  if (at == uploads_.end() || at->second.party != name.party || at->second.state.entry != name.entry) {
    return refuse("not_found", "there is no such upload, or it has expired; start a new one", "upload");
  }
  return at;
}

Answered<Uploads::State> Uploads::find(const Name& name) {
  const std::lock_guard lock(mutex_);
  const auto place = place_of(name);
  if (!place) return tl::unexpected(place.error());
  return (*place)->second.state;
}

Answered<Uploads::Place> Uploads::begin_append(const Name& name, std::uint64_t offset, std::uint64_t bytes) {
  const auto place = place_of(name);
  if (!place) return place;
  const State& state = (*place)->second.state;
  if ((*place)->second.busy) return at_offset("another part is being taken; ask for the offset again", state.offset);
  if (offset != state.offset) return at_offset("the upload goes on at another offset", state.offset);
  if (bytes > state.length - state.offset) {
    return refuse("too_large", "the file has " + std::to_string(state.length) + " bytes, this goes past them", "body");
  }
  if (!has_room(0)) return refuse("disk_full", std::string(problem_kind("disk_full").help));
  return place;
}

Answered<Uploads::State> Uploads::append(const Name& name, std::uint64_t offset, const fs::path& part,
                                         std::uint64_t bytes) {
  std::unique_lock lock(mutex_);
  const auto place = begin_append(name, offset, bytes);
  if (!place) return tl::unexpected(place.error());
  Upload& upload = (*place)->second;  // stays where it is while busy
  upload.busy = true;
  lock.unlock();
  const bool appended = append_file(upload.state.file, offset, part);
  lock.lock();
  upload.busy = false;
  if (!appended) return refuse("internal", std::string(problem_kind("internal").help));
  upload.state.offset += bytes;
  upload.state.expires = {clock_().value + kUploadIdleSeconds * 1000};
  return upload.state;
}

Answered<void> Uploads::remove(const Name& name) {
  const std::lock_guard lock(mutex_);
  const auto place = place_of(name);
  if (!place) return tl::unexpected(place.error());
  if ((*place)->second.busy) return at_offset("a part is being taken; try again", (*place)->second.state.offset);
  std::error_code ignored;
  fs::remove((*place)->second.state.file, ignored);
  uploads_.erase(*place);
  return {};
}

std::size_t Uploads::count() const {
  const std::lock_guard lock(mutex_);
  return uploads_.size();
}

}  // namespace api
