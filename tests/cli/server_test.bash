#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# A ledger on somebody else's machine: mirrored from what it publishes, each lie refused, nothing overwritten.
# Another program serves the files here; server_live_test.bash has a server of ours.
source "$(dirname "$0")/lib.bash"
make_ledger
make_cycle
submit_year 2017
decide_year 2017 checker
must c review springfield/small-2014/2017 --signer reviewer

# export: what a server would publish, at an address that stays.
publish() { # FOLDER
  rm -rf E
  must c export --out E
  rm -rf "$1"
  cp -r E/public "$1"
}
publish P
cp -r E/trust trust
serve() { # FOLDER: serves it, address in $url
  : >served
  python3 -u -m http.server --bind 127.0.0.1 --directory "$1" 0 >>served 2>&1 &
  server=$!
  for _ in $(seq 200); do grep -q 'port [0-9]' served && break; sleep 0.05; done
  url=http://127.0.0.1:$(sed -n 's/.* port \([0-9]*\).*/\1/p' served | head -n 1)
}
serve P
trap 'kill "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT
# With no ledger here at all.
remote() { env -u CITYLEDGER_LEDGER "$cityledger" --server "$url" --ledger M "$@"; }
mirror_size() { "$cityledger" --ledger M show --json | sed -n 's/^ *"size": \([0-9]*\).*/\1/p'; }
same_mirror() { # the arguments of expect; the mirror must hold as much as before
  local before
  before=$(mirror_size)
  expect "$@"
  [ "$before" = "$(mirror_size)" ] || fail "the mirror changed"
}

# Nothing is trusted at first use.
expect 3 'name the trust folder' 'field: trust' -- remote show
[ ! -e M ] || fail 'a mirror was made without trust'
sed 's/^./f/; t; s/^./0/' E/trust/genesis >other-genesis
cp -r trust wrong; tr '0-9a-f' '1-9a-f0' <trust/genesis >wrong/genesis
expect 3 'another ledger' 'field: genesis' -- env -u CITYLEDGER_LEDGER "$cityledger" --server "$url" --ledger W --trust wrong show

# Every reading command answers as at the ledger.
expect 0 'ledger.example/test' -- remote --trust trust show
for words in 'show' 'show 3' 'show springfield/small-2014/2017' 'party list' 'party show springfield' 'key list' \
  'standard list' 'standard show small-2014' 'policy show' 'did show' 'programme list' 'case list' \
  'city show springfield' 'status show' 'prove tlog-proof 5' 'prove consistency 3' 'prove statement 5' 'search --city springfield' \
  'did show' 'search --type value.submitted'; do
  # shellcheck disable=SC2086
  run c $words
  mv out at-ledger; there=$code
  # shellcheck disable=SC2086
  run remote $words
  if [ "$code" = "$there" ] && cmp -s out at-ledger; then echo "ok: same answer: $words"; else fail "another answer than at the ledger: $words"; fi
done
expect 0 'everything is as it must be' -- remote audit
expect 0 'all is well' -- "$cityledger" --ledger M fsck
expect 0 'not done' 'entries replayed' -- "$cityledger" --ledger M audit
[ "$(stat -c %a M)" = 700 ] || fail 'the mirror can be read by others'

# It follows, by single entries and by tiles.
must c party register shelbyville --kind city --name Shelbyville --country CA
publish P
expect 0 'Shelbyville' -- remote party show shelbyville
for i in $(seq 40); do must c party register "town-$i" --kind city --name "Town $i" --country CA; done
publish P
expect 0 'town-40' -- remote party list
[ "$(mirror_size)" = "$(size_of)" ] || fail 'the mirror is behind'
expect 6 'no receipt of entry 5' -- "$cityledger" --ledger M prove receipt 5

# Lies. Each is told apart, and the mirror stays what it was.
cp -r P good
lie() { rm -rf P/*; cp -r good/. P/; }
must c party register ogdenville --kind city --name Ogdenville --country CA
publish next
rm -rf good; cp -r next good
lie; perl -0777 -i -pe 's/(.*)./$1x/s' P/times/*.p/*; same_mirror 32 'seal.wrong' -- remote show
lie; for f in P/times/*.p/*; do truncate -s -8 "$f"; done; same_mirror 32 'instead of' -- remote show
lie; for f in P/tile/entries/*.p/*; do truncate -s -3 "$f"; done; same_mirror 32 'tile/entries/' -- remote show
lie; for f in P/tile/entries/*.p/*; do head -c 70000000 /dev/zero >>"$f"; done; same_mirror 4 'more than is read' -- remote show
lie; for f in P/tile/0/*.p/*; do perl -0777 -i -pe 'substr($_, 40, 1) ^= "\x01"' "$f"; done; same_mirror 32 'was rewritten' 'contradictions' -- remote show
lie; perl -0777 -i -pe 's/Ogdenville/Ogdenvillf/' P/tile/entries/*.p/*; same_mirror 32 'statement.signature' -- remote show
lie; sed -i '2s/.*/9999/' P/checkpoint; same_mirror 3 "the server's checkpoint" -- remote show
lie; sed -i '1s/.*/another.example\/log/' P/checkpoint; same_mirror 3 "the server's checkpoint" -- remote show
lie; rm P/checkpoint; same_mirror 6 'checkpoint' -- remote show
lie; rm -r P/tile/entries; same_mirror 6 'tile/entries' -- remote show
lie
expect 0 'Ogdenville' -- remote party show ogdenville

# An older state, and a fork: the same operator signed two logs from one beginning.
rm -rf M/contradictions
cp -r "$L" fork
must "$cityledger" --ledger fork party register capital --kind city --name Capital --country CA
must c party register brockway --kind city --name Brockway --country CA
publish P
expect 0 'Brockway' -- remote party show brockway
rm -rf P/*; cp -r good/. P/
same_mirror 31 'an older state' 'contradictions' -- remote show
must "$cityledger" --ledger fork export --out F
rm -rf P/*; cp -r F/public/. P/
same_mirror 32 'two logs are shown under one name' -- remote show
kept=$(find M/contradictions -name '*.checkpoint' | wc -l)
[ "$kept" = 3 ] || fail "$kept checkpoints are kept as evidence instead of 3"
publish P
expect 0 -- remote show

# What works only where the ledger lies says so; the address is looked at before anything is sent.
expect 3 'does not work with --server' 'looks at a store' -- remote fsck
expect 3 "needs the ledger's own key" -- remote key rotate-ledger next
expect 3 'for this machine alone' -- "$cityledger" --server http://ledger.example --ledger X --trust trust show
expect 3 'field: server' -- "$cityledger" --server ftp://ledger.example --ledger X --trust trust show
expect 3 'holds a ledger of its own' -- "$cityledger" --server "$url" --trust trust show
expect 0 'ledger.example/test' -- env -u CITYLEDGER_LEDGER XDG_DATA_HOME="$scratch/data" "$cityledger" --server "$url/" --trust trust show
compgen -G 'data/cityledger/127.0.0.1_*/store' >/dev/null || fail 'the usual folder of a mirror is not there'
kill "$server"; wait "$server" 2>/dev/null || true
expect 36 'no answer from 127.0.0.1' -- remote show
expect 0 'ledger.example/test' -- "$cityledger" --ledger M show

# Every command says what it does with --server: none is forgotten.
perl "$here/walk_server_commands.pl" "$cityledger" "$here/../../tools/README.md" || fail 'a command is forgotten'
finish
