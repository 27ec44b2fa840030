#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Certificates for seals and time-stamps, judged by the openssl program; an outside authority over HTTP.
source "$(dirname "$0")/lib.bash"
source "$here/outside_authority.bash"
must c init --origin ledger.example/test --certifier certifier --name 'Test Certifier' --country CA
must c key new registrar
must c key authorise --key registrar --party certifier --holder holder-registrar --role registrar
keys=$L/keys

register() { sha256sum "$L/pki/register.json" 2>/dev/null || echo none; }
# same CODE TEXT… -- COMMAND…: as expect, and neither register nor keys may change.
same() {
  local before
  before=$(register; ls "$keys")
  expect "$@"
  [ "$before" = "$(register; ls "$keys")" ] || fail "register or keys changed"
}

# Nothing is there yet, and what is missing is named.
same 6 'cityledger pki init' -- c pki list
same 6 'DID' -- c pki init
must c key new seal
must c did publish did:web:certifier.example --key seal
same 3 'field: passphrase' -- env CITYLEDGER_PASSPHRASE=short "$cityledger" pki init
same 3 'field: months' -- c pki init --months 40
same 3 'field: organisation' -- c pki init --organisation "$(printf 'x%.0s' {1..65})"
same 3 'field: host' -- c pki init --host 'a b'
same 7 'P-256' -- c pki init --seal-key seal

expect 0 'C=CA, O=Test Certifier, CN=Root CA' 'https://certifier.example/pki/' -- c pki init --host certifier.example
same 3 'already' -- c pki init
expect 0 'seal' 'tsa' 'tls' 'revocation list root number 1' -- c pki list
expect 0 '"state": "valid"' '"number": 1' -- c pki list --json
[ "$(stat -c %a "$keys/pki-root.pem")" = 600 ] || fail "a key that others may read"
openssl pkey -in "$keys/pki-issuing.pem" -passin env:CITYLEDGER_PASSPHRASE -noout || fail "openssl cannot open the key"

# Another passphrase for one key, as KEYS.md says it.
openssl pkey -in "$keys/pki-tls.pem" -passin env:CITYLEDGER_PASSPHRASE |
  openssl pkcs8 -topk8 -v2 aes-256-cbc -scrypt -passout 'pass:another horse' -out again.pem || fail "no new passphrase"
mkdir again.d && cp again.pem again.d/pki-issuing.pem
expect 7 'not that of an issuing certificate' -- env CITYLEDGER_PASSPHRASE='another horse' "$cityledger" --keys again.d pki crl issuing

# What everyone fetches, judged by openssl.
publish() {
  must c export --out E
  for name in root issuing; do
    openssl crl -inform DER -in "E/public/pki/$name.crl" -out "$name.crl.pem" || fail "openssl cannot read the list"
    openssl x509 -inform DER -in "E/public/pki/$name.cer" -out "$name.cer.pem" || fail "openssl cannot read it"
  done
}
# judge PURPOSE NAME: by the trust folder's roots, the published certificates and lists.
judge() {
  openssl verify -x509_strict -crl_check_all -CAfile E/trust/ca.pem -untrusted issuing.cer.pem -CRLfile root.crl.pem \
    -CRLfile issuing.crl.pem -purpose "$1" "$L/pki/$2.pem"
}
publish
expect 0 'OK' -- judge smimesign seal
expect 0 'OK' -- judge timestampsign tsa
expect 0 'OK' -- judge sslserver tls
expect 2 -- judge timestampsign seal
expect 2 -- judge smimesign tsa
expect 2 -- judge sslserver seal
text() { openssl x509 -in "$L/pki/$1.pem" -noout -text; }
expect 0 'NIST CURVE: P-384' 'CA:TRUE' 'Certificate Sign, CRL Sign' -- text root
expect 0 'pathlen:0' 'URI:https://certifier.example/pki/root.crl' -- text issuing
expect 0 '1.3.6.1.5.5.7.3.36, E-mail Protection' 'Digital Signature, Non Repudiation' 'CA:FALSE' \
  'URI:https://certifier.example/pki/issuing.crl' 'CA Issuers - URI:https://certifier.example/pki/issuing.cer' -- text seal
