#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Statements signed elsewhere: appended with a receipt, or refused with every rule, all of them or none.
source "$(dirname "$0")/lib.bash"
sign_again=$3
make_ledger
make_cycle
cycle=springfield/small-2014/2017
copy() { rm -rf C; cp -r "$L" C; }
in_copy() { must c --ledger C "$@"; }
last_of() { c --ledger C show --json | sed -n 's/^ *"size": \([0-9]*\).*/\1/p'; }
# take TYPE FILE [--opened]: the latest statement of that type in the copy, as a file
take() {
  local type=$1 file=$2 at
  shift 2
  for ((at = $(last_of) - 1; at > 0; at--)); do
    run c --ledger C show "$at"
    if grep -qF ", $type" out; then must c --ledger C prove statement "$at" --out "$file" "$@"; return; fi
  done
  fail "the copy has no $type"
}
printf 'indicator,state,value,unit,numerator,denominator,period\n5.1,reported,8.10,percent,81,1000,2017\n' >first.csv
printf 'indicator,state,value,unit,numerator,denominator,period\n5.1,reported,8.20,percent,82,1000,2017\n' >second.csv
printf 'indicator,state,value,unit,period\n5.2,reported,50,percent,2017\n' >other.csv

# A copy stands for the city's own machine: what is signed there is brought here.
copy
in_copy submit $cycle first.csv --signer mayor
take evidence.registered evidence.cose --opened
take value.submitted bare.cose
take value.submitted first.cose --opened
unchanged 5 'evidence.unknown' -- c append first.cose
expect 0 'evidence.cose' -- c append evidence.cose
unchanged 5 'disclosure.missing' 'nothing opens the digest' -- c append bare.cose
unchanged 0 'every rule is kept' -- c append first.cose --dry-run
[ ! -e first.cose.receipt.cose ] || fail 'a dry run wrote a receipt'
at=$(size_of)
expect 0 "entry $at: first.cose, receipt first.cose.receipt.cose" -- c append first.cose
[ -s first.cose.receipt.cose ] || fail 'there is no receipt'
expect 0 'value.submitted' '8.10' -- c show "$at"
unchanged 0 "entry $at: first.cose (already there), receipt R/first.cose.receipt.cose" -- c append first.cose --receipts R
cmp -s R/first.cose.receipt.cose first.cose.receipt.cose || echo 'note: a later receipt leads to a later head'
unchanged 0 '"duplicate": true' '"receipt_file": "first.cose.receipt.cose"' -- c append first.cose --json

# A decision on a submission that has been replaced meanwhile.
copy
in_copy decide $cycle 5.1 --verdict accepted --signer checker
take value.decided decision.cose
expect 0 'in place of earlier ones' -- c submit $cycle second.csv --signer mayor
unchanged 5 'decision.live' -- c append decision.cose

# Several: one bad statement keeps out the others, and is named.
copy
in_copy submit $cycle other.csv --signer mayor
take evidence.registered source.cose --opened
take value.submitted other.cose --opened
unchanged 5 'decision.cose: ' 'decision.live' -- c append source.cose other.cose decision.cose
expect 0 'source.cose' 'other.cose' -- c append source.cose other.cose
unchanged 3 'two receipts' -- c append other.cose other.cose

# A certificate at another level than the verified values reach.
for indicator in 5.1 5.2; do must c decide $cycle $indicator --verdict accepted --signer checker; done
must c review $cycle --signer reviewer
copy
in_copy issue $cycle --seal seal --signer issuer
take certificate.issued issued.cose
again() { "$sign_again" "$@" || { : >out; : >err; fail "sign_again $*"; }; }
again issued.cose high.cose "$L/keys/issuer.pem" '"level":"Aspirational","lineage' '"level":"Platinum","lineage'
unchanged 5 'certificate.level' 'must be the computed one, Aspirational' -- c append high.cose
again issued.cose both.cose "$L/keys/issuer.pem" Aspirational Platinum '"level":"Aspirational' '"level":"Platinum'
unchanged 5 'refused by 2 rules' 'certificate.level' 'certificate.computed' -- c append both.cose
again issued.cose wrong-key.cose "$L/keys/mayor.pem"
unchanged 5 'key.role' -- c append wrong-key.cose

# JSON that is not canonical, has a fraction, a name twice, a member too many, an unknown type; well signed all of it.
hostile() { again issued.cose hostile.cose "$L/keys/issuer.pem" "${@:3}"; unchanged 5 "$1" "$2" -- c append hostile.cose; }
hostile 'statement.form' 'canonical' '{"computed_level"' '{ "computed_level"'
hostile 'statement.form' 'canonical' '"level":"Aspirational"' '"level":"A\u0073pirational"'
hostile 'statement.form' 'status_index' '"status_index":' '"status_index":1e3,"status_index":'
hostile 'statement.form' 'number' '"version":1' '"version":1.0'
hostile 'statement.form' 'more' '"nonce":' '"more":"x","nonce":'
hostile 'statement.type' 'not a type of statement' 'certificate.issued' 'certificate.praised'

# CBOR in another form than the shortest, cut off, or with something behind it.
perl -pe 'BEGIN { binmode STDIN; binmode STDOUT; $/ = undef } s/^\xd2\x84/\xd2\x98\x04/' <issued.cose >long.cose
unchanged 5 'statement.form' -- c append long.cose
perl -pe 'BEGIN { binmode STDIN; binmode STDOUT; $/ = undef } s/^\xd2/\xd8\x12/' <issued.cose >tag.cose
unchanged 3 'tag.cose' 'field: file' -- c append tag.cose
head -c 100 issued.cose >cut.cose
unchanged 5 'statement.form' -- c append cut.cose
{ cat issued.cose; printf x; } >behind.cose
unchanged 5 'statement.form' -- c append behind.cose
perl -e 'print "\xd2", "x" x 65535' >large.cose
unchanged 4 'large.cose' '65535 bytes' -- c append large.cose
: >empty.cose
unchanged 3 'empty.cose' -- c append empty.cose
unchanged 6 'nowhere.cose' -- c append nowhere.cose
perl -pe 'BEGIN { binmode STDIN; binmode STDOUT; $/ = undef } substr($_, -1) ^= "\x01"' <issued.cose >signature.cose
unchanged 5 'statement.signature' -- c append signature.cose
expect 6 'no entry 9999' -- c prove statement 9999
expect 0 'everything is as it must be' -- c audit
finish
