#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# hostile.sh CITYLEDGER DEMO WORK: serves a copy of the demonstration's ledger and asks it, with curl, for what it must not
# give and with more than it must take. Every answer has its exact status and problem.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../service.bash"
cityledger=$1 demo=$2 work=$3
mkdir -p "$work"
start_service "$cityledger" "$demo" "$work" $'[deadlines]\nstop = 2'
failures=0

# told WANTED WHAT WORDS...: curl's answer is "STATUS problem", or "STATUS" alone when it is none.
told() {
  local wanted=$1 what=$2 answer problem
  shift 2
  answer=$(curl -sS --path-as-is --max-time 60 -o "$work/answer" -w '%{http_code}' "$@" 2>&1) || answer="curl: $answer"
  problem=$(sed -n 's/.*"type":"\/problems\/\([a-z_]*\)".*/ \1/p' "$work/answer" 2>/dev/null | head -n 1)
  [ "$answer$problem" = "$wanted" ] && return
  echo "FAILED: $what: '$answer$problem' instead of '$wanted'"
  failures=$((failures + 1))
}
memory_mib() { awk '/^VmRSS:/ {print int($2 / 1024)}' "/proc/$server/status"; }

number=$(cd "$work/ledger/certificates" && printf '%s\n' * | head -n 1)
while read -r wanted path; do
  told "${wanted//,/ }" "$path" "$address$path"
done <<EOF
200 /certificates/$number
404,not_found /certificates/$number/passphrase
404,not_found /certificates/$number/certificate-x.pdf
404,not_found /certificates/$number/.pdf
400,invalid /certificates/../keys/PASSPHRASE
400,invalid /certificates/$number/../../keys/PASSPHRASE
400,invalid /certificates/$number/..%2f..%2fkeys%2fPASSPHRASE
400,invalid /certificates/%2e%2e/keys
400,invalid /certificates/$number/%00.pdf
400,invalid /certificates/$number%0d%0aX-Header:%20y
404,not_found /certificates/$number%252f..
400,invalid /pki/..%2fledger.pem
404,not_found /pki/ledger.pem
404,not_found /pki/root.pem
404,not_found /status/all
404,not_found /keys/PASSPHRASE
404,not_found /ledger/keys/PASSPHRASE
404,not_found /tile/0/x999/x999/x999/x999/x999/x999/000
404,not_found /tile/0/000.p/256
404,not_found /tile/0/000.p/4294967297
404,not_found /tile/64/000
404,not_found /tile/18446744073709551616/000
404,not_found /times/x999/x999/x999/x999/x999/000
404,not_found /tile/0/%30%30%30
400,invalid /api/v1/certificates?cursor=*
400,invalid /api/v1/certificates?limit=1001
400,invalid /api/v1/certificates?q=%0d%0aSet-Cookie:x
400,invalid /api/v1/entries?cursor=AAAAAAAAAAAAAAAAAAAAAAAA
404,not_found /api/v1/entries/18446744073709551615
404,not_found /api/v1/proofs/inclusion?index=0&size=18446744073709551615
400,invalid /api/v1/proofs/consistency?from=5&to=3
404,not_found /api/v1/feed?after=18446744073709551615
401,unauthorized /api/v1/access-log
401,unauthorized /api/v1/queue?cycle=melbourne/iso37120-2014/2016
401,unauthorized /api/v1/evidence/40
EOF
told '401 unauthorized' 'a token that nobody gave' -H "Authorization: Bearer $(printf 'A%.0s' {1..43})" \
  "$address/api/v1/disclosures?entry=0"
told '401 unauthorized' 'evidence without a token' -T "$work/out" "$address/api/v1/evidence/40"

# Files to verify that are large, hollow or deep: judged, and their memory given back.
limit=$((32 << 20))
head -c $limit /dev/zero >"$work/zeros"
{ printf '['; head -c $((limit / 3 - 2)) /dev/zero | sed 's/\x00/"",/g'; printf '""]'; } >"$work/texts.json"
head -c $limit /dev/zero | tr '\0' '[' >"$work/deep.json"
head -c $((1 << 28)) /dev/zero | gzip -9 >"$work/bomb.gz"
for _ in 1 2 3 4 5 6 7 8 9 10; do
  told 200 '32 MiB of zeros' --data-binary "@$work/zeros" "$address/api/v1/verify"
done
for file in texts.json deep.json bomb.gz; do
  told 200 "$file" --data-binary "@$work/$file" "$address/api/v1/verify"
done
printf x >>"$work/zeros"
told '413 too_large' 'one byte more' --data-binary "@$work/zeros" "$address/api/v1/verify"
mib=$(memory_mib)
[ "$mib" -lt 200 ] || { echo "FAILED: the service holds $mib MiB after files that it has forgotten"; failures=$((failures + 1)); }

# It ends in the middle of an upload, with 0, and nothing of the upload is left.
(head -c 100000; sleep 30) </dev/zero | curl -sS -X POST -T - --max-time 20 "$address/api/v1/verify" >"$work/answer" 2>&1 &
upload=$!
for _ in $(seq 50); do [ -n "$(ls "$work/ledger/uploads")" ] && break; sleep 0.1; done
[ -n "$(ls "$work/ledger/uploads")" ] || { echo 'FAILED: no upload began'; failures=$((failures + 1)); }
kill -TERM "$server"
code=0
wait "$server" || code=$?
trap - EXIT
[ "$code" = 0 ] || { echo "FAILED: the service ended with $code"; failures=$((failures + 1)); }
[ -z "$(ls "$work/ledger/uploads")" ] || { echo 'FAILED: an upload is left'; failures=$((failures + 1)); }
kill "$upload" 2>/dev/null || true
grep -q -i passphrase "$work/err" && { echo 'FAILED: the log names a path of the ledger'; failures=$((failures + 1)); }
[ "$failures" = 0 ]