expect 0 'Extended Key Usage: critical' 'Time Stamping' -- text tsa
expect 0 'DNS:certifier.example' -- text tls
# A byte changed in a certificate, in a list.
flip() { # IN OUT
  cp "$1" "$2"
  printf '\x55' | dd of="$2" bs=1 seek=$(($(stat -c %s "$1") - 60)) conv=notrunc status=none
}
openssl x509 -in "$L/pki/seal.pem" -outform DER -out seal.der
flip seal.der bad.der
openssl x509 -inform DER -in bad.der -out bad.pem
expect 2 -- openssl verify -CAfile E/trust/ca.pem -untrusted issuing.cer.pem bad.pem
flip E/public/pki/issuing.crl bad.crl
expect 0 'verify failure' -- openssl crl -inform DER -in bad.crl -CAfile issuing.cer.pem -noout
expect 0 'verify OK' -- openssl crl -inform DER -in E/public/pki/issuing.crl -CAfile issuing.cer.pem -noout

# Our own authority's time-stamps.
echo stamped >data
expect 0 'CN=Time-stamp authority' -- c pki timestamp data --out token
stamp() { openssl ts -verify -data "$1" -token_in -in "$2" -CAfile E/trust/ca.pem; }
expect 0 'Verification: OK' -- stamp data token
echo Stamped >other
expect 1 'message imprint mismatch' -- stamp other token
flip token bad-token
expect 1 -- stamp data bad-token
same 7 'passphrase' -- env CITYLEDGER_PASSPHRASE='wrong horse' "$cityledger" pki timestamp data --out none
[ ! -e none ] || fail "a file was written"
must c pki timestamp data --out token2
serial() { openssl ts -reply -token_in -in "$1" -token_out -text 2>/dev/null | grep 'Serial number'; }
[ "$(serial token)" != "$(serial token2)" ] || fail "a serial number twice"

# Lists and revocations.
expect 0 'revocation list root number 2' 'revocation list issuing number 2' -- c pki crl
same 7 'passphrase' -- env CITYLEDGER_PASSPHRASE='wrong horse' "$cityledger" pki crl
same 7 'passphrase' -- env CITYLEDGER_PASSPHRASE='wrong horse' "$cityledger" pki revoke seal
same 7 'passphrase' -- env CITYLEDGER_PASSPHRASE='wrong horse' "$cityledger" pki renew seal
same 3 'field: days' -- c pki crl issuing --days 401
same 6 "no authority 'seal'" -- c pki crl seal
same 3 'field: reason' -- c pki revoke seal --reason bored
same 3 'field: since' -- c pki revoke seal --since 2999-01-01
same 3 'say why' -- c pki revoke root
same 3 'field: since' -- c pki revoke root --reason compromised --since 2020-01-01
same 3 'name a certificate, or' -- c pki revoke
same 3 'name a certificate, or' -- c pki revoke root --outside-root "$L/pki/root.pem"
same 3 'pki revoke root' -- c pki revoke --outside-root "$L/pki/root.pem"
same 6 "no certificate 'sael'" -- c pki revoke sael
expect 0 'seal-2' 'pki-seal-2' -- c pki renew seal
since=$(date -u -d yesterday +%F)
expect 0 'in list number 3 of issuing' -- c pki revoke seal --reason compromised --since "$since"
same 5 'revoked already' -- c pki revoke seal --reason ceased
expect 0 'not trusted since' 'revoked' -- c pki list
publish
expect 2 'certificate revoked' -- judge smimesign seal
expect 0 'OK' -- judge smimesign seal-2
expect 0 'Key Compromise' 'Invalidity Date' -- openssl crl -inform DER -in E/public/pki/issuing.crl -noout -text
# The root's key is away from the machine, as it ought to be.
mv "$keys/pki-root.pem" away.pem
expect 0 'the key of root is not here' 'issuing number 4' -- c pki crl
same 6 'the key of root is not here' -- c pki crl root
expect 0 'nobody is told yet' -- c pki revoke issuing --reason compromised
publish
expect 0 'OK' -- judge smimesign seal-2
mkdir -p stick && cp away.pem stick/pki-root.pem
expect 0 'revocation list root number 3' -- c --keys stick pki crl root
publish
expect 2 'certificate revoked' -- judge smimesign seal-2
same 6 'renew that one first' -- c pki renew seal
cp "$keys"/pki-*.pem stick/
expect 0 'issuing-2' -- c --keys stick pki renew issuing
cp stick/pki-issuing-2.pem "$keys/"
expect 0 'seal-3' -- c pki renew seal --months 12
expect 0 'tls-2' -- c pki renew tls --host certifier.example
same 3 'field: host' -- c pki renew tls
same 3 'field: role' -- c pki renew king
same 3 'field: key' -- c pki renew tsa --key seal

