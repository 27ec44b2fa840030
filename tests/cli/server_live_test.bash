#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Parties at their own machines and the ledger behind `serve`, over HTTP and TLS: submit, read by right, decide.
source "$(dirname "$0")/lib.bash"
source "$here/server.bash"
make_ledger
make_cycle
must c party register brockway --kind city --name Brockway --country CA
key rival brockway holder-rival submitter
must c export --out E
cp -r "$L/keys" keys
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout tls.key -out tls.pem 2>/dev/null
free_port() { perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport'; }
tls_port=$(free_port)
cat >serve.toml <<TOML
ledger = "$L"
simulated_clock = true
[listen]
http = ["127.0.0.1:0"]
https = ["127.0.0.1:$tls_port"]
certificate = "tls.pem"
key = "tls.key"
[limits]
requests_per_second = 0
TOML
start() { serve --config serve.toml; url=$address; }
start
cycle=springfield/small-2014/2017

printf 'indicator,state,value,unit,period,evidence\n5.1,reported,8.10,percent,2017,report.txt\n5.2,reported,50,percent,2017,\n' >values.csv
echo 'the report behind 5.1' >report.txt
expect 0 '2 value(s) submitted' '2 new piece(s) of evidence' -- at city submit $cycle values.csv --signer mayor
first=$(sed -n 's/^entries \([0-9]*\) to .*/\1/p' out)
value=$(($(sed -n 's/^entries [0-9]* to \([0-9]*\).*/\1/p' out) - 1))
grep -q warning err && fail 'a file of evidence was not taken'
expect 0 -- c evidence check "$first"
cmp -s report.txt "$L/evidence/sha256/$(sha256sum report.txt | cut -c1-2)/$(sha256sum report.txt | cut -c3-64)" || fail 'the file did not arrive whole'
for entry in $first $((first + 1)) $((value)) $((value + 1)); do
  [ -s "city/receipts/$entry.cose" ] || fail "no receipt of entry $entry"
done

# The verifier reads by right, and that is in the owner's log; others see digests.
expect 0 '8.10' -- at verifier queue $cycle --reader checker
expect 0 '8.10' -- at verifier show "$value" --as checker
expect 0 'checker' -- c access springfield
for who in 'rival show' 'nobody show'; do
  # shellcheck disable=SC2086
  set -- $who
  if [ "$1" = rival ]; then run at "$1" show "$value" --reader rival; else run at "$1" show "$value"; fi
  [ "$code" = 0 ] || fail "exit code $code"
  grep -q '8\.10' out && fail "$1 reads a draft"
  grep -rq '8\.10' "$1" && fail "a draft lies in the mirror of $1"
done
grep -rq '8\.10' verifier && fail 'what the verifier read lies on its disk'
expect 0 'entry ' -- at verifier decide $cycle 5.1 --verdict accepted --signer checker
expect 0 'entry ' -- at verifier decide $cycle 5.2 --verdict accepted --signer checker
expect 0 '8.10' -- at city show "$value" --reader mayor
expect 7 'does not know the key' -- at city show "$value" --reader seal
expect 0 'reviewed' -- at certifier review $cycle --signer reviewer
unchanged 5 'key.role' -- at city decide $cycle 5.1 --verdict rejected --reason other --signer mayor
expect 0 -- at verifier prove receipt "$value" --out theirs.cose
expect 0 -- at city prove receipt "$value" --out ours.cose

# Several at once, each with its own mirror; then two commands on one mirror.
for i in 1 2 3 4; do
  (for j in 1 2 3; do at "m$i" party register "town-$i-$j" --kind city --name "Town $i $j" --country CA || exit 1; done) >"m$i.out" 2>&1 &
  jobs[i]=$!
done
for i in 1 2 3 4; do wait "${jobs[$i]}" || { cat "m$i.out"; fail "machine $i did not get its towns in"; }; done
expect 0 'town-4-3' 'town-1-1' -- at m2 party list
at m1 party list >one.out 2>&1 & other=$!
expect 0 'town-2-2' -- at m1 party list
wait "$other" || fail 'two readers of one mirror are in each other'"'"'s way'

# A challenge is signed for the address that was asked, and for no other.
relay=${url/127.0.0.1/localhost}
expect 7 'not signed' -- env -u CITYLEDGER_LEDGER "$cityledger" --server "$relay" --ledger relay --trust E/trust --keys keys show "$value" --reader checker

# TLS is verified.
secured() { env -u CITYLEDGER_LEDGER "$cityledger" --server "https://localhost:$tls_port" --ledger tls --trust E/trust "$@"; }
expect 7 'no secured connection' -- secured show
expect 0 'ledger.example/test' -- env SSL_CERT_FILE=tls.pem "$cityledger" --server "https://localhost:$tls_port" --ledger tls --trust E/trust show

# It goes away and comes back; what could not be sent is sent then.
kill -TERM "$server"; wait "$server" || true
expect 0 'reviewed' -- "$cityledger" --ledger city show $cycle
expect 0 'everything is as it must be' -- c audit
start
expect 0 'everything is as it must be' -- at city audit
must c fsck
finish
