# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# The demonstration's ledger behind the service, for programs of others. Sourced.
# shellcheck shell=bash

# start_service CITYLEDGER DEMO FOLDER [TOML]: serves a copy of the demonstration's ledger, which FOLDER then holds, with
# these lines of configuration too, and ends with the script; $address says where. Outsiders may ask as often as they like.
start_service() {
  local cityledger=$1 demo=$2 folder=$3
  rm -rf "$folder/ledger" "$folder/trust"
  cp -r "$demo/ledger" "$demo/trust" "$folder"
  cat >"$folder/serve.toml" <<'EOF'
ledger = "ledger"
passphrase_file = "ledger/keys/PASSPHRASE"
trust = "trust"
simulated_clock = true
[listen]
http = ["127.0.0.1:0"]
[limits]
requests_per_second = 0
EOF
  printf '%s\n' "${4-}" >>"$folder/serve.toml"
  : >"$folder/out"  # there, and empty, before it is read
  "$cityledger" serve --config "$folder/serve.toml" >"$folder/out" 2>"$folder/err" </dev/null &
  server=$!
  trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true' EXIT
  for _ in $(seq 150); do
    address=$(sed -n 's/^listening on \(http[^ ]*\).*/\1/p' "$folder/out" | head -n 1)
    [ -z "$address" ] || return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.2
  done
  cat "$folder/out" "$folder/err" >&2
  exit 1
}
