// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
//
// A workbook as an archive; or, behind a first byte P, its parts as text, which a fuzzer gets further into: sheet,
// shared strings, styles and workbook, with a byte 0xFF between them.
#include <charconv>
#include <map>

#include "cityledger/sheet_number.hpp"
#include "cityledger/sheet_table.hpp"
#include "cityledger/xlsx_read.hpp"
#include "require.hpp"

namespace {

constexpr std::string_view kRelations =
    "<r><a Id='s' Type='/worksheet' Target='s.xml'/><a Id='t' Type='/sharedStrings' Target='t.xml'/>"
    "<a Id='f' Type='/styles' Target='f.xml'/></r>";

class Parts : public cityledger::XlsxParts {
 public:
  explicit Parts(std::string_view text) {
    parts_["_rels/.rels"] = "<r><a Id='b' Type='/officeDocument' Target='b.xml'/></r>";
    parts_["_rels/b.xml.rels"] = kRelations;
    for (const auto* name : {"s.xml", "t.xml", "f.xml", "b.xml"}) {
      const auto end = text.find('\xFF');
      parts_[name] = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    if (parts_["b.xml"].empty()) parts_["b.xml"] = "<w><sheets><sheet name='S' r:id='s'/></sheets></w>";
  }
  ledger::Result<std::string> read(const std::string& name) override {
    const auto found = parts_.find(name);
    if (found == parts_.end()) return ledger::fail(ledger::Code::kNotFound, "no part");
    return found->second;
  }

 private:
  std::map<std::string, std::string> parts_;
};

double as_double(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Rows and columns rise, and a number stays the number that it was.
void check(const cityledger::Workbook& workbook) {
  for (const auto& sheet : workbook.sheets) {
    std::size_t last_row = 0;
    for (const auto& row : sheet.rows) {
      require(row.row > last_row);
      last_row = row.row;
      std::size_t last = 0;
      for (const auto& cell : row.cells) {
        require(cell.column > last);
        last = cell.column;
        const auto number = cityledger::read_sheet_number(cell.text);
        if (number) require(as_double(number->decimal) == as_double(cell.text));
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ledger::ByteView file(data, size);
  const cityledger::XlsxLimits limits{.part_bytes_max = 1U << 20U, .total_bytes_max = 2U << 20U};
  const bool archive = ledger::text(file).starts_with("PK\x03\x04");
  Parts parts(archive || size == 0 ? std::string_view() : ledger::text(file).substr(1));
  const auto workbook = archive ? cityledger::read_xlsx(file, limits) : cityledger::read_xlsx_parts(parts, limits);
  if (!workbook) return 0;
  check(*workbook);
  attest::Catalogue catalogue;
  attest::Indicator indicator;
  indicator.code = "5.1";
  indicator.unit = "percent";
  catalogue.indicators.push_back(indicator);
  for (const auto& row : cityledger::import_workbook(*workbook, catalogue, {}).rows) {
    require(row.indicator == "5.1");
  }
  return 0;
}
