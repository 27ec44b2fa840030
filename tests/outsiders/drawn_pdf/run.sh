#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
#
# run.sh DRAW BUNDLE DIR: what programs of others make of drawn certificates: structure and text, not pixels.
# Exit code 77 when one of those programs is not there.
set -euo pipefail
draw=$1 bundle=$2 dir=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
java_jars=/usr/share/java
for tool in qpdf python3 pdftotext pdffonts pdfdetach pdftoppm pdfinfo mutool zbarimg jq java; do
  command -v "$tool" >/dev/null || { echo "not run: $tool is missing"; exit 77; }
done
class_path=
for jar in preflight pdfbox2 fontbox2 xmpbox commons-logging commons-io javax.activation jaxb-api; do
  [ -f "$java_jars/$jar.jar" ] || { echo "not run: $jar.jar is missing"; exit 77; }
  class_path+="$java_jars/$jar.jar:"
done
rm -rf "$dir"
mkdir -p "$dir"
cd "$dir"

failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }
# has FILE TEXT: pdftotext finds the text, blanks and line breaks not counted.
squeezed() { tr -d ' \n\f\t'; }
has() { pdftotext -q "$1" - | squeezed | grep -qF -- "$(printf %s "$2" | squeezed)" || fail "$1 does not say: $2"; }

# The faults that preflight may report: what PDF/A-3 allows and PDF/A-1 forbids, and the part's number.
preflight() {
  { java -cp "$class_path" org.apache.pdfbox.preflight.Validator_A1b "$1" 2>&1 || true; } |
    grep -vE '^The file .* is not a valid PDF/A-1b file|^$' |
    grep -vE '^1\.4\.7 : .*EmbeddedFile entry is present in the Names|^1\.2\.9 : .*EmbeddedFile entry is present in a FileSpec|^3\.1\.11 : .*CIDSet entry is missing|^7\.11\.2 : .*part must be 1' || true
}

# Every word's box lies inside the frame and on no other's. Boxes are as tall as a line, so a sliver is no overlap.
overlaps() {
  sed -nE 's/.*<word xMin="([^"]*)" yMin="([^"]*)" xMax="([^"]*)" yMax="([^"]*)">(.*)<\/word>.*/\1 \2 \3 \4 \5/p' |
    awk '{ x0[NR]=$1; y0[NR]=$2; x1[NR]=$3; y1[NR]=$4; w[NR]=$5
           if ($1 < 29.5 || $3 > 565.8 || $2 < 28 || $4 > 814) print "outside the frame: " $5 }
         END { for (i = 1; i <= NR; i++) for (j = i + 1; j <= NR; j++) {
                 dx = (x1[i] < x1[j] ? x1[i] : x1[j]) - (x0[i] > x0[j] ? x0[i] : x0[j])
                 dy = (y1[i] < y1[j] ? y1[i] : y1[j]) - (y0[i] > y0[j] ? y0[i] : y0[j])
                 h = (y1[i]-y0[i] < y1[j]-y0[j] ? y1[i]-y0[i] : y1[j]-y0[j])
                 if (dx > 0.8 && dy > 0.45 * h) print "on each other: " w[i] " and " w[j] } }'
}
boxes() { pdftotext -q -f 1 -l 1 -bbox "$1" - | overlaps; }

check_structure() {
  qpdf --check "$1" >qpdf.txt 2>&1 || fail "$1: $(cat qpdf.txt)"
  mutool info "$1" >mutool.txt 2>&1 || fail "$1: $(cat mutool.txt)"
  grep -qiE 'error|warning' mutool.txt && fail "$1: $(cat mutool.txt)"
  pdffonts "$1" | tail -n +3 | grep -vE '^[A-Z]{6}\+Noto[^ ]+ +(TrueType|CID TrueType|CID Type 0C|Type 1C) +[^ ]+ +yes yes yes ' && fail "$1: a font that is not embedded, or not ours"
  pdfinfo "$1" | grep -q '^Tagged: *yes' || fail "$1 is not tagged"
  preflight "$1" >preflight.txt
  [ ! -s preflight.txt ] || fail "$1: $(cat preflight.txt)"
  boxes "$1" >boxes.txt
  [ ! -s boxes.txt ] || fail "$1: $(cat boxes.txt)"
}

# 1. The sample with a short form, in both languages.
short_bytes=253
"$draw" "$bundle" en.pdf en $short_bytes
"$draw" "$bundle" fr.pdf fr $short_bytes
for file in en.pdf fr.pdf; do check_structure $file; done
for text in 'City Data Certificate' 'This certifies that' 'Canada (CA)' 'has reported city data verified against' \
  'of the certifier' 'Valid from' 'Valid until' 'Issued on' 'Data year' 'Indicators verified' \
  's seal' 'Signatory' 'Data verified by' 'it does not judge the city' 'What was verified' 'How to check' 'page 2 of'; do
  has en.pdf "$text"
done
for text in 'Certificat de données urbaines' 'Il est certifié que' 'a communiqué des données urbaines vérifiées selon' 'Valable à partir du' \
  'il ne juge pas les performances de la ville' 'Comment vérifier'; do
  has fr.pdf "$text"
done
"$draw" --specimen "$bundle" specimen.pdf en $short_bytes
check_structure specimen.pdf
has specimen.pdf 'Specimen, not sealed: this copy certifies nothing.'
subject=.credential.credentialSubject
jq -r "$subject.name, $subject.certification.number, $subject.certification.standard, $subject.certification.level, $subject.certification.scheme, ($subject.certification.dataYear|tostring), .credential.issuer.name, .credential.id, .credential.evidence.origin, .credential.evidence.genesis, ($subject.certification.verifiers[]?), ($subject.certification.notice // empty), (.lineage[]|.indicator), (.credential.proof[]|.verificationMethod|sub(\"did:web:\";\"\"))" "$bundle" >facts.txt
while IFS= read -r fact; do has en.pdf "$fact"; has fr.pdf "$fact"; done <facts.txt

