#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# The seal on a PDF: our verifiers' exit codes, and what programs of others say of good and of tampered files.
source "$(dirname "$0")/lib.bash"
verifier=$2
for program in pdfsig pdfdetach pdfattach certutil crlutil qpdf mutool openssl; do
  command -v "$program" >/dev/null || { echo "skipped: $program is missing"; exit 77; }
done
"$3" "$scratch/s"
cd "$scratch/s" || exit 1
v() { "$verifier" --trust trust --at 2018-11-10 "$@"; }

# Our own verifiers.
for level in plain stamped with_lists archived; do
  expect 0 'Genuine and in force' 'Sealed by CN=Test Seal' -- v $level.pdf
  expect 0 '"outcome": "in_force"' '"id": "pdf_drawn"' -- v --json $level.pdf
  expect 0 'Genuine and in force' -- c verify --trust trust --at 2018-11-10 $level.pdf
done
expect 20 'its digest is not the sealed one' -- v altered.pdf
expect 20 'changed after it was sealed' -- v attacked.pdf
expect 20 'lead to no trusted root' -- v foreign.pdf
expect 20 'not well formed' -- v <(head -c 20000 stamped.pdf)
expect 20 'was revoked' -- v --crl issuing-revoked.crl plain.pdf
expect 20 'was revoked' -- c verify --trust trust --at 2018-11-10 --crl issuing-revoked.crl plain.pdf
expect 3 'X509 CRL' -- c verify --trust trust --crl credential.json plain.pdf
expect 0 'Genuine and in force' -- v --crl issuing.crl plain.pdf
mkdir no_ca
cp trust/{log.vkey,genesis,policy,did.json} no_ca
expect 21 'no ca.pem' 'genuine on its own' -- "$verifier" --trust no_ca --at 2018-11-10 stamped.pdf
expect 21 'no ca.pem' -- c verify --trust no_ca --at 2018-11-10 stamped.pdf

# poppler and NSS, with the root in its database, and without.
mkdir nss empty
certutil -N -d sql:nss --empty-password
certutil -N -d sql:empty --empty-password
certutil -A -d sql:nss -n root -t CT,C,C -i root.pem
p() { pdfsig -nssdir "sql:$1" -no-ocsp "$2"; }
for level in plain stamped with_lists archived; do
  expect 0 'Signature is Valid.' 'Certificate is Trusted.' 'ETSI.CAdES.detached' 'Nov 09 2018 10:00:30' -- p nss $level.pdf
done
expect 0 'Total document signed' -- p nss stamped.pdf
expect 0 'Digest Mismatch.' -- p nss altered.pdf
expect 0 'Not total document signed' -- p nss attacked.pdf
run p empty stamped.pdf
grep -q 'Certificate is Trusted' out && fail 'pdfsig trusts a root that it was not given'
certutil -A -d sql:nss -n issuing -t ,, -i issuing.pem
crlutil -I -d sql:nss -i issuing-revoked.crl -B 2>/dev/null
expect 0 'Revoked' -- p nss stamped.pdf

# qpdf, mupdf.
for level in plain stamped with_lists archived; do
  expect 0 'No syntax or stream encoding errors' -- qpdf --check $level.pdf
done
expect '*' 'The document is unchanged since signing' 'cn=Test Seal' -- mutool sign -v stamped.pdf
expect '*' 'valid but there have been edits since signing' -- mutool sign -v archived.pdf
run mutool sign -v altered.pdf
grep -q 'unchanged since signing' out && fail 'mutool takes an altered file'

# What programs of others make of it is not the sealed file any more, however harmless it was meant.
others() { # NAME WORDS COMMAND…: COMMAND writes NAME.pdf out of a good one
  local name=$1 words=$2
  shift 2
  run "$@"
  [ -s "$name.pdf" ] || { fail "$1 made no $name.pdf"; return; }
  expect 20 "$words" -- v "$name.pdf"
}
others streams 'streams of them are not read' qpdf --object-streams=generate archived.pdf streams.pdf
others linear 'not well formed' qpdf --linearize archived.pdf linear.pdf
others rotated 'saved again by another program' qpdf --rotate=90:1 stamped.pdf rotated.pdf
others more_files 'ByteRange is not all' qpdf stamped.pdf --add-attachment root.pem -- more_files.pdf
others fewer_files 'ByteRange is not all' qpdf --remove-attachment=bundle.json stamped.pdf fewer_files.pdf
others cleaned 'not well formed' mutool clean archived.pdf cleaned.pdf
others attached 'not well formed' pdfattach archived.pdf root.pem attached.pdf
others twice 'not well formed' sh -c 'cat archived.pdf archived.pdf >twice.pdf'
others cut '' sh -c 'head -c -1 archived.pdf >cut.pdf'

# openssl: the CMS over the two ranges, with CAdES attributes; and the time-stamps.
cms() { openssl cms -verify -inform DER -in seal.cms -content "$1" -binary -cades -CAfile "$2" -purpose smimesign -out cms.out; }
expect 0 'CAdES Verification successful' -- cms seal.signed root.pem
printf 'x' | cat seal.signed - >longer
expect 4 'verification failure' -- cms longer root.pem
expect 4 'certificate verify error' -- cms seal.signed issuing.pem
ts() { openssl ts -verify -token_in -in "$1" -data "$2" -CAfile "$3"; }
expect 0 'Verification: OK' -- ts seal.token seal.value root.pem
expect 0 'Verification: OK' -- ts archive.token archive.signed root.pem
expect 1 'Verification: FAILED' -- ts archive.token seal.signed root.pem
expect 1 'Verification: FAILED' -- ts seal.token seal.value issuing.pem
run openssl cms -cmsout -print -inform DER -in seal.cms
sed '/unsignedAttrs/,$d' out | grep -q 'signingTime' && fail 'PAdES forbids signing-time'
[ "$(sed '/unsignedAttrs/,$d' out | grep -c 'd.issuerAndSerialNumber')" = 1 ] || fail 'the CMS has not one signer'

# The files inside are the ones that were put in.
must pdfdetach -saveall -o . archived.pdf
expect 0 '2 embedded files' -- pdfdetach -list archived.pdf
must pdfdetach -save 1 -o one archived.pdf
must pdfdetach -save 2 -o two archived.pdf
cmp one bundle.json || fail 'the bundle inside is another'
cmp two credential.json || fail 'the credential inside is another'
finish
