// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/xlsx_read.hpp"

#include <map>

#include "cityledger/xlsx_styles.hpp"
#include "cityledger/xlsx_xml.hpp"

namespace cityledger {
using ledger::Code;
using ledger::fail;
using ledger::Result;

namespace {

using xlsx::attribute;
using xlsx::child;
using xlsx::local_name;

constexpr std::size_t kRowsMax = 1'048'576;  // of the format
constexpr std::size_t kColumnsMax = 16'384;
constexpr std::size_t kRelationshipsMax = 4'096;

struct Relationship {
  std::string type;  // the last step of its address: "worksheet"
  std::string part;
};
using Relationships = std::map<std::string, Relationship, std::less<>>;

struct Place {
  std::size_t column = 0;
  std::size_t row = 0;
};

// "B7"
std::optional<Place> parse_place(std::string_view text) {
  Place place;
  while (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') {
    place.column = place.column * 26 + static_cast<std::size_t>(text[0] - 'A') + 1;
    if (place.column > kColumnsMax) return std::nullopt;
    text.remove_prefix(1);
  }
  const auto row = xlsx::number_of(text);
  if (place.column == 0 || !row || *row == 0 || *row > kRowsMax) return std::nullopt;
  place.row = *row;
  return place;
}

std::string folder_of(const std::string& part) {
  const auto slash = part.rfind('/');
  return slash == std::string::npos ? "" : part.substr(0, slash + 1);
}

class Reader {
 public:
  Reader(XlsxParts& parts, const XlsxLimits& limits) : parts_(parts), limits_(limits) {}

  Result<Workbook> read() {
    const auto package = relationships("_rels/.rels", "");
    if (!package && package.error().code == Code::kNotFound) {
      return fail(Code::kInvalid, "this archive is no .xlsx workbook: save the table as .xlsx or CSV");
    }
    if (!package) return tl::unexpected(package.error());
    const std::string* workbook = part_of_type(*package, "officeDocument");
    if (workbook == nullptr) return fail(Code::kInvalid, "this document is no .xlsx workbook: save it as .xlsx or CSV");
    const std::string folder = folder_of(*workbook);
    auto related = relationships(folder + "_rels/" + workbook->substr(folder.size()) + ".rels", folder);
    if (!related) return tl::unexpected(related.error());
    if (auto done = read_strings(*related); !done) return tl::unexpected(done.error());
    if (auto done = read_formats(*related); !done) return tl::unexpected(done.error());
    return read_sheets(*workbook, *related);
  }

 private:
  Result<Relationships> relationships(const std::string& part, const std::string& folder) {
    pugi::xml_document document;
    if (auto done = xlsx::load(parts_, part, document); !done) return tl::unexpected(done.error());
    Relationships found;
    for (const auto& item : document.document_element().children()) {
      if (attribute(item, "TargetMode") == "External") continue;  // an address elsewhere; nothing is fetched
      const std::string type(attribute(item, "Type"));
      const std::string target = resolve_part(folder, attribute(item, "Target"));
      if (target.empty()) continue;
      if (found.size() == kRelationshipsMax) return fail(Code::kTooLarge, "the workbook has too many parts");
      found.emplace(attribute(item, "Id"), Relationship{type.substr(type.rfind('/') + 1), target});
    }
    return found;
  }

  static const std::string* part_of_type(const Relationships& all, std::string_view type) {
    for (const auto& [id, relationship] : all) {
      if (relationship.type == type) return &relationship.part;
    }
    return nullptr;
  }

  Result<void> read_strings(const Relationships& related) {
    const std::string* part = part_of_type(related, "sharedStrings");
    if (part == nullptr) return {};
    pugi::xml_document document;
    if (auto done = xlsx::load(parts_, *part, document); !done) return done;
    for (const auto& item : document.document_element().children()) {
      if (local_name(item) == "si") strings_.push_back(xlsx::text_of(item));
    }
    return {};
  }

  Result<void> read_formats(const Relationships& related) {
    const std::string* part = part_of_type(related, "styles");
    if (part == nullptr) return {};
    pugi::xml_document document;
    if (auto done = xlsx::load(parts_, *part, document); !done) return done;
    formats_ = xlsx::read_styles(document.document_element());
    return {};
  }

  Result<Workbook> read_sheets(const std::string& part, const Relationships& related) {
    pugi::xml_document document;
    if (auto done = xlsx::load(parts_, part, document); !done) return tl::unexpected(done.error());
    Workbook workbook;
    for (const auto& item : child(document.document_element(), "sheets").children()) {
      const auto relationship = related.find(xlsx::relationship_id(item));
      if (local_name(item) != "sheet" || relationship == related.end()) continue;
      if (relationship->second.type != "worksheet") continue;  // a chart on a tab of its own
      if (workbook.sheets.size() == limits_.sheets_max)
        return fail(Code::kTooLarge, "the workbook has too many sheets");
      const std::string_view state = attribute(item, "state");
      Sheet sheet{std::string(attribute(item, "name")), state == "hidden" || state == "veryHidden", {}};
      if (auto done = read_sheet(relationship->second.part, sheet); !done) return tl::unexpected(done.error());
      workbook.sheets.push_back(std::move(sheet));
    }
    return workbook;
  }

