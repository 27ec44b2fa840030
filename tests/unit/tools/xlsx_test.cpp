// SPDX-FileCopyrightText: The cityledger authors
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <map>

#include "cityledger/sheet_sandbox.hpp"
#include "cityledger/xlsx_read.hpp"
#include "ledger/sanitized.hpp"

namespace cityledger {
namespace {

constexpr std::string_view kRelation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

class Parts : public XlsxParts {
 public:
  std::map<std::string, std::string> parts;
  ledger::Result<std::string> read(const std::string& name) override {
    const auto found = parts.find(name);
    if (found == parts.end()) return ledger::fail(ledger::Code::kNotFound, "no part " + name);
    return found->second;
  }
};

std::string related(const std::string& id, const std::string& type, const std::string& target,
                    const std::string& more = "") {
  return "<Relationship Id=\"" + id + "\" Type=\"" + std::string(kRelation) + type + "\" Target=\"" + target + "\"" +
         more + "/>";
}

Parts workbook_with(const std::string& rows) {
  Parts parts;
  parts.parts["_rels/.rels"] = "<Relationships>" + related("a", "officeDocument", "/xl/book.xml") + "</Relationships>";
  parts.parts["xl/book.xml"] =
      R"(<x:workbook xmlns:x="m" xmlns:q="r"><x:sheets><x:sheet name="S" q:id="s"/></x:sheets></x:workbook>)";
  parts.parts["xl/_rels/book.xml.rels"] =
      "<Relationships>" + related("s", "worksheet", "sheets/../one.xml") +
      related("t", "sharedStrings", "strings.xml") + related("f", "styles", "styles.xml") +
      related("e", "worksheet", "http://example.org/", " TargetMode=\"External\"") + "</Relationships>";
  parts.parts["xl/strings.xml"] =
      "<sst><si><t>plain</t></si><si><r><t>two </t></r><r><t>runs</t></r><rPh><t>guide</t></rPh></si>"
      "<si><t xml:space=\"preserve\"> a_x000D_&amp;b </t></si></sst>";
  parts.parts["xl/styles.xml"] =
      R"(<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.0\%"/><numFmt numFmtId="165" formatCode="0.0%"/></numFmts>)"
      R"(<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>)";
  parts.parts["xl/one.xml"] = "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
  return parts;
}

std::string cells_of(const std::string& rows, const XlsxLimits& limits = {}) {
  Parts parts = workbook_with(rows);
  const auto workbook = read_xlsx_parts(parts, limits);
  if (!workbook) return "refused: " + workbook.error().message;
  std::string all;
  for (const auto& row : workbook->sheets.at(0).rows) {
    for (const auto& cell : row.cells) {
      all += column_letters(cell.column) + std::to_string(row.row) + (cell.formula ? "=" : "") +
             std::string(1, "tnbex"[static_cast<int>(cell.kind)]) +
             std::string(1, " d%"[static_cast<int>(cell.format)]) + cell.text + ";";
    }
  }
  return all;
}

TEST(Xlsx, ReadsEveryKindOfCell) {
  EXPECT_EQ(
      cells_of(
          R"(<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2"><v>1.10</v></c><c t="inlineStr"><is><t>x</t></is></c></row>)"
          R"(<row><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>A1</f><v>y</v></c><c><f>1/3</f></c></row>)"),
      "A2t plain;C2n 1.10;D2t x;A3b TRUE;B3e #N/A;C3=t y;D3=x ;");
}

TEST(Xlsx, JoinsRunsAndUndoesEscapes) {
  EXPECT_EQ(cells_of(R"(<row><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>)"), "A1t two runs;B1t  a\r&b ;");
}

TEST(Xlsx, KnowsDatesAndPercentages) {
  EXPECT_EQ(
      cells_of(
          R"(<row><c s="1"><v>42551</v></c><c s="2"><v>3</v></c><c s="3"><v>0.03</v></c><c s="9"><v>1</v></c></row>)"),
      "A1nd42551;B1n 3;C1n%0.03;D1n 1;");
}

TEST(Xlsx, RefusesWhatTwoProgramsWouldReadInTwoWays) {
  for (const auto* rows :
       {R"(<row r="2"/><row r="1"/>)", R"(<row r="1"/><row r="1"/>)", R"(<row r="1"><c r="B1"/><c r="A1"/></row>)",
        R"(<row r="1"><c r="A2"/></row>)", R"(<row r="0"/>)", R"(<row r="1048577"/>)",
        R"(<row r="1"><c r="XFE1"/></row>)", R"(<row r="1"><c r="1A"/></row>)", R"(<row r="1"><c r="a1"/></row>)"}) {
    EXPECT_NE(cells_of(rows).find("out of order"), std::string::npos) << rows;
  }
  EXPECT_EQ(cells_of(R"(<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>)"), "XFD1048576n 1;");
  EXPECT_NE(cells_of(R"(<row><c t="s"><v>3</v></c></row>)").find("text is not in the file"), std::string::npos);
  EXPECT_NE(cells_of(R"(<row><c t="z"><v>3</v></c></row>)").find("of a kind"), std::string::npos);
}

