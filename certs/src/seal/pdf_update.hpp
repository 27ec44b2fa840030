// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// An incremental update (ISO 32000-1, 7.5.6): objects, a classic cross-reference table and a trailer behind a file that
// stays as it is.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "ledger/bytes.hpp"
#include "pdf/pdf_file.hpp"

namespace certs {

class PdfUpdate {
 public:
  // Both must outlive this object; `last` is the newest revision of `file`.
  PdfUpdate(std::string_view file, const PdfRevision& last);
  // A number that no object has had.
  [[nodiscard]] std::uint32_t new_number() { return next_++; }
  void put(std::uint32_t number, const std::string& body);
  void put_stream(std::uint32_t number, ledger::ByteView content);
  // The whole file with the update.
  [[nodiscard]] std::string finish() const;

 private:
  const PdfRevision& last_;
  std::string file_;
  std::uint32_t next_;
  std::map<std::uint32_t, std::size_t> offsets_;
};

[[nodiscard]] std::string written(const PdfValue& value);
[[nodiscard]] inline std::string reference_to(std::uint32_t number) {
  return std::to_string(number) + " 0 R";
}

}  // namespace certs
