#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Confidential reads over HTTP, by a client that nobody of the service wrote: a token for a signed challenge, a draft
# value, evidence whole and in parts, the access log.
source "$(dirname "$0")/lib.bash"
client=$here/../outsiders/token/ask_as.py
make_ledger
make_cycle
echo 'rate,8.1' >table.csv
must c evidence add table.csv --title 'Labour force' --source 'Survey 2017' --media-type text/csv --period 2017 \
  --retention-until 2028-12-31 --signer stats
evidence=$("$cityledger" evidence list --json | jq '.. | objects | select(has("entry")) | .entry | if type == "object" then .index else . end' | head -n 1)
printf 'indicator,state,value,unit,period,evidence\n5.1,reported,8.1375,percent,2017,entry %s\n' "$evidence" >values.csv
must c submit springfield/small-2014/2017 values.csv --signer mayor
value=$("$cityledger" search --type value.submitted --json | jq '[.. | objects | .index? // empty | numbers] | first')

serve --simulated-clock --http 127.0.0.1:0
base=$address
genesis=$(curl -sS --max-time 5 "$base/api/v1/entries/0" | jq -r .leaf)
[ "${#genesis}" = 64 ] || genesis=$("$cityledger" show --json | jq -r '.genesis')
ask() { python3 "$client" "$base" ledger.example/test "$genesis" "$1" "$L/keys/$2.pem"; }
get() { curl -sS --max-time 10 -H "Authorization: Bearer $1" "${@:2}"; }

city=$(ask springfield mayor)
verifier=$(ask checker checker)
office=$(ask statistics stats)
expect 1 'unauthorized' -- ask springfield checker
expect 2 'another origin' -- python3 "$client" "$base" other.example "$genesis" springfield "$L/keys/mayor.pem"

# A draft: to the parties of its cycle, and to nobody else.
opened() { jq -r '.disclosures[] | gsub("-"; "+") | gsub("_"; "/") | @base64d | fromjson | .[1] + "=" + .[2]'; }
for token in "$city" "$verifier"; do
  get "$token" "$base/api/v1/disclosures?entry=$value" | opened >shown
  grep -qx 'value=8.1375' shown || fail 'a party of the cycle is not shown the draft'
done
[ -z "$(get "$office" "$base/api/v1/disclosures?entry=$value" | opened)" ] || fail 'the provider is shown a draft'
[ -z "$(curl -sS "$base/api/v1/disclosures?entry=$value" | opened)" ] || fail 'everybody is shown a draft'
expect 0 '8.1375' 'Labour force' -- get "$verifier" "$base/api/v1/queue?cycle=springfield/small-2014/2017"
expect 0 '"status":403' -- get "$office" "$base/api/v1/queue?cycle=springfield/small-2014/2017"
expect 0 '"status":401' -- get "x$office" "$base/api/v1/queue?cycle=springfield/small-2014/2017"
get "$city" "$base/api/v1/access-log" | jq -r '.items[] | .reader + " " + (.fields | join(","))' >log
grep -qx 'checker value' log || fail 'the city does not see who read its draft'

# Evidence: taken when it is the registered file, given by right, in parts too.
file=$base/api/v1/evidence/$evidence
rm -rf "$L/evidence"
expect 0 '404' -- get "$verifier" -o /dev/null -w '%{http_code}' "$file"
echo 'rate,1.8' >other.csv
expect 0 '"status":422' -- get "$office" -T other.csv "$file"
expect 0 '"status":403' -- get "$verifier" -T table.csv "$file"
expect 0 '"status":401' -- curl -sS --max-time 10 -T table.csv "$file"
upload=$(get "$office" -X POST -D - -o /dev/null "$file/uploads" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
head -c 4 table.csv >part1
tail -c +5 table.csv >part2
patch() { get "$office" -X PATCH -H 'Content-Type: application/partial-upload' -H "Upload-Offset: $1" -H "Upload-Complete: $2" --data-binary "@$3" -o /dev/null -w '%{http_code}\n' "$upload"; }
expect 0 '204' -- patch 0 '?0' part1
expect 0 '409' -- patch 0 '?0' part1
get "$office" -I "$upload" >headers
grep -qi '^upload-offset: 4' headers || fail 'the upload does not say where it goes on'
expect 0 '201' -- patch 4 '?1' part2
get "$verifier" -o back "$file"
cmp back table.csv || fail 'the file that comes back is another'
get "$verifier" -r 5-7 -o piece "$file"
[ "$(cat piece)" = 8.1 ] || fail 'a range of the file is another'
expect 0 '200' -- get "$office" -T table.csv -o /dev/null -w '%{http_code}' "$file"

# The token ends.
expect 0 '204' -- get "$office" -X DELETE -o /dev/null -w '%{http_code}' "$base/api/v1/tokens/current"
expect 0 '401' -- get "$office" -o /dev/null -w '%{http_code}' "$file"
# What the log of requests says: no value, no title, no token.
for secret in 8.1375 'Labour force' "$city" "$verifier" "$office"; do
  ! grep -qF -- "$secret" serve.err serve.out || fail "the log of requests says $secret"
done
kill -TERM "$server"
wait "$server" || fail 'the service ended badly'
expect 0 -- c audit
finish
