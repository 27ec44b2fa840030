// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/xlsx_package.hpp"

#include <zip.h>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace cityledger {
using ledger::Code;
using ledger::fail;
using ledger::Result;

namespace {

constexpr std::array<std::uint8_t, 4> kZipMagic = {'P', 'K', 3, 4};
constexpr std::array<std::uint8_t, 4> kOldOfficeMagic = {0xD0, 0xCF, 0x11, 0xE0};

bool starts_with(ledger::ByteView file, const std::array<std::uint8_t, 4>& magic) {
  return file.size() >= magic.size() && std::equal(magic.begin(), magic.end(), file.begin());
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return out;
}

struct CloseZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

class Package : public XlsxParts {
 public:
  Package(zip_t* zip, const XlsxLimits& limits) : zip_(zip), limits_(limits) {}

  // Names are told apart as the format does: without regard to the case of ASCII letters.
  Result<void> check_names() {
    const zip_int64_t count = zip_get_num_entries(zip_.get(), 0);
    if (count < 0 || static_cast<std::size_t>(count) > limits_.entries_max) {
      return fail(Code::kTooLarge, "the workbook's archive has more than " + std::to_string(limits_.entries_max) +
                                       " parts: save the sheets alone in a new workbook");
    }
    std::set<std::string> names;
    for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
      const char* name = zip_get_name(zip_.get(), i, ZIP_FL_ENC_GUESS);
      if (name != nullptr && names.insert(lower(name)).second) continue;
      return fail(Code::kInvalid, "the workbook's archive has a part twice, or one without a name: save it again");
    }
    return {};
  }

  Result<std::string> read(const std::string& name) override {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat(zip_.get(), name.c_str(), ZIP_FL_NOCASE, &stat) != 0) {
      return fail(Code::kNotFound, "the workbook has no part " + name);
    }
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
      return fail(Code::kInvalid, "the workbook is encrypted: save it without a password");
    }
    if ((stat.valid & ZIP_STAT_COMP_METHOD) == 0 ||
        (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)) {
      return fail(Code::kInvalid, "the workbook's part " + name + " is compressed in a way that no workbook is");
    }
    const std::unique_ptr<zip_file_t, CloseEntry> entry(zip_fopen_index(zip_.get(), stat.index, 0));
    if (!entry) return fail(Code::kInvalid, "the workbook's part " + name + " cannot be opened");
    return expand(*entry, name);
  }

 private:
  // What the directory says of the size is not believed.
  Result<std::string> expand(zip_file_t& entry, const std::string& name) {
    std::string out;
    std::vector<char> buffer(64U << 10U);
    while (true) {
      const zip_int64_t got = zip_fread(&entry, buffer.data(), buffer.size());
      if (got < 0) return fail(Code::kInvalid, "the workbook's part " + name + " is damaged");
      if (got == 0) return out;
      out.append(buffer.data(), static_cast<std::size_t>(got));
      total_ += static_cast<std::size_t>(got);
      if (out.size() > limits_.part_bytes_max || total_ > limits_.total_bytes_max) {
        return fail(Code::kTooLarge, "the workbook's part " + name + " expands to more than a table of values needs");
      }
    }
  }

  std::unique_ptr<zip_t, CloseZip> zip_;
  XlsxLimits limits_;
  std::size_t total_ = 0;
};

}  // namespace

Result<std::unique_ptr<XlsxParts>> open_xlsx_package(ledger::ByteView file, const XlsxLimits& limits) {
  if (file.size() > limits.file_bytes_max) {
    return fail(Code::kTooLarge, "the workbook is over " + std::to_string(limits.file_bytes_max) + " bytes");
  }
  if (starts_with(file, kOldOfficeMagic)) {
    return fail(Code::kInvalid, "this is an old .xls workbook, or one with a password: save it as .xlsx without one");
  }
  if (!starts_with(file, kZipMagic)) return fail(Code::kInvalid, "this is no .xlsx workbook");
  zip_source_t* source = zip_source_buffer_create(file.data(), file.size(), 0, nullptr);
  if (source == nullptr) return fail(Code::kTooLarge, "there is no memory to read the workbook");
  zip_t* zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, nullptr);
  if (zip == nullptr) {
    zip_source_free(source);
    return fail(Code::kInvalid, "the workbook's archive is damaged: save it again");
  }
  auto package = std::make_unique<Package>(zip, limits);
  if (auto checked = package->check_names(); !checked) return tl::unexpected(checked.error());
  return package;
}

std::string resolve_part(std::string_view folder, std::string_view target) {
  std::string path =
      target.starts_with('/') ? std::string(target.substr(1)) : std::string(folder) + std::string(target);
  std::vector<std::string> steps;
  while (!path.empty()) {
    const std::string step = path.substr(0, path.find('/'));
    path.erase(0, step.size() + 1);
    if (step == "..") {
      if (steps.empty()) return {};
      steps.pop_back();
    } else if (!step.empty() && step != ".") {
      steps.push_back(step);
    }
  }
  std::string out;
  for (const auto& step : steps) out += (out.empty() ? "" : "/") + step;
  return out;
}

}  // namespace cityledger
