#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Keys that a party authorises itself, that are lost and found again; parties that change; what the certifier adopts.
source "$(dirname "$0")/lib.bash"
make_ledger
id_of() { run c key list --party "$1"; sed -n "s/^  \([0-9a-f]\{16\}\) .*$2.*$/\1/p" out | head -1; }

# A city's own key authorises a delegate's within what it has itself.
must c key new agency
expect 0 'Agency Ltd acts for springfield as submitter until 2020-01-01' -- \
  c key delegate --key agency --holder holder-agency --role submitter --organisation 'Agency Ltd' --signer mayor
expect 0 'holder-agency, Agency Ltd' -- c key list --party springfield
expect 0 '"delegate": "Agency Ltd"' -- c key list --party springfield --json
must c key new other
unchanged 5 'key.own' 'a delegate' -- \
  c key delegate --key other --holder o --role submitter --organisation X --until 2019-01-01 --signer agency
unchanged 5 'key.own' 'valid_until' -- \
  c key delegate --key other --holder o --role submitter --organisation X --until 2030-01-01 --signer mayor
unchanged 5 'key.own' 'roles' -- \
  c key delegate --key other --holder o --role verifier --organisation X --signer mayor
unchanged 5 'key.own' -- c key revoke mayor --signer agency
expect 0 'revoked: ceased' -- c key revoke agency --reason ceased --signer mayor

# Parties change; what was told of their ties is not untold.
expect 0 'verifier checker updated' -- c party update checker --name 'Checker and Sons' --affiliation statistics:2017-01-01 \
  --ownership holding:2016-01-01
expect 0 'Checker and Sons' 'ownership    with holding from 2016-01-01' 'affiliated   with statistics' \
  'accredited   by Body' 'updated in entry' -- c party show checker
expect 0 '"kind": "ownership"' -- c party show checker --json
expect 0 -- c party update checker --end statistics:2017-01-01:2018-01-01
expect 0 'statistics from 2017-01-01 until 2018-01-01' -- c party show checker
unchanged 6 'no affiliation with statistics' 'field: affiliations' -- c party update checker --end statistics:2017-01-01:2019-01-01
unchanged 3 'field: affiliations' -- c party update checker --end statistics:2017-01-01
unchanged 6 "no party 'chequer'" -- c party update chequer --country CA
unchanged 5 'key.role' -- c party update checker --country FR --signer mayor

# What the certifier adopts.
expect 0 'defaults' '72 hours' '90 days' -- c policy show
expect 0 'policy version 1: recovered keys wait 48 hours, ledger keys overlap 90 days' -- c policy adopt --recovery-hours 48
expect 0 'policy version 2' 'wait 48 hours' -- c policy adopt --overlap-days 100
expect 0 '"recovery_hours": 48' '"overlap_days": 100' -- c policy show --json
unchanged 5 'recovery_hours' -- c policy adopt --recovery-hours 0
unchanged 5 'key.role' -- c policy adopt --recovery-hours 1 --signer mayor
must c show
vkey=$(sed -n 's/^.*\(ledger.example\/test+[^ ]*\).*$/\1/p' out | head -1)
printf 'log %s\nquorum none\n' "$vkey" >witnesses
expect 0 'witness policy' -- c witness-policy adopt witnesses
expect 0 'quorum none' -- c policy show
printf 'quorum none\n' >witnesses
unchanged 5 'witness_policy.log' -- c witness-policy adopt witnesses
printf 'nonsense\n' >witnesses
unchanged 5 'policy' -- c witness-policy adopt witnesses
echo package >package
echo font >Sans.ttf
expect 0 'template certificate, version 1' -- c template publish certificate package --font Sans.ttf --library 'cairo=1.16'
expect 0 'template certificate, version 2' -- c template publish certificate package
unchanged 5 'template.version' -- c template publish certificate package --template-version 2
unchanged 3 'field: libraries' -- c template publish certificate package --library cairo
unchanged 6 'nowhere' -- c template publish certificate nowhere
expect 0 'everything is as it must be' -- c audit
finish
