#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Two values that one city signed for one thing: the refused one is kept beside the ledger, and of two that stand in
# two cycles a verifier is told.
source "$(dirname "$0")/lib.bash"
make_ledger
make_cycle
cycle=springfield/small-2014/2017
echo 'figures' >figures.txt
row() { printf 'indicator,state,value,unit,numerator,denominator,period,source,evidence\n%s\n' "$1" >row.csv; }
row '5.1,reported,8.1,percent,81,1000,2017,Survey,figures.txt'
must c submit $cycle row.csv --signer mayor
expect 0 'because an entry stands in its place: none' 'in two cycles: none' -- c conflicts

# The same city signs two different successors of one entry, and the first of them again, in two copies of the ledger.
cp -r L other
cp -r L same
row '5.1,reported,8.2,percent,82,1000,2017,Survey,figures.txt'
must c submit $cycle row.csv --signer mayor
must c --ledger same submit $cycle row.csv --signer mayor
row '5.1,reported,9.9,percent,99,1000,2017,Survey,figures.txt'
must c --ledger other submit $cycle row.csv --signer mayor
last() { "$cityledger" --ledger "$1" show $cycle --json | grep -A2 '"submission"' | sed -n 's/^ *"index": \([0-9]*\).*/\1/p'; }
for copy in other same; do
  must c --ledger $copy prove statement "$(last $copy)" --opened --out $copy.cose
done
unchanged 5 'replaces.live' -- c append other.cose --dry-run
expect 0 'in its place: none' -- c conflicts
unchanged 5 'replaces.live' -- c append other.cose
unchanged 5 'replaces.live' -- c append same.cose
here_says="$cycle 5.1: springfield signed 9.9 percent, 2017 too"
expect 0 "$here_says" "entry $(last L) says 8.2 percent, 2017" 'simulated clock' -- c conflicts
[ "$(find L/conflicts -type f | wc -l)" = 1 ] || fail 'one conflict is kept: the same value said again is none'
unchanged 5 'replaces.live' -- c append other.cose
[ "$(find L/conflicts -type f | wc -l)" = 1 ] || fail 'the same conflict is kept once'
expect 0 '"refused": "9.9 percent, 2017"' '"admitted": "8.2 percent, 2017"' '"signed_by": "springfield"' -- c conflicts --json
expect 0 'in its place: none' -- c conflicts --city statistics
unchanged 6 'no party' -- c conflicts --city nowhere

# What somebody else signed says nothing against the city.
must c --ledger other key new imposter
must c --ledger other key authorise --key imposter --party springfield --holder holder-imposter --role submitter \
  --from 2018-01-01 --until 2022-01-01
row '5.1,reported,7.7,percent,77,1000,2017,Survey,figures.txt'
must c --ledger other submit $cycle row.csv --signer imposter
must c --ledger other prove statement "$(last other)" --opened --out imposter.cose
unchanged 5 'key.unknown' -- c append imposter.cose
[ "$(find L/conflicts -type f | wc -l)" = 1 ] || fail 'a stranger makes no conflict'

# What is erased of the admitted value is not left standing beside it: the statement stays, what it says does not.
cp -r L erased
must c --ledger erased erase "$(last erased)"
grep -q '"disclosures":\[\]' erased/conflicts/*.json || fail 'what a refused value says outlives the erasure'
grep -q '"statement":"[A-Za-z0-9_-]*"' erased/conflicts/*.json || fail 'that it was signed stays proven'
expect 0 'a value that is not known here' -- c --ledger erased conflicts

# A damaged file is named, not passed over.
kept=$(find L/conflicts -type f)
cp "$kept" kept.json
truncate -s 100 "$kept"
unchanged 32 'a kept conflict is damaged' "$kept" -- c conflicts
cp kept.json "$kept"

# Two cycles report the same period.
must c enrol springfield/small-2014/2018
row '5.1,reported,7.7,percent,77,1000,2017,Survey,figures.txt'
must c submit springfield/small-2014/2018 row.csv --signer mayor
sentence="For the same period $cycle (entry $(last L)) reports 8.2, not 7.7."
expect 0 "$sentence" -- c queue springfield/small-2014/2018
expect 0 "springfield/small-2014/2018 5.1: $sentence" -- c conflicts
expect 0 '"check": "other_value"' -- c queue springfield/small-2014/2018 --json
expect 0 '"two_cycles"' '"value": "7.7"' -- c conflicts --json
row '5.1,reported,8.20,percent,82,1000,2017,Survey,figures.txt'
must c submit springfield/small-2014/2018 row.csv --signer mayor
expect 0 'in two cycles: none' -- c conflicts

# Another edition calls the same thing by another code, and another thing by the same.
for edition in 2014 2018; do
  must c standard adopt "$here/../../attest/catalogues/iso37120-$edition.json"
  must c enrol springfield/iso37120-$edition/2017
done
row '5.4,reported,60.0,percent,600,1000,2017,Survey,figures.txt'
must c submit springfield/iso37120-2014/2017 row.csv --signer mayor
row '5.4,reported,10.0,percent,100,1000,2017,Survey,figures.txt'
must c submit springfield/iso37120-2018/2017 row.csv --signer mayor
expect 0 'in two cycles: none' -- c conflicts
row '5.3,reported,61.0,percent,610,1000,2017,Survey,figures.txt'
must c submit springfield/iso37120-2018/2017 row.csv --signer mayor
expect 0 'springfield/iso37120-2018/2017 5.3: For the same period springfield/iso37120-2014/2017' 'reports 60.0, not 61.0.' -- \
  c conflicts
finish
