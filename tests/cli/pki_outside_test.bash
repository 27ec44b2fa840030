#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Certificates that an outside authority stamps over HTTP: its root is kept with the first stamp, handed out, used to
# extend, and withdrawn. The ledger follows the machine's clock, as the authority does.
source "$(dirname "$0")/lib.bash"
source "$here/outside_authority.bash"
verify=$2
python3 -c '' 2>/dev/null || { echo "no python3"; exit 77; }
must c init --origin ledger.example/test --certifier certifier --name 'Test Certifier' --country CA
year=$(date -u +%Y)
key() { # NAME PARTY HOLDER ROLE
  must c key new "$1"
  must c key authorise --key "$1" --party "$2" --holder "$3" --role "$4"
}
key registrar certifier holder-registrar registrar
key reviewer certifier holder-reviewer reviewer
key issuer certifier holder-issuer issuer
must c party register springfield --kind city --name Springfield --country CA
must c party register checker --kind verifier --name 'Checker Ltd' --country CA --accredited-by 'Body' \
  --accreditation-number A-1 --accredited-for small-2014 --accredited-from 2018-01-01 --accredited-until $((year + 5))-01-01
key mayor springfield holder-mayor submitter
key checker checker holder-checker verifier
must c standard adopt "$here/data/small-2014.json"
data_year=$((year - 1))
must c enrol springfield/small-2014/$data_year --notice 'The figures are made up.'
submit_year $data_year
decide_year $data_year checker
must c review springfield/small-2014/$data_year --signer reviewer
must c key new seal
must c did publish did:web:certifier.example --key seal
must c pki init
must c template publish certificate
number=2014-$data_year-000001

outside_root
outside_authority
serve_authority
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout x.key -out x.pem -subj '/CN=Not asked' \
  -days 3650 -addext keyUsage=critical,keyCertSign 2>/dev/null
cat o.pem x.pem >both.pem
roots=$L/pki/tsa-roots.pem
# What does not stamp is not remembered.
run c issue springfield/small-2014/$data_year --seal seal --signer issuer --tsa "$http/ill" --tsa-root both.pem
[ "$code" = 36 ] || fail "exit code $code without an authority"
[ ! -e "$roots" ] || fail 'a root is remembered of an authority that never stamped'
expect 0 '' -- c certificate pdf "$number" --signer issuer --tsa "$http/tsa" --tsa-root both.pem
cmp o.pem "$roots" || fail 'not the root alone that the stamp leads to is remembered'
must c export --out E
cmp o.pem E/trust/tsa.pem || fail 'the trust folder has other roots of time-stamps'
pdf=E/certificates/$number/certificate.pdf
expect 0 'Genuine and in force' 'CN=Outside TSA' -- "$verify" --trust E/trust "$pdf"
expect 0 'Genuine and in force' -- c verify --trust E/trust "$pdf"
cp -r E/trust without && rm without/tsa.pem
expect '[0-9]*' 'by an authority that the trust folder does not name' -- "$verify" --trust without "$pdf"

# To extend it takes the outside authority's list; its root is remembered.
printf '[ca]\ndefault_ca = a\n[a]\ndatabase = index.txt\ncrlnumber = crlnumber\ndefault_md = sha256\n' >ca.cnf
touch index.txt
echo 01 >crlnumber
openssl ca -gencrl -config ca.cnf -keyfile o.key -cert o.pem -crldays 30 -out o.crl.pem 2>/dev/null
openssl crl -in o.crl.pem -outform DER -out o.crl
sleep 1
must c pki crl
expect 0 'proves its seal later' -- c certificate extend "$number" --signer issuer --list o.crl --no-timestamp
must c export --out E
expect 0 'Genuine and in force' -- "$verify" --trust E/trust "$pdf"

# Withdrawn: no stamp under it is asked for, and it is handed out no more.
must c pki revoke --outside-root o.pem
must c export --out E
[ ! -e E/trust/tsa.pem ] || fail 'a withdrawn root is handed out'
expect 5 'is withdrawn' -- c certificate pdf "$number" --signer issuer --tsa "$http/tsa" --tsa-root o.pem
expect '[0-9]*' 'by an authority that the trust folder does not name' -- "$verify" --trust E/trust "$pdf"
must c certificate pdf "$number" --signer issuer
stop_authority
must c export --out E
expect 0 'Genuine and in force' -- "$verify" --trust E/trust "$pdf"
finish