  Result<void> read_sheet(const std::string& part, Sheet& sheet) {
    pugi::xml_document document;
    if (auto done = xlsx::load(parts_, part, document); !done) return done;
    std::size_t last = 0;
    for (const auto& item : child(document.document_element(), "sheetData").children()) {
      if (local_name(item) != "row") continue;
      const std::string_view given = attribute(item, "r");
      const auto number = given.empty() ? std::optional(last + 1) : xlsx::number_of(given);
      if (!number || *number <= last || *number > kRowsMax) return out_of_order(sheet, last);
      last = *number;
      SheetRow row{last, xlsx::is_true(attribute(item, "hidden")), {}};
      if (auto done = read_row(item, sheet, row); !done) return done;
      if (!row.cells.empty()) sheet.rows.push_back(std::move(row));
    }
    return {};
  }

  // Two programs would read such a file in two ways.
  static tl::unexpected<ledger::Error> out_of_order(const Sheet& sheet, std::size_t row) {
    return fail(Code::kInvalid, "sheet " + sheet.name + ": the rows or cells after row " + std::to_string(row) +
                                    " are out of order in the file: save it again");
  }

  Result<void> read_row(const pugi::xml_node& node, const Sheet& sheet, SheetRow& row) {
    std::size_t last = 0;
    for (const auto& item : node.children()) {
      if (local_name(item) != "c") continue;
      const std::string_view given = attribute(item, "r");
      const auto place = given.empty() ? std::optional(Place{last + 1, row.row}) : parse_place(given);
      if (!place || place->row != row.row || place->column <= last || place->column > kColumnsMax) {
        return out_of_order(sheet, row.row);
      }
      last = place->column;
      auto cell = read_cell(item);
      if (!cell)
        return fail(Code::kInvalid, "sheet " + sheet.name + ", row " + std::to_string(row.row) + ", column " +
                                        column_letters(last) + ": " + cell.error().message);
      cell->column = last;
      if (cell->text.empty() && cell->kind != CellKind::kNoResult) continue;
      if (++cells_ > limits_.cells_max || (text_bytes_ += cell->text.size()) > limits_.text_bytes_max) {
        return fail(Code::kTooLarge, "the workbook has more text than a table of values needs");
      }
      row.cells.push_back(std::move(*cell));
    }
    return {};
  }

  Result<SheetCell> read_cell(const pugi::xml_node& node) const {
    SheetCell cell;
    const std::string_view type = attribute(node, "t");
    const std::string_view content = child(node, "v").child_value();
    cell.formula = !child(node, "f").empty();
    const std::size_t style = xlsx::number_of(attribute(node, "s")).value_or(0);
    if (style < formats_.size()) cell.format = formats_[style];
    if (type == "inlineStr") {
      cell.text = xlsx::text_of(child(node, "is"));
    } else if (type == "s") {
      const auto place = xlsx::number_of(content);
      if (!place || *place >= strings_.size()) return fail(Code::kInvalid, "the cell's text is not in the file");
      cell.text = strings_[*place];
    } else if (type == "str" || type == "d") {
      cell.text = xlsx::unescaped(content);
    } else if (type == "b") {
      cell.kind = CellKind::kBoolean;
      cell.text = content.empty() ? "" : xlsx::is_true(content) ? "TRUE" : "FALSE";
    } else if (type == "e") {
      cell.kind = CellKind::kError;
      cell.text = content;
    } else if (type.empty() || type == "n") {
      cell.kind = cell.formula && content.empty() ? CellKind::kNoResult : CellKind::kNumber;
      cell.text = content;
    } else {
      return fail(Code::kInvalid, "the cell is of a kind that no workbook has");
    }
    return cell;
  }

  XlsxParts& parts_;
  const XlsxLimits& limits_;
  std::vector<std::string> strings_;
  std::vector<CellFormat> formats_;
  std::size_t cells_ = 0;
  std::size_t text_bytes_ = 0;
};

}  // namespace

Result<Workbook> read_xlsx(ledger::ByteView file, const XlsxLimits& limits) {
  const auto package = open_xlsx_package(file, limits);
  if (!package) return tl::unexpected(package.error());
  return read_xlsx_parts(**package, limits);
}

Result<Workbook> read_xlsx_parts(XlsxParts& parts, const XlsxLimits& limits) {
  return Reader(parts, limits).read();
}

}  // namespace cityledger
