#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# run.sh CITYLEDGER DEMO: serves a copy of the demonstration's ledger and gives its OpenAPI document, and what it answers
# at the addresses below, to implementations of others. 77 when they are not installed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cityledger=$1 demo=$2
command -v node >/dev/null || { echo "skipped: node is not installed"; exit 77; }
[ -d "$here/../npm/node_modules/@seriousme" ] || { echo "skipped: run 'npm ci' in tests/outsiders/npm"; exit 77; }

scratch=$(mktemp -d)
cp -r "$demo/ledger" "$demo/trust" "$scratch"
cat >"$scratch/serve.toml" <<EOF
ledger = "ledger"
passphrase_file = "ledger/keys/PASSPHRASE"
trust = "trust"
simulated_clock = true
[listen]
http = ["127.0.0.1:0"]
EOF
"$cityledger" serve --config "$scratch/serve.toml" >"$scratch/out" 2>"$scratch/err" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT
for _ in $(seq 150); do
  grep -q '^listening on ' "$scratch/out" && break
  kill -0 "$server" || { cat "$scratch/out" "$scratch/err"; exit 1; }
  sleep 0.2
done
base=$(sed -n 's/^listening on //p' "$scratch/out" | head -n 1)
grep -v '^#' "$here/addresses.txt" | timeout 120 node "$here/../npm/openapi.mjs" "$base"
