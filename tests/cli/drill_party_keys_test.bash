#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# RUNBOOK.md: a city's key is rotated; one is lost and recovered; a recovery is contested by the key that is not lost.
source "$(dirname "$0")/lib.bash"
make_ledger
make_cycle
cycle=springfield/small-2014/2017
printf 'indicator,state,value,unit,period\n5.1,reported,8.10,percent,2017\n' >one.csv
printf 'indicator,state,value,unit,period\n5.2,reported,50,percent,2017\n' >two.csv
printf 'indicator,state,value,unit,period\n5.1,reported,9.10,percent,2017\n' >three.csv
must c key list --party springfield --json
mayor=$(sed -n 's/^ *"kid": "\([0-9a-f]*\)".*/\1/p' out | head -1)

# Rotation: the present key lets the next in, the next ends the present one.
must c key new mayor-2
must c key request --key mayor-2 --party springfield --holder holder-mayor-2 --role submitter --out next.json
expect 0 'authorised as submitter' -- c key authorise next.json --signer mayor
expect 0 -- c submit $cycle one.csv --signer mayor-2
expect 0 'revoked: superseded' -- c key revoke "${mayor:0:16}" --signer mayor-2
unchanged 5 'key.revoked' -- c submit $cycle two.csv --signer mayor

# Loss: the registrar lets a new key in, which waits; the lost one works until then and no longer.
must c key new mayor-3
must c key list --party springfield
lost=$(sed -n 's/^  \([0-9a-f]\{16\}\) *valid .*holder-mayor-2$/\1/p' out)
must c key request --key mayor-3 --party springfield --holder holder-mayor-3 --role submitter --out found.json
unchanged 5 'key.recovery' 'valid_from' -- c key recover "$lost" --request found.json --from 2018-01-02
expect 0 'unless that one contests before' -- c key recover "$lost" --request found.json
expect 0 'said to be lost; contest before 2018-01-04T' -- c key list --party springfield
unchanged 5 'key.not_yet_valid' -- c submit $cycle two.csv --signer mayor-3
expect 0 -- c submit $cycle two.csv --signer mayor-2
expect 0 -- c submit $cycle three.csv --signer mayor-3 --clock 2018-01-05
unchanged 5 'key.recovered' -- c submit $cycle one.csv --signer mayor-2
expect 0 "lost, replaced by" -- c key list --party springfield

# Contest: somebody talked the registrar into it, and the key is not lost at all.
must c key new thief
must c key list --party springfield
present=$(sed -n 's/^  \([0-9a-f]\{16\}\) *valid .*holder-mayor-3$/\1/p' out)
must c key recover "$present" --key thief --holder holder-thief
must c key list --party springfield
new=$(sed -n 's/^  \([0-9a-f]\{16\}\) *not yet valid .*holder-thief$/\1/p' out)
unchanged 5 'key.contested' -- c key contest "$new" --signer registrar
expect 0 'contested: it replaces nothing' -- c key contest "$new" --signer mayor-3
unchanged 5 'key.revoked' -- c submit $cycle one.csv --signer thief --clock 2018-01-10
expect 0 -- c submit $cycle one.csv --signer mayor-3
expect 0 'everything is as it must be' -- c audit
finish
