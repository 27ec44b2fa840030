#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# The service as a process: how it is set up, starts, answers, and ends.
source "$(dirname "$0")/lib.bash"
make_ledger

# What is wrong is said before anything listens.
expect 3 'simulated' '--simulated-clock' -- c serve --http 127.0.0.1:0
printf 'ledger = "L"\nlistn = 1\n' >bad.toml
expect 3 'line 2' 'listn' -- c serve --config bad.toml
expect 6 'none.toml' -- c serve --config none.toml
expect 3 'nowhere' 'HOST:PORT' -- c serve --simulated-clock --http nowhere
expect 6 -- "$cityledger" --ledger nothing serve --simulated-clock --http 127.0.0.1:0
expect 0 'requests_per_second' 'disk_floor_mib' -- c serve --print-config
c serve --print-config >printed.toml
expect 0 'requests_per_second' -- c serve --config printed.toml --print-config

# stopped CODE: ends within the grace.
stopped() {
  for _ in $(seq 100); do kill -0 "$server" 2>/dev/null || break; sleep 0.1; done
  kill -0 "$server" 2>/dev/null && { fail 'the service did not end'; kill -9 "$server"; }
  code=0
  wait "$server" || code=$?
  [ "$code" = "$1" ] || fail "the service ended with $code instead of $1"
}

serve --simulated-clock --http 127.0.0.1:0
expect 0 'ledger.example/test' -- curl -sS --max-time 5 "$address/checkpoint"
expect 0 '"openapi"' -- curl -sS --max-time 5 "$address/api/v1/openapi.json"
expect 0 -- curl -sSf --max-time 5 "$address/readyz"
expect 0 '404' 'problem+json' -- curl -sS --max-time 5 -i "$address/nothing"
# Beside it, others may read but not write.
expect 0 'ledger.example/test' -- c show
expect 8 'another process' -- c serve --simulated-clock --http 127.0.0.1:0
kill -TERM "$server"
stopped 0
expect 0 -- c audit

# Told to end while a feed is open and a file to verify comes in slowly: the feed ends at once and whole, the file has
# the time that is configured.
must c export --out E
cat >stop.toml <<'EOF'
ledger = "L"
simulated_clock = true
trust = "E/trust"
[listen]
http = ["127.0.0.1:0"]
[deadlines]
stop = 2
EOF
head -c 2000000 /dev/zero >zeros
serve --config stop.toml
curl -sSN --max-time 30 "$address/api/v1/feed" >feed.out 2>feed.err & feed=$!
curl -sS --max-time 30 --limit-rate 50k -H 'Content-Type: application/pdf' --data-binary @zeros "$address/api/v1/verify" \
  >verify.out 2>verify.err & verify=$!
for _ in $(seq 100); do
  curl -sS --max-time 5 "$address/metrics" >metrics
  grep -q '^cityledger_http_streams 1$' metrics && grep -q '^cityledger_http_connections 3$' metrics && break
  sleep 0.1
done
grep -q '^cityledger_http_streams 1$' metrics || fail 'no feed is open'
grep -q '^cityledger_http_connections 3$' metrics || fail 'no file comes in'
start=$(date +%s%N)
kill -TERM "$server"
wait "$feed" || fail 'the feed was cut'
[ $(($(date +%s%N) - start)) -lt 1900000000 ] || fail 'the feed did not end at once'
stopped 0
took=$((($(date +%s%N) - start) / 1000000))
{ [ "$took" -ge 1900 ] && [ "$took" -lt 6000 ]; } || fail "the end took $took ms instead of 2 s"
wait "$verify" && fail 'the file was answered although it did not come in whole'
expect 0 -- c audit

# The port is taken: said in words.
cp -r L other
serve --simulated-clock --http 127.0.0.1:0
port=${address##*:}
expect 36 'in use' -- "$cityledger" --ledger other serve --simulated-clock --http "127.0.0.1:$port"
# It is killed: nothing of it stands in the way of the next one.
kill -KILL "$server"
stopped 137
serve --simulated-clock --http 127.0.0.1:0
kill -INT "$server"
stopped 0
expect 0 -- c audit

# TLS: with its own certificate authority, and not below 1.2.
tls_certificate() {
  openssl req -x509 "$@" -subj /CN=localhost -addext 'subjectAltName=DNS:localhost' -out tls.pem 2>/dev/null
}
tls_certificate -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tls.key -days 2
cat >tls.toml <<'EOF'
ledger = "L"
[listen]
https = ["127.0.0.1:0"]
certificate = "tls.pem"
key = "tls.key"
EOF
serve --simulated-clock --config tls.toml
port=${address##*:}
expect 0 'ledger.example/test' -- curl -sS --max-time 5 --cacert tls.pem "https://localhost:$port/checkpoint"
expect 60 -- curl -sS --max-time 5 "https://localhost:$port/checkpoint"
expect '[1-9]*' -- curl -sS --max-time 5 "http://localhost:$port/checkpoint"
expect '[1-9]*' -- curl -sS --max-time 5 --tls-max 1.1 --cacert tls.pem "https://localhost:$port/checkpoint"
expect 0 'ledger.example/test' -- curl -sS --max-time 5 --tls-max 1.2 --cacert tls.pem "https://localhost:$port/checkpoint"
# A renewed certificate is taken up without ending.
tls_certificate -key tls.key -days 3
kill -HUP "$server"
sleep 1
openssl s_client -connect "127.0.0.1:$port" </dev/null 2>/dev/null | openssl x509 -noout -serial >serial
[ "$(cat serial)" = "$(openssl x509 -noout -serial -in tls.pem)" ] || fail 'the renewed certificate is not used'
kill -TERM "$server"
stopped 0
finish
