// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// One part of a workbook as a tree, and what the readers of parts share.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "cityledger/xlsx_package.hpp"

namespace cityledger::xlsx {

// Errors: those of XlsxParts::read; kInvalid when the part is not well-formed or has a document type.
[[nodiscard]] ledger::Result<void> load(XlsxParts& parts, const std::string& name, pugi::xml_document& document);

// Names without their prefix: producers choose prefixes as they like.
[[nodiscard]] std::string_view local_name(const pugi::xml_node& node);
[[nodiscard]] pugi::xml_node child(const pugi::xml_node& node, std::string_view name);
// The attribute of that name without prefix.
[[nodiscard]] std::string_view attribute(const pugi::xml_node& node, std::string_view name);
// The attribute `PREFIX:id`, which names a relationship.
[[nodiscard]] std::string_view relationship_id(const pugi::xml_node& node);
[[nodiscard]] bool is_true(std::string_view attribute);
// Digits alone, at most nine of them.
[[nodiscard]] std::optional<std::size_t> number_of(std::string_view digits);

// Text of a shared or inline string: its runs joined, without phonetic guides, `_x000D_` and the like undone.
[[nodiscard]] std::string text_of(const pugi::xml_node& item);
[[nodiscard]] std::string unescaped(std::string_view text);

}  // namespace cityledger::xlsx
