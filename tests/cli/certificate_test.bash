#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# From a spreadsheet to a verdict: submit, decide, review, issue, export, verify, audit; and what must be refused.
source "$(dirname "$0")/lib.bash"
verifier=${2:-}
make_ledger
make_cycle
cycle=springfield/small-2014/2017
echo 'a,b' >source.csv
table() { printf 'indicator,state,value,unit,numerator,denominator,period,source,evidence,note\n'; cat; }
table >good.csv <<'ROWS'
5.1,reported,8.10,percent,81,1000,2017,Survey,source.csv,
5.2,reported,50.0,percent,,,2017,Survey,source.csv,
5.3,not_available,,,,,,,,never counted
ROWS

# Malformed tables: every problem with row and column, nothing appended.
bad() { table >bad.csv; unchanged 3 "$@" -- c submit $cycle bad.csv --signer mayor; }
bad 'unit' 'percent' <<<'5.1,reported,8.10,persons,,,2017,Survey,source.csv,'
bad 'indicator' '9.9' <<<'9.9,reported,8.10,percent,,,2017,Survey,source.csv,'
bad 'value' <<<'5.1,reported,8e1,percent,,,2017,Survey,source.csv,'
bad 'value' <<<'5.1,reported,8/10,percent,,,2017,Survey,source.csv,'
bad 'row' <<<'5.1,reported,"8.10,percent,,,2017,Survey,source.csv,'
bad '5.1' <<<$'5.1,reported,8.10,percent,,,2017,Survey,source.csv,\n5.1,reported,8.10,percent,,,2017,Survey,source.csv,'
bad 'nowhere.csv' <<<'5.1,reported,8.10,percent,,,2017,Survey,nowhere.csv,'
unchanged 6 "no cycle" 'springfield/small-2014/2017' -- c submit springfield/small-2014/2016 good.csv --signer mayor
unchanged 5 'key.role' -- c submit $cycle good.csv --signer stats
unchanged 0 -- c submit $cycle good.csv --signer mayor --dry-run
expect 0 -- c submit $cycle good.csv --signer mayor

# Decisions.
unchanged 5 'key.role' -- c decide $cycle 5.1 --verdict accepted --signer mayor
unchanged 3 'reason' -- c decide $cycle 5.1 --verdict rejected --signer checker
unchanged 6 '5.4' -- c decide $cycle 5.4 --verdict accepted --signer checker
expect 0 -- c decide $cycle 5.1 --verdict accepted --signer checker
unchanged 5 'decision.done' -- c decide $cycle 5.1 --verdict accepted --signer checker
expect 0 '1 more core indicator' -- c show $cycle
unchanged 5 '' -- c issue $cycle --seal seal --signer issuer
expect 0 -- c decide $cycle 5.2 --verdict accepted --signer checker

