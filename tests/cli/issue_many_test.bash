#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Many certificates in one command: drawn and sealed on all cores, recorded in one order whatever the machine; what goes
# wrong names its certificate and leaves the others whole.
source "$(dirname "$0")/lib.bash"
verify=$2
make_ledger
must c key new seal
must c did publish did:web:certifier.example --key seal
must c pki init
must c template publish certificate
# 2001 is reviewed without one decided value.
for year in {2001..2013}; do
  must c enrol "springfield/small-2014/$year" --notice 'The figures are made up.'
  submit_year "$year"
  [ "$year" = 2001 ] || decide_year "$year" checker
  must c review "springfield/small-2014/$year" --signer reviewer
done
sealed=(--seal seal --signer issuer --clock 2018-01-02)
cp -r "$L" before

# All of them; the one that reaches no level is refused, and the others are not touched by that.
expect 5 '12 issued, 1 refused' '2001: refused: no level is reached' -- c issue --all "${sealed[@]}"
grep -o 'entry [0-9]*: certificate [-0-9]*\|PDF sealed, entry [0-9]*' out >order
[ "$(wc -l <order)" = 24 ] || fail 'not every certificate names its entry and the one of its PDF'
must c export --out E
for year in {2002..2013}; do
  pdf=$L/certificates/2014-$year-000001/certificate.pdf
  expect 0 'Genuine and in force' 'the pages are the same' -- c verify --trust E/trust --at 2018-01-03 "$pdf"
  expect 0 "$(sha256sum "$pdf" | cut -d' ' -f1)" -- c show "2014-$year-000001" --json
done
expect 0 'Genuine and in force' -- "$verify" --trust E/trust --at 2018-01-03 "$pdf"
expect 0 'everything is as it must be' -- c audit

# The same entries in the same order on one core.
cp -r before one-core
expect 5 '12 issued, 1 refused' -- taskset -c 0 "$cityledger" --ledger one-core issue --all "${sealed[@]}"
grep -o 'entry [0-9]*: certificate [-0-9]*\|PDF sealed, entry [0-9]*' out | cmp - order || fail 'another order on one core'

# An authority that does not answer is found by the first certificate, and no other is issued.
cp -r before no-authority
expect 36 'certificate 2014-2002-000001 is issued, but its PDF could not be made' 'http://127.0.0.1:9' \
  'cityledger certificate pdf 2014-2002-000001' -- c --ledger no-authority issue --all "${sealed[@]}" \
  --tsa http://127.0.0.1:9/ --tsa-root E/trust/ca.pem
expect 6 '2014-2003-000001' -- c --ledger no-authority show 2014-2003-000001
must c --ledger no-authority certificate pdf 2014-2002-000001 --signer issuer --clock 2018-01-02
expect 5 '11 issued, 1 refused' -- c --ledger no-authority issue --all "${sealed[@]}"

# Two PDFs that cannot be written, in the middle: both are named, what was begun is finished, no other is begun.
cp -r before in-the-way
mkdir -p in-the-way/certificates/2014-200{4,6}-000001/certificate.pdf/x
expect 34 'certificates 2014-2004-000001, 2014-2006-000001 are issued, but their PDFs could not be made' 'certificate.pdf' \
  'then: cityledger certificate pdf --missing' -- c --ledger in-the-way issue --all "${sealed[@]}"
for year in 2003 2005 2007; do
  [ -f in-the-way/certificates/2014-$year-000001/certificate.pdf ] || fail "the PDF of $year is missing"
