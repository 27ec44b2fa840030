# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Parties at their own machines, for tests of --server. Sourced after lib.bash.
# shellcheck shell=bash

# at MACHINE COMMAND…: on a machine of its own, that is, with a mirror of its own, of the ledger at $url
at() { env -u CITYLEDGER_LEDGER "$cityledger" --server "$url" --ledger "$1" --trust E/trust --keys keys "${@:2}"; }

# stand_between: a road of our own to the service, from $url to the address in the file `target`; the file `mode` says
# what happens on it (between.py).
stand_between() {
  echo >target
  echo honest >mode
  python3 "$here/between.py" target mode >between.out 2>between.err &
  between=$!
  trap 'for job in $server $between; do kill "$job" 2>/dev/null || true; done; rm -rf "$scratch"' EXIT
  for _ in $(seq 200); do grep -q port between.out && break; sleep 0.05; done
  url=http://127.0.0.1:$(sed -n 's/^port //p' between.out)
}
