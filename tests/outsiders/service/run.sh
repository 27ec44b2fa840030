#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# run.sh CITYLEDGER DEMO WORK: serves a copy of the demonstration's ledger and gives its OpenAPI document, and what it answers
# at the addresses below, to implementations of others. 77 when they are not installed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../service.bash"
cityledger=$1 demo=$2 work=$3
command -v node >/dev/null || { echo "skipped: node is not installed"; exit 77; }
[ -d "$here/../npm/node_modules/@seriousme" ] || { echo "skipped: run 'npm ci' in tests/outsiders/npm"; exit 77; }

mkdir -p "$work"
start_service "$cityledger" "$demo" "$work"
grep -v '^#' "$here/addresses.txt" | timeout 120 node "$here/../npm/openapi.mjs" "$address"