# Review and issue.
expect 0 'Aspirational' -- c review $cycle --dry-run
unchanged 5 'key.role' -- c review $cycle --signer issuer
unchanged 3 'recommend' -- c review $cycle --recommend maybe --signer reviewer
expect 0 'reviewed: issue' -- c review $cycle --signer reviewer
unchanged 7 'not in the document' -- c issue $cycle --seal registrar --signer issuer
unchanged 6 "no key 'nobody'" -- c issue $cycle --seal seal --signer nobody
unchanged 5 'key.role' -- c issue $cycle --seal seal --signer reviewer
expect 0 'certificate 2014-2017-000001, Aspirational' -- c issue $cycle --seal seal --signer issuer
number=2014-2017-000001
unchanged 5 'certificate' -- c issue $cycle --seal seal --signer issuer --number $number
expect 0 "closed: certificate $number" -- c show $cycle
expect 0 'Aspirational' 'test-small-2014, version 1' -- c show $number
table >more.csv <<<'5.4,reported,8.10,percent,81,1000,2017,Survey,source.csv,'
unchanged 5 'cycle.closed' -- c submit $cycle more.csv --signer mayor
expect 0 'source      Survey' -- c lineage $number
# The graph is DOT: known statements only, and no edge to a node that is not there.
expect 0 'digraph lineage {' 'label="Survey", shape=ellipse' -- c lineage $number --dot
perl -ne '
  next if /^(digraph lineage \{|\}|  rankdir=LR;|  node \[[^"]*\];)$/;
  die "no DOT: $_" unless /^  [a-z]\w*( -> [a-z]\w*)?( \[label="(?:[^"\\]|\\.)*"(, shape=\w+)?\])?;$/;
  if (/^  (\w+) -> (\w+)/) { $used{$1} = $used{$2} = 1 } elsif (/^  (\w+) /) { $known{$1} = 1 }
  END { for (keys %used) { die "no node $_" unless $known{$_} } }' out || fail 'the graph is malformed'
expect 0 'everything is as it must be' -- c audit
expect 0 'published' -- c status publish --seal seal --signer issuer

# The verdict, from the ledger and from files alone.
must c export --out X
bundle=X/certificates/$number/bundle.json
for file in credential.json bundle.json issuance.cose receipt.cose issuance.tlog-proof; do
  [ -s "X/certificates/$number/$file" ] || { : >out; : >err; fail "no $file"; }
done
[ -s X/public/status/revocation.json ] && [ -s X/public/status/suspension.json ] || { : >out; : >err; fail 'no status lists'; }
expect 0 'Aspirational' 'figures are made up' -- c verify $bundle --at 2018-01-02
expect 11 -- c verify $bundle --at 2017-12-01 --trust X/trust
expect 12 -- c verify $bundle --at 2020-01-01 --trust X/trust
expect 10 -- c verify $bundle --at 2018-06-01 --trust X/trust
expect 0 '"outcome"' -- c verify $bundle --at 2018-01-02 --trust X/trust --json
expect 21 -- c verify X/certificates/$number/credential.json --at 2018-01-02 --trust X/trust
expect 6 'no file' -- c verify nowhere.json --trust X/trust
expect 6 'log.vkey' -- c verify $bundle --trust nowhere
expect 0 'as it must be' "status/revocation.json, status/suspension.json, certificate $number" -- c audit --against X/public
expect 0 '"documents_not_done": []' "certificate $number" -- c audit --against X/public --json
mv X/certificates aside
expect 0 "not done: certificate $number" -- c audit --against X/public
mv aside X/certificates
# Every published document and every file of the certificate, one bit changed.
flip() { perl -e 'my ($f)=@ARGV; my $at=int((-s $f)/2); open my $h,"+<",$f or die; binmode $h; seek $h,$at,0; read $h,my $b,1; seek $h,$at,0; print $h chr(ord($b)^1)' "$1"; }
for file in public/status/revocation.json public/status/suspension.json \
  certificates/$number/{credential.json,bundle.json,issuance.cose,receipt.cose,issuance.tlog-proof}; do
  cp -r X Y
  flip "Y/$file"
  expect 40 'document: ' "$(basename "$file")" -- c audit --against Y/public
  rm -r Y
done
# A proof path one hash too long or too short, in a bundle whose own digest fits.
proof_path() {
  perl -MDigest::SHA=sha256_hex -0pe '
    s/("issuer_key":\{"index":\d+,"path":\[)("[^"]+",)/'"$1"'/ or die;
    s/"digest":"[0-9a-f]{64}",// or die; my $d = sha256_hex($_);
    s/("enrolled":)/"digest":"$d",$1/ or die' <$bundle >path.json
  expect 20 'issuer_key is not in the ledger at its place' -- c verify path.json --at 2018-01-02 --trust X/trust
}
proof_path '$1$2$2'
proof_path '$1'
[ -z "$verifier" ] || expect 0 'Aspirational' -- "$verifier" $bundle --at 2018-01-02 --trust X/trust

# A bundle or credential altered in any bit: a sample of places, every verdict but the good one.
length=$(stat -c %s $bundle)
for i in $(seq 1 40); do
  cp $bundle altered.json
  perl -e 'my ($f,$at,$bit)=@ARGV; open my $h,"+<",$f or die; binmode $h; seek $h,$at,0; read $h,my $b,1; seek $h,$at,0; print $h chr(ord($b)^(1<<$bit))' altered.json $((i * length / 41)) $((i % 8))
  run c verify altered.json --at 2018-01-02 --trust X/trust
  case $code in 20 | 21) ;; *) fail "bit $((i % 8)) of byte $((i * length / 41)) altered: exit code $code" ;; esac
done
echo 'ok: altered bundles'

# A changed credential in the folder is found by the audit.
sed -i 's/Aspirational/Aspirationel/' "$L/certificates/$number/credential.json"
expect 40 "certificate $number" -- c audit
finish
