#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: small_verifier_test.bash VERIFIER MAKE_SAMPLE SOURCE: the small verifier's exit codes, its answers, and what
# it is made of.
set -euo pipefail
verifier=$1 make_sample=$2 source=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$make_sample" "$work"
trust=(--trust "$work/trust")

# expect CODE TEXT ARGUMENTS...: exit code, and a text that the output must have.
expect() {
  local code=$1 text=$2 status=0
  shift 2
  "$verifier" "$@" >"$work/out" 2>&1 || status=$?
  if [ "$status" -ne "$code" ] || ! grep -qF -- "$text" "$work/out"; then
    echo "expected $code and '$text', got $status from: $*" >&2
    cat "$work/out" >&2
    exit 1
  fi
}

at=(--at 2018-11-10)
expect 0 'Genuine and in force on 10 November 2018.' "${trust[@]}" "${at[@]}" "$work/bundle.json"
expect 0 '"outcome": "in_force"' "${trust[@]}" "${at[@]}" --json "$work/bundle.json"
expect 10 'do not tell' "${trust[@]}" --at 2018-12-01 "$work/bundle.json"
expect 11 'not in force before 9 November 2018' "${trust[@]}" --at 2018-11-08 "$work/bundle.json"
expect 12 'expired on 9 November 2019' "${trust[@]}" "$work/bundle.json"
lists=(--status "$work/revocation-set.json" --status "$work/suspension-set.json")
expect 14 'Genuine, but revoked.' "${trust[@]}" --at 2018-12-02 "${lists[@]}" "$work/bundle.json"
expect 13 'suspended on 2 December 2018' "${trust[@]}" --at 2018-12-02 --status "$work/suspension-set.json" "$work/bundle.json"
expect 21 'Cannot be told: ' "${trust[@]}" "${at[@]}" "$work/credential.json"
sed 's/Silver/Golden/' "$work/bundle.json" >"$work/altered.json"
expect 20 'Not genuine: ' "${trust[@]}" "${at[@]}" "$work/altered.json"
: >"$work/empty"
expect 20 'not well formed' "${trust[@]}" "$work/empty"
head -c 33554433 /dev/zero >"$work/large"
expect 20 'over 32 MiB' "${trust[@]}" "$work/large"

expect 2 'required' "$work/bundle.json"
expect 2 'required' "${trust[@]}"
expect 2 '--colour' "${trust[@]}" --colour "$work/bundle.json"
expect 3 'cannot be read' "${trust[@]}" "$work/missing.json"
expect 3 'cannot be read' --trust "$work" "$work/bundle.json"
expect 3 'cannot be read' "${trust[@]}" --crl "$work/missing.crl" "$work/bundle.json"
expect 3 'X509 CRL' "${trust[@]}" --crl "$work/bundle.json" "$work/bundle.json"
expect 20 'The PDF is not well formed' "${trust[@]}" <(printf '%%PDF-1.7\n')
printf 'nothing\n' >"$work/trust/ca.pem"
expect 3 'ca.pem: ' "${trust[@]}" "$work/bundle.json"
: >"$work/trust/ca.pem"
expect 3 'ca.pem is empty' "${trust[@]}" "$work/bundle.json"
rm "$work/trust/ca.pem"
expect 2 '--at' "${trust[@]}" --at yesterday "$work/bundle.json"
expect 2 '--at' "${trust[@]}" --at '' "$work/bundle.json"
echo 'quorum none' >"$work/trust/policy"
expect 3 'policy: ' "${trust[@]}" "$work/bundle.json"
expect 0 'Exit codes:' --help
expect 0 '.' --version

# What must not be in it: a database, a network library, a logger, a library that draws or mends PDF files.
libraries=$(readelf -d "$verifier" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
[[ -z ${CITYLEDGER_SANITIZED:-} ]] || libraries=  # sanitizers bring their own
for library in $libraries; do
  case $library in
    libcrypto.so.* | libz.so.* | libboost_json.so.* | libboost_container.so.* | libstdc++.so.* | libgcc_s.so.* | \
      libm.so.* | libc.so.* | ld-linux*) ;;
    *)
      echo "the small verifier links $library" >&2
      exit 1
      ;;
  esac
done
symbols=$(readelf --dyn-syms --wide "$verifier" | awk '$7 == "UND" { sub(/@.*/, "", $8); print $8 }')
if [[ -z ${CITYLEDGER_SANITIZED:-} ]] && grep -xE 'socket|connect|getaddrinfo|bind|listen|fork|execve?|system|popen|dlopen' <<<"$symbols"; then
  echo "the small verifier calls one of these functions" >&2
  exit 1
fi

# What a third party has to read and trust: the verifier's sources, the public headers that these lead to, and what they
# use of attest and ledger.
own=("$source"/certs/src/verify/*.[ch]pp "$source"/certs/src/pdf/*.[ch]pp "$source"/tools/cityledger-verify/*.[ch]pp)
headers=()
while :; do
  mapfile -t more < <(cat "${own[@]}" ${headers[@]+"${headers[@]}"} | sed -n 's/^#include "\(certs\/.*\)"$/\1/p' | sort -u | sed "s#^#$source/certs/include/#")
  [ "${#more[@]}" -gt "${#headers[@]}" ] || break
  headers=("${more[@]}")
done
count() { cat "$@" | grep -cvE '^\s*(//.*)?$'; }
lines=$(count "${own[@]}" "${headers[@]}" "$source"/attest/src/statement/*.[ch]pp "$source"/attest/src/log/receipt.cpp \
  "$source"/attest/src/keys/public_key.cpp "$source"/ledger/src/core/*.[ch]pp)
echo "lines without comments: $(count "${own[@]}") of the verifier itself, $lines with the parts of attest and ledger that it uses"
echo "libraries: $(tr '\n' ' ' <<<"$libraries")"
[ "$lines" -le 10000 ]
