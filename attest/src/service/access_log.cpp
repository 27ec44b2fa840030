// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "attest/access_log.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "attest/json.hpp"
#include "attest/limits.hpp"
#include "ledger/durable_file.hpp"

namespace attest {

using ledger::Result;

namespace {

constexpr std::size_t kLineBytesMax = 4'096;

std::string line_of(const Access& access) {
  Json::Object json{{"entry", access.entry.value},
                    {"fields", Json::Array(access.fields.begin(), access.fields.end())},
                    {"owner", access.owner},
                    {"reader", access.reader},
                    {"time_ms", access.time.value}};
  if (access.kid) json.emplace("kid", ledger::to_hex(*access.kid));
  return canonical_json(Json(std::move(json))) + "\n";
}

Result<Access> parse_line(const std::string& line) {
  const auto json = parse_canonical_json(line);
  if (!json) return tl::unexpected(json.error());
  Fields fields(*json);
  Access access;
  access.entry.value = static_cast<std::uint64_t>(fields.integer("entry", 0, kJsonIntegerMax));
  for (const Json& field : fields.array("fields", kDisclosuresMax)) {
    if (field.text() == nullptr) return ledger::fail(ledger::Code::kInvalid, "a field is no text", "fields");
    access.fields.push_back(*field.text());
  }
  const auto kid = fields.optional_text("kid");
  access.owner = fields.text("owner");
  access.reader = fields.text("reader");
  access.time.value = static_cast<std::uint64_t>(fields.integer("time_ms", 0, kJsonIntegerMax));
  if (auto finished = fields.finish(); !finished) return tl::unexpected(finished.error());
  if (!kid) return access;
  const auto digest = ledger::digest_from_hex(*kid);
  if (!digest) return tl::unexpected(digest.error());
  access.kid = *digest;
  return access;
}

// The file, locked against other writers.
class LogFile {
 public:
  explicit LogFile(const std::filesystem::path& file)
      : descriptor_(::open(file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0640)) {
    if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX) != 0) {
      ::close(descriptor_);
      descriptor_ = -1;
    }
  }
  ~LogFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;
  [[nodiscard]] bool ready() const { return descriptor_ >= 0; }

  // A power cut may have torn the last line: the next one must not become part of it.
  [[nodiscard]] bool ends_within_a_line() const {
    struct stat status{};
    char last = '\n';
    return ::fstat(descriptor_, &status) == 0 && status.st_size > 0 &&
           ::pread(descriptor_, &last, 1, status.st_size - 1) == 1 && last != '\n';
  }
  [[nodiscard]] bool write(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t written = ::write(descriptor_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor_) == 0;
  }

 private:
  int descriptor_;
};

}  // namespace

Result<void> AccessLog::add(const std::vector<Access>& accesses) const {
  if (accesses.empty()) return {};
  const LogFile log(file_);
  if (!log.ready()) return ledger::fail_errno("open the access log", errno, file_);
  std::string text = log.ends_within_a_line() ? "\n" : "";
  for (const Access& access : accesses) text += line_of(access);
  if (!log.write(text)) return ledger::fail_errno("write the access log", errno, file_);
  return ledger::sync_folder(file_.parent_path());
}

// A line of another owner's is told by its text alone: a party's name has no characters that JSON writes otherwise.
Result<void> AccessLog::each_to(std::string_view owner, const Visit& visit) const {
  std::error_code error;
  if (!std::filesystem::exists(file_, error)) return {};
  std::ifstream in(file_, std::ios::binary);
  if (!in) return ledger::fail(ledger::Code::kStorage, "the access log cannot be read", file_.string());
  const std::string mark = "\"owner\":\"" + std::string(owner) + "\"";
  std::string line;
  std::size_t number = 0;
  while (std::getline(in, line)) {
    ++number;
    const bool whole = line.ends_with('}') && line.size() <= kLineBytesMax;
    if (whole && !owner.empty() && line.find(mark) == std::string::npos) continue;
    auto access = line.size() > kLineBytesMax ? ledger::fail(ledger::Code::kCorrupt, "too long") : parse_line(line);
    if (!access && (line.empty() || line.back() == '}')) {
      return ledger::fail(ledger::Code::kCorrupt, "line " + std::to_string(number) + " of the access log is none",
                          file_.string());
    }
    if (!access || !(owner.empty() || access->owner == owner)) continue;
    if (!visit(std::move(*access))) return {};
  }
  return {};
}

Result<std::vector<Access>> AccessLog::to(std::string_view owner) const {
  std::vector<Access> accesses;
  auto read = each_to(owner, [&](Access&& access) {
    accesses.push_back(std::move(access));
    return true;
  });
  if (!read) return tl::unexpected(read.error());
  return accesses;
}

Result<std::vector<Access>> AccessLog::page_to(std::string_view owner, std::uint64_t first, std::size_t count) const {
  std::vector<Access> accesses;
  std::uint64_t number = 0;
  auto read = each_to(owner, [&](Access&& access) {
    if (number++ >= first) accesses.push_back(std::move(access));
    return accesses.size() < count;
  });
  if (!read) return tl::unexpected(read.error());
  return accesses;
}

}  // namespace attest
