#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Evidence over a bad road to `serve`: 64 MiB cut in the middle and sent on, by the same command and by a later one;
# taken back and checked; the access log and the archive of one's own.
source "$(dirname "$0")/lib.bash"
source "$here/server.bash"
make_ledger
make_cycle
must c party register brockway --kind city --name Brockway --country CA
key rival brockway holder-rival submitter
must c export --out E
cp -r "$L/keys" keys
stand_between
cat >serve.toml <<TOML
ledger = "$L"
simulated_clock = true
[listen]
http = ["127.0.0.1:0"]
base = "$url"
[limits]
requests_per_second = 0
TOML
serve --config serve.toml
echo "$address" >target
add() { # FILE
  at city evidence add "$1" --title "$1" --source City --period 2017 --retention-until 2028-01-01 --signer mayor
}
stored() { echo "$L/evidence/sha256/$(sha256sum "$1" | cut -c1-2)/$(sha256sum "$1" | cut -c3-64)"; }
entry_of() { sed -n 's/^entry \([0-9]*\): evidence.*/\1/p' out; }
head -c 67108864 /dev/urandom >large.bin
head -c 9000000 /dev/urandom >third.bin
echo 'a report' >small.txt

# A connection is cut in the middle of a part: the same command goes on.
: >PASSED
echo 'hang-up PATCH 1000000' >mode
expect 0 'entry ' -- add large.bin
[ -s err ] && fail 'the command complains'
entry=$(entry_of)
cmp -s large.bin "$(stored large.bin)" || fail 'the file did not arrive whole'
sent=$(awk '$1 == "PATCH" { sum += $3 } END { print sum }' PASSED)
[ "$sent" = $((67108864 + 1000000)) ] || fail "$sent bytes were sent"

# The road ends in the middle of 64 MiB: the entry is there, and a later command goes on where the server stands.
head -c 67108864 /dev/urandom >second.bin
: >PASSED
echo 'until PATCH 8' >mode
expect 0 'entry ' 'is not at the server' 'evidence send' -- add second.bin
echo honest >mode
second=$(entry_of)
[ ! -e "$(stored second.bin)" ] || fail 'half a file has the name of a whole one'
: >PASSED
expect 0 "entry $second" 'going on with' -- at city evidence send second.bin --signer mayor
cmp -s second.bin "$(stored second.bin)" || fail 'the file was not sent on'
again=$(awk '$1 == "PATCH" { sum += $3 } END { print sum }' PASSED)
[ "$again" -le $((67108864 - 7 * 4194304)) ] || fail "$again bytes were sent again"
[ -z "$(find city/uploads -type f)" ] || fail 'the name of a finished upload is kept'

# An upload that the server does not know any more is begun anew; an answer that got lost is found out.
expect 0 'entry ' -- add third.bin
third=$(entry_of)
rm -f "$(stored third.bin)"
mkdir -p city/uploads
echo 'AAAAAAAAAAAAAAAAAAAAAA' >"city/uploads/$third"
expect 0 "entry $third" -- at city evidence send third.bin --signer mayor
cmp -s third.bin "$(stored third.bin)" || fail 'the third file did not arrive'
# The answer to the last part is lost: the server has the file, and nothing is sent anew.
rm -f "$(stored third.bin)"
: >PASSED
echo 'unanswered PATCH 3' >mode
expect 0 "entry $third" -- at city evidence send third.bin --signer mayor
[ "$(cat mode)" = honest ] || fail 'no answer was lost'
cmp -s third.bin "$(stored third.bin)" || fail 'the third file did not arrive'
[ "$(grep -c '^POST .*/uploads ' PASSED)" = 1 ] || fail 'the upload was begun anew'
grep -q "^HEAD /api/v1/evidence/$third " PASSED || fail 'the server was not asked whether it has the file'
[ -z "$(find city/uploads -type f)" ] || fail 'the name of a finished upload is kept'
expect 6 'not the file of any evidence' -- at city evidence send small.txt --signer mayor
expect '[67]' '' -- at rival evidence send third.bin --signer rival

# Without a server: a file that was lost is brought back.
rm -f "$(stored third.bin)"
expect 40 'entry' -- c evidence check
expect 0 "entry $third" -- c evidence send third.bin
expect 0 'all as registered' -- c evidence check
expect 6 'not the file of any evidence' -- c evidence send small.txt
expect 0 'as registered' -- c evidence get "$third" --out own.bin
cmp -s own.bin third.bin || fail 'another file'

# Taken back: by right, checked, never under its name before.
expect 0 'as registered' -- at city --reader mayor evidence get "$entry" --out back.bin
cmp -s back.bin large.bin || fail 'another file came back'
expect 3 'there already' -- at city --reader mayor evidence get "$entry" --out back.bin
refused() { # CODE TEXT MODE
  echo "$3" >mode
  expect "$1" "$2" -- at city --reader mayor evidence get "$third" --out lie.bin
  echo honest >mode
  [ ! -e lie.bin ] && [ ! -e lie.bin.part ] || fail "something was kept: $3"
}
refused 32 'not the file that was registered' "flip evidence/$third"
refused 32 'not the file that was registered' "html evidence/$third"
refused 32 'not the file that was registered' "instead evidence/$third /checkpoint"
refused 3 'answers 302' "elsewhere evidence/$third"
refused 4 'more than is read' "endless evidence/$third"
expect 6 'not for the reader' -- at rival --reader rival evidence get "$third" --out lie.bin
expect 6 'registers no evidence' -- at city --reader mayor evidence get 3 --out lie.bin
[ ! -e lie.bin ] || fail 'an outsider got the file'

