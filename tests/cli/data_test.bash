#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Whose data it is: read by right and written down, erased, published with a certificate, taken away in an archive.
source "$(dirname "$0")/lib.bash"
make_ledger
make_cycle
must c party register shelbyville --kind city --name Shelbyville --country CA
key other shelbyville holder-other submitter
must c party register watcher --kind auditor --name 'The Auditors' --country CA
key watcher watcher holder-watcher auditor
cycle=springfield/small-2014/2017
echo 'figures of the survey' >figures.txt
{
  echo 'indicator,state,value,unit,period,source,evidence,note'
  echo '5.1,reported,8.1,percent,2017,Survey of 2017,figures.txt,'
  echo '5.2,reported,50,percent,2017,Survey of 2017,figures.txt,asked twice'
} >values.csv
must c submit $cycle values.csv --signer mayor
# The index of the one entry that a search finds.
one() { "$cityledger" search "$@" --json | sed -n 's/^ *"index": \([0-9]*\).*/\1/p' | head -n 1; }
first=$(one --indicator 5.1)
second=$(one --indicator 5.2)
evidence=$(one --type evidence.registered)

# A reader that names itself is shown what the table of rights says, and the owner can read that.
expect 0 'nobody was shown anything' -- c access springfield
expect 0 'value: 8.1' 'checker was shown it' -- c show "$first" --as checker
expect 0 '1 field(s) that shelbyville may not read' -- c show "$first" --as other
grep -q '8\.1' out && fail 'another city sees the value'
expect 0 'asked twice' -- c show "$second" --as watcher
expect 0 'source: Survey of 2017' -- c show "$evidence" --as checker
expect 0 'checker' 'watcher' 'note, value' -- c access springfield
expect 0 '"reader": "checker"' '"kid"' -- c access --as mayor --json
expect 0 'nobody was shown anything' -- c access --as other
expect 7 'its own log only' -- c access springfield --as other
expect 6 'no key' -- c show "$first" --as nobody
expect 3 'for an entry' -- c show $cycle --as checker
expect 0 'value: 8.1' -- c show "$first"
[ "$(wc -l <"$L/access-log")" = 3 ] || fail 'what the operator reads is not a named access'

# A submission that has not been certified publishes nothing.
unchanged 6 'no certificate publishes a value yet' -- c values

# Erasing a field takes its bytes out of the folder; the rest stays.
expect 0 '"note": "asked twice"' -- c show "$second" --json
unchanged 6 "no field 'title'" 'note' -- c erase "$second" --field title
unchanged 5 'erasure.requested_by' -- c erase "$second" --field note --requested-by shelbyville
unchanged 3 'expire it first' -- c erase "$evidence" --field digest
expect 0 '1 confidential field(s)' 'may keep it' -- c erase "$second" --field note
erasure=$(one --type disclosure.erased)
expect 0 'value: 50' "a field erased by entry $erasure" -- c show "$second"
unchanged 6 'no field' -- c erase "$second" --field note
expect 0 'everything is as it must be' "not done: the confidential fields of 1 statement(s) could not be opened: entries $second" -- c audit
expect 0 'all is well' -- c fsck
[ ! -e "$L/disclosures.rewrite" ] || fail 'the old store is still there'

# The store restored from an older copy is followed up before anything is read.
cp -r "$L/disclosures" saved
expect 0 '1 confidential field(s)' -- c erase "$evidence" --field title --requested-by certifier --reason law
rm -r "$L/disclosures" && mv saved "$L/disclosures"
expect 0 'a field erased by entry' -- c show "$evidence"
grep -q 'title: ' out && fail 'a reader sees what an older copy holds'
must c party register ogdenville --kind city --name Ogdenville --country CA
expect 0 'a field erased by entry' -- c show "$evidence"

