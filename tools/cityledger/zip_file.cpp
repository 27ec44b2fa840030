// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/zip_file.hpp"

#include <sys/stat.h>
#include <zip.h>

#include "ledger/durable_file.hpp"

namespace cityledger {

using ledger::fail;
using ledger::Result;

namespace {

tl::unexpected<ledger::Error> fail_zip(zip* archive, const std::filesystem::path& file) {
  zip_error_t* error = zip_get_error(archive);
  const int system = zip_error_system_type(error) == ZIP_ET_SYS ? zip_error_code_system(error) : 0;
  return fail(system == 0 ? ledger::Code::kStorage : ledger::code_of_errno(system),
              "cannot write " + file.string() + ": " + zip_error_strerror(error), "out");
}

Result<void> add_source(zip* archive, const std::string& name, zip_source_t* source, ledger::UnixMillis time,
                        const std::filesystem::path& file) {
  if (source == nullptr) return fail_zip(archive, file);
  const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return fail_zip(archive, file);
  }
  const auto seconds = static_cast<time_t>(time.value / 1000);
  if (zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), seconds, 0) != 0) return fail_zip(archive, file);
  return {};
}

}  // namespace

void ZipFile::Discard::operator()(zip* archive) const {
  zip_discard(archive);
}

Result<ZipFile> ZipFile::create(const std::filesystem::path& file, ledger::UnixMillis time) {
  int number = 0;
  zip* archive = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &number);
  if (archive == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, number);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    return fail(ledger::Code::kStorage, "cannot write " + file.string() + ": " + reason, "out");
  }
  return ZipFile(file, archive, time);
}

Result<void> ZipFile::add(const std::string& name, std::string content) {
  contents_.push_back(std::move(content));
  const std::string& kept = contents_.back();
  return add_source(archive_.get(), name, zip_source_buffer(archive_.get(), kept.data(), kept.size(), 0), time_, file_);
}

Result<void> ZipFile::add_file(const std::string& name, const std::filesystem::path& file) {
  constexpr zip_int64_t kToTheEnd = -1;
  return add_source(archive_.get(), name, zip_source_file(archive_.get(), file.c_str(), 0, kToTheEnd), time_, file_);
}

Result<void> ZipFile::close() {
  const mode_t before = ::umask(077);
  const int closed = zip_close(archive_.get());
  ::umask(before);
  if (closed != 0) return fail_zip(archive_.get(), file_);
  static_cast<void>(archive_.release());  // zip_close has freed it
  return {};
}

}  // namespace cityledger
