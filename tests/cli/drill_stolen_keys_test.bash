#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# RUNBOOK.md: a verifier's key and an issuer's are stolen. What is forged with them afterwards is refused; certificates
# from before the theft stay genuine and in force.
source "$(dirname "$0")/lib.bash"
make_ledger
make_cycle
submit_year 2017
decide_year 2017 checker
certify_year 2017 seal issuer
must c export --out before
old=before/certificates/2014-2017-000001/bundle.json
expect 0 'Aspirational' -- c verify $old --trust before/trust --at 2018-01-02

# The verifier's key: the thief decides, then the theft is noticed.
must c enrol springfield/small-2014/2016 --clock 2018-03-01
submit_year 2016
must c decide springfield/small-2014/2016 5.1 --verdict accepted --signer checker
expect 0 'not trusted since 2018-02-25' -- c key revoke checker --reason compromised --since 2018-02-25 --signer registrar
unchanged 5 'key.revoked' -- c decide springfield/small-2014/2016 5.2 --verdict accepted --signer checker
key checker-2 checker holder-checker-2 verifier
must c decide springfield/small-2014/2016 5.2 --verdict accepted --signer checker-2
expect 0 'not trusted since 2018-02-25' -- c key list --party checker

# The issuer's keys, the one that signs statements and the one that seals: both end, both get successors.
cp -r "$L" thief
expect 0 'revoked: compromised' -- c key revoke issuer --reason compromised --since 2018-03-01 --signer root
must c key new seal-2
must c did publish did:web:certifier.example --key seal-2 --revoke seal=2018-03-01T00:00:00Z
key issuer-2 certifier holder-issuer-2 issuer
must c review springfield/small-2014/2016 --signer reviewer
unchanged 5 'key.revoked' -- c issue springfield/small-2014/2016 --seal seal-2 --signer issuer
cp -r "$L" retired
must c --ledger retired did publish did:web:certifier.example --retire seal-2=2018-03-01T00:00:00Z --signer registrar
expect 7 "'seal-2' expired on 2018-03-01" -- c --ledger retired issue springfield/small-2014/2016 --seal seal-2 --signer issuer-2
unchanged 7 'was revoked in the document' -- c issue springfield/small-2014/2016 --seal seal --signer issuer-2
expect 0 'certificate 2014-2016-' -- c issue springfield/small-2014/2016 --seal seal-2 --signer issuer-2
must c status publish --seal seal-2 --signer issuer-2
must c export --out after
expect 0 'Aspirational' -- c verify after/certificates/2014-2016-*/bundle.json --trust after/trust --at 2018-03-02
# Certificates from before the theft: by the old trust folder and the new one, from the old file and from a fresh one.
expect 0 'Aspirational' -- c verify $old --trust after/trust --at 2018-01-02
expect 0 'Aspirational' -- c verify after/certificates/2014-2017-000001/bundle.json --trust after/trust --at 2018-03-02

# The thief has a copy of everything but the ledger, and issues there: another ledger than the one that is trusted.
must c --ledger thief review springfield/small-2014/2016 --signer reviewer
must c --ledger thief issue springfield/small-2014/2016 --seal seal --signer issuer
must c --ledger thief export --out forged
mkdir forged-trust
cp after/trust/* forged-trust/
# With the ledger's key too, all that speaks against the forgery is the document in which the seal is revoked.
expect 20 '' -- c verify forged/certificates/2014-2016-*/bundle.json --trust forged-trust --at 2018-03-02
# A credential sealed with the stolen key and put into a genuine bundle is not as issued.
expect '2[01]' '' -- c verify forged/certificates/2014-2016-*/credential.json --trust after/trust --at 2018-03-02

# The second verifier's key too, and before the certificate of 2016 was issued: that one is disputed until the
# certifier has decided whether it stands; whoever checks it is told so, by the lists and the bundle of the day.
number=$(basename after/certificates/2014-2016-*)
expect 0 'not trusted since 2018-03-01' -- c key revoke checker-2 --reason compromised --since 2018-03-01 --signer registrar
must c status publish --seal seal-2 --signer issuer-2
must c export --out disputed
expect 16 'disputed on' -- c verify disputed/certificates/"$number"/bundle.json --trust after/trust --at 2018-03-02
expect 0 'Aspirational' -- c verify disputed/certificates/2014-2017-000001/bundle.json --trust after/trust --at 2018-03-02
must c certificate reinstate "$number" --reason resolved --seal seal-2 --signer issuer-2 --clock 2018-03-02T12:00:00Z
must c export --out decided
expect 0 'reinstated' -- c verify decided/certificates/"$number"/bundle.json --trust after/trust --at 2018-03-03
expect 0 'everything is as it must be' -- c audit
finish
