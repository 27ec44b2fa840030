#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# What happens to a ledger whose files are damaged, old or in use.
source "$(dirname "$0")/lib.bash"
make_ledger
expect 6 'no' -- c --ledger nowhere show
data=$L/store/data.mdb

# A second process on the ledger: the kernel's lock is held by somebody else.
perl -e 'use Fcntl ":flock"; open my $h,"+<",$ARGV[0] or die; flock($h, LOCK_EX|LOCK_NB) or die; open my $r,">","locked"; close $r; sleep 60' "$L/store/writer.lock" &
holder=$!
while [ ! -e locked ]; do sleep 0.05; done
unchanged 8 'another process' -- c party register brockway --kind city --name Brockway --country CA
expect 8 'another process' -- c rebuild
expect 0 'all is well' -- c fsck
kill "$holder"
wait "$holder" 2>/dev/null || true

# No room: a limit on the size of files stands for a full disk.
full() { (trap '' XFSZ; ulimit -f 8; "$cityledger" "$@"); }
unchanged 33 'make room on the disk, or raise the limit on file sizes' -- full party register brockway --kind city --name Brockway --country CA

cp -r "$L" saved

# A truncated database.
truncate -s 4096 "$data"
run c show
case $code in 32 | 34) echo 'ok: truncated' ;; *) fail "a truncated database: exit code $code" ;; esac
rm -r "$L"; cp -r saved "$L"

# A restored old copy: the ledger is behind what it signed.
cp -r "$L/store" old-store
must c party register ogdenville --kind city --name Ogdenville --country CA
rm -r "$L/store"; cp -r old-store "$L/store"
unchanged 31 'older copy' -- c party register brockway --kind city --name Brockway --country CA
rm -r "$L"; cp -r saved "$L"

# A store of a newer format: its record says so, with a digest that fits (FORMAT.md).
newer() {
  perl -MDigest::SHA=sha256 -0777 -i -pe '
    my $key = "format"; my $length = pack "N", 12;
    my $record = sub { my $value = $_[0]; substr(sha256("m" . $length . $key . $value), 0, 8) . $length . $value };
    my ($old, $new) = map { $record->("'"$2"'" . pack "N", $_) } 1, 2;
    s/\Q$old\E/$new/g or die "no format record"' "$1"
}
newer "$data" CLLEDGER
for command in show fsck audit rebuild 'party register brockway --kind city --name Brockway --country CA'; do
  # shellcheck disable=SC2086
  expect 30 'version 2' 'use a newer program' -- c $command
done
rm -r "$L"; cp -r saved "$L"

# A bit flipped anywhere in the pages is found by fsck, audit or opening, or touches nothing that is used.
pages=$(($(stat -c %s "$data") / 4096))
found=0
for page in $(seq 2 $((pages - 1))); do
  rm -r "$L"; cp -r saved "$L"
  perl -e 'my ($f,$at)=@ARGV; open my $h,"+<",$f or die; binmode $h; seek $h,$at,0; read $h,my $b,1; seek $h,$at,0; print $h chr(ord($b)^16)' "$data" $((page * 4096 + 3000))
  run c fsck
  case $code in 0) ;; 32 | 34 | 40) found=$((found + 1)) ;; *) fail "page $page: exit code $code" ;; esac
done
echo "fsck found $found of $((pages - 2)) flipped bits"
[ "$found" -gt 0 ] || fail 'no flipped bit was found'
finish
