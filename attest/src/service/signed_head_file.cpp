// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "service/signed_head_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "ledger/durable_file.hpp"
#include "ledger/encoding.hpp"
#include "ledger/limits.hpp"
#include "ledger/merkle.hpp"

namespace attest {
namespace {

constexpr std::size_t kSlotBytes = 16'384;
constexpr std::string_view kMagic = "CLHEAD01";
constexpr std::size_t kNumbersAt = kMagic.size() + 32;  // behind the checksum: sequence and length, then the content
constexpr std::size_t kContentAt = kNumbersAt + 16;
constexpr int kTries = 5;
constexpr std::size_t kContentBytesMax = kSlotBytes - kContentAt;

struct Slot {
  std::uint64_t sequence = 0;
  std::string content;
};

Bytes encode_slot(const Slot& slot) {
  Bytes checked;
  ledger::append(checked, ledger::big_endian_64(slot.sequence));
  ledger::append(checked, ledger::big_endian_64(slot.content.size()));
  ledger::append(checked, ledger::view(slot.content));
  Bytes bytes = ledger::to_bytes(kMagic);
  ledger::append(bytes, ledger::sha256(checked).view());
  ledger::append(bytes, checked);
  return bytes;
}

// Nothing when the bytes are no whole slot.
std::optional<Slot> decode_slot(ByteView bytes) {
  if (bytes.size() < kContentAt || ledger::text(bytes.first(kMagic.size())) != kMagic) return std::nullopt;
  const std::uint64_t length = ledger::read_big_endian_64(bytes.subspan(kNumbersAt + 8));
  if (length > bytes.size() - kContentAt) return std::nullopt;
  const ByteView checked = bytes.subspan(kNumbersAt, 16 + length);
  if (!std::ranges::equal(ledger::sha256(checked).view(), bytes.subspan(kMagic.size(), 32))) return std::nullopt;
  return Slot{ledger::read_big_endian_64(checked), ledger::to_string(checked.subspan(16))};
}

std::optional<Slot> newest_slot(ByteView file) {
  const std::size_t half = std::min(file.size(), kSlotBytes);
  auto first = decode_slot(file.first(half));
  auto second = decode_slot(file.subspan(half));
  if (first && second) return first->sequence > second->sequence ? first : second;
  return first ? first : second;
}

std::string to_content(const LedgerFolder::SignedHead& head) {
  return canonical_json(Json(Json::Object{{"checkpoint", head.checkpoint},
                                          {"receipt_signature", ledger::base64url_encode(head.receipt_signature)},
                                          {"size", head.size.value}}));
}

// Empty when it is damaged. Two writes may fall into one reading of both slots: the next one sees what they left.
Result<std::string> read_content(const std::filesystem::path& file) {
  for (int tries = 0; tries < kTries; ++tries) {
    auto bytes = ledger::read_file(file, 2 * ledger::kNoteBytesMax);
    if (!bytes || bytes->starts_with('{')) return bytes;
    if (auto slot = newest_slot(ledger::view(*bytes))) return std::move(slot->content);
  }
  return std::string();
}

}  // namespace

SignedHeadFile::~SignedHeadFile() {
  close();
}

void SignedHeadFile::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

Result<void> SignedHeadFile::open() {
  const auto content = ledger::read_file(file_, 2 * kSlotBytes);
  const auto newest = content ? newest_slot(ledger::view(*content)) : std::nullopt;
  sequence_ = newest ? newest->sequence : 0;
  if (!newest) {
    const std::string empty(2 * kSlotBytes, '\0');  // room on the disk for whatever will be written
    if (auto made = ledger::replace_file(file_, empty, ledger::Sync::kNo); !made) return made;
  }
  descriptor_ = ::open(file_.c_str(), O_WRONLY | O_CLOEXEC);
  return descriptor_ >= 0 ? Result<void>{} : ledger::fail_errno("open the signed head", errno, file_);
}

Result<void> SignedHeadFile::write(const LedgerFolder::SignedHead& head) {
  Slot slot{0, to_content(head)};
  if (slot.content.size() > kContentBytesMax) {
    return ledger::fail(Code::kTooLarge, "the signed head is over " + std::to_string(kContentBytesMax) + " bytes",
                        file_.string());
  }
  struct stat now{};
  if (descriptor_ >= 0 && (::fstat(descriptor_, &now) != 0 || now.st_nlink == 0)) close();  // removed or replaced
  if (descriptor_ < 0) {
    if (auto opened = open(); !opened) return opened;
  }
  slot.sequence = sequence_ + 1;
  const Bytes bytes = encode_slot(slot);
  const auto offset = static_cast<off_t>((slot.sequence % 2) * kSlotBytes);
  const ssize_t put = ::pwrite(descriptor_, bytes.data(), bytes.size(), offset);
  if (put < 0) return ledger::fail_errno("write the signed head", errno, file_);
  if (put != static_cast<ssize_t>(bytes.size())) {
    return ledger::fail(Code::kFull, "the signed head could not be written whole", file_.string());
  }
  sequence_ = slot.sequence;
  return {};
}

Result<void> write_signed_head(const std::filesystem::path& file, const LedgerFolder::SignedHead& head) {
  // Not synced: after a power cut the mirror is followed anew.
  return ledger::replace_file(file, to_content(head), ledger::Sync::kNo);
}

Result<LedgerFolder::SignedHead> read_signed_head(const std::filesystem::path& file) {
  const auto content = read_content(file);
  if (!content) return tl::unexpected(content.error());
  const auto damaged = [&] {
    return ledger::fail(Code::kCorrupt, "the signed head is damaged; open the ledger for writing once to make it again",
                        file.string());
  };
  const auto json = parse_canonical_json(*content);
  if (!json) return damaged();
  Fields fields(*json);
  LedgerFolder::SignedHead head;
  head.checkpoint = fields.text("checkpoint", ledger::kNoteBytesMax);
  head.size.value = static_cast<std::uint64_t>(fields.integer("size", 0, kJsonIntegerMax));
  const auto signature = ledger::base64url_decode(fields.text("receipt_signature"));
  if (!fields.finish() || !signature) return damaged();
  head.receipt_signature = *signature;
  return head;
}

}  // namespace attest
