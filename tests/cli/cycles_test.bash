#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# A cycle's course: programmes, last days, values taken back, cities that leave and come again, amendments, several
# deciders.
source "$(dirname "$0")/lib.bash"
make_ledger
cycle=springfield/small-2014/2017
must c party register northern --kind programme --name 'Northern Cities' --country CA
must c party register shelbyville --kind city --name Shelbyville --country CA
key north northern holder-north programme
key second checker holder-second verifier
key other shelbyville holder-other submitter

# A programme opens a round and brings cities on its terms.
round=(--name Round --standard small-2014 --rate subsidised --until 2018-03-31)
unchanged 6 'no programme' -- c programme show northern/2018
unchanged 5 'party.kind' -- c programme open springfield/2018 "${round[@]}"
unchanged 5 'standard.unknown' -- c programme open northern/2018 "${round[@]}" --standard other-2018
expect 0 'for enrolments from 2018-01-01 to 2018-03-31' -- c programme open northern/2018 "${round[@]}" --signer north
unchanged 5 'programme.taken' -- c programme open northern/2018 "${round[@]}"
expect 0 'northern/2018' 'Round' '2018-01-01 to 2018-03-31' -- c programme list
unchanged 5 'programme.unknown' -- c enrol $cycle --programme northern/2019
unchanged 3 'decisions cannot end before submissions' -- c enrol $cycle --submit-until 2018-03-01 --decide-until 2018-02-28
unchanged 3 'submit_until' -- c enrol $cycle --submit-until soon
expect 0 'submissions to 2018-03-01; decisions to 2018-04-01' -- \
  c enrol $cycle --programme northern/2018 --submit-until 2018-03-01 --decide-until 2018-04-01 --signer north
unchanged 5 'programme.full' -- c enrol springfield/small-2014/2018 --programme northern/2018
unchanged 5 'party.other' -- c enrol shelbyville/small-2014/2017 --signer north
unchanged 5 'programme.closed' -- c enrol shelbyville/small-2014/2017 --programme northern/2018 --clock 2018-04-01T00:00:00Z
expect 0 '1 city(ies) in 1 cycle(s)' "$cycle" 'open' '2018-03-01 / 2018-04-01' -- c programme show northern/2018
expect 0 '"rate": "subsidised"' '"stage": "open"' '"years": 1' -- c programme show northern/2018 --json

# A value is taken back and submitted again; nobody decides on it in between.
header='indicator,state,value,unit,numerator,denominator,period'
printf '%s\n' "$header" '5.1,reported,8.1,percent,81,1000,2017' '5.2,reported,50,percent,1,2,2017' >values.csv
must c submit $cycle values.csv --signer mayor
expect 0 'submissions to 2018-03-01, decisions to 2018-04-01' '2 value(s) undecided' -- c queue $cycle
expect 0 '"submit_until": "2018-03-01"' '"deciders": 1' -- c queue $cycle --json
must c decide $cycle 5.2 --verdict accepted --signer checker
unchanged 6 'nothing is submitted' -- c value withdraw $cycle 5.4 --signer mayor
unchanged 5 'key.role' -- c value withdraw $cycle 5.1 --signer checker
expect 0 '5.1: withdrawn' -- c value withdraw $cycle 5.1 --note 'A slip.' --signer mayor
unchanged 5 'value.withdrawn' -- c value withdraw $cycle 5.1 --signer mayor
unchanged 5 'value.withdrawn' -- c decide $cycle 5.1 --verdict accepted --signer checker
expect 0 '[withdrawn' '0 value(s) undecided' -- c queue $cycle --all
expect 0 'withdrawn' -- c show $cycle
expect 0 '1 withdrawn' 'programme northern/2018' 'submissions to 2018-03-01' -- c city show springfield
expect 0 '1 value(s) submitted, 1 of them in place of earlier ones' 'left out: 5.2' -- c submit $cycle values.csv --signer mayor

# After the last day for submissions only what answers a verifier is taken, after that for decisions nothing.
must c decide $cycle 5.1 --verdict clarification --reason implausible --signer checker
sed 's/8.1,percent,81/8.2,percent,82/; s/50,percent,1,2/60,percent,3,5/' values.csv >changed.csv
unchanged 5 'deadline.passed: the last day for submissions to this cycle was 2018-03-01' -- \
  c submit $cycle changed.csv --signer mayor --clock 2018-03-02T00:00:00Z
grep -v '^5.2' changed.csv >answer.csv
expect 0 '1 value(s) submitted' -- c submit $cycle answer.csv --signer mayor --clock 2018-03-02T00:00:00Z
unchanged 5 'deadline.passed' 'the last day for decisions in this cycle was 2018-04-01' -- \
  c decide $cycle 5.1 --verdict accepted --signer checker --clock 2018-04-02T00:00:00Z

