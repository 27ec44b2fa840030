#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Workbooks of another program are read as their CSV is, our template is what it says, hostile files are refused.
python=/usr/bin/python3
"$python" -c 'import openpyxl' 2>/dev/null || { echo "skipped: python3-openpyxl is missing"; exit 77; }
tools=$(cd "$(dirname "$0")" && pwd)
source "$tools/../../cli/lib.bash"
workbooks() { "$python" "$tools/workbooks.py" "$@"; }
make_ledger
make_cycle
cycle=springfield/small-2014/2017
echo 'figures' >figures.txt

# The template, as another program reads it, and filled in by it.
expect 0 'notice: The figures are made up.' 'fill it in' -- c workbook $cycle --out template.xlsx
expect 3 'is there already, and may be filled in' -- c workbook $cycle --out template.xlsx
must workbooks check-template template.xlsx
must c workbook $cycle --out again.xlsx
cmp template.xlsx again.xlsx || fail 'two templates of one cycle differ'
unchanged 3 'no row is filled in' -- c submit $cycle template.xlsx --signer mayor --dry-run
must workbooks fill-template template.xlsx filled.xlsx
unchanged 0 '3 value(s) would be submitted' 'nothing filled in, left out: 5.4, 5.5' \
  'note: sheet Instructions: the sheet has no heading' -- c submit $cycle filled.xlsx --signer mayor --dry-run
expect 0 '3 value(s) submitted' -- c submit $cycle filled.xlsx --signer mayor

# The same table as CSV says the same, digit for digit, and so there is nothing to replace.
cat >same.csv <<'ROWS'
indicator;state;value;unit;numerator;denominator;period;source;evidence;note
5.1;reported;8.1;percent;81;1000;2017;Survey;figures.txt;
5.2;reported;40.0;percent;40;100;2017;Survey;figures.txt;
5.3;not_available;;;;;;;;no survey
ROWS
unchanged 0 'unchanged and left out: 5.1, 5.2, 5.3' -- c submit $cycle same.csv --signer mayor
must workbooks from-csv same.csv same.xlsx
unchanged 0 'unchanged and left out: 5.1, 5.2, 5.3' -- c submit $cycle same.xlsx --signer mayor

# And the same faults in the same words.
cat >bad.csv <<'ROWS'
indicator;state;value;unit;numerator;denominator;period;source;evidence;note;name
5.1;reported;8,10;percent;81;1,000;2017;Survey;figures.txt;;First
5.2;reported;x;minutes;;;soon;Survey;figures.txt;;Third
9.9;final;3;percent;;;2017;;missing.txt;;
5.1;reported;3;percent;;;2017;;;;
ROWS
must workbooks from-csv bad.csv bad.xlsx
run c submit $cycle bad.csv --signer mayor --dry-run
[ "$code" = 3 ] || fail 'the faulty CSV is taken'
sort out >bad-csv.txt
run c submit $cycle bad.xlsx --signer mayor --dry-run
sed 's/^sheet Values, //' out | sort >bad-xlsx.txt
diff bad-csv.txt bad-xlsx.txt || fail 'a workbook is judged in other words than its CSV'
grep -q 'row 3, column name: "Third" is not that of 5.2, which is "Second"' bad-csv.txt || fail 'a slipped name'

# What a cell shows and what its file has.
must workbooks numbers numbers.xlsx
unchanged 3 'sheet Numbers, row 2, column value: the cell is shown as a percentage, but the file has 0.0366' \
  'sheet Numbers, row 3, column period: the cell is a date to the spreadsheet program, which keeps the number 42916' \
  'sheet Numbers, row 4, column value: the cell holds a formula whose result is not in the file' \
  'sheet Numbers, row 5, column value: the cell holds the error #DIV/0!' \
  'sheet Numbers, row 6, column K: the cell holds "lost" under no heading' -- c submit $cycle numbers.xlsx --signer mayor
run c submit $cycle numbers.xlsx --signer mayor --json
jq -e '[.problems[] | select(.sheet == "Numbers" and .row == 4 and .column == "value")] | length == 1' out >/dev/null ||
  fail 'the sheet of a problem in JSON'

# No spreadsheet program writes these.
mkdir hostile
must workbooks hostile hostile
refused() { unchanged "$1" "$2" -- timeout 100 "$cityledger" submit $cycle "hostile/$3.xlsx" --signer mayor; }
refused 4 'expands to more than a table of values needs' bomb
refused 3 'are out of order in the file' wide
refused 3 'has a document type' entities
refused 3 'has a document type' external
refused 3 'no sheet has a heading "indicator"' path
refused 3 'has no part' away
refused 3 'has a part twice' twice
refused 3 'are out of order in the file' order
refused 3 'are out of order in the file' same
refused 3 'is no well-formed XML' cut
refused 3 'archive is damaged' half
refused 3 'old .xls workbook' old
refused 3 'is no .xlsx workbook' other
refused 4 'more than 4096 parts' many
refused 4 'more text than a table of values needs' shared
finish
