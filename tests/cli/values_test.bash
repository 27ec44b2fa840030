#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# A spreadsheet's way through submit, queue and decide: checks beside values, resubmission, evidence used again.
source "$(dirname "$0")/lib.bash"
make_ledger
make_cycle
cycle=springfield/small-2014/2017
echo 'figures' >figures.txt
table() { printf 'indicator;state;value;unit;numerator;denominator;period;source;evidence;note\r\n'; cat; }

# A dry run tells every problem of the table, and every rule that the ledger would name.
table >bad.csv <<'ROWS'
5.1;reported;8,10;percent;81;1.000;2017;Survey;figures.txt;
5.2;reported;x;percent;;;soon;Survey;figures.txt;
ROWS
unchanged 3 'row 2, column denominator: thousands separators are not read; write 1000 instead of 1.000' \
  'row 3, column value' 'row 3, column period' '3 problem(s); nothing was appended' -- \
  c submit $cycle bad.csv --signer mayor --dry-run --decimal-comma
table >old.csv <<<'5.1;reported;8.10;percent;81;1000;2012;Survey;figures.txt;'
unchanged 5 'row 2, column period: period.outside' -- c submit $cycle old.csv --signer mayor --dry-run
unchanged 5 'row 2, column period: period.outside' -- c submit $cycle old.csv --signer mayor

# A table names files of its own folder, and nothing that is no file.
mkdir sub && echo 'in a folder' >sub/inside.txt
echo 'not for the store' >../outside-$$.txt
trap 'rm -rf "$scratch" "$scratch"/../outside-$$.txt' EXIT
ln -s "../outside-$$.txt" link.txt
mkfifo pipe.txt
for file in "../outside-$$.txt" /etc/hostname link.txt sub/../../outside-$$.txt; do
  table >away.csv <<<"5.1;reported;8.10;percent;81;1000;2017;Survey;$file;"
  unchanged 3 'row 2, column evidence' 'is not in the folder of the evidence files' -- c submit $cycle away.csv --signer mayor
done
for file in pipe.txt sub . missing.txt; do
  table >away.csv <<<"5.1;reported;8.10;percent;81;1000;2017;Survey;$file;"
  unchanged 3 'row 2, column evidence: there is no file' -- timeout 20 "$cityledger" submit $cycle away.csv --signer mayor
done
table >inside.csv <<<'5.1;reported;8.10;percent;81;1000;2017;Survey;sub/inside.txt;'
unchanged 0 '1 value(s) would be submitted' -- c submit $cycle inside.csv --signer mayor --dry-run

table >good.csv <<'ROWS'
5.1;reported;8,10;percent;81;1000;2017;Survey;figures.txt;
5.2;reported;50,0;percent;40;100;2017;Survey;figures.txt;
5.3;not_available;;;;;;;;no survey
ROWS
expect 0 '3 value(s) submitted' '1 new piece(s) of evidence' -- c submit $cycle good.csv --signer mayor --decimal-comma
unchanged 0 'unchanged and left out: 5.1, 5.2, 5.3' -- c submit $cycle good.csv --signer mayor --decimal-comma

expect 0 '81 / 1000 x 100 = 8.10, as reported' 'Recomputed it is 40.00, not 50.0' '2 value(s) undecided' \
  'figures.txt, from Survey (registered by springfield)' -- c queue $cycle
expect 0 'Recomputed it is 40.00' -- c decide --list $cycle
expect 0 '1 value(s) without findings; left to be looked at' '5.2' -- c decide $cycle --all-clean --signer checker
unchanged 3 'no verdict' -- c decide $cycle 5.2 --verdict maybe --signer checker
unchanged 3 'no reason' -- c decide $cycle 5.2 --verdict rejected --reason because --signer checker
expect 0 -- c decide $cycle 5.2 --verdict rejected --reason recomputation_differs --text 'See the pair.' --signer checker

# The corrected sheet replaces the one value that changed, and cites the evidence that is registered already.
sed 's/50,0/40,0/' good.csv >better.csv
expect 0 '1 value(s) submitted, 1 of them in place of earlier ones, with 0 new' 'left out: 5.1, 5.3' -- \
  c submit $cycle better.csv --signer mayor --decimal-comma
expect 0 -- c decide $cycle 5.2 --verdict accepted --signer checker
expect 0 '2 reported, 0 undecided, 0 rejected; verified 2' -- c city show springfield
expect 0 '8.10' '40.0' '[percent]' 'notice: The figures are made up.' 'simulated clock' -- c city compare springfield
expect 0 'notice: The figures are made up.' 'simulated clock' -- c queue $cycle
expect 0 'notice: The figures are made up.' 'not available' 'submission entry' -- c show $cycle
unchanged 6 'nowhere' -- c city show nowhere
unchanged 6 'no certificate' -- c lineage 2014-2017-000001
finish
