#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# The demonstration as a whole, then its folder as a stranger gets it: with the small verifier and nothing else.
source "$(dirname "$0")/lib.bash"
verifier=$2
unset CITYLEDGER_PASSPHRASE CITYLEDGER_LEDGER
number=37120-2014-2017-000001

start=$SECONDS
expect 0 'The clock of this demonstration is simulated' '1,504 entries replayed, nothing differs' \
  'not done: the rules on confidential fields of 34 entries whose fields were erased' \
  'melbourne/iso37120-2014/2016' 'level: none; 8 more core indicators to Aspirational' 'level: Platinum' \
  'Genuine and in force on 10 November 2018' 'CityNet opens its round of 2016' 'Hillcrest withdraws' \
  'Early Adopter (computed: Platinum), 71 indicators verified' 'in force on 15 November 2016' \
  'revoked from 4 September 2017 on' 'Hillcrest has what it confided erased: 34 values' -- c demo --out D
[ $((SECONDS - start)) -lt 60 ] || echo "note: the demonstration took $((SECONDS - start)) s on this machine"
# Year over year, as published.
grep -qE '^14\.2 +- +5\.84 +4\.11 +28\.28 +18\.83 ' out || fail 'the year-over-year table has no homicides'
expect 3 'is there already' -- c demo --out D

# The layout that outside tools are pointed at.
for file in ledger/keys/PASSPHRASE public/checkpoint public/did.json public/context.jsonld public/schema.json \
  public/status/revocation.json public/status/suspension.json public/tile/0/000 public/tile/entries/000 \
  public/times/000 trust/log.vkey trust/genesis trust/policy trust/did.json trust/ca.pem \
  public/pki/{root,issuing}.{cer,crl} \
  certificates/$number/{certificate.pdf,credential.json,bundle.json,issuance.cose,receipt.cose,issuance.tlog-proof}; do
  [ -s "D/$file" ] || fail "D/$file is missing"
done
expect 0 'They protect nothing' -- cat D/ledger/keys/PASSPHRASE

# summary.json says what happened, refusals with their rules.
says() { grep -qF -- "$1" D/summary.json || fail "summary.json does not say $1"; }
says '"origin": "ledger.attest.example/demo"'
says '"size": 1504'
says "\"number\": \"$number\""
says '"level": "Platinum"'
says '"computed_level": "Platinum"'
says '"total": 96'
says '"edition": 2014'
says '"data_year": 2017'
for rule in prerequisite.missing independence.affiliated independence.holder certificate.level decision.live; do says "\"rule\": \"$rule\""; done
[ "$(grep -c '"rule":' D/summary.json)" = 10 ] || fail "summary.json has another number of refused attempts"
says 'the single values were made up for demonstration'

# The PDF: our verifiers, which draw it again, and a reader that knows the root alone.
pdf=D/certificates/$number/certificate.pdf
expect 0 'in force' 'Platinum' -- "$verifier" --trust D/trust --at 2018-11-10 "$pdf"
expect 0 'in force' 'the pages are the same' -- c verify --trust D/trust --at 2018-11-10 "$pdf"
mkdir nss
certutil -N -d sql:nss --empty-password
certutil -A -d sql:nss -n root -t 'C,C,C' -a -i D/trust/ca.pem
expect 0 'Signature is Valid' 'Certificate is Trusted' 'Total document signed' -- pdfsig -nssdir sql:nss -no-ocsp "$pdf"

# A stranger has the trust folder and the bundle.
mkdir stranger
cp -r D/trust "D/certificates/$number/bundle.json" "D/certificates/$number/credential.json" stranger/
v() { "$verifier" --trust stranger/trust "$@"; }
expect 12 'expired' 'simulated' 'made up' -- v stranger/bundle.json
expect 0 'in force' 'Platinum' -- v stranger/bundle.json --at 2018-11-10
expect 0 'in force' -- v stranger/bundle.json --at 2018-11-09
expect 11 'not in force before' -- v stranger/bundle.json --at 2018-11-08
sed 's/"Platinum"/"Gold"/' stranger/bundle.json >altered.json
cmp -s stranger/bundle.json altered.json && fail 'nothing was altered'
expect 20 'Not genuine' -- v altered.json --at 2018-11-10
perl -e 'local $/; $_ = <STDIN>; substr($_, length($_) / 3, 1) ^= "\x01"; print' <stranger/bundle.json >flipped.json
expect 20 'Not genuine' -- v flipped.json --at 2018-11-10

# The made-up city's certificate: in force with what the city has of its first day, revoked with what is known today.
revoked=37120-2014-2015-000001
cp "D/certificates/$revoked/bundle.json" stranger/first-day.json
cp "D/certificates/$revoked/bundle-of-today.json" stranger/today.json
expect 0 'in force' 'Aspirational' -- v stranger/first-day.json --at 2016-11-15
expect 14 'revoked' -- v stranger/first-day.json --status D/public/status/revocation.json
expect 14 'revoked from 4 September 2017 on' -- v stranger/today.json
expect 0 'Early Adopter' 'Platinum' -- v D/certificates/37122-2019-2019-000001/bundle.json --at 2021-05-09
expect 0 'Platinum' -- v D/certificates/37122-2019-2020-000001/bundle.json --at 2022-05-09

# The ledger goes on being readable, and its audit passes.
expect 0 -- c --ledger D/ledger audit
expect 0 'Region of Peel' 'rejected, evidence differs' 'replaced    99.10 percent' 'signed by region-of-peel' 'proven' \
  'the single values were made up' -- c --ledger D/ledger lineage $number --indicator 16.3
expect 0 'digraph lineage' 'replaces' -- c --ledger D/ledger lineage $number --indicator 16.3 --dot
# Every oddity of the source is shown to the verifier.
expect 0 '"FY 202015/16" and was read as FY 2015/16' 'A percentage above 100: 106.98' 'seem to be swapped' \
  'the numerator is missing' -- c --ledger D/ledger queue melbourne/iso37120-2014/2016 --all
expect 0 'A jump up from 4.11 in 2016 to 28.28' 'The same value as in 2016: 0.221' -- \
  c --ledger D/ledger queue melbourne/iso37120-2014/2017 --all
finish
