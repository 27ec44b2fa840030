#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Entries are found by city, cycle, indicator, party, type and time; the indexes survive rebuild.
source "$(dirname "$0")/lib.bash"
make_ledger
make_cycle
cycle=springfield/small-2014/2017
printf 'indicator,state,value,unit,period\n5.1,reported,8.1,percent,2017\n5.2,reported,50,percent,2017\n' >values.csv
must c submit $cycle values.csv --signer mayor --clock 2018-03-01T00:00:00Z
must c decide $cycle 5.1 --verdict accepted --signer checker --clock 2018-04-01T12:00:00Z

expect 0 'value.submitted' 'value.decided' 'city.enrolled' '4 entries' -- c search --cycle $cycle
expect 0 '5 entries' 'party.registered' -- c search --city springfield
expect 0 '2 entries' -- c search --indicator 5.1
expect 0 '2 entries' -- c search --indicator small-2014/5.1
expect 0 '0 entries' -- c search --indicator other-2014/5.1
expect 0 '1 entry' 'value.decided' -- c search --indicator 5.1 --party checker
expect 0 '3 entries' 'key.authorised' 'party.registered' -- c search --party checker
expect 0 '2 entries' -- c search --type value.submitted --from 2018-03-01 --until 2018-03-31
expect 0 '0 entries' -- c search --type value.submitted --until 2018-02-28
expect 0 '1 entry' -- c search --type value.decided --from 2018-04-01T12:00:00Z --until 2018-04-01T12:00:00Z
expect 0 '3 entries; for the next ones: --after' -- c search --type party.registered --limit 1
expect 0 '"more": true' '"found": 3' -- c search --type party.registered --limit 1 --json
first=$("$cityledger" search --type party.registered --json | sed -n 's/^ *"index": \([0-9]*\).*/\1/p' | head -n 1)
expect 0 '"more": false' -- c search --type party.registered --after "$first" --json
[ "$(grep -c '"type": "party.registered"' out)" = 2 ] || fail 'two are left behind the first'
expect 0 'entries' 'ledger.opened' -- c search --party ledger.example/test

expect 6 "no party 'shelbyville'" -- c search --city shelbyville
expect 6 'no cycle' -- c search --cycle springfield/small-2014/1999
expect 6 "no type 'value'" 'ledger.opened' -- c search --type value
expect 3 'field: from' -- c search --from soon
expect 2 -- c search --limit 0

"$cityledger" search --json --limit 1000 >before
must c rebuild
expect 0 'all is well' -- c fsck
"$cityledger" search --json --limit 1000 >after
cmp before after || fail 'a rebuilt index answers otherwise'
finish
