#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# What is appended with --server: signed here, sent, sent again where that is safe, believed when it is proven.
# The server here is made of the command line (stand_in_server.py), honest unless it is told to lie.
source "$(dirname "$0")/lib.bash"
make_ledger
make_cycle
must c export --out E
cp -r E/public P
echo honest >mode
python3 "$here/stand_in_server.py" "$cityledger" "$L" P mode >served 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT
for _ in $(seq 200); do grep -q port served && break; sleep 0.05; done
url=http://127.0.0.1:$(sed -n 's/^port //p' served)
remote() { env -u CITYLEDGER_LEDGER "$cityledger" --server "$url" --ledger M --keys "$L/keys" "$@"; }
mode() { echo "$1" >mode; }
cycle=springfield/small-2014/2017

# A city, a provider and a verifier at their own machines.
printf 'indicator,state,value,unit,period\n5.1,reported,8.10,percent,2017\n5.2,reported,50,percent,2017\n' >values.csv
expect 0 'would be submitted' -- remote --trust E/trust submit $cycle values.csv --signer mayor --dry-run
expect 0 '2 value(s) submitted' "entries $(size_of) to " -- remote submit $cycle values.csv --signer mayor
value=$(($(sed -n 's/^entries [0-9]* to \([0-9]*\).*/\1/p' out) - 1))
[ -s "M/receipts/$value.cose" ] || fail 'the receipt was not kept'
expect 0 'value.submitted' '8.10' -- remote show $value
expect 0 'value.submitted' '8.10' -- c show $value
# The same again says nothing new: what was sent from here is known here.
unchanged 0 'unchanged and left out: 5.1, 5.2' -- remote submit $cycle values.csv --signer mayor
expect 0 -- remote prove receipt $value --out from-mirror.cose
cmp -s from-mirror.cose "M/receipts/$value.cose" || fail 'another receipt than the one that was kept'
unchanged 5 'key.role' 'refused' -- remote decide $cycle 5.1 --verdict accepted --signer mayor
for indicator in 5.1 5.2; do expect 0 -- remote decide $cycle $indicator --verdict accepted --signer checker; done
expect 0 'reviewed' -- remote review $cycle --signer reviewer
expect 0 'city brockway' 'entry ' -- remote party register brockway --kind city --name Brockway --country CA

# Trouble on the way: the same bytes are sent again, and are in the ledger once.
at=$(size_of)
mode busy
expect 0 "entry $at" -- remote party register one --kind city --name One --country CA
mode drop
expect 0 'already there' -- remote party register two --kind city --name Two --country CA
[ "$(c search --party two --type party.registered --json | grep -c '"party.registered"')" = 1 ] || fail 'a statement that was sent twice is there twice'
mode halted
unchanged 36 'writing stopped' 'not known' 'Send the same again' -- remote party register three --kind city --name Three --country CA
unsent=$(find M/unsent -name '*.cose')
[ "$(wc -l <<<"$unsent")" = 1 ] || fail 'what was not sent is not kept'
expect 0 "$unsent" -- remote append "$unsent"
expect 0 'Three' -- c party show three
unchanged 0 'already there' -- remote append "$unsent"

# A server that lies about what it did. Nothing of it is shown as done, and the mirror stays good.
lied() { # MODE TEXT
  mode "$1"
  expect "$3" "$2" -- remote party register "city-$1" --kind city --name "$1" --country CA
  grep -q '^entry [0-9]*: ' out && fail "a lie was told as done: $1"
  expect 0 -- remote show
}
lied receipt 'the receipt of entry' 32
lied leaf 'is of another statement' 32
lied index 'the ledger holds another statement there' 32
lied duplicate 'is of another statement' 32
lied fewer 'another number of entries' 3
lied checkpoint 'that is not proven' 3
mode unpublished
expect 6 'that is not proven' -- remote party register unpublished --kind city --name U --country CA
must c export --out E2; cp -r E2/public/. P/
expect 0 'unpublished' -- remote party show unpublished
expect 0 'everything is as it must be' -- remote audit
expect 0 'everything is as it must be' -- c audit

# Evidence follows its entry; this server has no room for files, and the command says so.
echo 'a report' >report.txt
expect 0 'entry ' 'is not at the server' -- remote evidence add report.txt --title Report --source City --period 2017 \
  --retention-until 2028-01-01 --signer mayor
# Nobody who is unknown to the ledger gets anything through.
must c key new stranger
unchanged 7 'does not know the key' -- remote enrol springfield/small-2014/2018 --signer stranger
mode dead
unchanged 36 'not known' -- remote party register four --kind city --name Four --country CA
finish