# A register of an older day beside newer lists.
cp "$L/pki/register.json" newest
sed '/"revoked": {/,/}/d; s/\("until": "[^"]*"\),/\1/' newest >"$L/pki/register.json"
expect 31 'a restored old copy' -- c pki list
cp newest "$L/pki/register.json"
printf '{' >"$L/pki/register.json"
expect 32 'register' -- c pki list
cp newest "$L/pki/register.json"
expect 0 -- c pki list

# A seal of an outside authority.
outside_root
outside() { # USAGES OUT
  printf 'keyUsage=critical,digitalSignature,nonRepudiation\nextendedKeyUsage=%s\n' "$1" >ext
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout s.key -out s.csr -subj '/CN=Bought seal' 2>/dev/null
  openssl x509 -req -in s.csr -CA o.pem -CAkey o.key -CAcreateserial -days 365 -extfile ext -out s.pem 2>/dev/null
  openssl pkcs12 -export -inkey s.key -in s.pem -certfile o.pem -passout pass:secret -out "$2"
}
outside 1.3.6.1.5.5.7.3.36,emailProtection s.p12
export CITYLEDGER_P12_PASSPHRASE=secret
same 7 'field: p12_passphrase' -- env CITYLEDGER_P12_PASSPHRASE=wrong "$cityledger" pki import s.p12 --root o.pem
same 3 'no path' -- c pki import s.p12 --root "$L/pki/root.pem"
same 3 'PKCS#12' -- c pki import s.pem --root o.pem
outside serverAuth tls.p12
same 3 'field: extended_key_usage' -- c pki import tls.p12 --root o.pem
head -c 65537 /dev/zero >big.p12
same 4 -- c pki import big.p12 --root o.pem
expect 0 'seal-4' 'CN=Bought seal' -- c pki import s.p12 --root o.pem
publish
[ "$(grep -c BEGIN E/trust/ca.pem)" = 2 ] || fail "ca.pem lacks the outside root"
[ "$(grep -c BEGIN E/trust/seal.pem)" = 4 ] || fail "seal.pem does not name the four seals"
same 3 'say why' -- c pki revoke seal-4
# One usage of the two, or a weak signature: our own verifier would refuse what it seals.
printf 'keyUsage=critical,digitalSignature\nextendedKeyUsage=1.3.6.1.5.5.7.3.36,emailProtection\n' >ext
openssl x509 -req -in s.csr -CA o.pem -CAkey o.key -CAcreateserial -days 365 -extfile ext -out half.pem 2>/dev/null
openssl pkcs12 -export -inkey s.key -in half.pem -certfile o.pem -passout pass:secret -out half.p12
same 3 'cannot be denied' -- c pki import half.p12 --root o.pem
# Stolen: it seals no more, nobody is told to trust it, and it does not come back.
expect 0 'no list says it' 'certificate seal-4 revoked: compromised' -- c pki revoke seal-4 --reason compromised
expect 0 'withdrawn' -- c pki list
publish
[ "$(grep -c BEGIN E/trust/ca.pem)" = 1 ] || fail "ca.pem still has the outside root"
[ ! -e E/trust/seal.pem ] || fail "seals are pinned although no outside root is trusted"
outside 1.3.6.1.5.5.7.3.36,emailProtection t.p12
same 5 'withdrawn as seal-4' -- c pki import s.p12 --root o.pem
expect 0 'seal-5' -- c pki import t.p12 --root o.pem
expect 0 'root CN=Outside CA withdrawn' -- c pki revoke --outside-root o.pem
same 5 'withdrawn already' -- c pki revoke --outside-root o.pem
same 5 'the root that it leads to is withdrawn' -- c pki import t.p12 --root o.pem
same 5 'is withdrawn' -- c pki timestamp data --out none --tsa-root o.pem --tsa http://127.0.0.1:1/
expect 0 'outside root' 'CN=Outside CA' -- c pki list
publish
[ "$(grep -c BEGIN E/trust/ca.pem)" = 1 ] || fail "ca.pem has the withdrawn root"
rm -f o.pem o.key
outside_root