# 2. What is attached is what was put in.
pdfdetach -saveall en.pdf -o . >/dev/null
cmp "$bundle" bundle.json || fail "bundle.json is not the bundle"
jq -cS . credential.json >a.txt; jq -cS .credential "$bundle" >b.txt
cmp a.txt b.txt || fail "credential.json is not the credential"
[ "$(stat -c %s certificate.cose)" = $short_bytes ] || fail "certificate.cose is not the short form"
qpdf --json --json-key=attachments en.pdf >attachments.json
[ "$(jq -r '.attachments | keys | join(" ")' attachments.json)" = 'bundle.json certificate.cose credential.json' ] || fail "attachments: $(cat attachments.json)"
qpdf --qdf --object-streams=disable en.pdf en.qdf
for entry in '/AFRelationship /Source' '/AFRelationship /Supplement' '/DisplayDocTitle true' '/Lang (en)' '/GTS_PDFA1' '/Alt (QR code with' \
  '<pdfaid:part>3</pdfaid:part>' '<pdfaid:conformance>B</pdfaid:conformance>' '/S /Document' '/S /H1' '/S /H2' '/S /TH' '/S /TD' '/S /TR' '/S /Table' '/S /Figure' '/S /Link' '/FT /Sig'; do
  grep -qaF -- "$entry" en.qdf || fail "en.pdf has no $entry"
done

# 3. Both codes are read from a scan: the address with the first 22 characters of the fingerprint, and the short form.
jq -c .credential "$bundle" >credential-in.json
for resolution in 150 300; do
  pdftoppm -r $resolution -f 1 -l 1 -png en.pdf scan$resolution
  zbarimg -q --raw scan$resolution-*.png >codes.txt 2>/dev/null || true
  grep -qE "^$(jq -r .credential.id "$bundle")#[A-Za-z0-9_-]{22}\$" codes.txt || fail "no address code at $resolution dpi"
  PYTHONPATH=$here/../../support python3 -B - codes.txt certificate.cose <<'PYTHON' || fail "no code with the short form at $resolution dpi"
import sys
import base45
wanted = open(sys.argv[2], "rb").read()
for line in open(sys.argv[1]).read().split("\n"):
    try:
        if line and base45.decode(line) == wanted:
            sys.exit(0)
    except (ValueError, OverflowError):
        pass
sys.exit(1)
PYTHON
done
# The largest short form too.
"$draw" "$bundle" large.pdf en 1024
pdftoppm -r 150 -f 1 -l 1 -png large.pdf large
[ "$(zbarimg -q --raw large-*.png 2>/dev/null | wc -l)" -ge 2 ] || fail "no code of 1024 bytes at 150 dpi"
check_structure large.pdf

# 4. A fresh process with another environment draws the same bytes.
env -i PATH="$PATH" HOME=/nonexistent LANG=ar_EG.UTF-8 LC_ALL=ja_JP.UTF-8 LANGUAGE=fa:ur PANGO_LANGUAGE=ja:ur:sr FC_LANG=ko TZ=Asia/Tokyo \
  FONTCONFIG_FILE=/dev/null FONTCONFIG_PATH=/nonexistent SOURCE_DATE_EPOCH=1 "$draw" "$bundle" again.pdf en $short_bytes
cmp en.pdf again.pdf || fail "the environment changes the drawing"

# 5. Names of cities in every script and up to 256 bytes.
number=0
while IFS=$'\t' read -r country name; do
  number=$((number + 1))
  "$draw" "$bundle" name$number.pdf en $short_bytes "$name" "$country" || { fail "cannot draw: $name"; continue; }
  env -i PATH="$PATH" LANGUAGE=fa:ja PANGO_LANGUAGE=ur:ja:sr "$draw" "$bundle" name.pdf en $short_bytes "$name" "$country"
  cmp name$number.pdf name.pdf || fail "the environment changes the drawing of $name"
  check_structure name$number.pdf
  pdftotext -q -f 1 -l 1 name$number.pdf name.txt
  python3 "$here/same_text.py" name.txt "$name" "$country" || fail "name$number.pdf does not say: $name"
done <"$here/names.tsv"
[ $number -ge 20 ] || fail "only $number names"

# 6. Everything as long as it may be.
for letters in W 'Wagga Wagga ' ဪ 东 'عين '; do
  for bytes in 0 1024; do
    "$draw" "largest:$letters" largest.pdf fr $bytes
    check_structure largest.pdf
    mv largest.pdf "largest-${#letters}-$bytes.pdf"
  done
done

# 7. These checks can fail.
sed 's#/OutputIntents#/OutputIntentz#; s#/Metadata#/Metadatb#' en.pdf >broken.pdf
[ -n "$(preflight broken.pdf)" ] || fail "preflight finds nothing in a file without output intent"
head -c 40000 en.pdf >short.pdf
! qpdf --check short.pdf >/dev/null 2>&1 || fail "qpdf finds nothing in half a file"
! python3 "$here/same_text.py" name.txt 'Another City' "$country" || fail "another name counts as the same"
printf '<word xMin="100" yMin="100" xMax="150" yMax="110">a</word>\n<word xMin="140" yMin="101" xMax="180" yMax="111">b</word>\n' >boxes.html
[ -n "$(overlaps <boxes.html)" ] || fail "words on each other count as apart"

[ $failures -eq 0 ] || { echo "$failures failures"; exit 1; }
echo "all readers agree"
