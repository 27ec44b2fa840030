// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/xlsx_xml.hpp"

#include <charconv>

namespace cityledger::xlsx {
using ledger::Code;
using ledger::fail;
using ledger::Result;

namespace {

constexpr unsigned kParsing = pugi::parse_escapes | pugi::parse_cdata | pugi::parse_eol | pugi::parse_wconv_attribute |
                              pugi::parse_ws_pcdata_single | pugi::parse_doctype;

void append_utf8(std::string& out, unsigned code) {
  if (code < 0x80U) {
    out += static_cast<char>(code);
  } else if (code < 0x800U) {
    out += static_cast<char>(0xC0U | (code >> 6U));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    out += static_cast<char>(0xE0U | (code >> 12U));
    out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  }
}

// `_xHHHH_` at the front of `text`; surrogates stay as they are written.
std::optional<unsigned> escape_at(std::string_view text) {
  if (text.size() < 7 || !text.starts_with("_x") || text[6] != '_') return std::nullopt;
  unsigned code = 0;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + 6, code, 16);
  if (error != std::errc() || end != text.data() + 6 || (code >= 0xD800U && code <= 0xDFFFU)) return std::nullopt;
  return code;
}

}  // namespace

Result<void> load(XlsxParts& parts, const std::string& name, pugi::xml_document& document) {
  const auto text = parts.read(name);
  if (!text) return tl::unexpected(text.error());
  const auto parsed = document.load_buffer(text->data(), text->size(), kParsing);
  if (parsed.status == pugi::status_out_of_memory) {
    return fail(Code::kTooLarge, "the workbook's part " + name + " is larger than a table of values needs");
  }
  for (const auto& node : document.children()) {
    if (node.type() == pugi::node_doctype) {
      return fail(Code::kInvalid, "the workbook's part " + name + " has a document type, which no workbook has");
    }
  }
  if (!parsed) return fail(Code::kInvalid, "the workbook's part " + name + " is no well-formed XML");
  return {};
}

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const auto& inner : node.children()) {
    if (local_name(inner) == name) return inner;
  }
  return {};
}

std::string_view attribute(const pugi::xml_node& node, std::string_view name) {
  for (const auto& each : node.attributes()) {
    if (each.name() == name) return each.value();
  }
  return {};
}

std::string_view relationship_id(const pugi::xml_node& node) {
  for (const auto& each : node.attributes()) {
    if (std::string_view(each.name()).ends_with(":id")) return each.value();
  }
  return {};
}

bool is_true(std::string_view attribute) {
  return attribute == "1" || attribute == "true";
}

std::optional<std::size_t> number_of(std::string_view digits) {
  std::size_t number = 0;
  if (digits.empty() || digits.size() > 9) return std::nullopt;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<std::size_t>(c - '0');
  }
  return number;
}

std::string text_of(const pugi::xml_node& item) {
  std::string text;
  for (const auto& part : item.children()) {
    if (local_name(part) == "t") text += part.child_value();
    if (local_name(part) == "r") text += child(part, "t").child_value();
  }
  return unescaped(text);
}

std::string unescaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto code = escape_at(text);
    if (code) {
      append_utf8(out, *code);
      text.remove_prefix(7);
    } else {
      out += text[0];
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace cityledger::xlsx
