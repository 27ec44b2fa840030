#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Ledgers are made, keys authorised, parties registered; and what is wrong is refused with nothing appended.
source "$(dirname "$0")/lib.bash"
make_ledger
expect 0 'ledger.example/test' 'simulated' -- c show
expect 3 'field: ledger' 'already' -- c init --origin a.example --certifier c --name N --country CA
expect 0 'holder-mayor' 'submitter' 'valid' -- c key list --party springfield
expect 0 'accredited   by Body' -- c party show checker
expect 0 "certifier's scheme test-small-2014, version 1" 'unit unconfirmed' 'title-confirmed' 'assumed' -- c standard show small-2014
expect 0 '"caveats"' -- c standard show small-2014 --json

# Names that do not exist are answered with those that do.
expect 6 "no party 'springfeld'" 'springfield' -- c party show springfeld
expect 6 "no standard 'x'" 'small-2014' -- c standard show x
unchanged 6 "no standard 'other-2014'" 'field: standard' -- c enrol springfield/other-2014/2017
unchanged 6 "no party 'shelbyville'" -- c enrol shelbyville/small-2014/2017
unchanged 3 'field: cycle' -- c enrol springfield-2017
unchanged 6 "no key 'clerk'" 'mayor' -- c enrol springfield/small-2014/2017 --signer clerk

# Keys: wrong passphrase, unknown to the ledger, of the wrong role, revoked.
export CITYLEDGER_PASSPHRASE=wrong-passphrase
unchanged 7 'passphrase' -- c enrol springfield/small-2014/2017
export CITYLEDGER_PASSPHRASE='correct horse battery'
unset CITYLEDGER_PASSPHRASE
unchanged 7 'passphrase' -- c enrol springfield/small-2014/2017
echo 'correct horse battery' >phrase
unchanged 5 'key.role' -- c enrol springfield/small-2014/2017 --signer mayor --passphrase-file phrase
export CITYLEDGER_PASSPHRASE='correct horse battery'
must c key new stranger
unchanged 7 'does not know the key' 'field: signer' -- c enrol springfield/small-2014/2017 --signer stranger
must c key new second
must c key authorise --key second --party certifier --holder holder-second --role registrar
must c key revoke second --reason ceased
unchanged 5 'key.revoked' -- c enrol springfield/small-2014/2017 --signer second
expect 0 'revoked by entry' -- c key list
must c key list --party springfield
id=$(sed -n 's/^  \([0-9a-f]\{16\}\) .*holder-mayor$/\1/p' out)
[ ${#id} = 16 ] || fail 'the list has no key id of 16 digits'
expect 0 "key $id" 'of springfield revoked: ceased' -- c key revoke "$id" --reason ceased
must c key new third
unchanged 6 "no key '0123abcd'" -- c key revoke 0123abcd

# A key's name is no path, unless it ends in .pem.
for name in '' .hidden ../above a/b $'two\nlines' 'a b' "$(printf 'x%.0s' {1..65})"; do
  expect 3 'field: name' -- c key new "$name"
done
expect 0 'own/place.pem' -- c key new own/place.pem
expect 0 -- c key new "$(printf 'x%.0s' {1..64})"

# A request file: good, altered, of another ledger.
must c key new next
must c key request --key next --party springfield --holder holder-next --role submitter --out next.json
sed 's/holder-next/holder-evil/' next.json >evil.json
unchanged 3 'field: proof' -- c key authorise evil.json
expect 0 'authorised as submitter' -- c key authorise next.json
unchanged 5 'key.taken' -- c key authorise next.json
unchanged 3 'field: request' -- c key authorise

# Parties.
unchanged 5 'party.taken' -- c party register springfield --kind city --name S --country CA
unchanged 3 'field: kind' -- c party register ogdenville --kind town --name O --country CA
unchanged 3 'field: name' -- c party register ogdenville --kind city --name fr=O --country CA

# The clock.
unchanged 9 'clock' -- c enrol springfield/small-2014/2017 --clock 2017-01-01T00:00:00Z
unchanged 3 'field: clock' -- c enrol springfield/small-2014/2017 --clock yesterday
expect 0 'machine' -- c --ledger M init --origin m.example --certifier c --name N --country CA
expect 3 'field: clock' -- c --ledger M party register x --kind city --name X --country CA --clock 2018-01-01

# Nothing is made for a ledger that could not be opened.
for origin in '' 'a b' a+b 'ledger.exämple' "$(printf 'o%.0s' {1..256})"; do
  expect 3 'field: origin' -- c --ledger O init --origin "$origin" --certifier c --name N --country CA
done
expect 3 'field: name' -- c --ledger O init --origin o.example --certifier c --name N --country CA --root ../root
[ ! -e O ] || fail 'init left something behind'

# Catalogues: duplicate names, fractions, totals that do not add up.
sed 's/"edition": 2014,/"edition": 2014, "edition": 2014,/' "$here/data/small-2014.json" >twice.json
unchanged 3 'twice.json' -- c standard adopt twice.json
sed 's/"edition": 2014/"edition": 2014.5/' "$here/data/small-2014.json" >fraction.json
unchanged 3 'fraction.json' -- c standard adopt fraction.json
sed 's/"edition": 2014/"edition": 2e3/' "$here/data/small-2014.json" >exponent.json
unchanged 3 'exponent.json' -- c standard adopt exponent.json
sed 's/"core": 3/"core": 4/' "$here/data/small-2014.json" >totals.json
unchanged 3 'totals' -- c standard adopt totals.json
unchanged 6 'missing.json' -- c standard adopt missing.json

# Use of the command line.
expect 2 -- c
expect 2 -- c nonsense
expect 2 '--signer' -- c issue springfield/small-2014/2017 --seal seal
expect 0 'Exit codes' -- c --help
expect 6 '"code": "not_found"' '"field": "party"' -- c party show nobody --json
expect 5 '"rule": "party.taken"' '"violations"' -- c party register springfield --kind city --name S --country CA --json
finish
