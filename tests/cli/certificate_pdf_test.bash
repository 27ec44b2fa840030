#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# The certificate that people hold, from the ledger to the PDF: drawn, sealed, stamped, recorded, extended; judged by
# pdfsig, qpdf, pdfdetach, zbarimg and our verifiers; altered copies refused.
source "$(dirname "$0")/lib.bash"
verify=$2
make_ledger
make_cycle
submit_year 2017
decide_year 2017 checker
must c review springfield/small-2014/2017 --signer reviewer

# Without a seal a certificate is issued as files; with one, everything that the PDF needs is asked for first.
cp -r "$L" plain
must c --ledger plain issue springfield/small-2014/2017 --seal seal --signer issuer
[ ! -e plain/certificates/2014-2017-000001/certificate.pdf ] || fail 'a PDF without a seal'
unchanged 6 'cityledger pki init' -- c --ledger plain certificate pdf 2014-2017-000001 --signer issuer
must c pki init --clock 2018-01-01T00:00:00Z
unchanged 6 'cityledger template publish certificate' -- c issue springfield/small-2014/2017 --seal seal --signer issuer
unchanged 3 "'poster'" -- c template publish poster
must c template publish certificate
unchanged 7 'paper' -- c issue springfield/small-2014/2017 --seal seal --signer issuer --paper seal
must c key new paper
must c did publish did:web:certifier.example --paper paper
expect 0 'paper only' -- c did show
unchanged 3 'xx' -- c issue springfield/small-2014/2017 --seal seal --signer issuer --language xx
# A number is the name of a folder: nothing but a number may be one, and what is refused takes nothing away with it.
cp -r "$L" numbers
for number in ../keys . .. ../store a/b 'A B'; do
  expect 3 'number' -- c --ledger numbers issue springfield/small-2014/2017 --seal seal --signer issuer --number "$number"
done
diff -r "$L/keys" numbers/keys || fail 'keys were removed'
# A name that cannot be printed is found before anything is signed.
cp -r "$L" names
must c --ledger names party update springfield --name $'en=Spring\u2067field'
before=$(c --ledger names show --json | sed -n 's/^ *"size": \([0-9]*\).*/\1/p')
expect 3 'credentialSubject.name' -- c --ledger names issue springfield/small-2014/2017 --seal seal --signer issuer
[ "$before" = "$(c --ledger names show --json | sed -n 's/^ *"size": \([0-9]*\).*/\1/p')" ] || fail 'something was appended'
expect 0 'PDF sealed' -- c issue springfield/small-2014/2017 --seal seal --signer issuer --paper paper --clock 2018-01-02
must c export --out E
folder=E/certificates/2014-2017-000001
pdf=$folder/certificate.pdf
cmp "$L/certificates/2014-2017-000001/certificate.pdf" "$pdf" || fail 'export gives away another PDF'

# In the ledger under its digest.
digest=$(sha256sum "$pdf" | cut -d' ' -f1)
expect 0 "$digest" -- c show 2014-2017-000001 --json

# Our verifiers.
day=(--trust E/trust --at 2018-01-02)
expect 0 'Genuine and in force' -- "$verify" "${day[@]}" "$pdf"
expect 0 'Genuine and in force' 'the pages are the same' -- c verify "${day[@]}" "$pdf"

