// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "lmdb/meta_pages.hpp"

#include <array>
#include <cstring>
#include <fstream>
#include <string>

#include "ledger/durable_file.hpp"

namespace ledger {

namespace {

// What LMDB 0.9 writes on a 64-bit machine, in the machine's byte order.
struct DbRecord {
  std::uint32_t pad;  // of the first database: the page size
  std::uint16_t flags;
  std::uint16_t depth;
  std::uint64_t branch_pages;
  std::uint64_t leaf_pages;
  std::uint64_t overflow_pages;
  std::uint64_t entries;
  std::uint64_t root;
};
struct MetaPage {
  std::uint64_t page_number;
  std::uint16_t pad;
  std::uint16_t flags;
  std::uint32_t lower_upper;
  std::uint32_t magic;
  std::uint32_t version;
  std::uint64_t address;
  std::uint64_t map_bytes;
  std::array<DbRecord, 2> databases;
  std::uint64_t last_page;
  std::uint64_t transaction;
};
static_assert(sizeof(DbRecord) == 48 && sizeof(MetaPage) == 152);

constexpr std::uint32_t kMagic = 0xBEEFC0DE;
constexpr std::uint32_t kDataVersion = 1;
constexpr std::uint16_t kMetaFlag = 0x08;
constexpr std::uint64_t kNoPage = ~std::uint64_t{0};
constexpr std::uint64_t kMapBytesMax = std::uint64_t{1} << 46U;

tl::unexpected<Error> damaged(const std::filesystem::path& file, const std::string& what) {
  return fail(Code::kCorrupt, "the database file " + what + ": bring back a copy", file.string());
}

bool read_meta(std::ifstream& in, std::uint64_t offset, MetaPage& meta) {
  std::array<char, sizeof(MetaPage)> bytes{};
  in.clear();
  in.seekg(static_cast<std::streamoff>(offset));
  if (!in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) return false;
  std::memcpy(&meta, bytes.data(), bytes.size());
  return true;
}

bool is_sane(const MetaPage& meta, std::uint64_t number, std::uint32_t page_bytes) {
  if (meta.page_number != number || meta.flags != kMetaFlag) return false;
  if (meta.magic != kMagic || meta.version != kDataVersion || meta.databases[0].pad != page_bytes) return false;
  if (meta.map_bytes > kMapBytesMax || meta.last_page < 1 || meta.last_page > kMapBytesMax / page_bytes) return false;
  for (const DbRecord& database : meta.databases) {
    if (database.root != kNoPage && (database.root < 2 || database.root > meta.last_page)) return false;
    if ((database.root == kNoPage) != (database.depth == 0) || database.depth > 32) return false;
  }
  return true;
}

Result<void> check_once(const std::filesystem::path& data_file) {
  std::ifstream in(data_file, std::ios::binary);
  if (!in) return fail(Code::kStorage, "could not open the database file", data_file.string());
  MetaPage first{};
  if (!read_meta(in, 0, first)) return damaged(data_file, "is cut short");
  const std::uint32_t page_bytes = first.databases[0].pad;
  if (page_bytes < 512 || page_bytes > 65'536 || (page_bytes & (page_bytes - 1)) != 0) {
    return damaged(data_file, "has a damaged first page");
  }
  MetaPage second{};
  if (!read_meta(in, page_bytes, second)) return damaged(data_file, "is cut short");
  if (!is_sane(first, 0, page_bytes)) return damaged(data_file, "has a damaged first page");
  if (!is_sane(second, 1, page_bytes)) return damaged(data_file, "has a damaged second page");
  const MetaPage& newest = second.transaction > first.transaction ? second : first;
  // After the pages were read: a writer may make the file longer in between, never shorter.
  std::error_code error;
  const std::uint64_t file_bytes = std::filesystem::file_size(data_file, error);
  if (error) return fail_errno("look at the database file", error.value(), data_file);
  if (file_bytes < (newest.last_page + 1) * page_bytes) return damaged(data_file, "is cut short");
  return {};
}

}  // namespace

Result<void> check_meta_pages(const std::filesystem::path& data_file) {
  constexpr int kAttempts = 3;  // a writer beside us may be in the middle of writing such a page
  Result<void> checked;
  for (int i = 0; i < kAttempts; ++i) {
    checked = check_once(data_file);
    if (checked) break;
  }
  return checked;
}

}  // namespace ledger
