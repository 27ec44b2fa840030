#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: serve.sh CITYLEDGER DEMO WORK: Go's sumdb reads the demonstration's log from the service, over loopback.
# Exit status 77: Go or its sumdb library is missing; not done.
set -euo pipefail
cityledger=$1 demo=$2 work=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../service.bash"
if ! command -v go >/dev/null || [ ! -d /usr/share/gocode/src/golang.org/x/mod/sumdb ]; then
  echo "not done: install golang-go and golang-golang-x-mod-dev"
  exit 77
fi
mkdir -p "$work"
GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS='' GOCACHE=$work/cache go build -o "$work/outsider" "$here/main.go"

start_service "$cityledger" "$demo" "$work"
timeout 60 curl -fsS "$address/api/v1/entries/7/tlog-proof" -o "$work/7.tlog-proof"
timeout 60 curl -fsS "$address/api/v1/entries/7/statement" -o "$work/7.cose"
timeout 60 curl -fsS "$address/api/v1/entries/8/statement" -o "$work/8.cose"
timeout 200 "$work/outsider" "$address" "$demo/trust" "$work/7.tlog-proof" "$work/7.cose"
if timeout 200 "$work/outsider" "$address" "$demo/trust" "$work/7.tlog-proof" "$work/8.cose" 2>"$work/why"; then
  echo "the proof of one entry was accepted for another" >&2
  exit 1
fi
echo "another entry's statement refused: $(head -n 1 "$work/why")"
