// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// What an attacker would do to a sealed PDF, and an insider with a key to one that is not sealed yet.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "seal/pdf_update.hpp"
#include "support/sealed_sample.hpp"

namespace certs_test {

// Behind `file`, one more revision with what `change` puts into it. `change` sees the objects as they are.
[[nodiscard]] std::string with_update(
    const std::string& file,
    const std::function<void(certs::PdfUpdate&, const certs::PdfObjects&, std::uint32_t root)>& change);
// The first of a text in the file replaced by another; a test that finds none is at fault.
[[nodiscard]] std::string replaced(std::string file, const std::string& from, const std::string& to);
// The same with blanks to the old length.
[[nodiscard]] std::string replaced_padded(const std::string& file, const std::string& from, std::string to);

// A seal made without the checks of seal_pdf.
struct HandRecipe {
  certs::SealKey key;
  std::function<std::string(std::size_t begin, std::size_t end, std::size_t size)> range{};  // the array's text
  std::function<std::string(const std::string& file)> signed_part{};                         // what is signed instead
  certs::TimestampSource timestamps{};
  ledger::Bytes behind{};  // in the hole, behind the CMS
};
[[nodiscard]] std::string seal_by_hand(std::string unsealed, const HandRecipe& recipe);

}  // namespace certs_test