TEST(Xlsx, CountsCellsAndText) {
  XlsxLimits limits;
  limits.cells_max = 2;
  EXPECT_EQ(cells_of("<row><c><v>1</v></c><c><v>2</v></c><c/></row>", limits), "A1n 1;B1n 2;");
  EXPECT_NE(cells_of("<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>", limits).find("refused"),
            std::string::npos);
  limits = {};
  limits.text_bytes_max = 10;
  const std::string five = R"(<c t="s"><v>0</v></c>)";  // "plain"
  EXPECT_EQ(cells_of("<row>" + five + five + "</row>", limits), "A1t plain;B1t plain;");
  EXPECT_NE(cells_of("<row>" + five + five + "<c><v>1</v></c></row>", limits).find("more text"), std::string::npos);
}

TEST(Xlsx, RefusesDocumentTypesAndBrokenParts) {
  for (const auto* name :
       {"_rels/.rels", "xl/book.xml", "xl/_rels/book.xml.rels", "xl/strings.xml", "xl/styles.xml", "xl/one.xml"}) {
    Parts typed = workbook_with("");
    typed.parts[name] = "<!DOCTYPE x [<!ENTITY a \"b\">]>" + typed.parts[name];
    const auto refused = read_xlsx_parts(typed);
    ASSERT_FALSE(refused.has_value()) << name;
    EXPECT_NE(refused.error().message.find("document type"), std::string::npos) << name;
    Parts broken = workbook_with("");
    broken.parts[name].pop_back();
    EXPECT_FALSE(read_xlsx_parts(broken).has_value()) << name;
    Parts missing = workbook_with("");
    missing.parts.erase(name);
    EXPECT_FALSE(read_xlsx_parts(missing).has_value()) << name;
  }
}

TEST(Xlsx, ResolvesPartsInsideTheArchiveOnly) {
  EXPECT_EQ(resolve_part("xl/", "worksheets/a.xml"), "xl/worksheets/a.xml");
  EXPECT_EQ(resolve_part("xl/", "/xl/a.xml"), "xl/a.xml");
  EXPECT_EQ(resolve_part("xl/", "../a.xml"), "a.xml");
  EXPECT_EQ(resolve_part("xl/", "./b//a.xml"), "xl/b/a.xml");
  EXPECT_EQ(resolve_part("xl/", "../../a.xml"), "");
  EXPECT_EQ(resolve_part("", ".."), "");
}

TEST(Xlsx, RefusesWhatIsNoArchive) {
  const auto message = [](std::string_view file) { return read_xlsx(ledger::view(file)).error().message; };
  EXPECT_EQ(message("indicator,state\n"), "this is no .xlsx workbook");
  EXPECT_NE(message("\xD0\xCF\x11\xE0...").find("old .xls"), std::string::npos);
  EXPECT_NE(message("PK\x03\x04 and then nothing").find("damaged"), std::string::npos);
  EXPECT_EQ(read_xlsx(ledger::view(std::string(1'025, 'x')), {.file_bytes_max = 1'024}).error().code,
            ledger::Code::kTooLarge);
  EXPECT_EQ(read_xlsx(ledger::view(std::string(1'024, 'x')), {.file_bytes_max = 1'024}).error().code,
            ledger::Code::kInvalid);
}

[[noreturn]] void inside(void (*act)()) {
  if (!enter_sandbox()) _exit(99);
  act();
  _exit(7);
}

TEST(SandboxDeathTest, LetsAProcessComputeAndAnswerAndNothingElse) {
  if (ledger::kSanitized) GTEST_SKIP() << "a build with sanitizers keeps its system calls";
  EXPECT_EXIT(inside([] { static_cast<void>(!write(STDERR_FILENO, "answer", 6)); }), testing::ExitedWithCode(7),
              "answer");
  EXPECT_EXIT(inside([] { static_cast<void>(socket(AF_INET, SOCK_STREAM, 0)); }), testing::KilledBySignal(SIGSYS), "");
  EXPECT_EXIT(inside([] { static_cast<void>(open("/etc/hostname", O_RDONLY)); }), testing::KilledBySignal(SIGSYS), "");
  EXPECT_EXIT(inside([] { static_cast<void>(fork()); }), testing::KilledBySignal(SIGSYS), "");
  EXPECT_EXIT(inside([] { execl("/bin/true", "true", nullptr); }), testing::KilledBySignal(SIGSYS), "");
  EXPECT_EXIT(inside([] { static_cast<void>(kill(getppid(), 0)); }), testing::KilledBySignal(SIGSYS), "");
  EXPECT_EXIT(inside([] {
                char byte = 0;
                static_cast<void>(!read(STDIN_FILENO, &byte, 1));
              }),
              testing::KilledBySignal(SIGSYS), "");
  EXPECT_EXIT(inside([] {
                static_cast<void>(mmap(nullptr, 4'096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
              }),
              testing::KilledBySignal(SIGSYS), "");
}

TEST(SandboxDeathTest, GivesNoMoreThanAGibibyte) {
  if (ledger::kSanitized) GTEST_SKIP() << "sanitizers reserve more addresses than any limit";
  EXPECT_EXIT(inside([] {
                void* memory = mmap(nullptr, std::size_t{1} << 30U, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
                if (memory == MAP_FAILED) _exit(5);
              }),
              testing::ExitedWithCode(5), "");
}

}  // namespace
}  // namespace cityledger
