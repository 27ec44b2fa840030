// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "html.hpp"

#include "attest/screen_text.hpp"
#include "certs/xml_text.hpp"
#include "ledger/digest.hpp"
#include "ledger/encoding.hpp"

namespace api {
namespace {

// Colours of the system, so that dark and high-contrast settings count.
constexpr std::string_view kStyle =
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}"
    "dt{font-weight:600}dd{margin:0 0 .5rem 0;overflow-wrap:anywhere}"
    ".notice,.status{border:2px solid;padding:.5rem 1rem}.status{font-weight:600}"
    "table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600}"
    "th,td{border-bottom:1px solid;padding:.25rem .5rem;text-align:left;vertical-align:top}"
    ".wide{overflow-x:auto}";

std::string element(std::string_view name, std::string_view attributes, std::string_view text) {
  const std::string tag(name);
  return "<" + tag + std::string(attributes) + ">" + escape_html(text) + "</" + tag + ">\n";
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const bool space = text[i] == '\t' || text[i] == '\n';
    const std::size_t control = space ? 0 : attest::control_bytes(text, i);
    if (control == 0) {
      shown += text[i++];
    } else {
      shown += "\xEF\xBF\xBD";
      i += control;
    }
  }
  return certs::xml_text(shown);
}

HtmlPage::HtmlPage(std::string_view title)
    : text_("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" + element("title", "", title) +
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<style>" + std::string(kStyle) +
            "</style>\n</head>\n<body>\n<main>\n") {}

HtmlPage& HtmlPage::heading(int level, std::string_view text) {
  text_ += element("h" + std::to_string(level), "", text);
  return *this;
}

HtmlPage& HtmlPage::paragraph(std::string_view text, std::string_view css_class) {
  text_ += element("p", css_class.empty() ? "" : " class=\"" + escape_html(css_class) + "\"", text);
  return *this;
}

HtmlPage& HtmlPage::status(std::string_view text) {
  text_ += element("p", " class=\"status\" role=\"status\"", text);
  return *this;
}

HtmlPage& HtmlPage::facts(const std::vector<Fact>& facts) {
  text_ += "<dl>\n";
  for (const Fact& fact : facts) text_ += element("dt", "", fact.term) + element("dd", "", fact.text);
  text_ += "</dl>\n";
  return *this;
}

HtmlPage& HtmlPage::links(const std::vector<Link>& links) {
  text_ += "<ul>\n";
  for (const Link& link : links) {
    text_ += "<li><a href=\"" + escape_html(link.address) + "\">" + escape_html(link.text) + "</a></li>\n";
  }
  text_ += "</ul>\n";
  return *this;
}

HtmlPage& HtmlPage::table(std::string_view caption, const std::vector<std::string>& headings,
                          const std::vector<std::vector<std::string>>& rows) {
  text_ += "<div class=\"wide\">\n<table>\n" + element("caption", "", caption) + "<thead>\n<tr>\n";
  for (const std::string& heading : headings) text_ += element("th", " scope=\"col\"", heading);
  text_ += "</tr>\n</thead>\n<tbody>\n";
  for (const auto& row : rows) {
    text_ += "<tr>\n";
    for (std::size_t i = 0; i < row.size(); ++i) {
      text_ += i == 0 ? element("th", " scope=\"row\"", row[i]) : element("td", "", row[i]);
    }
    text_ += "</tr>\n";
  }
  text_ += "</tbody>\n</table>\n</div>\n";
  return *this;
}

std::string HtmlPage::finish() && {
  return std::move(text_) + "</main>\n</body>\n</html>\n";
}

std::string HtmlPage::policy() {
  return "default-src 'none'; style-src 'sha256-" + ledger::base64_encode(ledger::sha256(ledger::view(kStyle)).view()) +
         "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

}  // namespace api
