#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: serve.sh CITYLEDGER DEMO WORK: Go's sumdb reads the demonstration's log from the service, over loopback.
# Exit status 77: Go or its sumdb library is missing; not done.
set -euo pipefail
cityledger=$1 demo=$2 work=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! command -v go >/dev/null || [ ! -d /usr/share/gocode/src/golang.org/x/mod/sumdb ]; then
  echo "not done: install golang-go and golang-golang-x-mod-dev"
  exit 77
fi
mkdir -p "$work"
GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS='' GOCACHE=$work/cache go build -o "$work/outsider" "$here/main.go"

rm -rf "$work/ledger" && cp -r "$demo/ledger" "$work/ledger"
cat >"$work/serve.toml" <<'EOF'
ledger = "ledger"
passphrase_file = "ledger/keys/PASSPHRASE"
simulated_clock = true
[listen]
http = ["127.0.0.1:0"]
[limits]
requests_per_second = 0  # the outsider asks for each tile a thousand times
EOF
"$cityledger" serve --config "$work/serve.toml" >"$work/out" 2>"$work/err" </dev/null &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true' EXIT
address=
for _ in $(seq 100); do
  address=$(sed -n 's/^listening on \(http[^ ]*\).*/\1/p' "$work/out")
  [ -z "$address" ] || break
  sleep 0.1
done
[ -n "$address" ] || { cat "$work/out" "$work/err" >&2; exit 1; }

timeout 60 curl -fsS "$address/api/v1/entries/7/tlog-proof" -o "$work/7.tlog-proof"
timeout 60 curl -fsS "$address/api/v1/entries/7/statement" -o "$work/7.cose"
timeout 60 curl -fsS "$address/api/v1/entries/8/statement" -o "$work/8.cose"
timeout 200 "$work/outsider" "$address" "$demo/trust" "$work/7.tlog-proof" "$work/7.cose"
if timeout 200 "$work/outsider" "$address" "$demo/trust" "$work/7.tlog-proof" "$work/8.cose" 2>"$work/why"; then
  echo "the proof of one entry was accepted for another" >&2
  exit 1
fi
echo "another entry's statement refused: $(head -n 1 "$work/why")"
