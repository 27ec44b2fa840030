#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# RUNBOOK.md: a root key is lost. Another root lets a new one in; certificates of issuers that it lets in are genuine.
source "$(dirname "$0")/lib.bash"
verifier=${2:-}
make_ledger
make_cycle
cycle=springfield/small-2014/2017
must c key list --party certifier
lost=$(sed -n 's/^  \([0-9a-f]\{16\}\) .* root  *root$/\1/p' out)
[ ${#lost} = 16 ] || fail 'the root key is not listed'
must c key new root-2
must c key authorise --key root-2 --party certifier --holder holder-root-2 --role root --signer root

must c key new root-3
must c key request --key root-3 --party certifier --holder holder-root-3 --role root --out root-3.json
unchanged 5 'key.recovery' -- c key recover "$lost" --request root-3.json --signer root
unchanged 5 'key.role' -- c key recover "$lost" --request root-3.json --signer registrar
expect 0 'unless that one contests before' -- c key recover "$lost" --request root-3.json --signer root-2
unchanged 5 'key.not_yet_valid' -- c key revoke issuer --signer root-3
must c key new issuer-2
must c key request --key issuer-2 --party certifier --holder holder-issuer-2 --role issuer --out issuer-2.json
expect 0 'authorised as issuer' -- c key authorise issuer-2.json --signer root-3 --clock 2018-01-05
must c key new issuer-3
unchanged 5 'key.recovered' -- \
  c key authorise --key issuer-3 --party certifier --holder holder-issuer-3 --role issuer --signer root

printf 'indicator,state,value,unit,period\n5.1,reported,8.10,percent,2017\n5.2,reported,50,percent,2017\n' >values.csv
must c submit $cycle values.csv --signer mayor
for code in 5.1 5.2; do must c decide $cycle $code --verdict accepted --signer checker; done
must c review $cycle --signer reviewer
must c issue $cycle --seal seal --signer issuer-2
must c export --out X
bundle=X/certificates/2014-2017-000001/bundle.json
expect 0 'Aspirational' -- c verify $bundle --trust X/trust --at 2018-01-05
[ -z "$verifier" ] || expect 0 'Aspirational' -- "$verifier" $bundle --trust X/trust --at 2018-01-05
# The entries that lead from entry 0 to the new root are needed.
cut_roots() {
  perl -MDigest::SHA=sha256_hex -0pe '
    s/"roots":\[.*?\}\],//s or die; s/"digest":"[0-9a-f]{64}",// or die; my $d = sha256_hex($_);
    s/("enrolled":)/"digest":"$d",$1/ or die' <$bundle >cut.json
}
cut_roots
expect 20 'not authorised by a root key' -- c verify cut.json --trust X/trust --at 2018-01-05
expect 0 'everything is as it must be' -- c audit
finish