# The connection is cut in the middle of a file: the same command goes on, and so does a later one.
get() { at city --reader mayor evidence get "$third" --out slow.bin; }
came() { # LABEL
  cmp -s slow.bin third.bin || fail "another file came: $1"
  [ ! -e slow.bin.part ] || fail "the part is kept: $1"
  rm -f slow.bin
}
: >PASSED
echo "cut-once evidence/$third" >mode
expect 0 'as registered' -- get
came 'cut once'
[ "$(grep -c "^GET /api/v1/evidence/$third " PASSED)" = 2 ] || fail 'nothing was cut'
half() { # leaves 31 of 32 parts of the file, as a command that was cut five times
  echo "cut evidence/$third" >mode
  expect 36 'no answer' 'what came is kept in slow.bin.part' -- get
  echo honest >mode
  [ ! -e slow.bin ] || fail 'half a file has the name of a whole one'
  [ "$(stat -c %s slow.bin.part)" = 8718750 ] || fail "$(stat -c %s slow.bin.part) bytes are kept"
  cmp -s -n 8718750 slow.bin.part third.bin || fail 'the part is not the beginning of the file'
}
half
expect 0 'going on behind 8,718,750 of 9,000,000' 'as registered' -- get
came 'gone on with'
# Refused meanwhile: the part stays.
half
echo "403 evidence/$third" >mode
expect 7 'answers 403' -- get
echo honest >mode
[ -e slow.bin.part ] || fail 'the part was dropped'
# Not there any more: what came of it goes too.
echo "404 evidence/$third" >mode
expect 6 'answers 404' -- get
echo honest >mode
[ ! -e slow.bin.part ] || fail 'a part of what is gone is kept'
# A name that leads elsewhere is not written through.
echo precious >victim
ln -s victim slow.bin.part
expect 0 'as registered' -- get
[ ! -L slow.bin ] || fail 'the file is a link'
came 'where a link lay'
[ "$(cat victim)" = precious ] || fail 'written through a link'
# A server that knows no ranges gives all of it.
half
echo "whole evidence/$third" >mode
expect 0 'as registered' -- get
echo honest >mode
came 'all of it'
# All of it was there and had not got its name: nobody is asked.
cp third.bin slow.bin.part
: >PASSED
expect 0 'as registered' -- get
came 'all there'
grep -q "^GET /api/v1/evidence/$third " PASSED && fail 'what is there was asked for'
# A part longer than the file, a part of another file, and one that was tampered with: dropped, and all of it fetched.
cat third.bin small.txt >slow.bin.part
expect 0 'no part of the file' 'as registered' -- get
came 'longer'
head -c 5000 second.bin >slow.bin.part
expect 0 'going on behind 5,000' 'no part of the file' 'as registered' -- get
came 'of another file'
half
printf tampered | dd of=slow.bin.part bs=1 seek=77 conv=notrunc status=none
: >PASSED
expect 0 'no part of the file' 'as registered' -- get
came 'tampered with'
[ "$(grep -c "^GET /api/v1/evidence/$third " PASSED)" = 2 ] || fail 'it was not fetched once anew'
# The server lies about the rest, and about all of it: once anew, and nothing is kept.
half
: >PASSED
echo "flip evidence/$third" >mode
expect 32 'not the file that was registered' -- get
echo honest >mode
[ "$(grep -c "^GET /api/v1/evidence/$third " PASSED)" = 2 ] || fail 'it was not asked for twice'
[ ! -e slow.bin ] && [ ! -e slow.bin.part ] || fail 'a lie is kept'

# One's own access log, and everything of one's own.
expect 0 'springfield' "$third" -- at city access --as mayor
expect 7 'name its key' -- at city access
grep -q "$third" out && fail 'a log was shown to nobody'
run at rival access --as rival
[ "$code" = 0 ] || fail 'a party does not see its own log'
grep -q springfield out && fail 'another party sees the log'
expect 7 'name a key of it' -- at city party archive springfield --out none.zip
expect 7 'name a key of it' -- at rival --reader rival party archive springfield --out none.zip
[ ! -e none.zip ] || fail 'an archive was made without right'
expect 0 'entries and 3 file(s) of springfield' -- at fresh --reader mayor party archive springfield --out own.zip
unzip -tq own.zip >/dev/null || fail 'unzip finds the archive damaged'
unzip -p own.zip "evidence/$(sha256sum third.bin | cut -d' ' -f1)" | cmp -s - third.bin || fail 'the archive has another file'
expect 0 'everything is as it must be' -- c audit
finish
