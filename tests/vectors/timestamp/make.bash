#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# How the files beside this one were made, by the openssl program alone: a root, a question over the word "stamped",
# and a time-stamp authority's answer. The keys are thrown away; the answer is of the day of making.
set -euo pipefail
out=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$(mktemp -d)"
ec() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }
ec root.key
ec tsa.key
openssl req -x509 -new -key root.key -days 36500 -subj '/CN=Root of others' -out root.pem \
  -addext 'keyUsage=critical,keyCertSign,cRLSign'
openssl req -new -key tsa.key -subj '/CN=Authority of others' -out tsa.csr
printf 'extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n' >ext
openssl x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 36500 -extfile ext -out tsa.pem
printf '01\n' >serial
printf '[tsa]\ndefault_tsa=a\n[a]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=tsa.key\nsigner_digest=sha256\n' >cnf
printf 'default_policy=1.2.3.4\ndigests=sha256\ness_cert_id_alg=sha256\n' >>cnf
printf stamped >data
openssl ts -query -data data -sha256 -cert -out "$out/question.tsq"
openssl ts -reply -config cnf -queryfile "$out/question.tsq" -out "$out/answer.tsr"
openssl x509 -in root.pem -outform DER -out "$out/root.der"
