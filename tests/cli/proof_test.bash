#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Proofs, exports and audits; a changed byte is named wherever it is.
source "$(dirname "$0")/lib.bash"
make_ledger
make_cycle
expect 0 'all is well' -- c fsck
expect 0 'everything is as it must be' -- c audit --remember last
expect 0 'derived records' -- c rebuild
expect 0 'everything is as it must be' -- c audit --remember last
expect 0 'c2sp.org/tlog-proof' -- c prove tlog-proof 3
expect 0 -- c prove receipt 3 --out receipt.cose
[ -s receipt.cose ] || fail 'the receipt is empty'
expect 0 'old 4' -- c prove consistency 4
expect 6 'no entry 9999' -- c prove receipt 9999
expect 6 'field: entry' -- c show 9999
expect 0 'city.enrolled' 'The figures are made up.' -- c show "$(($(size_of) - 4))"

expect 0 'exported' -- c export --out X
for file in public/checkpoint public/tile/0/000.p/* public/tile/entries/000.p/* public/times/000.p/* public/did.json \
  public/context.jsonld public/schema.json trust/log.vkey trust/genesis trust/policy trust/did.json; do
  # shellcheck disable=SC2086
  [ -s X/$file ] || { : >out; : >err; fail "the export has no $file"; }
done
expect 0 'everything is as it must be' -- c audit --against X/public
# A second export leaves no partial tile of the earlier size.
must c party register ogdenville --kind city --name Ogdenville --country CA
must c export --out X
[ "$(find X/public -path '*000.p*' -type f | wc -l)" = 3 ] || fail 'partial tiles of an earlier size are left'
expect 0 'everything is as it must be' -- c audit --against X/public --remember last

# Every kind of exported file, one byte changed.
change() { perl -e 'my ($f,$at)=@ARGV; open my $h,"+<",$f or die; binmode $h; seek $h,$at,0; read $h,my $b,1; seek $h,$at,0; print $h chr(ord($b)^1)' "$1" "$2"; }
for file in $(cd X/public && find tile times -type f); do
  cp -r X Y
  change "Y/public/$file" 40
  run c audit --against Y/public
  case $code in 32 | 40) echo "ok: a changed $file is found" ;; *) fail "a changed $file is not found" ;; esac
  rm -r Y
done
for file in did.json context.jsonld schema.json; do
  cp -r X Y
  change "Y/public/$file" 40
  expect 40 "document: $file" -- c audit --against Y/public
  rm "Y/public/$file"
  expect 40 "document: $file" 'there is no file' -- c audit --against Y/public
  rm -r Y
done
expect 0 'compared with the entries: did.json, context.jsonld, schema.json' -- c audit --against X/public
cp -r X Y
change Y/public/checkpoint 30
expect 3 'field: checkpoint' -- c audit --against Y/public
rm -r Y
cp -r X Y
must c --ledger Other init --origin ledger.example/test --certifier certifier --name N --country CA
must c --ledger Other export --out Z
cp Other/../X/trust/log.vkey Y/trust/log.vkey
printf '%064d\n' 0 >Y/trust/genesis
expect 40 'genesis' -- c audit --against Y/public
printf 'x' >last
expect 3 -- c audit --remember last
finish
