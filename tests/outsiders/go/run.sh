#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: run.sh DEMO WORK: Go's sumdb accepts what the demonstration published and refuses tampered copies.
# Exit status 77: Go or its sumdb library is missing; not done.
set -euo pipefail
demo=$1 work=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! command -v go >/dev/null || [ ! -d /usr/share/gocode/src/golang.org/x/mod/sumdb ]; then
  echo "not done: install golang-go and golang-golang-x-mod-dev"
  exit 77
fi
mkdir -p "$work"
GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS='' GOCACHE=$work/cache go build -o "$work/outsider" "$here/main.go"

certificate=$(find "$demo/certificates" -mindepth 1 -maxdepth 1 | head -n 1)
good() { "$work/outsider" "$1" "$demo/trust" "$certificate/issuance.tlog-proof" "$certificate/issuance.cose"; }
good "$demo/public"

# refused WHAT FILE: with one byte of the file changed, Go must refuse.
refused() {
  rm -rf "$work/public"
  cp -r "$demo/public" "$work/public"
  local file=$work/public/$2
  printf '\x5a' | dd of="$file" bs=1 seek=70 conv=notrunc status=none
  if cmp -s "$file" "$demo/public/$2"; then
    printf '\xa5' | dd of="$file" bs=1 seek=70 conv=notrunc status=none
  fi
  if good "$work/public" >/dev/null 2>"$work/why"; then
    echo "a changed $1 was accepted" >&2
    exit 1
  fi
  echo "changed $1 refused: $(head -n 1 "$work/why")"
}
refused checkpoint checkpoint
refused "hash tile" "$(cd "$demo/public" && find tile/0 -type f | sort | head -n 1)"
refused "entry bundle" "$(cd "$demo/public" && find tile/entries -type f | sort | head -n 1)"
