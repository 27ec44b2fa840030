// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "html.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

TEST(Html, EscapesWhateverTextSays) {
  EXPECT_EQ(escape_html("<script>alert(\"1\")</script> & 'x'"),
            "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;");
  EXPECT_EQ(escape_html(std::string("a\0b\x1b", 4)),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
  EXPECT_EQ(escape_html("12\xE2\x80\xAE"
                        "3\t\n"),
            "12\xEF\xBF\xBD"
            "3\t\n")
      << "nor turns text round";
}

TEST(Html, EscapesInEveryPlaceOfAPage) {
  const std::string bad = "\"><img src=x onerror=alert(1)>";
  HtmlPage page(bad);
  page.heading(1, bad)
      .paragraph(bad, bad)
      .status(bad)
      .facts({{bad, bad}})
      .links({{bad, bad}})
      .table(bad, {bad, bad}, {{bad, bad}});
  const std::string text = std::move(page).finish();
  EXPECT_EQ(text.find("<img"), std::string::npos) << text;
  EXPECT_EQ(text.find("onerror=alert(1)>"), std::string::npos) << text;
}

TEST(Html, AllowsNothingButItsOwnStyle) {
  EXPECT_TRUE(HtmlPage::policy().starts_with("default-src 'none'; style-src 'sha256-")) << HtmlPage::policy();
}

}  // namespace
}  // namespace api