# A city leaves, and comes again with what it had and with more time.
unchanged 2 -- c withdraw $cycle --reason because
unchanged 6 'no cycle' -- c withdraw springfield/small-2014/2016 --reason other
unchanged 5 'key.role' -- c withdraw $cycle --reason other --signer mayor
expect 0 "the city left cycle $cycle" -- c withdraw $cycle --reason deadline --signer north --clock 2018-04-02T00:00:00Z
unchanged 5 'cycle.withdrawn' -- c decide $cycle 5.1 --verdict accepted --signer checker
expect 0 'withdrawn by entry' -- c show $cycle
expect 0 'withdrawn' -- c programme show northern/2018
expect 0 'decisions to 2018-06-01' -- c enrol $cycle --decide-until 2018-06-01
expect 0 -- c decide $cycle 5.1 --verdict accepted --signer checker
expect 0 '2 reported, 0 undecided' 'verified 2' 'decisions to 2018-06-01' -- c city show springfield

# The catalogue in force is amended: another unit, days for deadlines, two deciders.
sed 's/"version": 1/"version": 2/; s/"name": "Second", "kind": "core", "unit": "percent"/"name": "Second", "kind": "core", "unit": "persons"/
  s/"rounds_max": 3/"rounds_max": 3, "submit_days": 30, "decide_days": 10, "clarify_days": 5, "deciders": 2/' \
  "$here/data/small-2014.json" >version2.json
first=$("$cityledger" standard show small-2014 --json | sed -n 's/^ *"index": \([0-9]*\).*/\1/p' | head -n 1)
unchanged 5 'standard.taken' -- c standard adopt version2.json
unchanged 5 'standard.version' -- c standard adopt "$here/data/small-2014.json" --amend
sed 's/"small-2014"/"other-2014"/' version2.json >other.json
unchanged 6 'no standard' -- c standard adopt other.json --amend
expect 0 'small-2014 amended' 'version 2' -- c standard adopt version2.json --amend
expect 0 "which amends entry $first" 'persons who accept a value: 2' 'days to answer a question or rejection: 5' 'version 2' -- \
  c standard show small-2014
expect 0 "Entry $first; amended since" 'version 1' -- c standard show small-2014 --adoption "$first"
unchanged 6 'no adoption' -- c standard show small-2014 --adoption 1
expect 0 '1 to be submitted again as the catalogue has changed' 'verified 1' -- c city show springfield
expect 0 'the catalogue now asks for persons' -- c queue $cycle --all
expect 0 'submissions to 2018-05-02; decisions to 2018-05-12' -- c enrol shelbyville/small-2014/2017
expect 0 'submissions to 2018-04-10; decisions to 2018-04-20' -- \
  c enrol shelbyville/small-2014/2018 --submit-until 2018-04-10

# Two persons accept, none of them twice.
printf '%s\n' "$header" '5.2,reported,50,persons,100,2,2017' '5.4,reported,8.1,percent,81,1000,2017' >again.csv
must c submit $cycle again.csv --signer mayor
expect 0 '2 value(s) without findings' -- c decide $cycle --all-clean --signer checker
expect 0 '1 of 2 accepted' '2 value(s) undecided' -- c queue $cycle
expect 0 '"acceptances": 1' '"deciders": 2' -- c queue $cycle --json
unchanged 5 'decision.twice' -- c decide $cycle 5.2 --verdict accepted --signer checker
unchanged 0 '0 value(s) without findings' -- c decide $cycle --all-clean --signer checker
expect 0 'verified 1' -- c city show springfield
expect 0 '2 value(s) without findings' -- c decide $cycle --all-clean --signer second
expect 0 'verified 3' '0 undecided' -- c city show springfield

# A certificate keeps the adoption by which it was issued; the next cycle follows the one in force.
must c key new seal
must c did publish did:web:certifier.example --key seal
expect 0 'reviewed: issue' -- c review $cycle --signer reviewer
expect 0 'certificate 2014-2017-000001, Aspirational' -- c issue $cycle --seal seal --signer issuer
unchanged 5 'cycle.closed' -- c withdraw $cycle --reason other
sed 's/"version": 2/"version": 3/; s/"name": "First", "kind": "core", "unit": "percent"/"name": "First", "kind": "core", "unit": "persons"/' \
  version2.json >version3.json
expect 0 'small-2014 amended' -- c standard adopt version3.json --amend
expect 0 'level: Aspirational' 'verified 3' 'certificate 2014-2017-000001' -- c city show springfield
[ "$(grep -c 'to be submitted again' out)" = 0 ] || fail 'what is certified is not asked for again'
expect 0 '0 cycle(s)' -- c programme show northern/2018
expect 0 'Aspirational' 'version 2' -- c show 2014-2017-000001
expect 0 '5.1' -- c lineage 2014-2017-000001
must c status publish --seal seal --signer issuer
must c export --out X
expect 0 'Aspirational' -- c verify X/certificates/2014-2017-000001/bundle.json --trust X/trust --at 2018-04-02
printf '%s\n' "$header" '5.1,reported,81,persons,81,1,2018' >next.csv
expect 0 '1 value(s) submitted' -- c submit shelbyville/small-2014/2018 next.csv --signer other
expect 0 'everything is as it must be' -- c audit
expect 0 -- c fsck
finish
