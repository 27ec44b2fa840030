# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
"""Workbooks through openpyxl, which shares no code with ours.

workbooks.py check-template FILE     what our template says to another program
workbooks.py fill-template IN OUT    fills it in as a city would
workbooks.py from-csv CSV OUT        the table as text cells, as another program writes them
workbooks.py numbers OUT             cells whose text is not what they show
workbooks.py hostile DIR             files that no spreadsheet program would write
"""
import csv
import datetime
import os
import sys
import zipfile

import openpyxl


def require(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")


def rows_of(sheet):
    head = [cell.value for cell in sheet[4]]
    return head, [row for row in sheet.iter_rows(min_row=5) if row[0].value]


def check_template(file):
    book = openpyxl.load_workbook(file)
    require(book.sheetnames == ["Instructions", "5 Economy"], f"the sheets are {book.sheetnames}")
    for sheet in book:
        require(sheet.protection.sheet, f"{sheet.title} is not protected")
    said = "\n".join(str(row[0].value) for row in book["Instructions"].iter_rows())
    for text in ("springfield/small-2014/2017", "Notice: The figures are made up.", "simulated clock", "Made for tests."):
        require(text in said, f"the instructions do not say {text}")
    sheet = book["5 Economy"]
    require(sheet["A2"].value == "Notice: The figures are made up.", "the sheet lacks the notice")
    head, rows = rows_of(sheet)
    require(head == ["indicator", "name", "kind", "state", "value", "unit", "numerator", "denominator", "period", "source",
                     "evidence", "note"], f"the heading is {head}")
    given = [[cell.value for cell in row][:6] for row in rows]
    require(given[2] == ["5.3", "Third", "core", None, None, "persons"] and len(given) == 5, f"the rows are {given}")
    for row in rows:
        for name, cell in zip(head, row):
            locked = name in ("indicator", "name", "kind", "unit")
            require(cell.protection.locked == locked, f"{cell.coordinate} is {'not ' * locked}locked")
    lists = {str(item.sqref): item.formula1 for item in sheet.data_validations.dataValidation if item.type == "list"}
    require(lists.get("D5") == '"reported,not_available,not_applicable"', f"the states are {lists.get('D5')}")
    require(lists.get("F7") == '"persons"', f"the unit is {lists.get('F7')}")
    require(len(lists) == 10, f"there are {len(lists)} lists")


def fill_template(source, out):
    book = openpyxl.load_workbook(source)
    sheet = book["5 Economy"]
    head, _ = rows_of(sheet)
    column = {name: place + 1 for place, name in enumerate(head)}
    values = {
        5: dict(state="reported", value=8.1, numerator=81, denominator=1000, period=2017, source="Survey",
                evidence="figures.txt"),
        6: dict(state="reported", value="40.0", numerator=40, denominator="100", period="2017", source="Survey",
                evidence="figures.txt"),
        7: dict(state="not_available", note="no survey"),
    }
    for row, cells in values.items():
        for name, value in cells.items():
            sheet.cell(row=row, column=column[name]).value = value
    book.save(out)


def from_csv(table, out):
    book = openpyxl.Workbook()
    with open(table, encoding="utf-8", newline="") as text:
        for row in csv.reader(text, delimiter=";"):
            book.active.append(row)
    for row in book.active.iter_rows():
        for cell in row:
            cell.number_format = "@"
    book.active.title = "Values"
    book.save(out)


def numbers(out):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Numbers"
    sheet.append(["indicator", "state", "value", "unit", "numerator", "denominator", "period"])
    sheet.append([5.1, "reported", 0.0366, "percent", None, None, 2017])
    sheet["C2"].number_format = "0.00%"
    sheet.append(["5.2", "reported", 40, "percent", 1e-7, 2.5e20, datetime.date(2017, 6, 30)])
    sheet.append(["5.3", "reported", "=1/3", "persons", None, None, "2017"])
    sheet.append(["5.4", "reported", "#DIV/0!", "percent", None, None, "2017"])
    sheet["C5"].data_type = "e"
    sheet["K6"] = "lost"
    book.create_sheet("Scratch")["A1"] = "nothing of ours"
    book.save(out)


SHEET = ('<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
         '{rows}</sheetData></worksheet>')


def package(file, sheet, extra=(), compression=zipfile.ZIP_DEFLATED, target="worksheets/sheet1.xml"):
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    head = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    with zipfile.ZipFile(file, "w", compression) as archive:
        archive.writestr("_rels/.rels", f'{head}<Relationship Id="a" Type="{relations}/officeDocument" '
                         'Target="xl/workbook.xml"/></Relationships>')
        archive.writestr("xl/workbook.xml", '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                         f'xmlns:r="{relations}"><sheets><sheet name="S" r:id="s"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", f'{head}<Relationship Id="s" Type="{relations}/worksheet" '
                         f'Target="{target}"/></Relationships>')
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in extra:
            archive.writestr(name, content)


def text_cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def hostile(folder):
    at = lambda name: os.path.join(folder, name)
    good = SHEET.format(rows=f'<row r="1">{text_cell("A1", "indicator")}</row>')
    package(at("bomb.xlsx"), SHEET.format(rows=" " * (200 << 20)))
    package(at("wide.xlsx"), SHEET.format(rows='<row r="1">' + "<c/>" * (7 << 20) + "</row>"))
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    package(at("entities.xlsx"), good.replace("<worksheet", entities + "<worksheet").replace("indicator", "&b;"))
    external = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    package(at("external.xlsx"), good.replace("<worksheet", external + "<worksheet").replace("indicator", "&a;"))
    package(at("path.xlsx"), good, target="../../../../etc/hostname")
    package(at("away.xlsx"), good, target="file:///etc/hostname")
    package(at("twice.xlsx"), good, extra=[("XL/worksheets/Sheet1.xml", good)])
    package(at("order.xlsx"), SHEET.format(rows=f'<row r="2">{text_cell("A2", "x")}</row><row r="1">{text_cell("A1", "y")}</row>'))
    package(at("same.xlsx"), SHEET.format(rows=f'<row r="1">{text_cell("A1", "x")}{text_cell("A1", "y")}</row>'))
    package(at("cut.xlsx"), good[:-20])
    with open(at("cut.xlsx"), "rb") as whole:
        content = whole.read()
    with open(at("half.xlsx"), "wb") as half:
        half.write(content[:len(content) // 2])
    with open(at("old.xlsx"), "wb") as old:
        old.write(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000))
    with zipfile.ZipFile(at("other.xlsx"), "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    many = [(f"junk/{i}", "") for i in range(5000)]
    package(at("many.xlsx"), good, extra=many)
    # One text, used by every cell of the sheet.
    cells = "".join(f'<row r="{r}">' + "".join('<c t="s"><v>0</v></c>' for _ in range(60)) + "</row>" for r in range(1, 9000))
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package(at("shared.xlsx"), SHEET.format(rows=cells))
    with zipfile.ZipFile(at("shared.xlsx")) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", f'<Relationship Id="t" Type="{relations}/sharedStrings" Target="strings.xml"/></Relationships>'.encode())
    parts["xl/strings.xml"] = ("<sst><si><t>" + "x" * 4000 + "</t></si></sst>").encode()
    with zipfile.ZipFile(at("shared.xlsx"), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


if __name__ == "__main__":
    {"check-template": check_template, "fill-template": fill_template, "from-csv": from_csv, "numbers": numbers,
     "hostile": hostile}[sys.argv[1]](*sys.argv[2:])
