#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Keys on a token (SoftHSM 2): the ledger's own, a party's, a credential's, a seal's; looked at with pkcs11-tool.
source "$(dirname "$0")/lib.bash"
module=
for path in /usr/lib/softhsm/libsofthsm2.so /usr/lib/*/softhsm/libsofthsm2.so; do [ ! -e "$path" ] || module=$path; done
if [ -z "$module" ] || ! command -v pkcs11-tool >/dev/null; then
  echo "SKIPPED: no SoftHSM 2 or no pkcs11-tool on this machine (apt install softhsm2 opensc)"
  exit 77
fi
# SoftHSM 2.6.1 loses a few bytes when it makes a key: a build with sanitizers shall not end for that.
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
export SOFTHSM2_CONF=$scratch/softhsm.conf
mkdir tokens
printf 'directories.tokendir = %s/tokens\nobjectstore.backend = file\nlog.level = ERROR\n' "$scratch" >"$SOFTHSM2_CONF"
must softhsm2-util --init-token --free --label city --so-pin 12345678 --pin "$CITYLEDGER_PASSPHRASE"
tool() { pkcs11-tool --module "$module" --token-label city --login --pin "$CITYLEDGER_PASSPHRASE" "$@"; }
new() { c key new "$1" --pkcs11 "$module" --token city "${@:2}"; }

# The ledger's own key is on the token before the ledger is made.
expect 0 'ledger.pkcs11' 'kid' -- new ledger
expect 0 'ledger' -- tool --list-objects --type privkey
expect 0 'sensitive, always sensitive, never extractable' 'Usage:      sign' -- tool --list-objects --type privkey
expect 0 'module: ' 'token: city' 'label: ledger' -- cat "$L/keys/ledger.pkcs11"
must c init --origin ledger.example/test --certifier certifier --name 'Test Certifier' --country CA \
  --clock-kind simulated --clock 2018-01-01T00:00:00Z
[ ! -e "$L/keys/ledger.pem" ] || fail "a second ledger key was made"
expect 0 -- new registrar --algorithm p256
must c key authorise --key registrar --party certifier --holder holder-registrar --role registrar
must c party register springfield --kind city --name Springfield --country CA
expect 0 -- new mayor-key --label 'the mayor'
must c key authorise --key mayor-key --party springfield --holder holder-mayor --role submitter
# A credential key that somebody made with another program.
must tool --keypairgen --key-type EC:edwards25519 --label issuer --id 0a1b
expect 0 'issuer.pkcs11' -- c key attach issuer --pkcs11 "$module" --token city --id 0a1b
must c did publish did:web:certifier.example --key issuer
# A seal key: certified where it is.
expect 0 -- new seal --algorithm p256
expect 0 'valid' -- c pki init --seal-key seal
openssl x509 -in "$L/pki/seal.pem" -noout -pubkey | openssl pkey -pubin -outform DER -out certified.der
tool --read-object --type pubkey --label seal >token.der 2>/dev/null
cmp -s certified.der token.der || fail "the certificate is of another key than the token's"
[ ! -e "$L/keys/pki-seal.pem" ] || fail "a second seal key was made"

# The ledger is as good as any other: opened, appended to, audited; its checkpoint is signed by the token's key.
expect 0 'everything is as it must be' -- c audit
must c show
key_on_token=$(tool --list-objects --type pubkey 2>/dev/null | awk '/EC_POINT:/ {p = $2} /label: *ledger$/ {print substr(p, 5)}')
vkey=$(sed -n 's/^.*ledger.example\/test+[0-9a-f]*+\([^ ]*\).*$/\1/p' out | head -1)
[ "$(base64 -d <<<"$vkey" | tail -c 32 | xxd -p -c 64)" = "$key_on_token" ] || fail "the ledger's key is not the token's"

# What goes wrong is named, and appends nothing.
register() { c party register shelbyville --kind city --name Shelbyville --country CA; }
unchanged 7 'locks itself' 'field: passphrase' -- env CITYLEDGER_PASSPHRASE='wrong horse' "$cityledger" party register \
  shelbyville --kind city --name Shelbyville --country CA
mv tokens away && mkdir tokens
unchanged 6 "no token 'city'" -- register
rmdir tokens && mv away tokens
sed "s|$module|/nowhere.so|" "$L/keys/ledger.pkcs11" >broken && cp "$L/keys/ledger.pkcs11" kept && cp broken "$L/keys/ledger.pkcs11"
unchanged 6 'field: module' -- register
echo 'label: 2' >>"$L/keys/ledger.pkcs11"
unchanged 3 'after the third line' -- register
cp kept "$L/keys/ledger.pkcs11"
expect 3 "a key 'mayor-key' already" -- new mayor-key
expect 3 'has a private key' -- new other --label 'the mayor'
expect 6 "no private key" -- c key attach other --pkcs11 "$module" --token city --label nobody
must tool --keypairgen --key-type EC:prime256v1 --label twin --id 31
must tool --keypairgen --key-type EC:prime256v1 --label twin --id 32
expect 3 'name the one by its id' -- c key attach twin --pkcs11 "$module" --token city
expect 0 -- c key attach twin --pkcs11 "$module" --token city --id 32
expect 3 'by --label or by --id' -- c key attach twin2 --pkcs11 "$module" --token city --id 32 --label twin
expect 3 'field: token' -- c key new other --pkcs11 "$module"
expect 3 'field: module' -- c key attach other --pkcs11 libsofthsm2.so --token city
must c key new twin3
cp "$L/keys/twin.pkcs11" "$L/keys/twin3.pkcs11"
expect 3 "two keys 'twin3'" -- c key request --key twin3 --party springfield --holder h --role submitter
[ ! -e "$L/keys/other.pkcs11" ] || fail "a file names a key that is not there"
expect 0 'entry' -- register
expect 0 'everything is as it must be' -- c audit
finish
