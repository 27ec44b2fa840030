// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/mirror_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "ledger/durable_file.hpp"
#include "ledger/lmdb_store.hpp"
#include "service/disclosure_store.hpp"
#include "service/signed_head_file.hpp"

namespace attest {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMarkerBytesMax = 256;

fs::path marker(const fs::path& folder) {
  return folder / "mirror";
}

// Of a mirror that is being made, and of one whose making was cut off: it becomes the marker when all is there.
fs::path begun(const fs::path& folder) {
  return folder / "mirror.begun";
}

// One process at a time makes a mirror of a folder. The kernel lets go when the process ends.
class MakingLock {
 public:
  explicit MakingLock(const fs::path& folder) : file_(folder / "making.lock") {}
  ~MakingLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  MakingLock(const MakingLock&) = delete;
  MakingLock& operator=(const MakingLock&) = delete;
  [[nodiscard]] Result<void> take() {
    descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) return ledger::fail_errno("open the mirror's lock file", errno, file_);
    if (::flock(descriptor_, LOCK_EX) != 0) return ledger::fail_errno("lock the mirror's lock file", errno, file_);
    return {};
  }

 private:
  fs::path file_;
  int descriptor_ = -1;
};

Result<void> check_same_ledger(const fs::path& folder, const std::string& name) {
  const auto present = ledger::read_file(marker(folder), kMarkerBytesMax);
  if (!present) return tl::unexpected(present.error());
  if (*present == name) return {};
  return ledger::fail(Code::kInvalid,
                      "this folder mirrors another ledger than that of the trust folder; name another one", "ledger");
}

bool holds_own_ledger(const fs::path& folder) {
  std::error_code error;
  const bool there = fs::exists(folder / "store", error) || fs::exists(folder / "guard", error);
  return there && !fs::exists(begun(folder), error) && !is_mirror(folder);
}

// What a making that was cut off has left is made anew.
Result<void> make_parts(const fs::path& folder) {
  std::error_code error;
  for (const char* part : {"store", "disclosures"}) {
    fs::remove_all(folder / part, error);
    if (error) return ledger::fail(Code::kStorage, "a half-made mirror cannot be removed: " + error.message(), part);
  }
  if (auto store = ledger::open_lmdb_store(folder / "store", ledger::OpenMode::kCreate); !store) {
    return tl::unexpected(store.error());
  }
  const auto none = [](std::string_view) { return Result<bool>(false); };
  if (auto made = DisclosureStore::open(folder / "disclosures", ledger::OpenMode::kCreate, {none, {}}); !made) {
    return tl::unexpected(made.error());
  }
  fs::rename(begun(folder), marker(folder), error);
  if (error) return ledger::fail(Code::kStorage, "the mirror cannot be marked: " + error.message(), folder.string());
  return ledger::sync_folder(folder);
}

// Named by what it says, so that the same one is kept once.
Result<void> keep_contradiction(const fs::path& folder, const std::string& note) {
  const std::string name = ledger::to_hex(ledger::sha256(ledger::view(note))).substr(0, 16) + ".checkpoint";
  return ledger::replace_file(folder / "contradictions" / name, note);
}

Result<void> keep_both(const fs::path& folder, const std::string& theirs) {
  if (auto kept = keep_contradiction(folder, theirs); !kept) return kept;
  const auto ours = read_signed_head(folder / "signed-head");
  return ours ? keep_contradiction(folder, ours->checkpoint) : Result<void>{};
}

}  // namespace

Result<void> check_mirrored_receipt(const ledger::Store& mirror, const EntryRef& entry, ByteView bytes) {
  const auto wrong = [&](const std::string& why) {
    return ledger::fail(Code::kCorrupt, "the receipt of entry " + std::to_string(entry.index.value) + ": " + why,
                        "receipt");
  };
  const auto config = get_config(mirror);
  if (!config) return tl::unexpected(config.error());
  const auto stored = mirror.node({0, entry.index.value});
  if (!*config || !stored || *stored != entry.leaf) return wrong("the ledger holds another statement there");
  const auto receipt = parse_receipt(bytes);
  if (!receipt) return wrong(receipt.error().message);
  if (receipt->index != entry.index || receipt->header.origin != (*config)->origin ||
      receipt->header.genesis != (*config)->genesis) {
    return wrong("it is about another entry or ledger");
  }
  const auto root = check_receipt(*receipt, entry.leaf, ledger_key_at(**config, receipt->header.size));
  if (!root) return wrong(root.error().message);
  const auto ours = ledger::tree_root(mirror, receipt->header.size);
  if (!ours || *ours != *root) return wrong("it leads to another tree than the log's");
  return {};
}

bool is_mirror(const fs::path& folder) {
  std::error_code error;
  return fs::exists(marker(folder), error);
}

Result<void> make_mirror(const fs::path& folder, const Digest& genesis) {
  const std::string name = ledger::to_hex(genesis) + "\n";
  if (is_mirror(folder)) return check_same_ledger(folder, name);
  if (holds_own_ledger(folder)) {
    return ledger::fail(
        Code::kInvalid,
        folder.string() + " holds a ledger of its own; with --server, --ledger names the mirror's folder", "ledger");
  }
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return ledger::fail(Code::kStorage, "the folder cannot be made: " + error.message(), folder.string());
  // Not for others on this machine: what is sent from here lies in it too.
  fs::permissions(folder, fs::perms::owner_all, error);
  MakingLock lock(folder);
  if (auto taken = lock.take(); !taken) return taken;
  if (is_mirror(folder)) return check_same_ledger(folder, name);  // somebody else was first
  if (auto kept = ledger::replace_file(begun(folder), name); !kept) return kept;
  return make_parts(folder);
}

Result<Followed> bring_forward(const fs::path& folder, ledger::Store& store, LogSource& source,
                               const MirrorTrust& trust, std::string checkpoint, const ledger::Progress& progress) {
  const std::string theirs = checkpoint;
  auto followed = follow_log_to(store, source, trust, std::move(checkpoint), progress);
  if (!followed) {
    const bool contradicts = followed.error().code == Code::kCorrupt || followed.error().code == Code::kStale;
    if (contradicts) {
      if (auto kept = keep_both(folder, theirs); !kept) return tl::unexpected(kept.error());
    }
    return followed;
  }
  const LedgerFolder::SignedHead head{followed->checkpoint, followed->after, {}};
  if (auto kept = write_signed_head(folder / "signed-head", head); !kept) return tl::unexpected(kept.error());
  return followed;
}

}  // namespace attest
