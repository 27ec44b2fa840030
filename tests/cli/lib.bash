# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# What the tests of whole programs share. A test sources this file, which makes a folder of its own and goes there.
#
#   run COMMAND…            runs; keeps exit code, stdout and stderr in $code, out, err
#   expect CODE TEXT… -- COMMAND…   runs, and asks for the exit code (a pattern) and for each text on stdout or stderr
#   unchanged CODE TEXT… -- COMMAND…   the same, and nothing may have been appended to $L
#
# $1 of the test is the program, CITYLEDGER_VERIFY the verifier.
set -euo pipefail
cityledger=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
server=  # the service that serve() started, if any
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT
cd "$scratch"
export CITYLEDGER_PASSPHRASE='correct horse battery'
export CITYLEDGER_LEDGER=$scratch/L
L=$CITYLEDGER_LEDGER
failures=0

run() {
  code=0
  "$@" >out 2>err </dev/null || code=$?
}

fail() {
  failures=$((failures + 1))
  echo "FAILED: $1"
  sed 's/^/  stdout: /' out
  sed 's/^/  stderr: /' err
}

expect() {
  local wanted=$1 texts=()
  shift
  while [ "$1" != -- ]; do texts+=("$1"); shift; done
  shift
  run "$@"
  # shellcheck disable=SC2053
  if [[ $code != $wanted ]]; then fail "exit code $code instead of $wanted: $*"; return; fi
  local text
  for text in ${texts[@]+"${texts[@]}"}; do
    grep -qF -- "$text" out err || { fail "'$text' is not said by: $*"; return; }
  done
  echo "ok: $*"
}

size_of() { "$cityledger" --ledger "$L" show --json | sed -n 's/^ *"size": \([0-9]*\).*/\1/p'; }

unchanged() {
  local before
  before=$(size_of)
  expect "$@"
  [ "$before" = "$(size_of)" ] || fail "something was appended"
}

must() { run "$@"; [ "$code" = 0 ] || { fail "exit code $code: $*"; exit 1; }; }

finish() {
  [ "$failures" = 0 ] || { echo "$failures failure(s)"; exit 1; }
  echo "all passed"
}

c() { "$cityledger" "$@"; }

# serve OPTION…: starts the service; $address is the first that it listens on, $server its process.
serve() {
  : >serve.out  # there before it is read
  "$cityledger" serve "$@" >serve.out 2>serve.err </dev/null &
  server=$!
  for _ in $(seq 200); do
    address=$(sed -n 's/^listening on \(http[^ ]*\).*/\1/p' serve.out | head -n 1)
    [ -n "$address" ] && return
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  cat serve.out serve.err
  fail 'the service did not start'
  exit 1
}

# A party's key, made and authorised in one step: NAME PARTY HOLDER ROLE
key() {
  must c key new "$1"
  must c key authorise --key "$1" --party "$2" --holder "$3" --role "$4" --from 2018-01-01 --until 2022-01-01
}

# A small ledger with a simulated clock: certifier, city, verifier, provider, a standard of five indicators.
make_ledger() {
  must c init --origin ledger.example/test --certifier certifier --name 'Test Certifier' --country CA \
    --clock-kind simulated --clock 2018-01-01T00:00:00Z
  key registrar certifier holder-registrar registrar
  key reviewer certifier holder-reviewer reviewer
  key issuer certifier holder-issuer issuer
  must c party register springfield --kind city --name Springfield --country CA
  must c party register statistics --kind provider --name 'Office of Statistics' --country CA
  must c party register checker --kind verifier --name 'Checker Ltd' --country CA --accredited-by 'Body' \
    --accreditation-number A-1 --accredited-for small-2014 --accredited-from 2018-01-01 --accredited-until 2022-01-01
  key mayor springfield holder-mayor submitter
  key stats statistics holder-stats provider
  key checker checker holder-checker verifier
  must c standard adopt "$here/data/small-2014.json"
}

# The city's cycle and the issuer's document.
make_cycle() {
  must c enrol springfield/small-2014/2017 --notice 'The figures are made up.'
  must c key new seal
  must c did publish did:web:certifier.example --key seal
}

# A year of that city, in a cycle that it is enrolled in: two values submitted, decided by SIGNER, certified.
submit_year() { # YEAR
  printf 'indicator,state,value,unit,period\n5.1,reported,8.10,percent,%s\n5.2,reported,50,percent,%s\n' "$1" "$1" >"$1.csv"
  must c submit "springfield/small-2014/$1" "$1.csv" --signer mayor
}
decide_year() { # YEAR SIGNER
  for indicator in 5.1 5.2; do must c decide "springfield/small-2014/$1" "$indicator" --verdict accepted --signer "$2"; done
}
certify_year() { # YEAR SEAL SIGNER
  must c review "springfield/small-2014/$1" --signer reviewer
  must c issue "springfield/small-2014/$1" --seal "$2" --signer "$3"
}
