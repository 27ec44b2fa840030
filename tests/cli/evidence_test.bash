#!/usr/bin/env bash
# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
# Evidence is stored by content, registered, listed and read again.
source "$(dirname "$0")/lib.bash"
make_ledger
echo 'rate,8.1' >table.csv
expect 0 "evidence 'Labour force'" -- c evidence add table.csv --title 'Labour force' --source 'Survey 2017' \
  --media-type text/csv --period 2017 --retention-until 2028-12-31 --signer stats
expect 0 'Labour force' 'statistics' -- c evidence list
expect 0 'all as registered' -- c evidence check
unchanged 6 'nowhere.csv' -- c evidence add nowhere.csv --title T --source S --period 2017 --retention-until 2028-12-31 --signer stats
unchanged 3 'field: retention_until' -- c evidence add table.csv --title T --source S --period 2017 --retention-until soon --signer stats
unchanged 5 'key.role' -- c evidence add table.csv --title T --source S --period 2017 --retention-until 2028-12-31 --signer checker
stored=$(find "$L/evidence" -type f | head -n 1)
chmod u+w "$stored"
echo 'rate,1.8' >"$stored"
expect 40 'entry' -- c evidence check
rm -f "$stored"
expect 40 'entry' -- c evidence check
expect 6 'registers no evidence' -- c evidence check 0
finish
