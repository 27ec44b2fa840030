// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include "cityledger/template_workbook.hpp"

#include <xlsxwriter.h>

#include <array>
#include <map>
#include <utility>

#include "certs/lookup.hpp"
#include "certs/words.hpp"
#include "cityledger/exit_codes.hpp"

namespace cityledger {
namespace {

constexpr std::size_t kSheetNameMax = 31;
constexpr lxw_row_t kHeaderRow = 3;  // from 0; title and notice stand above it

struct Column {
  const char* name;
  double width;
  bool locked;
};
constexpr std::array<Column, 12> kColumns = {{{"indicator", 10, true},
                                              {"name", 48, true},
                                              {"kind", 11, true},
                                              {"state", 15, false},
                                              {"value", 14, false},
                                              {"unit", 26, true},
                                              {"numerator", 14, false},
                                              {"denominator", 14, false},
                                              {"period", 16, false},
                                              {"source", 28, false},
                                              {"evidence", 24, false},
                                              {"note", 36, false}}};
constexpr lxw_col_t kStateColumn = 3;
constexpr lxw_col_t kUnitColumn = 5;

constexpr std::array<const char*, 13> kInstructions = {
    "How to fill in this workbook",
    "There is a sheet for each theme and a row for each indicator. Fill in the white cells; grey cells are locked.",
    "state: reported, not_available or not_applicable, from the list. A row in which nothing is filled in is left out.",
    "value: the number in the unit of the grey cell beside it. It may be a formula; the result that the file holds is "
    "read.",
    "numerator, denominator: what the value was computed from. A verifier recomputes it; without them it cannot be.",
    "period: what the figure is about, such as 2016, FY 2015/16, 2016 (June Qtr) or 30 June 2016.",
    "source: the organisation that the figure comes from. Empty: the city itself.",
    "evidence: the name of a file beside this workbook, or `entry 17` for evidence that the ledger has. Empty: this "
    "workbook.",
    "note: anything that a verifier should know.",
    "A number is read as the file keeps it. Zeros at its end are lost when a number is typed: where they matter, "
    "format "
    "the cell as text first.",
    "Spreadsheet programs keep some numbers in binary and write 1.1 as 1.1000000000000001. The shortest number with "
    "the "
    "same meaning is read, and the dry run says where.",
    "Do not format values as percentages or dates: the file would hold another number than the screen shows.",
    "Try it first, nothing is sent: cityledger submit CITY/STANDARD/YEAR FILE --signer KEY --dry-run"};

// Owns the library's workbook; what the library says is wrong comes out at close().
class Book {
 public:
  explicit Book(const std::filesystem::path& file) : book_(workbook_new(file.c_str())) {
    title_ = add([](lxw_format* format) {
      format_set_bold(format);
      format_set_font_size(format, 14);
    });
    notice_ = add([](lxw_format* format) {
      format_set_bold(format);
      format_set_font_color(format, LXW_COLOR_RED);
    });
    heading_ = add([](lxw_format* format) {
      format_set_bold(format);
      format_set_bg_color(format, 0xD0D7E0);
      format_set_border(format, LXW_BORDER_THIN);
    });
    locked_ = add([](lxw_format* format) {
      format_set_bg_color(format, 0xEEEEEE);
      format_set_border(format, LXW_BORDER_HAIR);
      format_set_text_wrap(format);
      format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    });
    open_ = add([](lxw_format* format) {
      format_set_unlocked(format);
      format_set_border(format, LXW_BORDER_HAIR);
      format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    });
    wrapped_ = add([](lxw_format* format) {
      format_set_text_wrap(format);
      format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    });
  }
  ~Book() { static_cast<void>(close()); }
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;

  [[nodiscard]] lxw_error close() {
    lxw_workbook* book = std::exchange(book_, nullptr);
    return book == nullptr ? LXW_NO_ERROR : workbook_close(book);
  }

  lxw_worksheet* sheet(const std::string& name) { return workbook_add_worksheet(book_, name.c_str()); }
  lxw_workbook* get() { return book_; }
  [[nodiscard]] lxw_format* title() const { return title_; }
  [[nodiscard]] lxw_format* notice() const { return notice_; }
  [[nodiscard]] lxw_format* heading() const { return heading_; }
  [[nodiscard]] lxw_format* locked() const { return locked_; }
  [[nodiscard]] lxw_format* open() const { return open_; }
  [[nodiscard]] lxw_format* wrapped() const { return wrapped_; }

