#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Who decides, reviews and issues must be different people with no tie to the city; and a statement has a limit.
source "$(dirname "$0")/lib.bash"
make_ledger
make_cycle
cycle=springfield/small-2014/2017
must c party register cousin --kind verifier --name 'Cousin Ltd' --country CA --accredited-by 'Body' \
  --accreditation-number A-2 --accredited-for small-2014 --accredited-from 2018-01-01 --accredited-until 2022-01-01 \
  --affiliation springfield:2016-01-01
key cousin cousin holder-cousin verifier
must c party register novice --kind verifier --name 'Novice Ltd' --country CA --accredited-by 'Body' \
  --accreditation-number A-3 --accredited-for other-2014 --accredited-from 2018-01-01 --accredited-until 2022-01-01
key novice novice holder-novice verifier
key both certifier holder-checker reviewer
printf 'indicator,state,value,unit,period\n5.1,reported,8.10,percent,2017\n5.2,reported,50,percent,2017\n' >values.csv
must c submit $cycle values.csv --signer mayor
unchanged 5 'independence.affiliated' -- c decide $cycle 5.1 --verdict accepted --signer cousin
unchanged 5 'accreditation.missing' -- c decide $cycle 5.1 --verdict accepted --signer novice
must c decide $cycle 5.1 --verdict accepted --signer checker
must c decide $cycle 5.2 --verdict accepted --signer checker
unchanged 5 'independence.holder' -- c review $cycle --signer both
expect 0 'reviewed: withhold' -- c review $cycle --recommend withhold --signer reviewer
unchanged 5 -- c issue $cycle --seal seal --signer issuer

# A catalogue that makes a statement of over 65,535 bytes.
perl -pe 's/("caveats": \[)/$1 . join(",", map { "\"" . ("x" x 200) . "\"" } 1..63) . ","/e; s/small-2014/large-2014/g' \
  "$here/data/small-2014.json" | perl -0pe 's/("address": "https:\/\/example.org\/"\})/$1 . join("", map { ",{\"what\": \"" . ("y" x 1000) . "\"}" } 1..63)/e' >large.json
unchanged 4 '65535 bytes' -- c standard adopt large.json
finish
