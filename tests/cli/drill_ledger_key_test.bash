#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# RUNBOOK.md: the ledger's key is rotated. The old trust folder works during the overlap, and after it over the kept
# proof. A thief of the old key signs nothing new.
source "$(dirname "$0")/lib.bash"
verifier=${2:-}
make_ledger
make_cycle
year() {
  submit_year "$1"
  decide_year "$1" checker
  certify_year "$1" seal issuer
}
year 2017
must c export --out before
first=2014-2017-000001
cp -r "$L" thief

unchanged 3 'field: next' -- c key rotate-ledger next
unchanged 6 "no key 'ledger-2'" -- c key rotate-ledger ledger-2
must c key new ledger-2
unchanged 5 'ledger.overlap' -- c key rotate-ledger ledger-2 --overlap-until 2018-02-01
expect 0 "the ledger's next key is ledger.example/test+" 'until 2018-04-01T00:01:00Z' -- c key rotate-ledger ledger-2
expect 0 'everything is as it must be' -- c audit
must c enrol springfield/small-2014/2016 --notice 'The figures are made up.' --clock 2018-01-02
year 2016
must c export --out during
second=2014-2016-000001
[ -s "during/certificates/$second/bundle.json" ] || second=$(basename "$(ls -d during/certificates/*2016*)")
[ "$(wc -l <during/trust/log.vkey)" = 2 ] || fail 'log.vkey has not two lines'
[ "$(grep -c "^— ledger.example/test " during/public/checkpoint)" = 2 ] || fail 'the checkpoint has not two signatures'
find "$L/rotations" -name '*.tlog-proof' -size +0 | grep -q . || fail 'the proof of the rotation was not kept'

# During the overlap: old and new trust folder, old and new files.
for trust in before during; do
  for bundle in before/certificates/$first during/certificates/$first "during/certificates/$second"; do
    expect 0 'Aspirational' -- c verify "$bundle/bundle.json" --trust $trust/trust --at 2018-01-02
  done
done
[ -z "$verifier" ] || expect 0 'Aspirational' -- "$verifier" "during/certificates/$second/bundle.json" --trust before/trust --at 2018-01-02
expect 0 'as it must be' -- c audit --against during/public --trust before/trust
expect 0 'as it must be' -- c audit --against during/public

# The program says when the earlier key is missing.
mv "$L/keys/ledger.pem" aside.pem
expect 0 'lacks the signature of the key before' -- c enrol springfield/small-2014/2013
mv aside.pem "$L/keys/ledger.pem"

# After it: the old key is gone, and checkpoints have one signature.
must c status publish --seal seal --signer issuer --clock 2018-05-01
rm "$L/keys/ledger.pem"
must c status publish --seal seal --signer issuer --clock 2018-05-02
must c export --out after
[ "$(grep -c "^— ledger.example/test " after/public/checkpoint)" = 1 ] || fail 'the checkpoint has not one signature'
for trust in before during after; do
  expect 0 'Aspirational' -- c verify "after/certificates/$second/bundle.json" --trust $trust/trust --at 2018-05-02
done
expect 3 'get the new trust folder' -- c audit --against after/public --trust before/trust
expect 0 'as it must be' -- c audit --against after/public
# Without the kept proof an old trust folder cannot tell.
mv "$L/rotations" rotations
must c export --out proofless
expect 21 'which the trust folder does not know' -- c verify "proofless/certificates/$second/bundle.json" --trust before/trust --at 2018-05-02
expect 0 'Aspirational' -- c verify "proofless/certificates/$second/bundle.json" --trust after/trust --at 2018-05-02
mv rotations "$L/rotations"

# The thief has the old key, and here the others too: his history goes on from before the rotation.
must c --ledger thief enrol springfield/small-2014/2015 --clock 2018-01-02
L=thief CITYLEDGER_LEDGER=thief year 2015
must c --ledger thief status publish --seal seal --signer issuer
must c --ledger thief export --out forged
forged=$(ls -d forged/certificates/*2015*)/bundle.json
expect 0 '' -- c verify "$forged" --trust before/trust --at 2018-01-02
expect 20 'in the ledger' -- c verify "$forged" --trust after/trust --at 2018-01-02

# Without its present key the ledger is not written; a key before it alone is no longer the ledger's.
mv "$L/keys/ledger-2.pem" aside.pem
unchanged '[67]' '' -- c enrol springfield/small-2014/2014
mv aside.pem "$L/keys/ledger-2.pem"
expect 0 '' -- c enrol springfield/small-2014/2014
expect 0 'everything is as it must be' -- c audit
finish