 private:
  template <typename Change>
  lxw_format* add(Change change) {
    lxw_format* format = workbook_add_format(book_);
    change(format);
    return format;
  }
  lxw_workbook* book_;
  lxw_format* title_ = nullptr;
  lxw_format* notice_ = nullptr;
  lxw_format* heading_ = nullptr;
  lxw_format* locked_ = nullptr;
  lxw_format* open_ = nullptr;
  lxw_format* wrapped_ = nullptr;
};

void write(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& text, lxw_format* format) {
  static_cast<void>(worksheet_write_string(sheet, row, column, text.c_str(), format));
}

// Against slips, not against people: there is no password. Cells may be formatted, rows made higher.
void protect(lxw_worksheet* sheet) {
  lxw_protection protection{};
  protection.format_cells = LXW_TRUE;
  protection.format_columns = LXW_TRUE;
  protection.format_rows = LXW_TRUE;
  worksheet_protect(sheet, nullptr, &protection);
}

void choose_from(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, std::vector<std::string> words) {
  std::vector<char*> list;
  for (auto& word : words) list.push_back(word.data());
  list.push_back(nullptr);
  lxw_data_validation validation{};
  validation.validate = LXW_VALIDATION_TYPE_LIST;
  validation.value_list = list.data();
  static_cast<void>(worksheet_data_validation_cell(sheet, row, column, &validation));
}

class TemplateWriter {
 public:
  TemplateWriter(Book& book, const attest::Catalogue& catalogue, const TemplateTexts& texts)
      : book_(book), catalogue_(catalogue), texts_(texts) {}

  void write_all() {
    write_instructions();
    for (const auto& [clause, theme] : catalogue_.themes) {
      std::vector<const attest::Indicator*> rows;
      for (const auto& indicator : catalogue_.indicators) {
        if (indicator.kind != "profile" && indicator.theme == clause) rows.push_back(&indicator);
      }
      write_sheet(sheet_name(clause, theme), std::to_string(clause) + " " + theme, rows);
    }
    std::vector<const attest::Indicator*> profile;
    for (const auto& indicator : catalogue_.indicators) {
      // What is no number cannot be submitted from a table.
      if (indicator.kind == "profile" && indicator.numeric) profile.push_back(&indicator);
    }
    write_sheet("Profile", "Profile: describes the city, does not count toward a level", profile);
  }

 private:
  std::string edition() const { return catalogue_.standard + ":" + std::to_string(catalogue_.edition); }

  void write_instructions() {
    lxw_worksheet* sheet = book_.sheet("Instructions");
    static_cast<void>(worksheet_set_column(sheet, 0, 0, 110, nullptr));
    lxw_row_t row = 0;
    write(sheet, row++, 0, texts_.city + ": " + edition() + ", " + texts_.cycle, book_.title());
    if (!texts_.notice.empty()) write(sheet, row++, 0, "Notice: " + texts_.notice, book_.notice());
    for (const auto& notice : texts_.notices) write(sheet, row++, 0, "Notice: " + notice, book_.notice());
    ++row;
    for (const char* line : kInstructions) write(sheet, row++, 0, line, book_.wrapped());
    ++row;
    for (const auto& caveat : catalogue_.caveats) write(sheet, row++, 0, "To know: " + caveat, book_.wrapped());
    protect(sheet);
  }

  void write_sheet(const std::string& name, const std::string& title,
                   const std::vector<const attest::Indicator*>& rows) {
    if (rows.empty()) return;
    lxw_worksheet* sheet = book_.sheet(name);
    write(sheet, 0, 0, edition() + ", " + title + ": " + texts_.cycle, book_.title());
    if (!texts_.notice.empty()) write(sheet, 1, 0, "Notice: " + texts_.notice, book_.notice());
    for (lxw_col_t i = 0; i < kColumns.size(); ++i) {
      static_cast<void>(worksheet_set_column(sheet, i, i, kColumns.at(i).width, nullptr));
      write(sheet, kHeaderRow, i, kColumns.at(i).name, book_.heading());
    }
    lxw_row_t row = kHeaderRow;
    for (const auto* indicator : rows) write_row(sheet, ++row, *indicator);
    worksheet_freeze_panes(sheet, kHeaderRow + 1, 2);
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
    static_cast<void>(worksheet_repeat_rows(sheet, kHeaderRow, kHeaderRow));
    protect(sheet);
  }

