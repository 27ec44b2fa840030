#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# The road to `serve` is bad, the server slow to answer, busy or moving on, the client killed: with --server nothing is
# believed that is not proven, and nothing fails that only takes longer.
source "$(dirname "$0")/lib.bash"
source "$here/server.bash"
fill=$4
make_ledger
make_cycle
submit_year 2017
must c export --out E
cp -r "$L/keys" keys
stand_between
# start RATE: requests a second and at once
start() {
  cat >serve.toml <<TOML
ledger = "$L"
simulated_clock = true
[listen]
http = ["127.0.0.1:0"]
base = "$url"
[limits]
requests_per_second = $1
burst = $(($1 > 0 ? $1 : 1))
TOML
  serve --config serve.toml
  echo "$address" >target
}
stop() { kill -TERM "$server"; wait "$server" || true; server=; }
size_at() { "$cityledger" --ledger "$1" show --json | sed -n 's/^ *"size": \([0-9]*\).*/\1/p'; }
start 0

# A receipt is of a larger tree than the mirror's: the ledger grew since the checkpoint was read.
must at far show
direct="env -u CITYLEDGER_LEDGER '$cityledger' --server $address --ledger near --trust E/trust --keys keys"
echo "run /receipt $direct party register grown --kind city --name Grown --country CA" >mode
before=$(size_at far)
expect 0 -- at far prove receipt 5 --out five.cose
[ "$(cat mode)" = honest ] || fail 'nothing was appended between the checkpoint and the receipt'
[ "$(size_at far)" -gt "$before" ] || fail 'the mirror did not follow to the size of the receipt'
expect 0 'everything is as it must be' -- at far audit
echo 'instead entries/5/receipt /api/v1/entries/6/receipt' >mode
expect 32 'the receipt of entry 5' 'another entry' -- at far prove receipt 5
echo 'flip entries/5/receipt' >mode
expect 32 'the receipt of entry 5' -- at far prove receipt 5

# What stands between lies or breaks. The mirror stays what it was.
same() { # CODE TEXT MODE: one more entry is there, and does not come through
  local size
  echo "$3" >mode
  size=$(size_at far)
  expect "$1" "$2" -- at far show
  [ "$size" = "$(size_at far)" ] || fail 'the mirror changed'
}
must at near party register more --kind city --name More --country CA
same 3 "the server's checkpoint" 'html checkpoint'
same 3 'answers 302' 'elsewhere checkpoint'
same 32 '/entries/' 'html tile/entries'
same 4 'more than is read' 'endless checkpoint'
same 4 'more than is read' 'endless times/'
same 36 'no answer' 'cut tile/entries'
same 36 'no answer' 'gone checkpoint'
same 36 'answers 503' '503 checkpoint 1'
same 32 '' 'flip tile/entries'
same 3 "the server's checkpoint" 'flip checkpoint'
echo honest >mode
expect 0 'More' -- at far party show more

# Trust: written when it changes, and only after this server's log was followed by it.
touch -d '2001-01-01' far/trust/*
expect 0 -- at far show
[ -z "$(find far/trust -type f -newermt 2002-01-01)" ] || fail 'the trust folder was written although nothing changed'
cp -r E/trust other
printf '%s\n' 'no log of ours' >other/policy
run env -u CITYLEDGER_LEDGER "$cityledger" --server "$url" --ledger far --trust other show
[ "$code" != 0 ] || fail 'a policy that is none was taken'
cp -r E/trust other-key
must c key new other-log
sed 's/.*/ledger.example\/test+00000000+AXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX/' E/trust/log.vkey >other-key/log.vkey
run env -u CITYLEDGER_LEDGER "$cityledger" --server "$url" --ledger far --trust other-key show
[ "$code" != 0 ] || fail 'a key that is none was taken'
cp -r E/trust more-trust
cp E/trust/ca.pem more-trust/ca.pem 2>/dev/null || openssl req -x509 -newkey ed25519 -nodes -days 2 -subj /CN=Root -keyout /dev/null -out more-trust/ca.pem 2>/dev/null
rm -f more-trust/seal.pem
expect 0 'now trusts' -- env -u CITYLEDGER_LEDGER "$cityledger" --server "$url" --ledger far --trust more-trust show
cmp -s more-trust/ca.pem far/trust/ca.pem || fail 'what was handed over is not kept'
expect 0 -- env -u CITYLEDGER_LEDGER "$cityledger" --server "$url" --ledger far show
cmp -s more-trust/ca.pem far/trust/ca.pem || fail 'what was handed over is gone'

# Two commands on one mirror at the same time: first making it, then sending and reading.
for i in $(seq 20); do
  at "both-$((i % 4))" party register "left-$i" --kind city --name L --country CA >left.out 2>&1 & left=$!
  at "both-$((i % 4))" party register "right-$i" --kind city --name R --country CA >right.out 2>&1 & right=$!
  wait "$left" || { cat left.out; fail "round $i: one of two commands failed"; }
  wait "$right" || { cat right.out; fail "round $i: the other of two commands failed"; }
done
for i in 0 1 2 3; do
  expect 0 'all is well' -- "$cityledger" --ledger "both-$i" fsck
  expect 0 'right-20' 'left-20' -- at "both-$i" party list
done
# A follower that is faster than the server allows waits as it is asked to, whatever that takes.
stop
must "$fill" "$L" certifier registrar 2500
start 2
: >PASSED
expect 0 'ledger.example/test' -- at fast show
expect 0 -- "$cityledger" --ledger fast fsck
[ "$(size_at fast)" = "$(size_of)" ] || fail 'the mirror is behind'
refused=$(curl -s "$address/metrics" | sed -n 's/^cityledger_http_requests_limited_total //p')
[ "${refused:-0}" -gt 0 ] || fail 'the server refused no request, so nothing is shown here'
bundles=$(grep -c ' /tile/entries/' PASSED)
[ "$(sort -u PASSED | grep -c ' /tile/entries/')" = $(($(size_of) / 256 + 1)) ] || fail 'bundles are asked for in pieces'
echo "ok: $bundles requests for entry bundles, $refused answers of 429"
stop

# Killed in the middle, again and again: what is there is a beginning, and the next one goes on from it.
start 0
for i in $(seq 6); do
  at killed show >/dev/null 2>&1 & job=$!
  sleep "0.$((RANDOM % 4))$((RANDOM % 10))"
  kill -9 "$job" 2>/dev/null || true
  wait "$job" 2>/dev/null || true
done
expect 0 'ledger.example/test' -- at killed show
[ "$(size_at killed)" = "$(size_of)" ] || fail 'the mirror is behind'
expect 0 'all is well' -- "$cityledger" --ledger killed fsck

expect 0 'everything is as it must be' -- c audit
finish
