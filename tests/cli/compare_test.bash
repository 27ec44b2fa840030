#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Figures beside each other: over the years and across two editions, and of two cities.
source "$(dirname "$0")/lib.bash"
catalogues=$here/../../attest/catalogues
make_ledger
for edition in 2014 2018; do must c standard adopt "$catalogues/iso37120-$edition.json"; done
must c party register shelbyville --kind city --name Shelbyville --country CA
must c party register judges --kind verifier --name 'Judges Ltd' --country CA --accredited-by Body --accreditation-number A-2 \
  --accredited-for iso37120-2014 --accredited-for iso37120-2018 --accredited-from 2018-01-01 --accredited-until 2022-01-01
key judge judges holder-judge verifier
key clerk shelbyville holder-clerk submitter
head='indicator,state,value,unit,period'

# values CYCLE SIGNER < rows: submitted and accepted.
values() {
  { echo "$head"; cat; } >values.csv
  must c submit "$1" values.csv --signer "$2"
  must c decide "$1" --all-clean --signer judge
  while IFS=, read -r code _; do
    "$cityledger" decide "$1" "$code" --verdict accepted --signer judge >/dev/null 2>&1 || true
  done < <(tail -n +2 values.csv)
}
must c enrol springfield/iso37120-2014/2017 --notice 'The figures are made up.'
must c enrol springfield/iso37120-2018/2018
must c enrol shelbyville/iso37120-2018/2018
must c enrol shelbyville/iso37120-2018/2019
values springfield/iso37120-2014/2017 mayor <<'ROWS'
5.1,reported,8.10,percent,2017
13.2,reported,12.5,m2 per capita,2017
15.1,reported,3.0,percent,2017
17.3,reported,40100,per 100 000 population,2017
18.4,reported,0.41,per capita,2017
ROWS
values springfield/iso37120-2018/2018 mayor <<'ROWS'
5.1,reported,7.90,percent,2018
13.2,reported,9.3,percent,2018
14.2,reported,12.5,m2 per capita,2018
12.1,reported,3.0,percent,2018
ROWS
values shelbyville/iso37120-2018/2018 clerk <<<'5.1,reported,6.05,percent,2018'
values shelbyville/iso37120-2018/2019 clerk <<<'5.1,reported,5.95,percent,2019'

# Outdoor recreation is 13.2 in one edition and 14.2 in the other; 13.2 of the other is poverty.
expect 0 'notice: The figures are made up.' 'simulated clock' '2017 ed.2014' '2018 ed.2018' -- c city compare springfield
expect 0 -- c city compare springfield
line() { grep -qE "^$1 +$2 +$3 " out || fail "no line $1 $2 $3"; }
line 5.1 8.10 7.90
line 14.2 12.5 12.5
line 13.2 - 9.3
line 12.1 '3\.0\*' 3.0
line 17.3 40100 -
line 19.8.1 '0\.41\?' -
expect 0 '12.1, in iso37120-2014 15.1 [percent]: slums became inadequate housing' \
  '? that this is the same indicator is confirmed by no source' 'codes, names and units are those of iso37120-2018' -- \
  c city compare springfield
expect 0 '13.2' '12.5' -- c city compare springfield --standard iso37120-2014
grep -q 'ed\.20' out && fail 'one edition alone is told apart by nothing'
expect 0 -- c city compare springfield --standard 'ISO 37120' --year 2018
unchanged 6 "no standard 'ISO 37122'" 'ISO 37120' -- c city compare springfield --standard 'ISO 37122'
unchanged 6 'no cycle of that data year' -- c city compare springfield --year 1999
unchanged 6 nowhere -- c city compare nowhere

# A verifier's checks look back into the earlier edition, where the indicator is exactly the same.
expect 0 'The same value as in 2017: 12.5.' -- c queue springfield/iso37120-2018/2018 --all
grep -qF 'in 2017: 3.0' out && fail 'figures that are defined in different ways were compared'

# Beside another city: the latest year that both have.
expect 0 'shelbyville 2018' 'springfield 2018' -- c city compare springfield --with shelbyville
line 5.1 6.05 7.90
expect 0 'shelbyville 2019' 'springfield has no cycle here' -- c city compare springfield --with shelbyville --year 2019
expect 0 'notice, springfield: The figures are made up.' "5.1 City's unemployment rate [percent], iso37120-2018" -- c compare 5.1 14.2
grep -qE '^ +shelbyville +6.05 +5.95$' out || fail 'no line of the other city'
grep -qE '^ +springfield +8.10 +7.90$' out || fail "no line of the city's own"
expect 0 -- c compare 5.1 --city shelbyville
grep -q springfield out && fail 'a city that was not asked for'
unchanged 6 "no indicator '99.1'" -- c compare 99.1
unchanged 2 -- c compare
must c enrol springfield/small-2014/2017
unchanged 3 'say which standard with --standard: ISO 37120, Small standard, iso37120-2014, iso37120-2018, small-2014' -- \
  c city compare springfield

# For programs: one record for each value, and the same as JSON.
expect 0 -- c compare 14.2 --standard 'ISO 37120' --csv
[ "$(tr -d '\r' <out | sed -n 2p)" = '14.2,Square metres of public outdoor recreation space per capita,m2 per capita,iso37120-2018,springfield,2017,12.5,13.2,m2 per capita,iso37120-2014,exact,,no,'"$(
  "$cityledger" compare 14.2 --standard 'ISO 37120' --json | jq '.indicators[0].values[0].submission')"',,The figures are made up.' ] ||
  fail 'the record of the earlier edition'
expect 0 -- c compare 12.1 --standard 'ISO 37120' --json
jq -e '.indicators[0].values[0] | .relation == "changed" and .indicator == "15.1" and .value == "3.0" and .unconfirmed == false' out >/dev/null ||
  fail 'the JSON of a changed indicator'
jq -e '.cycles[0].notice == "The figures are made up."' out >/dev/null || fail 'the notice in JSON'
finish