  void write_row(lxw_worksheet* sheet, lxw_row_t row, const attest::Indicator& indicator) {
    const std::map<std::string_view, const std::string*> given = {{"indicator", &indicator.code},
                                                                  {"name", &indicator.name},
                                                                  {"kind", &indicator.kind},
                                                                  {"unit", &indicator.unit}};
    for (lxw_col_t i = 0; i < kColumns.size(); ++i) {
      const Column& column = kColumns.at(i);
      if (column.locked) {
        write(sheet, row, i, *given.at(column.name), book_.locked());
      } else {
        static_cast<void>(worksheet_write_blank(sheet, row, i, book_.open()));
      }
    }
    choose_from(sheet, row, kStateColumn, {"reported", "not_available", "not_applicable"});
    if (indicator.unit.find(',') == std::string::npos) choose_from(sheet, row, kUnitColumn, {indicator.unit});
  }

  Book& book_;
  const attest::Catalogue& catalogue_;
  const TemplateTexts& texts_;
};

}  // namespace

std::string sheet_name(std::int64_t clause, const std::string& theme) {
  std::string name = std::to_string(clause) + " " + theme;
  for (char& c : name) {
    if (std::string_view("[]:*?/\\").find(c) != std::string_view::npos) c = ' ';
  }
  if (name.size() <= kSheetNameMax) return name;
  const auto space = name.rfind(' ', kSheetNameMax);
  std::size_t end = space == std::string::npos || space == 0 ? kSheetNameMax : space;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;  // not inside a character
  return name.substr(0, end);
}

Result<void> write_template(const attest::Catalogue& catalogue, const TemplateTexts& texts, ledger::UnixMillis now,
                            const std::filesystem::path& file) {
  Book book(file);
  std::string title = texts.cycle;
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.created = static_cast<time_t>(now.value / 1'000);
  static_cast<void>(workbook_set_properties(book.get(), &properties));
  TemplateWriter(book, catalogue, texts).write_all();
  if (const lxw_error error = book.close(); error != LXW_NO_ERROR) {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    return fail(Code::kStorage, file.string() + " cannot be written: " + lxw_strerror(error), "out");
  }
  return {};
}

int run_workbook(const WorkbookOptions& options, Console& console) {
  const auto session = Session::open_to_read(options.ledger);
  if (!session) return console.fail(session.error());
  const attest::LedgerFolder& ledger = (*session)->ledger();
  const auto cycle = certs::find_cycle(ledger.store(), options.cycle);
  if (!cycle) return console.fail(cycle.error());
  const auto catalogue = certs::find_catalogue(ledger.store(), cycle->standard);
  if (!catalogue) return console.fail(catalogue.error());
  const auto city = certs::find_party(ledger.store(), cycle->city);
  if (!city) return console.fail(city.error());
  std::error_code error;
  if (std::filesystem::exists(options.out, error)) {
    return console.fail(Error{Code::kInvalid, options.out.string() + " is there already, and may be filled in", "out"});
  }
  TemplateTexts texts{certs::name_of(city->party.names), options.cycle, cycle->notice, {}};
  if (ledger.config().clock == attest::ClockKind::kSimulated) {
    texts.notices.emplace_back("the times are those of a simulated clock");
  }
  const auto written = write_template(*catalogue, texts, ledger.now(), options.out);
  if (!written) return console.fail(written.error());
  console.print(certs::notice_lines(ledger, options.cycle) + options.out.string() +
                ": fill it in, then\n  cityledger submit " + options.cycle + " " + options.out.string() +
                " --signer KEY --dry-run");
  console.answer(Json::Object{{"cycle", options.cycle}, {"file", options.out.string()}});
  return kExitDone;
}

}  // namespace cityledger