# Others.
expect 0 'No syntax or stream encoding errors' -- qpdf --check "$pdf"
mkdir nss
certutil -N -d sql:nss --empty-password
certutil -A -d sql:nss -n root -t 'C,C,C' -a -i E/trust/ca.pem
# The ledger's days are simulated, and pdfsig knows today's date alone: the demonstration has a seal that is valid today.
expect 0 'Signature is Valid' 'Certificate has Expired' 'Total document signed' -- pdfsig -nssdir sql:nss -no-ocsp "$pdf"
mkdir detached
pdfdetach -saveall -o detached "$pdf"
cmp "$folder/credential.json" detached/credential.json || fail 'another credential is inside'
expect 0 'Genuine and in force' -- "$verify" "${day[@]}" detached/bundle.json
pdftoppm -r 200 -png -f 1 -l 1 "$pdf" page
codes=$(zbarimg --raw -q page-*.png 2>/dev/null)
fingerprint=$(openssl dgst -sha256 -binary "$folder/credential.json" >/dev/null; "$cityledger" show 2014-2017-000001 --json | sed -n 's/.*"fingerprint": "\([0-9a-f]*\)".*/\1/p' | head -n 1)
address="https://certifier.example/c/2014-2017-000001#$(xxd -r -p <<<"$fingerprint" | base64 | tr '+/' '-_' | cut -c1-22)"
grep -qxF "$address" <<<"$codes" || fail "the first code does not say $address but $codes"
grep -vxF "$address" <<<"$codes" >paper.txt
expect 10 'The issuer signed this' 'Springfield' 'was not checked' 'carries a notice' -- "$verify" "${day[@]}" paper.txt
# The same by openssl, with nothing of ours between code and key.
paper_by_openssl() { openssl pkeyutl -verify -pubin -keyform DER -inkey paper.key -rawin -in "$1" -sigfile paper.signature; }
expect 0 '1 2014-2017-000001' '2 Springfield' '3 CA' "14 $fingerprint" -- python3 "$here/read_paper.py" paper.txt E/trust/did.json
expect 0 'Signature Verified Successfully' -- paper_by_openssl paper.signed
sed 's/Springfield/Summerfield/' paper.signed >paper.forged
expect 1 'Signature Verification Failure' -- paper_by_openssl paper.forged
tr 'A' 'B' <paper.txt >paper-bad.txt
expect 20 'Not genuine' -- "$verify" "${day[@]}" paper-bad.txt

# One byte of the page, of an attachment, of the seal.
size=$(stat -c %s "$pdf")
for at in 1000 $((size / 2)) $((size - 40000)); do
  cp "$pdf" bad.pdf
  byte=$(xxd -s "$at" -l 1 -p bad.pdf)
  printf '%02x' $((0x$byte ^ 1)) | xxd -r -p | dd of=bad.pdf bs=1 seek="$at" conv=notrunc status=none
  expect '2[01]' '' -- "$verify" "${day[@]}" bad.pdf
done

# The city's web site.
expect 0 '<svg' 'Springfield' 'https://certifier.example/c/2014-2017-000001' -- c certificate badge 2014-2017-000001 --clock 2018-01-02
must c certificate badge 2014-2017-000001 --clock 2018-01-02 --language fr --out badge.svg
xmllint --noout badge.svg 2>/dev/null || python3 -c 'import xml.dom.minidom; xml.dom.minidom.parse("badge.svg")' || fail 'the badge is no XML'
unchanged 3 'en, fr' -- c certificate badge 2014-2017-000001 --language xx

# French beside English; each is recorded by itself.
must c certificate pdf 2014-2017-000001 --signer issuer --language fr --clock 2018-01-02
expect 0 'Genuine and in force' -- "$verify" "${day[@]}" "$L/certificates/2014-2017-000001/certificate.fr.pdf"

# No authority answers: nothing is made, or made without a time-stamp and saying so.
unchanged '[0-9]*' 'http://127.0.0.1:9' -- c certificate pdf 2014-2017-000001 --signer issuer --tsa http://127.0.0.1:9/ \
  --tsa-root E/trust/ca.pem --clock 2018-01-02
expect 0 'without a time-stamp' -- c certificate pdf 2014-2017-000001 --signer issuer --tsa http://127.0.0.1:9/ \
  --tsa-root E/trust/ca.pem --may-lack-timestamp --clock 2018-01-02 --out lacking
expect 0 'time-stamp' -- "$verify" "${day[@]}" lacking/certificate.pdf

# For later years: only with a revocation list that is newer than the seal.
must c certificate pdf 2014-2017-000001 --signer issuer --paper paper --clock 2018-01-02
unchanged '[0-9]*' 'list' -- c certificate extend 2014-2017-000001 --signer issuer --clock 2018-01-02
must c pki crl --clock 2018-02-01
expect 0 'proves its seal later' -- c certificate extend 2014-2017-000001 --signer issuer --clock 2018-02-01
extended=$L/certificates/2014-2017-000001/certificate.pdf
expect 0 'Genuine and in force' -- "$verify" "${day[@]}" "$extended"
expect 0 'Signature is Valid' -- pdfsig -nssdir sql:nss -no-ocsp "$extended"
expect 0 'No syntax or stream encoding errors' -- qpdf --check "$extended"
# A stolen seal: what it sealed from the moment on that the list names is not genuine, whenever the theft was noticed.
judge() { "$verify" "${day[@]}" --crl "$1/public/pki/issuing.crl" --crl "$1/public/pki/root.crl" "$pdf"; }
for since in 2018-01-01T12:00:00Z 2018-01-20; do
  cp -r "$L" "stolen-$since"
  must c --ledger "stolen-$since" pki revoke seal --reason compromised --since $since --clock 2018-03-01
  must c --ledger "stolen-$since" export --out "known-$since" --clock 2018-03-01
