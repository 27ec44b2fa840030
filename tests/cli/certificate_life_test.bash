#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# What becomes of certificates: several issued in one run, suspended, reinstated, corrected, superseded, revoked;
# each asked about by the ledger and by its file alone; complaints; what must be refused.
source "$(dirname "$0")/lib.bash"
verifier=${2:-}
make_ledger
make_cycle
echo 'a,b' >source.csv
# YEAR VALUE [CODES]: submitted, accepted and reviewed.
report() {
  cat >values.csv <<ROWS
indicator,state,value,unit,numerator,denominator,period,source,evidence,note
5.1,reported,$2,percent,,,$1,Survey,source.csv,
5.2,reported,50.0,percent,,,$1,Survey,source.csv,
ROWS
  must c submit "springfield/small-2014/$1" values.csv --signer mayor
  local indicator
  for indicator in ${3:-5.1 5.2}; do must c decide "springfield/small-2014/$1" "$indicator" --verdict accepted --signer checker; done
  must c review "springfield/small-2014/$1" --signer reviewer
}
sealed=(--seal seal --signer issuer)
first=2014-2017-000001 second=2014-2016-000001
must c enrol springfield/small-2014/2016
report 2017 8.1
report 2016 8.2

# Several cycles in one run; again there is nothing left.
unchanged 3 'name the cycles' -- c issue "${sealed[@]}"
unchanged 3 'for one cycle' -- c issue --all --number A-1 "${sealed[@]}"
expect 0 '2 issued, 0 refused' "certificate $first" "certificate $second" -- c issue --all "${sealed[@]}"
unchanged 0 '0 issued, 0 refused' -- c issue --all "${sealed[@]}"
unchanged 5 '0 issued, 2 refused' 'cycle.closed' -- c issue springfield/small-2014/2016 springfield/small-2014/2017 "${sealed[@]}"
expect 0 "$first" "$second" 'in force' -- c status show

# asks CODE TEXT: the ledger and the file answer alike at this moment of 2018.
asks() {
  local day=$1 wanted=$2 text=$3 number=${4:-$first}
  expect "$wanted" "$text" -- c status show "$number" --at "$day"
  rm -rf X
  must c export --out X
  expect "$wanted" "$text" -- c verify "X/certificates/$number/bundle.json" --at "$day" --trust X/trust
  [ -z "$verifier" ] || expect "$wanted" "$text" -- "$verifier" "X/certificates/$number/bundle.json" --at "$day" --trust X/trust
}
at() { c --clock "$1" "${@:2}"; }
asks 2018-01-02 0 'in force'
expect 11 'not in force before' -- c status show $first --at 2017-12-31
expect 12 'expired on' -- c status show $first --at 2019-01-02
expect 0 'ends in' -- c status show $first --at 2018-12-01
expect 0 '"outcome": "in_force"' -- c status show $first --at 2018-01-02 --json
unchanged 6 '2099' -- c status show 2099-2099-000001

# Suspended and reinstated.
unchanged 5 'key.role' -- c certificate suspend $first --reason procedure --signer reviewer
unchanged 5 'status.change' -- c certificate reinstate $first --reason resolved --signer issuer
unchanged 5 'status.from' -- c certificate suspend $first --reason procedure --from 2018-06-01 --signer issuer
unchanged 6 '2099' -- c certificate suspend 2099-2099-000001 --reason procedure --signer issuer
unchanged 3 'no reason' 'data_error' -- c certificate suspend $first --reason anger --signer issuer
expect 0 'suspended' 'status lists published' -- at 2018-02-01T00:00:00Z certificate suspend $first --reason procedure --text 'to be looked into' "${sealed[@]}"
asks 2018-02-01 13 'suspended'
expect 0 'in force' -- c status show $first --at 2018-01-31
expect 0 'suspended since 1 February 2018' -- c city show springfield
expect 0 'reinstated' 'status lists published' -- at 2018-02-10T00:00:00Z certificate reinstate $first --reason resolved "${sealed[@]}"
asks 2018-02-10 0 'in force'
expect 13 'suspended' -- c status show $first --at 2018-02-05

# A correction: the cycle opens again for one certificate that supersedes it.
expect 0 'corrected' -- at 2018-03-01T00:00:00Z certificate correct $first --reason data_error "${sealed[@]}"
expect 0 "open again to correct certificate $first" -- c show springfield/small-2014/2017
asks 2018-03-01 0 'in force'
unchanged 5 'review.missing' -- c issue springfield/small-2014/2017 "${sealed[@]}"
report 2017 8.4 5.1
expect 0 "supersedes $first" -- c issue springfield/small-2014/2017 "${sealed[@]}"
third=2014-2017-000002
asks 2018-03-02 15 "superseded by"
asks 2018-03-02 0 'in force' $third
expect 0 'everything is as it must be' -- c audit

# Complaint, decision by somebody who had no part, revocation.
unchanged 3 'no kind' -- c case open CASE-1 --kind idea --certificate $first --text 'wrong' --signer mayor
unchanged 3 'what it is about' -- c case open CASE-1 --text 'wrong' --signer mayor
unchanged 6 '2099' -- c case open CASE-1 --certificate 2099-2099-000001 --text 'wrong' --signer mayor
expect 0 'case CASE-1 opened about certificate' -- c case open CASE-1 --certificate $second --text 'wrong' --signer stats
unchanged 5 'case.taken' -- c case open CASE-1 --certificate $second --text 'wrong' --signer mayor
expect 0 'CASE-1' 'open' -- c case list --open
unchanged 5 'independence.holder' -- c case decide CASE-1 --outcome upheld --signer reviewer
key appeals certifier holder-appeals reviewer
expect 0 'revoked' -- at 2018-04-01T00:00:00Z certificate revoke $second --reason case --signer issuer
expect 0 'status lists do not say so yet' -- at 2018-04-01T00:00:10Z certificate suspend $third --reason procedure --signer issuer
must at 2018-04-01T00:00:20Z status publish "${sealed[@]}"
expect 0 'CASE-1 upheld' -- c case decide CASE-1 --outcome upheld --signer appeals
unchanged 5 'case.decided' -- c case decide CASE-1 --outcome dismissed --signer appeals
expect 0 'no case' -- c case list --open
expect 0 '"outcome": "upheld"' -- c case list --json
asks 2018-04-02 14 'revoked' $second
asks 2018-04-02 13 'suspended' $third
unchanged 5 'status.change' -- c certificate reinstate $second --reason resolved --signer issuer
unchanged 5 'status.by' -- c certificate supersede $third --by $second --reason renewal --signer issuer
expect 0 'everything is as it must be' -- c audit
expect 0 'as it must be' -- c audit --against X/public

# A renewal in the following year takes the place of the earlier one.
must at 2018-12-20T00:00:00Z enrol springfield/small-2014/2018
report 2018 8.5
expect 0 'certificate 2014-2018-000001' -- c issue springfield/small-2014/2018 "${sealed[@]}"
unchanged 5 'status.by' -- c certificate supersede 2014-2018-000001 --by $third --reason renewal --signer issuer
expect 0 'superseded' -- c certificate supersede $third --by 2014-2018-000001 --reason renewal "${sealed[@]}"
asks 2018-12-20 15 'superseded by' $third
asks 2018-12-20 0 'in force' 2014-2018-000001
expect 0 'everything is as it must be' -- c audit
finish
