// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/evidence_store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <functional>
#include <istream>
#include <sstream>
#include <system_error>

#include "attest/limits.hpp"
#include "ledger/durable_file.hpp"

namespace attest {
namespace {

using ledger::Code;
using ledger::fail;
using ledger::Result;

constexpr std::size_t kChunkBytes = 1U << 16U;

// Reads the stream to its end, handing each piece to `use`. Errors: those of `use`; kTooLarge; kStorage.
Result<StoredEvidence> read_through(std::istream& in, const std::filesystem::path& name,
                                    const std::function<Result<void>(ledger::ByteView)>& use) {
  ledger::Sha256Stream hash;
  StoredEvidence stored;
  std::array<char, kChunkBytes> chunk{};
  while (in.read(chunk.data(), chunk.size()) || in.gcount() > 0) {
    const auto piece = ledger::view({chunk.data(), static_cast<std::size_t>(in.gcount())});
    stored.size += piece.size();
    if (stored.size > kEvidenceBytesMax) {
      return fail(Code::kTooLarge, "an evidence file may have at most 1 GiB; split it", name.string());
    }
    hash.update(piece);
    if (auto used = use(piece); !used) return tl::unexpected(used.error());
  }
  if (in.bad()) return fail(Code::kStorage, "the file could not be read", name.string());
  stored.digest = hash.finish();
  return stored;
}

class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& folder) : path_((folder / "incoming-XXXXXX").string()) {
    descriptor_ = ::mkostemp(path_.data(), O_CLOEXEC);
  }
  ~TemporaryFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(path_.c_str());  // already renamed when all went well
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] bool ready() const { return descriptor_ >= 0; }
  [[nodiscard]] const std::string& path() const { return path_; }

  Result<void> write(ledger::ByteView bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return ledger::fail_errno("write the evidence", errno, path_);
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
  }
  Result<void> keep_as(const std::filesystem::path& name) const {
    if (::fsync(descriptor_) != 0) return ledger::fail_errno("sync the evidence", errno, path_);
    std::error_code error;
    std::filesystem::create_directories(name.parent_path(), error);
    if (::rename(path_.c_str(), name.c_str()) != 0) return ledger::fail_errno("name the evidence", errno, name);
    return {};
  }

 private:
  std::string path_;
  int descriptor_ = -1;
};

// A new name is durable only once each folder on its way is.
Result<void> sync_way_to(const std::filesystem::path& name, const std::filesystem::path& folder) {
  for (const auto& part : {name.parent_path(), folder / "sha256", folder}) {
    if (auto synced = ledger::sync_folder(part); !synced) return synced;
  }
  return {};
}

Result<void> sync_file(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return ledger::fail_errno("open the evidence", errno, file);
  const int error = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (error != 0) return ledger::fail_errno("sync the evidence", error, file);
  return {};
}

Result<StoredEvidence> add_stream(const EvidenceStore& store, const std::filesystem::path& folder, std::istream& in,
                                  const std::filesystem::path& name) {
  std::error_code error;
  std::filesystem::create_directories(folder / "sha256", error);
  const TemporaryFile incoming(folder);
  if (!incoming.ready()) return ledger::fail_errno("write to the evidence folder", errno, folder);
  auto stored = read_through(in, name, [&](ledger::ByteView piece) { return incoming.write(piece); });
  if (!stored) return stored;
  const auto final_name = store.path_of(stored->digest);
  if (auto kept = incoming.keep_as(final_name); !kept) return tl::unexpected(kept.error());
  if (auto synced = sync_way_to(final_name, folder); !synced) return tl::unexpected(synced.error());
  return stored;
}

}  // namespace

Result<StoredEvidence> measure_evidence(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Code::kNotFound, "there is no evidence file of that name", file.string());
  return read_through(in, file, [](ledger::ByteView) { return Result<void>{}; });
}

std::filesystem::path EvidenceStore::path_of(const ledger::Digest& digest) const {
  const std::string hex = ledger::to_hex(digest);
  return folder_ / "sha256" / hex.substr(0, 2) / hex.substr(2);
}

Result<StoredEvidence> EvidenceStore::add(const std::filesystem::path& file) const {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) {
    return fail(Code::kNotFound, "there is no evidence file of that name", file.string());
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(Code::kStorage, "the evidence file cannot be read", file.string());
  return add_stream(*this, folder_, in, file);
}

Result<StoredEvidence> EvidenceStore::add_text(std::string_view content) const {
  std::istringstream in{std::string(content)};
  return add_stream(*this, folder_, in, "text");
}

Result<EvidenceStore::Adopted> EvidenceStore::adopt(const std::filesystem::path& file,
                                                    const StoredEvidence& expected) const {
  const auto found = measure_evidence(file);
  if (!found) return tl::unexpected(found.error());
  if (found->size != expected.size || found->digest != expected.digest) {
    return fail(Code::kInvalid, "the file is not the one that was registered: size or SHA-256 differ", "body");
  }
  std::error_code error;
  const auto name = path_of(expected.digest);
  if (holds(expected.digest)) {
    std::filesystem::remove(file, error);
    return Adopted{false};
  }
  if (auto synced = sync_file(file); !synced) return tl::unexpected(synced.error());
  std::filesystem::create_directories(name.parent_path(), error);
  if (::rename(file.c_str(), name.c_str()) != 0) {
    if (errno != EXDEV) return ledger::fail_errno("name the evidence", errno, name);
    if (auto copied = add(file); !copied) return tl::unexpected(copied.error());
    std::filesystem::remove(file, error);
    return Adopted{true};
  }
  if (auto synced = sync_way_to(name, folder_); !synced) return tl::unexpected(synced.error());
  return Adopted{true};
}

bool EvidenceStore::holds(const ledger::Digest& digest) const {
  std::error_code error;
  return std::filesystem::exists(path_of(digest), error);
}

Result<void> EvidenceStore::remove(const ledger::Digest& digest) const {
  const auto file = path_of(digest);
  if (::unlink(file.c_str()) == 0) return ledger::sync_folder(file.parent_path());
  if (errno == ENOENT) return {};
  return ledger::fail_errno("remove the evidence", errno, file);
}

Result<void> EvidenceStore::check(const ledger::Digest& digest) const {
  const auto file = path_of(digest);
  const auto found = measure_evidence(file);
  if (!found && found.error().code == Code::kNotFound) {
    return fail(Code::kNotFound, "the evidence file is missing", file.string());
  }
  if (!found) return tl::unexpected(found.error());
  if (found->digest != digest) {
    return fail(Code::kCorrupt,
                "the evidence file has another content: its SHA-256 is " + ledger::to_hex(found->digest),
                file.string());
  }
  return {};
}

}  // namespace attest
