// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// HTML of our few pages, written piece by piece: every text is escaped, nothing is fetched, no script.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace api {

// Text inside an element or a quoted attribute. Control characters but tab and line ends become U+FFFD.
[[nodiscard]] std::string escape_html(std::string_view text);

class HtmlPage {
 public:
  explicit HtmlPage(std::string_view title);
  HtmlPage& heading(int level, std::string_view text);  // 1 to 6
  HtmlPage& paragraph(std::string_view text, std::string_view css_class = {});
  // What must be heard first, e.g. a status: role="status".
  HtmlPage& status(std::string_view text);
  // Terms and what they are.
  struct Fact {
    std::string term;
    std::string text;
  };
  HtmlPage& facts(const std::vector<Fact>& facts);
  struct Link {
    std::string address;
    std::string text;
  };
  HtmlPage& links(const std::vector<Link>& links);
  HtmlPage& table(std::string_view caption, const std::vector<std::string>& headings,
                  const std::vector<std::vector<std::string>>& rows);
  [[nodiscard]] std::string finish() &&;

  // For Content-Security-Policy: nothing but the page's own style sheet.
  [[nodiscard]] static std::string policy();

 private:
  std::string text_;
};

}  // namespace api
