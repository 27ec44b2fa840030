// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A PDF of one line of text with a seal's field and files attached: what a drawn certificate is to the seal.
#pragma once

#include <array>
#include <optional>
#include <qpdf/QPDF.hh>
#include <string>
#include <utility>
#include <vector>

namespace certs_test {

struct PdfRecipe {
  std::vector<std::pair<std::string, std::string>> attached{};  // name, content
  std::string text = "This certifies nothing: it is a sample.";
  std::optional<std::array<double, 4>> rectangle{};
  std::string page_more{};  // further members of the page
};

// As finished certificates are written: no object streams, a deterministic ID.
[[nodiscard]] std::string written_pdf(QPDF& pdf);
[[nodiscard]] std::string unsealed_pdf(const PdfRecipe& recipe = {});

}  // namespace certs_test