done
expect 20 'revoked' -- judge known-2018-01-01T12:00:00Z
expect 0 'Genuine and in force' -- judge known-2018-01-20
# A stolen key of our own time-stamp authority: its stamps of every day count for nothing; one that was replaced in an
# orderly way leaves the stamps before it good.
for reason in compromised superseded; do
  cp -r "$L" "tsa-$reason"
  must c --ledger "tsa-$reason" pki revoke tsa --reason $reason --clock 2018-03-01
  must c --ledger "tsa-$reason" export --out "known-$reason" --clock 2018-03-01
done
expect 20 'compromised' -- judge known-compromised
expect 0 'Genuine and in force' -- judge known-superseded

# A template of a newer program: this one does not draw beside it, and what it drew before stays what it is.
cp -r "$L" newer
echo 'another template' >package
must c --ledger newer template publish certificate package --template-version 2 --clock 2018-03-01
unchanged 30 'version 2 of the template is in force' -- c --ledger newer certificate pdf 2014-2017-000001 --signer issuer --clock 2018-03-01
expect 5 'version 2 of certificate is published already' -- c --ledger newer template publish certificate --clock 2018-03-01
must c --ledger newer export --out after-newer --clock 2018-03-01
expect 0 'Genuine and in force' 'the pages are the same' -- c verify --trust after-newer/trust --at 2018-01-02 "$pdf"

# A stolen root: nothing is sealed under it, and whoever has the next trust folder cannot tell what was sealed before.
cp -r "$L" no-root
must c --ledger no-root pki revoke root --reason compromised --clock 2018-03-01
unchanged 5 'is not used: root was revoked on 2018-03-01 (compromised)' 'pki renew root' -- \
  c --ledger no-root certificate pdf 2014-2017-000001 --signer issuer --clock 2018-03-01
unchanged '[0-9]*' 'root' -- c --ledger no-root certificate extend 2014-2017-000001 --signer issuer --clock 2018-03-01
must c --ledger no-root export --out without-root --clock 2018-03-01
[ ! -e without-root/trust/ca.pem ] || fail 'a withdrawn root is handed out'
expect 21 'has no ca.pem' -- "$verify" --trust without-root/trust --at 2018-01-02 "$pdf"
for role in root issuing seal tsa; do must c --ledger no-root pki renew $role --clock 2018-03-02; done
must c --ledger no-root certificate pdf 2014-2017-000001 --signer issuer --clock 2018-03-02
must c --ledger no-root export --out new-root --clock 2018-03-02
expect 0 'Genuine and in force' -- "$verify" --trust new-root/trust --at 2018-01-02 new-root/certificates/2014-2017-000001/certificate.pdf
expect '2[01]' '' -- "$verify" --trust new-root/trust --at 2018-01-02 "$pdf"

# Where another authority's root is trusted, its other customers cannot seal: the trust folder names the seals.
cp -r E/trust pinned
cp "$L/pki/issuing.pem" pinned/seal.pem
expect 21 'does not name as the issuer' -- "$verify" --trust pinned --at 2018-01-02 "$pdf"
cp "$L/pki/seal.pem" pinned/seal.pem
expect 0 'Genuine and in force' -- "$verify" --trust pinned --at 2018-01-02 "$pdf"
# A root of time-stamps alone vouches for no seal.
cp -r E/trust stamps
mv stamps/ca.pem stamps/tsa.pem
expect 21 'has no ca.pem' -- "$verify" --trust stamps --at 2018-01-02 "$pdf"

expect 0 'everything is as it must be' -- c audit
finish