# What a certificate publishes, and that it cannot be recalled.
must c decide $cycle 5.1 --verdict accepted --signer checker
must c decide $cycle 5.2 --verdict accepted --signer checker
must c review $cycle --signer reviewer
must c issue $cycle --seal seal --signer issuer
expect 0 '"submission_entry": '"$first" '"value": "8.1"' '"source": "Survey of 2017"' '"source_parties": "springfield"' -- c values --json
expect 0 'certificate,certificate_status,city,standard,data_year,indicator' 'Survey of 2017' 'made up' -- c values
expect 0 'value(s) in published.csv' -- c values --city springfield --out published.csv
grep -q '^[^,]*,in_force,springfield,small-2014,2017,5.1,' published.csv || fail 'a line for 5.1'
grep -q 'asked twice' published.csv && fail 'a note is not published'
unchanged 6 'no certificate publishes' -- c values --city ogdenville
unchanged 6 'no certificate' -- c values NONE-1
expect 0 'value: 8.1' -- c show "$first" --as other
expect 0 'cannot be recalled' '"published": true' -- c erase "$first" --field value --json
expect 0 '"missing": "erased"' -- c values --json
expect 0 'everything is as it must be' -- c audit

# Evidence ends, its file goes when nothing needs it any more.
file=$(find "$L/evidence" -type f | head -n 1)
expect 0 'all as registered' -- c evidence check
unchanged 5 'evidence.retention' -- c evidence expire "$evidence" --signer mayor
unchanged 5 'party.other' -- c evidence expire "$evidence" --signer other --reason request
[ -e "$file" ] || fail 'a refusal removes nothing'
must c evidence add figures.txt --title 'Again' --source Survey --period 2017 --retention-until 2028-12-31 --signer stats
again=$("$cityledger" search --type evidence.registered --json | sed -n 's/^ *"index": \([0-9]*\).*/\1/p' | tail -n 1)
expect 0 'evidence expired; 0 file(s) removed' -- c evidence expire "$evidence" --signer mayor --reason request
[ -e "$file" ] || fail 'another registration needs the file'
expect 0 '1 expired' -- c evidence check
cp "$file" kept
expect 0 'evidence expired; 1 file(s) removed' -- c evidence expire "$again" --signer registrar --reason law
[ ! -e "$file" ] || fail 'nothing needs the file'
expect 0 '2 expired, all as registered' -- c evidence check
unchanged 5 'evidence.expired' -- c evidence expire "$again" --signer registrar --reason law
# An interrupted run: the entry is there, the file too.
cp kept "$file"
expect 40 'its file is still there' -- c evidence check
expect 0 '1 file(s) removed' -- c evidence expire
expect 2 -- c evidence expire "$again"

# An auditor's report names the digest of what was found.
expect 0 'audit reported' 'report.json' 'everything is as it must be' -- c audit --report --as watcher --out report.json
digest=$(sha256sum <report.json | cut -d' ' -f1)
expect 0 "$digest" '"outcome": "clean"' -- c show "$(one --type audit.reported)"
unchanged 5 'key.role' -- c audit --report --as checker --out other.json
unchanged 3 '--as KEY' -- c audit --report
expect 0 'everything is as it must be' -- c audit

# A key that is revoked reads nothing in its party's name.
must c key revoke watcher --signer registrar
expect 7 'revoked' -- c show "$second" --as watcher

# Everything of a party in one file that other programs open.
expect 0 'springfield in springfield.zip' -- c party archive springfield --out springfield.zip
[ "$(stat -c %a springfield.zip)" = 600 ] || fail 'the archive is its owner'"'"'s alone'
if command -v python3 >/dev/null; then
  python3 - springfield.zip <<'PY' || fail 'the archive does not hold what it says'
import base64, hashlib, json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
index = json.loads(archive.read('index.json'))
assert index['party'] == 'springfield'
types = {row['type'] for row in index['entries']}
assert {'party.registered', 'value.submitted', 'value.decided', 'certificate.issued'} <= types, types
opened = 0
for row in index['entries']:
    statement = archive.read(row['statement'])
    assert hashlib.sha256(b'\0' + statement).hexdigest() == row['entry']['leaf']
    archive.read(row['receipt']), archive.read(row['tlog_proof'])
    for disclosure in json.loads(archive.read(row['disclosures'])) if 'disclosures' in row else []:
        digest = base64.urlsafe_b64encode(hashlib.sha256(disclosure.encode()).digest()).rstrip(b'=')
        assert digest in statement
        opened += 1
assert opened > 0
assert index['entries'][-1]['entry']['index'] < index['size']
PY
fi
expect 0 'springfield (by the operator)' -- c access springfield
c party archive springfield --out second.zip >/dev/null
cmp springfield.zip second.zip || fail 'the same content gives other bytes'
expect 6 'no party' -- c party archive nobody --out x.zip
expect 34 'cannot write' -- c party archive springfield --out nowhere/x.zip
finish