# An outside time-stamp authority over HTTP: a server of Python's that asks the openssl program.
outside_authority
serve_authority
ask() { c pki timestamp data --out "$1" --tsa-root o.pem --tsa "${@:2}"; }
expect 0 'CN=Outside TSA' -- ask outside.token "$http/tsa"
expect 0 'Verification: OK' -- openssl ts -verify -data data -token_in -in outside.token -CAfile o.pem
expect 3 'nonce mismatch' -- ask none "$http/old"
expect 4 'more than is read' -- ask none "$http/big"
expect 3 'application/timestamp-reply' -- ask none "$http/html"
expect 3 'HTTP status 302' -- ask none "$http/moved"
expect 3 'HTTP status 404' -- ask none "$http/nowhere"
expect 36 'HTTP status 503' -- ask none "$http/ill"
expect 36 'no answer' -- ask none "$http/half"
expect 36 'in time' -- ask none "$http/slow"
expect 36 'no answer' -- ask none http://127.0.0.1:1/tsa
expect 0 'CN=Outside TSA' -- ask second.token "$http/ill" --tsa "$http/tsa"
expect 3 'certificate verify error' -- c pki timestamp data --out none --tsa-root "$L/pki/root.pem" --tsa "$http/tsa"
expect 3 'field: tsa-root' -- c pki timestamp data --out none --tsa "$http/tsa"
for address in ftp://a.example/ http:// http://a:b@c.example/ http://a.example:0/ http://a.example:65536/ 'http://a.example/#x' a.example; do
  expect 3 'field: address' -- ask none "$address"
done
expect 7 'no secured connection' -- ask none "https://localhost:$tls_port/tsa"
expect 0 'CN=Outside TSA' -- env SSL_CERT_FILE=w.pem "$cityledger" pki timestamp data --out t --tsa-root o.pem \
  --tsa "https://localhost:$tls_port/tsa"
expect 7 'no secured connection' -- env SSL_CERT_FILE=w.pem "$cityledger" pki timestamp data --out t --tsa-root o.pem \
  --tsa "https://127.0.0.1:$tls_port/tsa"
[ ! -e none ] || fail "a file was written"
stop_authority

# A ledger with a simulated clock says its own time.
export CITYLEDGER_LEDGER=$scratch/S
L=$CITYLEDGER_LEDGER
keys=$L/keys
make_ledger
must c key new seal
must c did publish did:web:certifier.example --key seal
expect 0 '2018-01-01' -- c pki init
expect 0 'stamped 2018-03-01T00:00:00.000Z' -- c --clock 2018-03-01 pki timestamp data --out token
publish
expect 0 'Verification: OK' -- openssl ts -verify -data data -token_in -in token -CAfile E/trust/ca.pem -attime 1519900000
expect 1 'certificate is not yet valid' -- openssl ts -verify -data data -token_in -in token -CAfile E/trust/ca.pem -attime 1514000000
finish