done
expect 6 '2014-2013-000001' -- c --ledger in-the-way show 2014-2013-000001
rm -r in-the-way/certificates/2014-200{4,6}-000001/certificate.pdf
sha256sum in-the-way/certificates/*/certificate.pdf >there
expect 0 '2 drawn and sealed' 'certificate 2014-2004-000001' 'certificate 2014-2006-000001' -- \
  c --ledger in-the-way certificate pdf --missing --signer issuer --clock 2018-01-02
sha256sum --check --quiet there || fail 'a PDF that was there was made again'
expect 5 '1 refused' -- c --ledger in-the-way issue --all "${sealed[@]}"
expect 0 'everything is as it must be' -- c --ledger in-the-way audit
must c --ledger in-the-way export --out F
for year in {2002..2013}; do
  expect 0 'Genuine and in force' -- "$verify" --trust F/trust --at 2018-01-03 "in-the-way/certificates/2014-$year-000001/certificate.pdf"
done

# Those that are missing, on all cores, and no other: removed, altered, of another language; in one order whatever the machine.
L=$scratch/missing
cp -r in-the-way "$L"
missing() { c --ledger "$L" certificate pdf --missing --signer issuer --clock 2018-01-03 "$@"; }
unchanged 0 '0 drawn and sealed' -- missing
rm "$L"/certificates/2014-20{05,07,10}-000001/certificate.pdf
printf x >>"$L/certificates/2014-2008-000001/certificate.pdf"
cp "$L/certificates/2014-2012-000001/certificate.pdf" "$L/certificates/2014-2011-000001/"
cp -r "$L" one-core-missing
expect 0 '"2014-2005-000001"' '"2014-2007-000001"' '"2014-2008-000001"' '"2014-2010-000001"' '"2014-2011-000001"' -- missing --json
[ "$(grep -c '"file"' out)" = 5 ] || fail 'others than the five were made'
sed -n 's/.*"index": //p' out >order
expect 0 -- taskset -c 0 "$cityledger" --ledger one-core-missing certificate pdf --missing --signer issuer --clock 2018-01-03 --json
sed -n 's/.*"index": //p' out | cmp - order || fail 'another order on one core'
[ "$(wc -l <order)" = 5 ] || fail 'not every PDF has its entry'
expect 0 '12 drawn and sealed' -- missing --language fr
unchanged 0 '0 drawn and sealed' -- missing --language fr
must c --ledger "$L" export --out G
for pdf in "$L"/certificates/2014-20{05,07,08,10,11}-000001/certificate.pdf "$L/certificates/2014-2002-000001/certificate.fr.pdf"; do
  expect 0 'Genuine and in force' 'the pages are the same' -- c verify --trust G/trust --at 2018-01-03 "$pdf"
done
expect 0 'everything is as it must be' -- c --ledger "$L" audit
# What goes wrong: a wrong command, a language without texts, an authority that does not answer, a credential that is lost.
unchanged 3 'name the certificate, or say --missing' -- c --ledger "$L" certificate pdf --signer issuer
unchanged 3 'name the certificate, or say --missing' -- missing 2014-2005-000001
unchanged 3 '--out is for one certificate' -- missing --out elsewhere
unchanged 3 "'xx'" -- missing --language xx
rm "$L"/certificates/2014-20{05,07}-000001/certificate.pdf
unchanged 36 'certificate 2014-2005-000001 is issued, but its PDF could not be made' 'http://127.0.0.1:9' \
  'cityledger certificate pdf 2014-2005-000001' -- missing --tsa http://127.0.0.1:9/ --tsa-root E/trust/ca.pem
printf ' ' >>"$L/certificates/2014-2007-000001/credential.json"
expect 32 'certificate 2014-2007-000001 is issued, but its PDF could not be made' 'is damaged' -- missing
[ -f "$L/certificates/2014-2005-000001/certificate.pdf" ] || fail 'the PDF before it is missing'
L=$CITYLEDGER_LEDGER

# Another error than a refusal ends the run and names the cycle.
cp -r before no-cycle
expect 6 'springfield/small-2014/1999: ' -- c --ledger no-cycle issue springfield/small-2014/2002 springfield/small-2014/1999 \
  springfield/small-2014/2003 "${sealed[@]}"
[ -f no-cycle/certificates/2014-2002-000001/certificate.pdf ] || fail 'what was issued before has no PDF'
expect 6 '2014-2003-000001' -- c --ledger no-cycle show 2014-2003-000001
finish
