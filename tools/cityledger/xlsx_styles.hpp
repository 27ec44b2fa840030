// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// How cells are shown, as far as it changes what their number means: 0.0366 shown as 3.66 %, 42551 shown as a day.
#pragma once

#include <pugixml.hpp>
#include <vector>

#include "cityledger/sheet.hpp"

namespace cityledger::xlsx {

// By a cell's style number. `root` is the root of the styles part; empty when there is none.
[[nodiscard]] std::vector<CellFormat> read_styles(const pugi::xml_node& root);

// What a number format's code makes of a number: "0.0%", "dd/mm/yyyy", "#,##0.00 \"days\"".
[[nodiscard]] CellFormat format_of_code(std::string_view code);

}  // namespace cityledger::xlsx
