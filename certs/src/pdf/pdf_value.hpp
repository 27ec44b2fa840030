// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// Objects of a PDF file (ISO 32000-1, 7.3), read strictly: blanks and line ends are the only white space, no comments,
// hexadecimal strings in lower case, no name twice in a dictionary nor spelled with #, no other generation than 0. Two
// objects are equal when their tokens are. What a lenient reader would mend is refused, so that no two readers can see
// two documents.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"

namespace certs {

using ledger::Result;

inline constexpr std::size_t kPdfDepthMax = 32;
inline constexpr std::size_t kPdfValuesMax = 250'000;  // in one file

enum class PdfKind : std::uint8_t { kAtom, kName, kString, kArray, kDictionary, kReference };

// The views point into the file.
struct PdfValue {
  PdfKind kind = PdfKind::kAtom;
  std::string_view raw{};                          // of an atom (number, true, false, null), name or string: its token
  std::uint32_t reference = 0;                     // object number
  std::vector<PdfValue> items{};                   // of an array
  std::map<std::string_view, PdfValue> members{};  // of a dictionary; names with their '/'

  // The member of that name; null when there is none, or this is no dictionary.
  [[nodiscard]] const PdfValue* find(std::string_view name) const;
  [[nodiscard]] bool is_name(std::string_view name) const { return kind == PdfKind::kName && raw == name; }
  // A number without sign, fraction and leading zeros, at most 10 digits.
  [[nodiscard]] std::optional<std::uint64_t> integer() const;
  friend bool operator==(const PdfValue&, const PdfValue&) = default;
};

struct PdfObject {
  PdfValue value;
  std::optional<std::string_view> stream{};  // as stored
};

// Reads one object after the other. Errors of all: kInvalid with the byte's place in the message; kTooLarge.
class PdfReader {
 public:
  // `values_left` is counted down by each value that is read.
  PdfReader(std::string_view file, std::size_t at, std::size_t& values_left)
      : file_(file), at_(at), values_left_(values_left) {}
  [[nodiscard]] std::size_t at() const { return at_; }
  void skip_white();
  // Whether `word` stands here; then it is passed.
  [[nodiscard]] bool take(std::string_view word);
  [[nodiscard]] Result<std::uint64_t> number();  // digits alone
  [[nodiscard]] Result<PdfValue> value(std::size_t depth = 0);
  // "N 0 obj … endobj".
  [[nodiscard]] Result<PdfObject> object(std::uint32_t number);
  [[nodiscard]] std::uint32_t highest_reference() const { return highest_reference_; }  // of those read; 0: none

 private:
  [[nodiscard]] Result<PdfValue> dictionary(std::size_t depth);
  [[nodiscard]] Result<PdfValue> array(std::size_t depth);
  [[nodiscard]] Result<PdfValue> string();
  [[nodiscard]] Result<PdfValue> hex_string();
  [[nodiscard]] Result<PdfValue> atom_or_reference();
  [[nodiscard]] Result<std::string_view> stream_data(const PdfValue& dictionary);
  [[nodiscard]] std::string_view regular();
  [[nodiscard]] tl::unexpected<ledger::Error> bad(std::string_view what) const;
  std::string_view file_;
  std::size_t at_;
  std::size_t& values_left_;
  std::uint32_t highest_reference_ = 0;
};

}  // namespace certs
